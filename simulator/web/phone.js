// The first pane: the phone of one of several people, or of a member of the staff group.

import { get, post, Refused, upload } from './api.js';
import { el, find, reconcile, toast } from './dom.js';
import { dayName, drawMessage } from './messages.js';
import { freeName, paintAvatar, phoneNumber } from './names.js';
import { popup } from './popup.js';

const WORDS = {
  409: 'Belum bisa: obrolan belum dimulai, bot diblokir, atau tombolnya sudah tidak ada.',
  413: 'Berkas terlalu besar.',
};

export class Phone {
  // `acts`: refresh() looks at the state at once, news() marks the pane, openForm(url, person's name).
  constructor(acts) {
    this.acts = acts;
    this.pane = find('#phone');
    this.chats = [];
    this.bot = { first_name: 'Bot' };
    this.current = null; // the id of the chat shown
    this.view = null; // what the control endpoint said of it
    this.seen = new Map(); // chat id -> version that was shown
    this.replyTo = null;
    this.messages = find('.messages', this.pane);
    this.toast = find('.toast', this.pane);
    this.composer = find('.composer', this.pane);
    this.input = find('textarea', this.composer);
    this.listen();
  }

  listen() {
    const on = (selector, act) => find(selector, this.pane).addEventListener('click', act);
    on('.add-person', () => this.askForPerson());
    on('.start', () => this.begin());
    on('.chat-more', (event) => this.more(event.currentTarget));
    on('.commands', (event) => this.offerCommands(event.currentTarget));
    on('.reply-bar button', () => this.reply(null));
    find('.attach input', this.pane).addEventListener('change', (event) => this.sendFile(event.target));
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
    find('dialog.new-person').addEventListener('close', (event) => this.addPerson(event.target));
  }

  // Takes the world's state; fetches the chat when it changed.
  async see({ bot, chats }, isShown) {
    this.bot = bot;
    this.chats = chats;
    for (const chat of chats) if (!this.seen.has(chat.id)) this.seen.set(chat.id, chat.version);
    if (!chats.some((chat) => chat.id === this.current)) this.forget(chats);
    const chat = this.chat();
    const isNew = chat && chat.version !== this.view?.version;
    if (isNew && !isShown) this.acts.news();
    if (chat && isShown && (isNew || this.view.typing)) await this.fetch(chat.id);
    this.drawPeople();
    if (!chat) this.drawNobody();
  }

  chat() {
    return this.chats.find((chat) => chat.id === this.current);
  }

  forget(chats) {
    this.view = null;
    this.replyTo = null;
    this.current = (chats.find((chat) => chat.type === 'private') ?? chats[0])?.id ?? null;
    this.messages.replaceChildren();
  }

  async fetch(id) {
    const view = await get(`/_sim/telegram/chats/${id}/messages?since=${this.view?.version ?? 0}`);
    if (id !== this.current) return;
    const before = this.view;
    this.view = view;
    this.seen.set(id, view.version);
    this.draw();
    if (view.alert && before && view.alert !== before.alert) toast(this.toast, view.alert);
  }

  async choose(id) {
    this.current = id;
    this.view = null;
    this.reply(null);
    this.messages.replaceChildren();
    this.toast.hidden = true;
    await this.fetch(id);
    this.drawPeople();
    this.messages.scrollTop = this.messages.scrollHeight;
  }

  // Drawing

  drawPeople() {
    const people = this.chats.map((chat) => ({
      id: chat.id,
      title: chat.title,
      isGroup: chat.type === 'group',
      isHere: chat.id === this.current,
      isNews: chat.id !== this.current && chat.version > this.seen.get(chat.id),
    }));
    reconcile(find('.people-list', this.pane), people, (person) => person.id, (person) => this.drawPerson(person));
  }

  drawPerson(person) {
    const avatar = el('span', { className: 'avatar', 'aria-hidden': 'true' });
    paintAvatar(avatar, person.title, person.id);
    const button = el('button', {
      type: 'button', className: 'person', 'aria-pressed': String(person.isHere), onclick: () => this.choose(person.id),
    }, avatar, el('span', {}, person.title));
    button.classList.toggle('group', person.isGroup);
    if (person.isNews) button.append(el('span', { className: 'dot', title: 'Ada pesan baru' }, el('span', { className: 'unseen' }, 'ada pesan baru')));
    return button;
  }

  drawNobody() {
    find('.chat-title', this.pane).textContent = this.bot.first_name;
    find('.chat-status', this.pane).textContent = 'bot';
    this.drawEmpty('Belum ada warga. Tambahkan satu dengan tombol + Warga baru.');
    this.composer.hidden = true;
    find('.start', this.pane).hidden = true;
    find('.chat-more', this.pane).hidden = true;
  }

  draw() {
    const chat = this.chat();
    const isGroup = chat.type === 'group';
    const title = isGroup ? chat.title : this.bot.first_name;
    paintAvatar(find('.device .avatar', this.pane), title, isGroup ? chat.id : 4);
    find('.chat-title', this.pane).textContent = title;
    find('.chat-status', this.pane).textContent = this.view.typing ? 'mengetik…' : isGroup ? 'grup petugas' : 'bot';
    find('.chat-more', this.pane).hidden = false;
    find('.device', this.pane).classList.toggle('in-group', isGroup);
    this.drawControls(chat, isGroup);
    this.drawMessages();
  }

  drawMessages() {
    const isAtEnd = this.messages.scrollHeight - this.messages.scrollTop - this.messages.clientHeight < 80;
    const last = this.messages.lastElementChild;
    reconcile(this.messages, this.prepared(), (view) => view.message_id, (view) => drawMessage(view, this.messageActs()));
    const isGrown = this.messages.lastElementChild !== last;
    if (isAtEnd || (isGrown && this.view.messages.at(-1)?.from_bot === false)) this.messages.scrollTop = this.messages.scrollHeight;
    const text = this.chat().type === 'group' ? 'Belum ada pesan.' : 'Bot ini melayani permohonan surat desa. Ketuk MULAI untuk membuka percakapan.';
    this.drawEmpty(this.view.messages.length ? '' : text);
  }

  drawEmpty(text) {
    const node = find('.chat-empty', this.pane);
    node.textContent = text;
    node.hidden = !text;
  }

  // Adds to each message what drawing needs beyond it.
  prepared() {
    const isGroup = this.chat().type === 'group';
    const writer = this.writerName();
    const known = new Map(this.view.messages.map((message) => [message.message_id, message]));
    let day = '';
    return this.view.messages
      .filter((message) => message.text || message.document || message.contact)
      .map((message) => {
        const named = dayName(message.date);
        const isNewDay = named !== day;
        day = named;
        const quoted = known.get(message.reply_to);
        return {
          ...message,
          mine: !message.from_bot && (!isGroup || message.from === writer),
          day: isNewDay ? named : '',
          quoted: quoted ? quoted.plain || quoted.document?.file_name || '' : '',
          sender: isGroup ? message.from : '',
        };
      });
  }

  messageActs() {
    return {
      press: (view, button, node) => this.press(view, button, node),
      openUrl: (url) => this.openUrl(url),
      command: (text) => this.say(text),
      reply: (view) => this.reply(view),
    };
  }

  drawControls(chat, isGroup) {
    const isOpen = chat.opened && !chat.blocked;
    const start = find('.start', this.pane);
    this.composer.hidden = !isOpen;
    start.hidden = isOpen;
    start.textContent = chat.blocked ? 'BUKA BLOKIR' : 'MULAI';
    find('.commands', this.pane).hidden = !this.view.menu.length;
    this.drawWriters(isGroup);
    this.drawKeyboard(isOpen ? this.view.keyboard ?? [] : []);
  }

  drawWriters(isGroup) {
    const label = find('.as', this.pane);
    const select = find('select', label);
    label.hidden = !isGroup;
    reconcile(select, isGroup ? this.view.members : [], (member) => member.id, (member) => el('option', { value: member.id }, member.name));
  }

  drawKeyboard(rows) {
    const keyboard = find('.keyboard-reply', this.pane);
    keyboard.hidden = !rows.length;
    const numbered = rows.map((buttons, index) => ({ index, buttons }));
    reconcile(keyboard, numbered, (row) => row.index, ({ buttons }) =>
      el('div', { className: 'row' }, ...buttons.map((button) =>
        el('button', { type: 'button', onclick: () => (button.request_contact ? this.shareContact() : this.say(button.text)) }, button.text))));
  }

  writerId() {
    return this.chat()?.type === 'group' ? Number(find('.as select', this.pane).value) || undefined : undefined;
  }

  writerName() {
    return this.view?.members.find((member) => member.id === this.writerId())?.name;
  }

  // What people do

  async act(path, body) {
    try {
      return await post(`/_sim/telegram/chats/${this.current}/${path}`, body);
    } catch (error) {
      this.complain(error);
      return null;
    } finally {
      this.acts.refresh();
    }
  }

  complain(error) {
    if (!(error instanceof Refused)) throw error;
    toast(this.toast, WORDS[error.status] ?? `Ditolak: ${error.message}`);
  }

  begin() {
    return this.chat().blocked ? this.act('unblock') : this.say('/start');
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
    input.value = '';
    if (!file) return;
    const fields = { document: file };
    if (this.replyTo) fields.reply_to = this.replyTo.message_id;
    if (this.writerId()) fields.from = this.writerId();
    this.reply(null);
    try {
      await upload(`/_sim/telegram/chats/${this.current}/document`, fields);
    } catch (error) {
      this.complain(error);
    }
    this.acts.refresh();
  }

  async press(view, button, node) {
    node.classList.add('busy');
    if (this.view) this.view.alert = null;
    await this.act('press', { message_id: view.message_id, data: button.callback_data, from: this.writerId() });
    setTimeout(() => node.classList.remove('busy'), 900);
  }

  openUrl(address) {
    const url = new URL(address);
    const isHere = url.pathname.startsWith('/forms/') && ['127.0.0.1', 'localhost', location.hostname].includes(url.hostname);
    if (isHere) this.acts.openForm(url.pathname + url.search, this.chat().type === 'group' ? '' : this.chat().title);
    else window.open(address, '_blank', 'noopener,noreferrer');
  }

  shareContact() {
    return this.act('contact', { from: this.writerId() });
  }

  reply(view) {
    this.replyTo = view;
    const bar = find('.reply-bar', this.pane);
    bar.hidden = !view;
    find('span', bar).textContent = view ? view.plain || view.document?.file_name : '';
    if (view) this.input.focus();
  }

  fitInput() {
    this.input.style.height = 'auto';
    this.input.style.height = `${Math.min(this.input.scrollHeight, 110)}px`;
  }

  offerCommands(button) {
    const choices = this.view.menu.map(({ command, description }) => ({
      label: el('span', { className: 'command-line' }, el('b', {}, `/${command}`), ` ${description}`),
      pick: () => this.say(`/${command}`),
    }));
    popup(choices, button, { label: 'Perintah', back: this.input });
  }

  more(button) {
    const chat = this.chat();
    const isGroup = chat.type === 'group';
    const standing = chat.blocked
      ? { label: isGroup ? 'Masukkan bot lagi' : 'Buka blokir', pick: () => this.act('unblock') }
      : { label: isGroup ? 'Keluarkan bot' : 'Blokir bot', pick: () => this.act('block'), disabled: !chat.opened };
    const contact = { label: 'Bagikan nomor telepon', pick: () => this.shareContact(), disabled: chat.blocked || !chat.opened };
    popup([contact, standing], button, { label: 'Pilihan obrolan', back: button });
  }

  // People

  askForPerson() {
    const dialog = find('dialog.new-person');
    const [first, last] = freeName(new Set(this.chats.map((chat) => chat.title)));
    find('[name=first_name]', dialog).value = first;
    find('[name=last_name]', dialog).value = last;
    dialog.returnValue = '';
    dialog.showModal();
    find('[value=ok]', dialog).focus();
  }

  async addPerson(dialog) {
    if (dialog.returnValue !== 'ok') return;
    const value = (name) => find(`[name=${name}]`, dialog).value.trim();
    const { id } = await post('/_sim/telegram/people', {
      first_name: value('first_name'), last_name: value('last_name'), phone: phoneNumber(this.chats.length),
    });
    this.current = id;
    this.view = null;
    this.messages.replaceChildren();
    this.acts.refresh();
  }
}
