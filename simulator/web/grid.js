// The cells of one tab as a table. Draws only what changed; knows which cell is selected.

import { EMPTY, a1, follow, letters, paintCell } from './cells.js';
import { el } from './dom.js';

const SPARE_ROWS = 30;
const FIRST_ROWS = 40;
const MORE_ROWS = 200; // drawn at a time when somebody scrolls down a long tab
const ROW_HEAD = 46;

export class Grid {
  // `acts`: selected() after every move, choose() when a dropdown's arrow is pressed, tick() when a checkbox is.
  constructor(table, acts) {
    this.table = table;
    this.acts = acts;
    this.sheet = null;
    this.limit = MORE_ROWS;
    this.at = { row: 0, column: 0 };
    this.body = el('tbody');
    table.addEventListener('pointerdown', (event) => this.pick(event));
    table.parentElement.addEventListener('scroll', (event) => this.grow(event.target), { passive: true });
  }

  // `flash`: whether what others changed is to light up for a moment.
  show(sheet, flash = true) {
    const before = this.sheet;
    const isSame = before?.sheetId === sheet.sheetId;
    this.sheet = sheet;
    if (!isSame || layout(before) !== layout(sheet)) this.build(isSame);
    const known = isSame && flash ? new Set(before.rows.map(rowFace)) : null;
    if (isSame) this.at.row = follow(before.rows, sheet.rows, this.at.row);
    this.fit();
    this.drawRows(known);
    this.drawCharts();
    this.freeze();
    this.mark();
  }

  cell({ row, column } = this.at) {
    return this.sheet?.rows[row]?.[column] ?? EMPTY;
  }

  node({ row, column } = this.at) {
    return this.body.children[row]?.querySelector(`[data-column="${column}"]`) ?? null;
  }

  focus() {
    this.table.focus({ preventScroll: true });
  }

  visibleColumns() {
    return this.sheet.columns.map((column, index) => ({ ...column, index })).filter((column) => !column.hidden);
  }

  select(row, column) {
    const columns = this.visibleColumns().map((one) => one.index);
    const distance = (one) => Math.abs(one - column);
    const nearest = columns.reduce((best, one) => (distance(one) < distance(best) ? one : best), columns[0] ?? 0);
    this.at = { row: Math.max(0, Math.min(row, this.body.children.length - 1)), column: nearest };
    this.mark();
    this.reveal();
    this.acts.selected();
  }

  move(rows, columns) {
    const visible = this.visibleColumns().map((column) => column.index);
    const place = Math.max(0, Math.min(visible.indexOf(this.at.column) + columns, visible.length - 1));
    this.select(this.pastHidden(this.at.row + rows, Math.sign(rows)), visible[place]);
  }

  // The next row on the way that no filter hides.
  pastHidden(row, step) {
    const hidden = new Set(this.sheet.hiddenRows);
    let next = row;
    while (step && hidden.has(next)) next += step;
    return next;
  }

  pick(event) {
    const node = event.target.closest('td, th');
    if (!node || !this.sheet) return;
    const row = node.parentElement.dataset.row;
    if (node.tagName === 'TD') this.select(Number(row), Number(node.dataset.column));
    else if (row !== undefined) this.select(Number(row), this.at.column);
    else if (node.dataset.column) this.select(this.at.row, Number(node.dataset.column));
  }

  grow(scroller) {
    if (!this.sheet || this.limit >= this.sheet.rows.length + SPARE_ROWS) return;
    if (scroller.scrollTop + scroller.clientHeight < scroller.scrollHeight - 400) return;
    this.limit += MORE_ROWS;
    this.show(this.sheet, false);
  }

  // Drawing

  build(isSame) {
    if (!isSame) {
      this.at = { row: Math.min(this.sheet.frozenRows, 1), column: 0 };
      this.at.column = this.visibleColumns()[0]?.index ?? 0;
      this.limit = MORE_ROWS;
      this.table.parentElement.scrollTo(0, 0);
    }
    const columns = this.visibleColumns();
    this.body = el('tbody');
    const widths = [ROW_HEAD, ...columns.map((column) => column.width)];
    this.table.style.width = `${widths.reduce((sum, width) => sum + width, 0)}px`;
    const sizes = widths.map((width) => {
      const column = el('col');
      column.style.width = `${width}px`;
      return column;
    });
    const head = (column) => el('th', { scope: 'col', 'data-column': column.index }, letters(column.index));
    this.table.replaceChildren(
      el('colgroup', {}, ...sizes),
      el('thead', {}, el('tr', {}, el('th', { className: 'corner', 'aria-hidden': 'true' }), ...columns.map(head))),
      this.body,
    );
  }

  fit() {
    const used = this.sheet.rows.length + SPARE_ROWS;
    const wanted = Math.min(Math.max(used, FIRST_ROWS), this.limit);
    while (this.body.children.length > wanted) this.body.lastElementChild.remove();
    const columns = this.visibleColumns();
    while (this.body.children.length < wanted) this.body.append(this.blankRow(this.body.children.length, columns));
  }

  blankRow(row, columns) {
    const cells = columns.map(({ index }) => {
      const node = el('td', { id: `cell-${row}-${index}`, role: 'gridcell', 'data-column': index });
      node.face = '';
      return node;
    });
    return el('tr', { 'data-row': row }, el('th', { scope: 'row' }, String(row + 1)), ...cells);
  }

  drawRows(known) {
    const hidden = new Set(this.sheet.hiddenRows);
    for (const line of this.body.children) {
      const row = this.sheet.rows[line.dataset.row] ?? [];
      line.hidden = hidden.has(Number(line.dataset.row));
      const isNew = known && !known.has(rowFace(row));
      for (const node of line.querySelectorAll('td')) {
        const cell = row[node.dataset.column] ?? EMPTY;
        this.drawCell(node, cell, isNew);
        node.classList.toggle('spill', spills(cell, row[Number(node.dataset.column) + 1]));
      }
    }
  }

  // Google draws them; here a box says where each lies.
  drawCharts() {
    const scroller = this.table.parentElement;
    for (const old of scroller.querySelectorAll('.chart')) old.remove();
    for (const chart of this.sheet.charts) {
      const corner = this.node(chart);
      if (!corner) continue;
      const box = el('div', { className: 'chart' }, el('b', {}, chart.title), el('span', {}, 'Grafik ini digambar oleh Google Sheets.'));
      Object.assign(box.style, {
        left: `${corner.offsetLeft}px`,
        top: `${corner.parentElement.offsetTop}px`,
        width: `${chart.width}px`,
        height: `${chart.height}px`,
      });
      scroller.append(box);
    }
  }

  drawCell(node, cell, isNew) {
    const face = cell === EMPTY ? '' : JSON.stringify(cell);
    if (node.face === face) return;
    node.face = face;
    paintCell(node, cell, this.acts);
    if (!isNew || !cell.value) return;
    node.classList.add('fresh');
    node.addEventListener('animationend', () => node.classList.remove('fresh'), { once: true });
  }

  freeze() {
    let top = this.table.tHead.offsetHeight;
    [...this.body.children].slice(0, this.sheet.frozenRows + 1).forEach((line, row) => {
      const isFrozen = row < this.sheet.frozenRows;
      line.classList.toggle('frozen', isFrozen);
      line.style.top = isFrozen ? `${top}px` : '';
      top += line.offsetHeight;
    });
  }

  mark() {
    for (const node of this.table.querySelectorAll('.selected, .on')) {
      node.classList.remove('selected', 'on');
      node.removeAttribute('aria-label');
    }
    const node = this.node();
    if (!node) return;
    node.classList.add('selected');
    node.parentElement.firstElementChild.classList.add('on');
    this.table.tHead.querySelector(`[data-column="${this.at.column}"]`)?.classList.add('on');
    this.table.setAttribute('aria-activedescendant', node.id);
    node.setAttribute('aria-label', `${a1(this.at)} ${this.cell().value}`);
  }

  reveal() {
    const node = this.node();
    const scroller = this.table.parentElement;
    if (!node) return;
    const box = node.getBoundingClientRect();
    const frame = scroller.getBoundingClientRect();
    const top = frame.top + this.table.tHead.offsetHeight + this.frozenHeight();
    const left = frame.left + ROW_HEAD;
    if (!node.parentElement.classList.contains('frozen')) {
      if (box.top < top) scroller.scrollTop -= top - box.top;
      else if (box.bottom > frame.bottom - 14) scroller.scrollTop += box.bottom - frame.bottom + 14;
    }
    if (box.left < left) scroller.scrollLeft -= left - box.left;
    const frozen = [...this.body.children].slice(0, this.sheet.frozenRows);
    return frozen.reduce((sum, row) => sum + row.offsetHeight, 0);
  }

  frozenHeight() {
    return [...this.body.children].slice(0, this.sheet.frozenRows).reduce((sum, line) => sum + line.offsetHeight, 0);
  }
}

// Text that is too long for its cell runs on over the empty ones beside it.
const spills = (cell, next) => cell.type === 'text' && !cell.wrap && !cell.options && !next?.value;
const layout = (sheet) => JSON.stringify([sheet.columns, sheet.frozenRows]);
const rowFace = (row) => row.map((cell) => cell.value).join('\u0001').replace(/\u0001+$/, '');
