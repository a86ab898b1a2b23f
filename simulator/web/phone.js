// The first pane: the phone of one of several people, or of a member of the staff group.

import { get, post, Refused, upload } from './api.js';
import { button, el, find, isNear, reconcile, toast } from './dom.js';
import { drawMessage, prepared } from './messages.js';
import { paintAvatar } from './names.js';
import { People } from './people.js';
import { popup } from './popup.js';

const BOT_HUE = 4;
const GREETING = 'Bot ini melayani permohonan surat desa. Ketuk MULAI untuk membuka percakapan.';
const REFUSALS = {
  409: 'Belum bisa: obrolan belum dimulai, bot diblokir, atau tombolnya sudah tidak ada.',
  413: 'Berkas terlalu besar.',
};

export class Phone {
  // `acts`: refresh() looks at the state at once, news() marks the pane, began() when a chat begins,
  // openForm(url, person's name).
  constructor(acts) {
    this.acts = acts;
    this.pane = find('#phone');
    this.chats = [];
    this.bot = { first_name: 'Bot' };
    this.current = null; // the id of the chat shown
    this.isChosen = false; // a person chose the chat; until then the newest citizen's is shown
    this.view = null; // what the control endpoint said of it
    this.replyTo = null;
    this.messages = find('.messages', this.pane);
    this.isAtEnd = true; // the newest message is in sight and stays so
    this.toast = find('.toast', this.pane);
    this.composer = find('.composer', this.pane);
    this.input = find('textarea', this.composer);
    this.people = new People(this.pane, { choose: (id) => this.choose(id), added: (id) => this.choose(id) });
    this.listen();
  }

  listen() {
    const on = (selector, act) => find(selector, this.pane).addEventListener('click', act);
    on('.start', () => this.begin());
    on('.chat-more', (event) => this.more(event.currentTarget));
    on('.commands', (event) => this.offerCommands(event.currentTarget));
    on('.reply-bar button', () => this.reply(null));
    find('.attach input', this.pane).addEventListener('change', (event) => this.sendFile(event.target));
    this.messages.addEventListener('scroll', () => {
      const { scrollHeight, scrollTop, clientHeight } = this.messages;
      this.isAtEnd = scrollHeight - scrollTop - clientHeight < 80;
    });
    new ResizeObserver(() => this.isAtEnd && this.toEnd()).observe(this.messages);
    this.composer.addEventListener('submit', (event) => {
      event.preventDefault();
      this.sendTyped();
    });
    this.input.addEventListener('input', () => this.fitInput());
    this.input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.sendTyped();
    });
  }

  // Takes the world's state; looks at the chat when it changed.
  async see({ bot, chats }, isShown) {
    this.bot = bot;
    this.chats = chats;
    if (!this.chat) this.isChosen = false;
    if (!this.isChosen) this.turnTo(newest(chats));
    const isNews = this.chat && this.chat.version !== this.view?.version;
    if (isNews && !isShown) this.acts.news();
    if (isShown && (isNews || this.view?.typing)) await this.look();
    this.people.show(chats, this.current);
    if (!this.chat) this.drawNobody();
  }

  get chat() {
    return this.chats.find((chat) => chat.id === this.current);
  }

  get isGroup() {
    return ['group', 'supergroup'].includes(this.chat?.type);
  }

  turnTo(id) {
    if (id === this.current) return;
    this.current = id;
    this.view = null;
    this.isAtEnd = true;
    this.reply(null);
    this.messages.replaceChildren();
    this.toast.hidden = true;
  }

  choose(id) {
    this.isChosen = true;
    if (id !== this.current) this.turnTo(id);
    this.acts.refresh();
  }

  async look() {
    const id = this.current;
    const before = this.view;
    const view = await get(`/_sim/telegram/chats/${id}/messages?since=${before?.version ?? 0}`);
    if (id !== this.current) return;
    this.view = view;
    this.people.saw(view);
    this.draw();
    if (view.alert && before && view.alert !== before.alert) toast(this.toast, view.alert);
  }

  // Drawing

  drawNobody() {
    find('.chat-title', this.pane).textContent = this.bot.first_name;
    find('.chat-status', this.pane).textContent = 'bot';
    this.drawEmpty('Belum ada warga. Tambahkan satu dengan tombol + Warga baru.');
    this.composer.hidden = true;
    find('.start', this.pane).hidden = true;
    find('.chat-more', this.pane).hidden = true;
  }

  draw() {
    const title = this.isGroup ? this.view.title : this.bot.first_name;
    paintAvatar(find('.device .avatar', this.pane), title, this.isGroup ? this.current : BOT_HUE);
    find('.chat-title', this.pane).textContent = title;
    const kind = this.isGroup ? 'grup petugas' : 'bot';
    find('.chat-status', this.pane).textContent = this.view.typing ? 'mengetik…' : kind;
    find('.chat-more', this.pane).hidden = false;
    find('.device', this.pane).classList.toggle('in-group', this.isGroup);
    this.drawControls();
    this.drawMessages();
  }

  drawMessages() {
    const { messages } = this;
    const { isAtEnd } = this;
    const last = messages.lastElementChild;
    const writer = this.view.members.find((member) => member.id === this.writerId())?.name;
    const views = prepared(this.view.messages, writer);
    reconcile(messages, views, (view) => view.message_id, (view) => drawMessage(view, this.messageActs()));
    const isOwnNew = messages.lastElementChild !== last && this.view.messages.at(-1)?.from_bot === false;
    if (isAtEnd || isOwnNew) this.toEnd();
    this.drawEmpty(views.length ? '' : this.isGroup ? 'Belum ada pesan.' : GREETING);
  }

  toEnd() {
    this.messages.scrollTop = this.messages.scrollHeight;
    this.isAtEnd = true;
  }

  drawEmpty(text) {
    const node = find('.chat-empty', this.pane);
    node.textContent = text;
    node.hidden = !text;
  }

  messageActs() {
    return {
      press: (view, key, node) => this.press(view, key, node),
      openUrl: (url) => this.openUrl(url),
      command: (text) => this.say(text),
      reply: (view) => this.reply(view),
    };
  }

  drawControls() {
    const { blocked, opened, menu, members, keyboard } = this.view;
    const isOpen = opened && !blocked;
    const start = find('.start', this.pane);
    this.composer.hidden = !isOpen;
    start.hidden = isOpen;
    start.textContent = blocked ? 'BUKA BLOKIR' : 'MULAI';
    find('.commands', this.pane).hidden = !menu.length;
    find('.as', this.pane).hidden = !this.isGroup;
    const writers = this.isGroup ? members : [];
    const option = (member) => el('option', { value: member.id }, member.name);
    reconcile(find('.as select', this.pane), writers, (member) => member.id, option);
    this.drawKeyboard((isOpen && keyboard) || []);
  }

  drawKeyboard(rows) {
    const node = find('.keyboard-reply', this.pane);
    node.hidden = !rows.length;
    const numbered = rows.map((buttons, index) => ({ index, buttons }));
    const act = (key) => () => (key.request_contact ? this.shareContact() : this.say(key.text));
    const draw = (key) => button({ onclick: act(key) }, key.text);
    reconcile(node, numbered, (row) => row.index, (row) => el('div', { className: 'row' }, ...row.buttons.map(draw)));
  }

  // What people do

  // In a group: the member chosen.
  writerId() {
    return this.isGroup ? Number(find('.as select', this.pane).value) || undefined : undefined;
  }

  async act(path, body = {}, send = post) {
    this.isChosen = true;
    try {
      return await send(`/_sim/telegram/chats/${this.current}/${path}`, body);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(this.toast, REFUSALS[error.status] ?? `Ditolak: ${error.message}`);
      return null;
    } finally {
      this.acts.refresh();
    }
  }

  begin() {
    this.acts.began();
    // Just turned to, a chat has no view yet, and whoever is quick has pressed already.
    return this.view?.blocked ? this.act('unblock') : this.say('/start');
  }

  say(text) {
    const reply_to = this.replyTo?.message_id;
    this.reply(null);
    return this.act('text', { text, reply_to, from: this.writerId() });
  }

  async sendTyped() {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = '';
    this.fitInput();
    if (!(await this.say(text))) this.input.value ||= text;
  }

  async sendFile(input) {
    const [file] = input.files;
    if (!file) return;
    const fields = { document: file };
    if (this.replyTo) fields.reply_to = this.replyTo.message_id;
    if (this.writerId()) fields.from = this.writerId();
    this.reply(null);
    await this.act('document', fields, upload);
    input.value = '';
  }

  async press(view, key, node) {
    node.classList.add('busy');
    this.view.alert = null; // so that the same answer shows again
    await this.act('press', { message_id: view.message_id, data: key.callback_data, from: this.writerId() });
    setTimeout(() => node.classList.remove('busy'), 900);
  }

  openUrl(address) {
    const url = new URL(address);
    const isForm = isNear(url) && url.pathname.startsWith('/forms/');
    if (isForm) this.acts.openForm(url.pathname + url.search, this.isGroup ? '' : this.view.title);
    else window.open(address, '_blank', 'noopener,noreferrer');
  }

  shareContact() {
    return this.act('contact', { from: this.writerId() });
  }

  reply(view) {
    this.replyTo = view;
    const bar = find('.reply-bar', this.pane);
    bar.hidden = !view;
    find('span', bar).textContent = view ? view.plain || view.document?.file_name || '' : '';
    if (view) this.input.focus();
  }

  fitInput() {
    this.input.style.height = 'auto';
    this.input.style.height = `${Math.min(this.input.scrollHeight, 110)}px`;
  }

  offerCommands(opener) {
    const choices = this.view.menu.map(({ command, description }) => ({
      label: el('span', { className: 'command-line' }, el('b', {}, `/${command}`), ` ${description}`),
      pick: () => this.say(`/${command}`),
    }));
    popup(choices, opener, { label: 'Perintah', back: this.input });
  }

  more(opener) {
    const { blocked, opened } = this.view;
    const isOpen = opened && !blocked;
    const [shut, open] = this.isGroup ? ['Keluarkan bot', 'Masukkan bot lagi'] : ['Blokir bot', 'Buka blokir'];
    const standing = blocked
      ? { label: open, pick: () => this.act('unblock') }
      : { label: shut, pick: () => this.act('block'), disabled: !isOpen };
    const contact = { label: 'Bagikan nomor telepon', pick: () => this.shareContact(), disabled: !isOpen };
    popup([contact, standing], opener, { label: 'Pilihan obrolan', back: opener });
  }
}

const newest = (chats) => (chats.findLast((chat) => chat.type === 'private') ?? chats.at(-1))?.id ?? null;
