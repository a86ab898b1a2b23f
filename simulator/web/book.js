// One spreadsheet as the control endpoint tells of it, and the acts of people on it.

import { get, post, Refused } from './api.js';
import { EMPTY, a1, follow } from './cells.js';

// `?as=kades@contoh.id` in the page's address: whose hands these are. Without it they are the owner's, whom no
// protected range stops.
const actor = new URLSearchParams(location.search).get('as');
const WHO = actor ? { as: actor } : {};

// A place is { sheetId, row, column }, zero-based.
export class Book {
  // `told`: saving(), saved(), refused(sentence).
  constructor(id, told) {
    this.id = id;
    this.told = told;
    this.seen = null; // the last answer
    this.pins = new Set(); // places that are followed when rows move
  }

  get version() {
    return this.seen?.version;
  }

  // Asks for what is new; tells whether there was any.
  async look() {
    const answer = await get(`/_sim/google/spreadsheets/${this.id}?since=${this.version ?? -1}`);
    if (answer.unchanged) return false;
    for (const pin of this.pins) pin.row = follow(rows(this.seen, pin), rows(answer, pin), pin.row);
    this.seen = answer;
    return true;
  }

  // The visible tabs in their order.
  sheets() {
    const visible = this.seen?.sheets.filter((sheet) => !sheet.hidden) ?? [];
    return visible.sort((one, other) => one.index - other.index);
  }

  cell(place) {
    return rows(this.seen, place)[place.row]?.[place.column] ?? EMPTY;
  }

  // Follows the place, wherever its row goes, until `unpin`.
  pin(place) {
    this.pins.add(place);
    return place;
  }

  unpin(place) {
    this.pins.delete(place);
  }

  async act(path, body) {
    this.told.saving();
    try {
      await post(`/_sim/google/spreadsheets/${this.id}/${path}`, { ...body, ...WHO });
      this.told.saved();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.told.refused(error.message);
    }
  }

  put({ sheetId, ...at }, value) {
    return this.act('cells', { sheetId, cell: a1(at), value });
  }

  tick({ sheetId, ...at }, ticked) {
    return this.act('tick', { sheetId, cell: a1(at), ticked });
  }

  clear({ sheetId, ...at }) {
    return this.act('clear', { sheetId, range: a1(at) });
  }

  sort({ sheetId, column }, ascending) {
    return this.act('sort', { sheetId, column, ascending });
  }

  insertRow({ sheetId, row }) {
    return this.act('rows/insert', { sheetId, start: row, end: row + 1 });
  }

  deleteRow({ sheetId, row }) {
    return this.act('rows/delete', { sheetId, start: row, end: row + 1 });
  }
}

const rows = (seen, place) => seen?.sheets.find((sheet) => sheet.sheetId === place.sheetId)?.rows ?? [];
