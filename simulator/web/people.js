// The switch between people, and the dialog that invents another one.

import { post } from './api.js';
import { button, dot, el, find, reconcile } from './dom.js';
import { freeName, paintAvatar, phoneNumber } from './names.js';

export class People {
  // `acts`: choose(chat id), added(chat id).
  constructor(pane, acts) {
    this.list = find('.people-list', pane);
    this.dialog = find('dialog.new-person');
    this.acts = acts;
    this.chats = [];
    this.seen = new Map(); // chat id -> the version that a person saw
    find('.add-person', pane).addEventListener('click', () => this.ask());
    this.dialog.addEventListener('close', () => this.add());
  }

  saw(chat) {
    this.seen.set(chat.id, chat.version);
  }

  // What stood in a chat before the page knew of it is no news.
  show(chats, current) {
    this.chats = chats;
    for (const chat of chats) if (!this.seen.has(chat.id)) this.saw(chat);
    const order = [...chats].sort((one, other) => (one.type !== 'private') - (other.type !== 'private'));
    const people = order.map(({ id, title, type, version }) => ({
      id, title, type, isHere: id === current, isNews: id !== current && version > this.seen.get(id),
    }));
    reconcile(this.list, people, (person) => person.id, (person) => this.draw(person));
    if (this.shown !== current) find('[aria-pressed=true]', this.list)?.scrollIntoView({ block: 'nearest' });
    this.shown = current;
  }

  draw({ id, title, type, isHere, isNews }) {
    const avatar = el('span', { className: 'avatar', 'aria-hidden': 'true' });
    paintAvatar(avatar, title, id);
    const choose = () => this.acts.choose(id);
    const looks = { className: `person ${type}`, title, 'aria-pressed': String(isHere), onclick: choose };
    return button(looks, avatar, el('span', {}, title), isNews ? dot('ada pesan baru') : null);
  }

  field(name) {
    return find(`[name=${name}]`, this.dialog);
  }

  ask() {
    const [first, last] = freeName(new Set(this.chats.map((chat) => chat.title)));
    this.field('first_name').value = first;
    this.field('last_name').value = last;
    this.dialog.returnValue = '';
    this.dialog.showModal();
    find('[value=ok]', this.dialog).focus();
  }

  async add() {
    if (this.dialog.returnValue !== 'ok') return;
    const [first_name, last_name] = ['first_name', 'last_name'].map((name) => this.field(name).value.trim());
    const phone = phoneNumber(this.chats.length);
    const { id } = await post('/_sim/telegram/people', { first_name, last_name, phone });
    this.acts.added(id);
  }
}
