// Puts the three panes together: one small poll tells which of them has news.

import { get, repeat } from './api.js';
import { find } from './dom.js';
import { FormPane } from './form.js';
import { fileSize } from './messages.js';
import { Phone } from './phone.js';
import { SheetPane } from './sheet.js';

const PAUSE = 700; // milliseconds between two looks at the villages' state
const METER_PAUSE = 3000;

const isWide = matchMedia('(min-width: 1100px)');
const shows = (pane) => isWide.matches || document.body.dataset.pane === pane;

function goTo(pane) {
  document.body.dataset.pane = pane;
  for (const button of document.querySelectorAll('.pane-nav button')) {
    const isHere = button.dataset.pane === pane;
    button.toggleAttribute('aria-current', isHere);
    if (isHere) button.classList.remove('news');
  }
  look();
}

function news(pane) {
  if (!shows(pane)) find(`.pane-nav [data-pane=${pane}]`).classList.add('news');
}

const step = (number) => {
  document.body.dataset.step = number;
};

const form = new FormPane({
  sent() {
    step(3);
    look();
  },
  toSheet: () => goTo('sheet'),
});

const phone = new Phone({
  refresh: () => look(),
  news: () => news('phone'),
  began: () => step(1),
  openForm(url, person) {
    step(2);
    form.open(url, person);
    goTo('form');
  },
});

const sheet = new SheetPane({ refresh: () => look(), news: () => news('sheet') });

async function see() {
  if (document.hidden) return;
  const state = await get('/_sim/state');
  await Promise.all([phone.see(state.telegram, shows('phone')), sheet.see(state.google, shows('sheet'))]);
}

function lost(isLost) {
  find('#lost').hidden = !isLost;
}

async function measure() {
  if (document.hidden) return;
  const { totals } = await get('/_sim/journal?since=999999999');
  const sums = { telegram: 0, google: 0, bytes: 0 };
  for (const [path, total] of Object.entries(totals)) {
    if (path.startsWith('/forms/')) continue;
    sums[/^\/(file\/)?bot\//.test(path) ? 'telegram' : 'google'] += total.count;
    sums.bytes += total.bytes_in + total.bytes_out;
  }
  const number = (value) => value.toLocaleString('id-ID');
  find('#meter').textContent =
    `Permintaan: Telegram ${number(sums.telegram)}, Google ${number(sums.google)} · ${fileSize(sums.bytes)}`;
}

const look = repeat(see, PAUSE, lost);
repeat(measure, METER_PAUSE, () => {});
for (const button of document.querySelectorAll('.pane-nav button')) {
  button.addEventListener('click', () => goTo(button.dataset.pane));
}
document.addEventListener('visibilitychange', () => look());
// The bot's link to the desk opens the page there; everybody else begins at the phone.
const isLinked = location.hash.startsWith('#gid=');
if (isLinked) step(3);
goTo(isLinked ? 'sheet' : 'phone');
