// One message of a chat: bubble, file, buttons.

import { button, el } from './dom.js';
import { rich } from './richtext.js';

const clock = (seconds) => {
  const time = new Date(seconds * 1000);
  return [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, '0')).join('.');
};

function dayName(seconds) {
  const day = new Date(seconds * 1000);
  if (day.toDateString() === new Date().toDateString()) return 'Hari ini';
  return day.toLocaleDateString('id-ID', { day: 'numeric', month: 'long', year: 'numeric' });
}

export const fileSize = (bytes) =>
  bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1).replace('.', ',')} MB`;

// Adds to the messages of the control endpoint what drawing needs beyond each one: `mine`, `day` above it (or ""), the
// text `quoted` (or "") and the `sender` to name (or ""). `writer`: in a group, the name of the member who looks.
export function prepared(messages, writer) {
  const known = new Map(messages.map((message) => [message.message_id, message]));
  let last = '';
  return messages
    .filter((message) => message.text || message.document || message.contact)
    .map((message) => {
      const day = dayName(message.date);
      const isNewDay = day !== last;
      last = day;
      const quoted = known.get(message.reply_to);
      return {
        ...message,
        mine: !message.from_bot && (!writer || message.from === writer),
        day: isNewDay ? day : '',
        quoted: quoted ? quoted.plain || quoted.document?.file_name || '' : '',
        sender: writer ? message.from : '',
      };
    });
}

// `view`: a prepared message.
// `acts`: press(view, button, node), openUrl(url), command(text), reply(view).
export function drawMessage(view, acts) {
  const bubble = el('div', { className: 'bubble' });
  if (view.sender) bubble.append(el('span', { className: 'sender' }, view.sender));
  if (view.quoted) bubble.append(el('blockquote', { className: 'quoted' }, view.quoted));
  if (view.document) bubble.append(drawFile(view.document));
  if (view.contact) bubble.append(drawContact(view.contact));
  if (view.text) bubble.append(el('p', { className: 'text' }, rich(view.text, acts.command)));
  bubble.append(el('time', { className: 'time' }, `${view.edited ? 'diedit ' : ''}${clock(view.date)}`));
  const answer = { className: 'reply', 'aria-label': 'Balas pesan ini', onclick: () => acts.reply(view) };
  const line = el('div', { className: 'line' }, bubble, button(answer, '↩'));
  const item = el('li', { className: `message ${view.mine ? 'mine' : 'theirs'}` });
  item.classList.toggle('keyed', view.buttons.length > 0);
  item.classList.toggle('edited', view.edited);
  if (view.day) item.append(el('span', { className: 'day' }, view.day));
  item.append(line);
  if (view.buttons.length) item.append(drawButtons(view, acts));
  return item;
}

function drawFile(document) {
  const kind = document.file_name.includes('.') ? document.file_name.split('.').at(-1).slice(0, 4) : 'file';
  const icon = document.mime_type?.startsWith('image/')
    ? el('img', { className: 'thumbnail', src: document.url, alt: '' })
    : el('span', { className: `file-kind ${kind.toLowerCase()}`, 'aria-hidden': 'true' }, kind.toUpperCase());
  const size = el('small', {}, `${fileSize(document.file_size)} - unduh`);
  const name = el('span', { className: 'file-name' }, document.file_name, size);
  return el('a', { className: 'file', href: document.url, download: document.file_name }, icon, name);
}

function drawContact({ first_name, phone_number }) {
  return el('p', { className: 'text' }, `${first_name}\n+${phone_number}`);
}

function drawButtons(view, acts) {
  const drawRow = (row) => el('div', { className: 'row' }, ...row.map((key) => drawButton(view, key, acts)));
  const rows = view.buttons.map(drawRow);
  return el('div', { className: 'inline-keyboard', role: 'group', 'aria-label': 'Tombol pesan' }, ...rows);
}

function drawButton(view, key, acts) {
  const press = () => (key.url ? acts.openUrl(key.url) : acts.press(view, key, node));
  const node = button({ className: key.url ? 'opens' : '', onclick: press }, key.text);
  return node;
}
