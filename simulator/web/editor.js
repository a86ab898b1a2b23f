// Two ways to change a cell's text: the editor over the cell and the formula bar. Both keep hold of the place at which
// they began: what a person selects afterwards does not matter.

const endsLine = (event) => event.key === 'Enter' && !event.altKey && !event.shiftKey;

export class CellEditor {
  // `acts`: pin() and unpin(place), value(place), write(value, place); `grid` is where it stands.
  constructor(input, grid, acts) {
    this.input = input;
    this.grid = grid;
    this.acts = acts;
    this.place = null;
    input.addEventListener('keydown', (event) => this.key(event));
    input.addEventListener('input', () => this.fit());
    input.addEventListener('blur', () => this.commit());
  }

  get isOpen() {
    return this.place !== null;
  }

  // Begins with the cell's own text, or with the character that was typed.
  open(first) {
    this.place = this.acts.pin();
    this.input.value = first ?? this.acts.value(this.place);
    this.input.hidden = false;
    this.stand();
    this.input.focus({ preventScroll: true });
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
  }

  // Puts the input over its cell, which may have moved.
  stand() {
    const node = this.isOpen && this.grid.node(this.place);
    if (!node) return;
    Object.assign(this.input.style, {
      left: `${node.offsetLeft}px`,
      top: `${node.parentElement.offsetTop}px`,
      minWidth: `${node.offsetWidth + 1}px`,
      minHeight: `${node.offsetHeight + 1}px`,
    });
    this.fit();
  }

  fit() {
    this.input.style.height = '0';
    this.input.style.height = `${Math.min(this.input.scrollHeight + 4, 260)}px`;
  }

  key(event) {
    if (event.key === 'Escape') this.cancel();
    else if (event.key === 'Tab') this.finish([0, event.shiftKey ? -1 : 1]);
    else if (endsLine(event)) this.finish([1, 0]);
    else if (event.key === 'Enter') this.insert('\n');
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  insert(text) {
    this.input.setRangeText(text, this.input.selectionStart, this.input.selectionEnd, 'end');
  }

  finish(move) {
    this.commit();
    this.grid.move(...move);
    this.grid.focus();
  }

  cancel() {
    this.acts.unpin(this.close());
    this.grid.focus();
  }

  commit() {
    const place = this.close();
    if (place) this.acts.write(this.input.value, place);
  }

  close() {
    const place = this.place;
    this.place = null;
    this.input.hidden = true;
    return place;
  }
}

export class FormulaBar {
  // `acts` as above.
  constructor(input, grid, acts) {
    this.input = input;
    this.acts = acts;
    this.place = null;
    input.addEventListener('focus', () => {
      this.place = acts.pin();
    });
    input.addEventListener('blur', () => this.commit());
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') input.value = acts.value(this.place);
      else if (!endsLine(event)) return;
      event.preventDefault();
      grid.focus();
    });
  }

  show(value) {
    if (!this.place) this.input.value = value;
  }

  commit() {
    const place = this.place;
    this.place = null;
    if (place) this.acts.write(this.input.value, place);
  }
}
