// The third pane: the village's spreadsheet, in the Kades' hands.

import { get, post, Refused } from './api.js';
import { EMPTY, a1, chip, follow, links } from './cells.js';
import { el, find, reconcile, toast } from './dom.js';
import { Grid } from './grid.js';
import { closePopup, popup } from './popup.js';

const DESK = 'Meja';
const TOOLS = [
  ['Urutkan A-Z', 'sort-up', (pane) => pane.sort(true)],
  ['Urutkan Z-A', 'sort-down', (pane) => pane.sort(false)],
  null,
  ['Sisipkan baris', 'insert', (pane) => pane.insertRow()],
  ['Hapus baris', 'delete', (pane) => pane.deleteRow()],
  ['Kosongkan sel', 'clear', (pane) => pane.clear()],
];
const MOVES = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-20, 0], PageDown: [20, 0], Home: [0, -1000], End: [0, 1000],
};

export class SheetPane {
  // `acts`: refresh() looks at the state at once, news() marks the pane.
  constructor(acts) {
    this.acts = acts;
    this.pane = find('#sheet');
    this.bookId = null;
    this.book = null; // what the control endpoint said of it
    this.shown = null; // the id of the tab
    this.isChosen = false; // a person chose the tab
    this.faces = new Map(); // tab id -> its rows as they were last seen
    this.pins = new Set(); // places that are followed when rows move
    this.editing = null; // the place that the editor stands on
    this.writing = null; // the place that the formula bar stands for
    this.editor = find('.cell-editor', this.pane);
    this.formula = find('.formula', this.pane);
    this.card = find('.cell-card', this.pane);
    this.grid = new Grid(find('.grid', this.pane), { selected: () => this.selected(), choose: () => this.choose() });
    this.buildToolbar();
    this.listen();
  }

  buildToolbar() {
    const toolbar = find('.toolbar', this.pane);
    for (const tool of TOOLS) {
      if (!tool) toolbar.append(el('span', { className: 'split', 'aria-hidden': 'true' }));
      else toolbar.append(el('button', { type: 'button', className: `tool ${tool[1]}`, onclick: () => tool[2](this) }, tool[0]));
    }
  }

  listen() {
    const table = this.grid.table;
    table.addEventListener('keydown', (event) => this.key(event));
    table.addEventListener('dblclick', (event) => event.target.closest('td') && this.edit());
    table.addEventListener('contextmenu', (event) => this.menu(event));
    table.addEventListener('copy', (event) => this.copy(event));
    table.addEventListener('paste', (event) => this.paste(event));
    this.editor.addEventListener('keydown', (event) => this.editorKey(event));
    this.editor.addEventListener('input', () => this.fitEditor());
    this.editor.addEventListener('blur', () => this.commit());
    this.formula.addEventListener('keydown', (event) => this.formulaKey(event));
    this.formula.addEventListener('focus', () => {
      this.writing = this.pin();
    });
    this.formula.addEventListener('blur', () => this.commitFormula());
    find('.book select', this.pane).addEventListener('change', (event) => this.openBook(event.target.value));
  }

  // Takes the world's state; fetches the spreadsheet when it changed.
  async see({ spreadsheets }, isShown) {
    const books = spreadsheets.map((book) => ({ id: book.spreadsheetId, title: book.title, version: book.version }));
    this.drawBooks(books);
    if (!books.some((book) => book.id === this.bookId)) this.forget(books[0]?.id ?? null);
    const book = books.find((one) => one.id === this.bookId);
    if (!book || book.version === this.book?.version) return;
    if (isShown) await this.fetch();
    else this.acts.news();
  }

  forget(id) {
    this.bookId = id;
    this.book = null;
    this.shown = null;
    this.isChosen = false;
    this.faces.clear();
    this.pane.classList.toggle('empty', id === null);
  }

  openBook(id) {
    this.forget(id);
    this.acts.refresh();
  }

  drawBooks(books) {
    const label = find('.book', this.pane);
    label.hidden = books.length < 2;
    const named = books.map(({ id, title }) => ({ id, title }));
    reconcile(find('select', label), named, (book) => book.id, (book) => el('option', { value: book.id }, book.title));
    const title = books.length === 1 ? books[0].title : '';
    find('.book-title', this.pane).textContent = title;
  }

  async fetch(flash = true) {
    const book = await get(`/_sim/google/spreadsheets/${this.bookId}?since=${this.book?.version ?? -1}`);
    if (book.unchanged) return;
    for (const pin of this.pins) pin.row = follow(rowsOf(this.book, pin), rowsOf(book, pin), pin.row);
    this.book = book;
    this.draw(flash);
  }

  sheets() {
    return this.book.sheets.filter((sheet) => !sheet.hidden).sort((one, other) => one.index - other.index);
  }

  sheet() {
    return this.book?.sheets.find((sheet) => sheet.sheetId === this.shown);
  }

  // Remembers the selected cell, wherever its row goes, until `write` or `unpin`.
  pin() {
    const place = { sheetId: this.shown, ...this.grid.at };
    this.pins.add(place);
    return place;
  }

  unpin(place) {
    this.pins.delete(place);
  }

  cell(place) {
    return rowsOf(this.book, place)[place.row]?.[place.column] ?? EMPTY;
  }

  // Drawing

  draw(flash) {
    const sheets = this.sheets();
    const desk = sheets.find((sheet) => sheet.title === DESK);
    if (!sheets.some((sheet) => sheet.sheetId === this.shown)) {
      this.isChosen = false;
      this.shown = sheets[0]?.sheetId;
    }
    if (desk && !this.isChosen) this.shown = desk.sheetId;
    const sheet = this.sheet();
    if (!sheet) return;
    this.grid.show(sheet, flash);
    this.drawTabs(sheets);
    if (this.editing) this.placeEditor();
    this.selected();
  }

  drawTabs(sheets) {
    const tabs = sheets.map((sheet) => {
      const face = JSON.stringify(sheet.rows);
      const isHere = sheet.sheetId === this.shown;
      if (isHere || !this.faces.has(sheet.sheetId)) this.faces.set(sheet.sheetId, face);
      return { id: sheet.sheetId, title: sheet.title, isHere, isNews: this.faces.get(sheet.sheetId) !== face };
    });
    reconcile(find('.sheet-tabs', this.pane), tabs, (tab) => tab.id, (tab) => {
      const node = el('button', {
        type: 'button', role: 'tab', 'aria-selected': String(tab.isHere), onclick: () => this.openTab(tab.id),
      }, tab.title);
      if (tab.isNews) node.append(el('span', { className: 'dot', title: 'Ada perubahan' }, el('span', { className: 'unseen' }, ' (ada perubahan)')));
      return node;
    });
  }

  openTab(id) {
    this.shown = id;
    this.isChosen = true;
    this.draw(false);
    find('.sheet-tabs [aria-selected=true]', this.pane)?.focus();
  }

  selected() {
    const cell = this.grid.cell();
    find('.name-box', this.pane).textContent = a1(this.grid.at);
    if (document.activeElement !== this.formula) this.formula.value = cell.value;
    this.drawCard(cell);
  }

  // Below the selected cell: its note and its links.
  drawCard(cell) {
    const found = links(cell.value);
    this.card.hidden = this.editing || !(cell.note || found.length);
    if (this.card.hidden) return;
    const anchors = found.map(({ href, label }) => el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, `Buka ${label}`));
    this.card.replaceChildren(...(cell.note ? [el('p', {}, cell.note)] : []), ...anchors);
    const node = this.grid.node();
    if (!node) return;
    this.card.style.left = `${node.offsetLeft}px`;
    this.card.style.top = `${node.parentElement.offsetTop + node.offsetHeight + 2}px`;
  }

  // Keys and the pointer

  key(event) {
    const move = MOVES[event.key];
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.ctrlKey && event.key === 'Home') this.grid.select(0, 0);
    else if (move && isPlain) this.grid.move(...move);
    else if (event.key === 'Enter' || event.key === 'F2') this.edit();
    else if (event.key === 'Delete' || event.key === 'Backspace') this.clear();
    else if (event.key.length === 1 && isPlain) this.edit(event.key);
    else return;
    event.preventDefault();
  }

  menu(event) {
    if (!this.book) return;
    event.preventDefault();
    const isKey = event.button !== 2 && event.clientX === 0;
    const choices = TOOLS.map((tool) => tool && { label: tool[0], pick: () => tool[2](this) });
    const at = isKey ? this.grid.node() : { x: event.clientX, y: event.clientY };
    popup(choices, at, { label: 'Pilihan sel', back: this.grid.table });
  }

  copy(event) {
    event.clipboardData.setData('text/plain', this.grid.cell().value);
    event.preventDefault();
  }

  async paste(event) {
    event.preventDefault();
    const lines = event.clipboardData.getData('text/plain').replace(/\r?\n$/, '').split(/\r?\n/).map((line) => line.split('\t'));
    const { row, column } = this.grid.at;
    const sheetId = this.shown;
    for (const [down, line] of lines.entries()) {
      for (const [right, value] of line.entries()) await this.put({ sheetId, row: row + down, column: column + right }, value);
    }
    await this.settle();
  }

  // Editing

  edit(first = null) {
    if (!this.book) return;
    if (this.grid.cell().options) {
      this.choose();
      return;
    }
    this.editing = this.pin();
    this.card.hidden = true;
    this.editor.value = first ?? this.grid.cell().value;
    this.editor.hidden = false;
    this.placeEditor();
    this.editor.focus({ preventScroll: true });
    this.editor.setSelectionRange(this.editor.value.length, this.editor.value.length);
  }

  placeEditor() {
    const node = this.grid.node(this.editing);
    if (!node) return;
    Object.assign(this.editor.style, {
      left: `${node.offsetLeft}px`,
      top: `${node.parentElement.offsetTop}px`,
      minWidth: `${node.offsetWidth + 1}px`,
      minHeight: `${node.offsetHeight + 1}px`,
    });
    this.fitEditor();
  }

  fitEditor() {
    this.editor.style.height = '0';
    this.editor.style.height = `${Math.min(this.editor.scrollHeight + 4, 260)}px`;
  }

  editorKey(event) {
    const isEnd = event.key === 'Tab' || (event.key === 'Enter' && !event.altKey && !event.shiftKey);
    if (event.key === 'Escape') this.leave();
    else if (isEnd) {
      const move = event.key === 'Tab' ? [0, event.shiftKey ? -1 : 1] : [1, 0];
      this.commit();
      this.grid.move(...move);
      this.grid.table.focus({ preventScroll: true });
    } else if (event.key === 'Enter') this.editor.setRangeText('\n', this.editor.selectionStart, this.editor.selectionEnd, 'end');
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  leave() {
    this.unpin(this.editing);
    this.editing = null;
    this.editor.hidden = true;
    this.grid.table.focus({ preventScroll: true });
  }

  async commit() {
    const place = this.editing;
    if (!place) return;
    this.editing = null;
    this.editor.hidden = true;
    await this.write(this.editor.value, place);
  }

  async commitFormula() {
    const place = this.writing;
    this.writing = null;
    if (place) await this.write(this.formula.value, place);
  }

  formulaKey(event) {
    if (event.key === 'Escape') this.formula.value = this.cell(this.writing).value;
    else if (event.key !== 'Enter' || event.altKey || event.shiftKey) return;
    event.preventDefault();
    this.grid.table.focus({ preventScroll: true });
  }

  choose() {
    const { options, value } = this.grid.cell();
    const node = this.grid.node();
    if (!options || !node) return;
    const choices = options.map((option) => ({ label: chip(option), checked: option === value, pick: () => this.write(option) }));
    if (value) choices.push(null, { label: 'Kosongkan pilihan', pick: () => this.clear() });
    popup(choices, find('.chip', node) ?? node, { role: 'listbox', label: `Pilihan untuk ${a1(this.grid.at)}`, back: this.grid.table });
  }

  // What people do

  async act(path, body) {
    const saved = find('.saved', this.pane);
    saved.textContent = 'Menyimpan…';
    try {
      await post(`/_sim/google/spreadsheets/${this.bookId}/${path}`, { sheetId: this.shown, ...body });
      saved.textContent = 'Tersimpan';
    } catch (error) {
      saved.textContent = '';
      if (!(error instanceof Refused)) throw error;
      toast(find('.toast', this.pane), error.message);
    }
  }

  put(place, value) {
    return this.act('cells', { sheetId: place.sheetId, cell: a1(place), value });
  }

  async settle() {
    await this.fetch(false);
    this.acts.refresh();
  }

  // Acts on a place after one more look, because its row may have moved since the last one.
  async actOn(place, act) {
    try {
      await this.fetch();
      await act(place);
      await this.settle();
    } finally {
      this.unpin(place);
    }
  }

  async write(value, place = this.pin()) {
    if (value === this.cell(place).value) this.unpin(place);
    else await this.actOn(place, () => this.put(place, value));
  }

  async clear() {
    if (!this.grid.cell().value) return;
    await this.actOn(this.pin(), ({ sheetId, ...at }) => this.act('clear', { sheetId, range: a1(at) }));
  }

  async sort(ascending) {
    closePopup();
    await this.act('sort', { column: this.grid.at.column, ascending });
    await this.settle();
  }

  async insertRow() {
    await this.actOn(this.pin(), ({ sheetId, row }) => {
      const start = Math.max(row, this.sheet().frozenRows);
      return this.act('rows/insert', { sheetId, start, end: start + 1 });
    });
  }

  async deleteRow() {
    await this.actOn(this.pin(), ({ sheetId, row }) => this.act('rows/delete', { sheetId, start: row, end: row + 1 }));
  }
}

const rowsOf = (book, place) => book?.sheets.find((sheet) => sheet.sheetId === place.sheetId)?.rows ?? [];
