// Cells: how one looks, what it is called, and where a row went.

import { el, isNear } from './dom.js';

export const EMPTY = { value: '', type: 'empty' };

// 0 -> A, 26 -> AA
export function letters(column) {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

export const a1 = ({ row, column }) => `${letters(column)}${row + 1}`;

const TONES = [
  [/^(setujui|disetujui|ya|selesai)$/i, 'green'],
  [/^(belum|menunggu)/i, 'amber'],
  [/^(tolak|ditolak|cabut|tidak|dibatalkan)/i, 'red'],
  [/^(sudah|siap)/i, 'blue'],
];

export const tone = (option) => TONES.find(([pattern]) => pattern.test(option))?.[1] ?? 'grey';

export const chip = (option) => el('span', { className: `chip ${tone(option)}` }, option);

const ADDRESS = /(https?:\/\/[^\s,;]+)/;

// The links of a cell as [{ href, label }]: a line is often `Title: address, address`.
export function links(value) {
  return value.split('\n').flatMap((line) => {
    const [before, ...rest] = line.split(ADDRESS);
    const title = before.replace(/[:\s]+$/, '') || 'berkas';
    const addresses = rest.filter((part) => ADDRESS.test(part));
    return addresses.map((address, index) => ({
      href: near(address),
      label: index ? `${title} (${index + 1})` : title,
    }));
  });
}

// An address of this machine becomes a path, so that it opens wherever the page is open.
function near(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url && isNear(url) ? url.pathname + url.search : address;
}

const withLinks = (value) =>
  value.split(ADDRESS).map((part, index) => (index % 2 ? el('span', { className: 'address-part' }, part) : part));

const tickBox = (isTicked, tick) =>
  el('span', { className: 'tick', role: 'checkbox', 'aria-checked': String(isTicked), onclick: tick }, isTicked ? '✓' : '');

// Fills a <td>. `acts`: choose() when the dropdown's arrow is pressed, tick() when the checkbox is.
export function paintCell(node, cell, acts) {
  node.className = '';
  node.classList.toggle('number', cell.type === 'number');
  node.classList.toggle('bold', Boolean(cell.bold));
  node.classList.toggle('wrap', Boolean(cell.wrap));
  node.classList.toggle('top', Boolean(cell.top));
  node.classList.toggle('noted', Boolean(cell.note));
  node.style.backgroundColor = cell.bg ?? '';
  node.title = cell.note ?? '';
  if ('ticked' in cell) {
    node.replaceChildren(tickBox(cell.ticked, () => acts.tick()));
    node.classList.add('choice');
    return;
  }
  if (!cell.options) {
    node.replaceChildren(el('div', { className: 'value' }, ...withLinks(cell.value)));
    return;
  }
  const arrow = el('span', { className: 'arrow', 'aria-hidden': 'true' }, '▾');
  const face = cell.value ? chip(cell.value) : el('span', { className: 'chip none' });
  face.append(arrow);
  face.addEventListener('click', () => acts.choose());
  node.replaceChildren(face);
  node.classList.add('choice');
}

const filled = (row) => row.filter((cell) => cell.value !== '').length;

const isSame = (cell, other) => cell.value !== '' && cell.value === other?.value;
const alike = (one, other) => one.filter((cell, column) => isSame(cell, other[column])).length;

// Where the row `index` of `before` stands in `after`: rows are inserted, sorted and deleted by others meanwhile.
export function follow(before, after, index) {
  const row = before[index];
  if (!row || !filled(row)) return index;
  const likeness = (place) => (after[place] ? alike(row, after[place]) : 0);
  let best = index;
  for (let place = 0; place < after.length; place += 1) {
    if (likeness(place) > likeness(best)) best = place;
  }
  return likeness(best) * 2 > filled(row) ? best : index;
}
