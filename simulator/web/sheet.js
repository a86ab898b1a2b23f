// The third pane: the village's spreadsheet, in the Kades' hands.

import { Book } from './book.js';
import { a1, chip, links } from './cells.js';
import { button, dot, el, find, newTab, reconcile, toast } from './dom.js';
import { CellEditor, FormulaBar } from './editor.js';
import { Grid } from './grid.js';
import { popup } from './popup.js';

const DESK = 'Meja';
const TOOLS = [
  ['Urutkan A-Z', (pane) => pane.actOn((place) => pane.book.sort(place, true))],
  ['Urutkan Z-A', (pane) => pane.actOn((place) => pane.book.sort(place, false))],
  null,
  ['Sisipkan baris', (pane) => pane.actOn((place) => pane.book.insertRow(place))],
  ['Hapus baris', (pane) => pane.actOn((place) => pane.book.deleteRow(place))],
  ['Kosongkan sel', (pane) => pane.clear()],
];
const MOVES = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-20, 0],
  PageDown: [20, 0],
  Home: [0, -1000],
  End: [0, 1000],
};

export class SheetPane {
  // `acts`: refresh() looks at the state at once, news() marks the pane.
  constructor(acts) {
    this.acts = acts;
    this.pane = find('#sheet');
    this.book = null;
    this.shown = null; // the id of the tab
    this.isChosen = false; // a person chose the tab
    this.faces = new Map(); // tab id -> its rows as they were last seen
    this.card = find('.cell-card', this.pane);
    this.grid = new Grid(find('.grid', this.pane), {
      selected: () => this.selected(),
      choose: () => this.choose(),
      tick: () => this.tick(),
    });
    const editing = {
      pin: () => this.book.pin(this.place()),
      unpin: (place) => this.book.unpin(place),
      value: (place) => this.book.cell(place).value,
      write: (value, place) => this.write(value, place),
    };
    this.editor = new CellEditor(find('.cell-editor', this.pane), this.grid, editing);
    this.formula = new FormulaBar(find('.formula', this.pane), this.grid, editing);
    this.buildToolbar();
    this.listen();
  }

  buildToolbar() {
    const buttons = TOOLS.map((tool) =>
      tool
        ? button({ className: 'tool', onclick: () => this.book && tool[1](this) }, tool[0])
        : el('span', { className: 'split', 'aria-hidden': 'true' }));
    find('.toolbar', this.pane).append(...buttons);
  }

  listen() {
    const { table } = this.grid;
    table.addEventListener('keydown', (event) => this.key(event));
    table.addEventListener('dblclick', (event) => event.target.closest('td') && this.edit());
    table.addEventListener('contextmenu', (event) => this.menu(event));
    table.addEventListener('copy', (event) => this.copy(event));
    table.addEventListener('paste', (event) => this.paste(event));
    find('.book select', this.pane).addEventListener('change', (event) => this.openBook(event.target.value));
  }

  // What there is

  // Takes the world's state; looks at the spreadsheet when it changed.
  async see({ spreadsheets }, isShown) {
    const books = spreadsheets.map((book) => ({ id: book.spreadsheetId, title: book.title }));
    this.drawBooks(books);
    if (!books.some((book) => book.id === this.book?.id)) this.openBook(books[0]?.id ?? null);
    const news = spreadsheets.find((one) => one.spreadsheetId === this.book?.id);
    if (!news || news.version === this.book.version) return;
    if (isShown) await this.look();
    else this.acts.news();
  }

  openBook(id) {
    const saved = find('.saved', this.pane);
    const say = (text) => () => {
      saved.textContent = text;
    };
    const refused = (sentence) => {
      saved.textContent = '';
      toast(find('.toast', this.pane), sentence);
    };
    this.book = id && new Book(id, { saving: say('Menyimpan…'), saved: say('Tersimpan'), refused });
    this.shown = null;
    this.isChosen = false;
    this.faces.clear();
    this.pane.classList.toggle('empty', id === null);
    this.acts.refresh();
  }

  async look(flash = true) {
    if (await this.book.look()) this.draw(flash);
  }

  place() {
    return { sheetId: this.shown, ...this.grid.at };
  }

  // Drawing

  drawBooks(books) {
    const label = find('.book', this.pane);
    label.hidden = books.length < 2;
    reconcile(find('select', label), books, (book) => book.id, (book) => el('option', { value: book.id }, book.title));
    find('.book-title', this.pane).textContent = books.length === 1 ? books[0].title : '';
  }

  draw(flash) {
    const sheets = this.book.sheets();
    const desk = sheets.find((sheet) => sheet.title === DESK);
    if (!sheets.some((sheet) => sheet.sheetId === this.shown)) {
      this.isChosen = false;
      this.shown = sheets[0]?.sheetId;
    }
    if (desk && !this.isChosen) this.shown = desk.sheetId;
    const sheet = sheets.find((one) => one.sheetId === this.shown);
    if (!sheet) return;
    this.grid.show(sheet, flash);
    this.drawTabs(sheets);
    this.editor.stand();
    this.selected();
  }

  drawTabs(sheets) {
    const tabs = sheets.map((sheet) => {
      const face = JSON.stringify(sheet.rows);
      const isHere = sheet.sheetId === this.shown;
      if (isHere || !this.faces.has(sheet.sheetId)) this.faces.set(sheet.sheetId, face);
      return { id: sheet.sheetId, title: sheet.title, isHere, isNews: this.faces.get(sheet.sheetId) !== face };
    });
    const list = find('.sheet-tabs', this.pane);
    reconcile(list, tabs, (tab) => tab.id, (tab) => this.drawTab(tab));
    if (list.shown !== this.shown) find('[aria-selected=true]', list)?.scrollIntoView({ block: 'nearest' });
    list.shown = this.shown;
  }

  drawTab(tab) {
    const looks = { role: 'tab', 'aria-selected': String(tab.isHere), onclick: () => this.openTab(tab.id) };
    return button(looks, tab.title, tab.isNews ? dot('(ada perubahan)') : null);
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
    this.formula.show(cell.value);
    this.drawCard(cell);
  }

  // Below the selected cell: its note and its links.
  drawCard(cell) {
    const found = links(cell.value);
    const node = this.grid.node();
    this.card.hidden = this.editor.isOpen || !node || !(cell.note || found.length);
    if (this.card.hidden) return;
    const anchors = found.map(({ href, label }) => newTab(href, `Buka ${label}`));
    this.card.replaceChildren(...(cell.note ? [el('p', {}, cell.note)] : []), ...anchors);
    this.card.style.left = `${node.offsetLeft}px`;
    this.card.style.top = `${node.parentElement.offsetTop + node.offsetHeight + 2}px`;
  }

  // Keys and the pointer

  key(event) {
    if (!this.book) return;
    const move = MOVES[event.key];
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.ctrlKey && event.key === 'Home') this.grid.select(0, 0);
    else if (move && isPlain) this.grid.move(...move);
    else if (event.key === ' ' && 'ticked' in this.grid.cell()) this.tick();
    else if (event.key === 'Enter' || event.key === 'F2') this.edit();
    else if (event.key === 'Delete' || event.key === 'Backspace') this.clear();
    else if (event.key.length === 1 && isPlain) this.edit(event.key);
    else return;
    event.preventDefault();
  }

  menu(event) {
    if (!this.book) return;
    event.preventDefault();
    const choices = TOOLS.map((tool) => tool && { label: tool[0], pick: () => tool[1](this) });
    const isKey = event.clientX === 0 && event.clientY === 0;
    const at = isKey ? this.grid.node() : { x: event.clientX, y: event.clientY };
    popup(choices, at, { label: 'Pilihan sel', back: this.grid.table });
  }

  copy(event) {
    event.clipboardData.setData('text/plain', this.grid.cell().value);
    event.preventDefault();
  }

  paste(event) {
    event.preventDefault();
    const lines = event.clipboardData.getData('text/plain').replace(/\r?\n$/, '').split(/\r?\n/);
    return this.actOn(async ({ row, column, sheetId }) => {
      for (const [down, line] of lines.entries()) {
        for (const [right, value] of line.split('\t').entries()) {
          await this.book.put({ sheetId, row: row + down, column: column + right }, value);
        }
      }
    });
  }

  // What people do

  edit(first) {
    if (this.grid.cell().options) {
      this.choose();
      return;
    }
    this.card.hidden = true;
    this.editor.open(first);
  }

  choose() {
    const { options, value } = this.grid.cell();
    const node = this.grid.node();
    if (!options || !node) return;
    const choice = (option) => ({ label: chip(option), checked: option === value, pick: () => this.write(option) });
    const choices = options.map(choice);
    if (value) choices.push(null, { label: 'Kosongkan pilihan', pick: () => this.clear() });
    const label = `Pilihan untuk ${a1(this.grid.at)}`;
    popup(choices, find('.chip', node) ?? node, { role: 'listbox', label, back: this.grid.table });
  }

  // Turns the checkbox over to what it did not show when it was pressed.
  tick(place = this.place()) {
    const ticked = !this.grid.cell().ticked;
    return this.actOn((at) => this.book.tick(at, ticked), place);
  }

  // Acts on a place after one more look, because its row may have moved since the last one.
  async actOn(act, place = this.place()) {
    const { book } = this;
    book.pin(place);
    try {
      await this.look();
      await act(place);
      await this.look(false);
    } finally {
      book.unpin(place);
    }
  }

  async write(value, place = this.place()) {
    if (value !== this.book.cell(place).value) await this.actOn(() => this.book.put(place, value), place);
    this.book.unpin(place);
  }

  async clear() {
    if (this.grid.cell().value) await this.actOn((place) => this.book.clear(place));
  }
}
