// The second pane: the form in a frame, and sample answers for those who do not want to type.

import { find } from './dom.js';
import { isNeedless, sampleChoice, sampleDate, sampleFile, sampleText } from './samples.js';

export class FormPane {
  // `acts`: sent() when answers were recorded, toSheet() when the person wants to see the row.
  constructor(acts) {
    this.acts = acts;
    this.pane = find('#form');
    this.frame = find('iframe', this.pane);
    this.person = '';
    this.frame.addEventListener('load', () => this.loaded());
    find('.fill', this.pane).addEventListener('click', () => this.fill());
    find('.reload', this.pane).addEventListener('click', () => this.open(this.path, this.person));
    find('.form-sent button', this.pane).addEventListener('click', () => this.acts.toSheet());
  }

  // `path`: of a form page on this simulator; `person`: whose name the samples take.
  open(path, person) {
    this.path = path;
    this.person = person || 'Siti Aminah';
    find('.form-empty', this.pane).hidden = true;
    find('.form-sent', this.pane).hidden = true;
    find('.reload', this.pane).disabled = false;
    this.frame.hidden = false;
    this.frame.src = path;
  }

  loaded() {
    const page = this.frame.contentDocument;
    if (!page || page.location.href === 'about:blank') return;
    const url = page.location;
    find('.url', this.pane).textContent = `docs.google.com (tiruan)${url.pathname}${url.search}`;
    find('.fill', this.pane).disabled = !page.querySelector('form');
    const isSent = url.pathname.endsWith('/formResponse') && !page.querySelector('form');
    find('.form-sent', this.pane).hidden = !isSent;
    if (isSent) this.acts.sent();
  }

  async fill() {
    const form = this.frame.contentDocument?.querySelector('form');
    if (!form) return;
    const who = { name: this.person, topic: this.frame.contentDocument.title };
    for (const control of form.elements) await answer(control, form, who);
    const send = form.querySelector('[type=submit]');
    send?.scrollIntoView({ block: 'center', behavior: 'smooth' });
    send?.focus({ preventScroll: true });
  }
}

// Answers one question, unless it has an answer or is the code that only the link may bring.
async function answer(control, form, who) {
  const title = (control.labels?.[0]?.textContent ?? '').replace(/\*\s*$/, '').trim();
  const isKept = control.type === 'file' ? form.querySelector(`[type=hidden][name="${control.name}"]`) : control.value;
  if (!title || isKept || isNeedless(title) || /^kode\b/i.test(title)) return;
  if (control.type === 'file') await attach(control, title);
  else if (control.type === 'date') control.value = sampleDate(title);
  else if (control.tagName === 'SELECT') control.value = sampleChoice(title, choices(control), who);
  else control.value = sampleText(title, who);
}

const choices = (select) => [...select.options].map((option) => option.value).filter(Boolean);

async function attach(control, title) {
  const chosen = new DataTransfer();
  for (let copy = 1; copy <= (control.multiple ? 2 : 1); copy += 1) chosen.items.add(await sampleFile(title, copy));
  control.files = chosen.files;
}
