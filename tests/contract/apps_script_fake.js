/*
 * A small fake of the Apps Script services that our script uses, and a runner for it under Node.
 *
 * Derived from the public reference, https://developers.google.com/apps-script/reference :
 *   forms/form-app, forms/form, forms/text-item, forms/date-item, forms/multiple-choice-item, forms/list-item,
 *   forms/section-header-item, forms/text-validation-builder, forms/form-response, spreadsheet/spreadsheet-app,
 *   spreadsheet/spreadsheet, spreadsheet/sheet, properties, lock, utilities, html/html-output, script/service;
 *   limits (6 minutes, 9 kB a property): https://developers.google.com/apps-script/guides/services/quotas ;
 *   publishing: https://developers.google.com/workspace/forms/api/guides/publish-form
 * There is no item for uploads in that reference, so there is none here: asking for one is a TypeError, as at Google.
 *
 * ASSUMED, not documented or not to be tried here; each is marked [assumed] where it stands:
 *   - a form made by a script starts unpublished and opens to anybody with the link once it is published;
 *   - an item's id is not its entry number, which only a pre-filled link shows;
 *   - an item refuses a sample answer that its own options or pattern would refuse;
 *   - a form without a destination throws on getDestinationId;
 *   - the tab of a linked form comes first, with a delay, and getFormUrl holds the form's id;
 *   - addEditor sends no mail, and throws where sharing outside is forbidden;
 *   - a run that is cut off by the time limit runs no catch and no finally, and its lock falls.
 */
'use strict';

const vm = require('node:vm');

const CUT = 'Exceeded maximum execution time';
const LARGEST_PROPERTY = 9 * 1024;

/** Every call of a method is counted, takes time, and after the cut none does anything. */
function watched(world, object) {
  const proxy = new Proxy(object, {
    get(target, name) {
      const value = target[name];
      if (typeof value !== 'function' || name === 'constructor') return value;
      return (...args) => {
        world.tick();
        const result = value.apply(target, args);
        return result === target ? proxy : result;
      };
    },
  });
  return proxy;
}

class World {
  constructor({forbidden = [], delay = 0, foreign = []} = {}) {
    Object.assign(this, {forbidden, delay, forms: [], books: [], properties: {}, log: [], clock: Date.UTC(2026, 10, 23, 5)});
    this.seed = 7;
    foreign.forEach((book) => this.books.push(watched(this, new Book(this, book.id, book))));
  }

  tick() {
    this.calls += 1;
    this.clock += this.msPerCall;
    if (this.calls > this.limit) throw new Error(CUT);
  }

  number() {
    this.seed = (this.seed * 48271) % 2147483647;
    return this.seed;
  }

  id(prefix) {
    return `${prefix}${this.number()}x${this.number()}`;
  }

  book(id) {
    return found(this.books.find((one) => one.id === id));
  }

  form(id) {
    return found(this.forms.find((one) => one.id === id));
  }

  /** What people do to the first spreadsheet between two runs: its settings, and tabs of their own in front. */
  edit({sheets = [], ...settings}) {
    Object.assign(this.books[0] || {}, settings);
    sheets.forEach((one) => this.books[0].sheets.unshift(watched(this, new Sheet(this, one.id, one.name, [], one.form))));
  }

  share(file, email) {
    if (this.forbidden.includes(email)) throw new Error('Invalid argument: email'); // [assumed]
    if (!file.editors.includes(email)) file.editors.push(email);
  }

  /** Run one function of a script. The services are new in each run; what they hold is not. */
  run(script, name, args, {limit = Infinity, msPerCall = 50} = {}) {
    Object.assign(this, {calls: 0, limit, msPerCall, log: [], lock: false});
    const context = vm.createContext(services(this));
    let value = null;
    let error = null;
    try {
      vm.runInContext(script, context);
      value = vm.runInContext(name, context)(...args);
    } catch (thrown) {
      error = String(thrown.message);
    }
    return {value: value && value.html ? value.html : value, error, log: this.log, calls: this.calls, ...this.snapshot()};
  }

  snapshot() {
    const all = {forms: this.forms, books: this.books, properties: this.properties};
    return JSON.parse(JSON.stringify(all, (key, held) => (key === 'world' ? undefined : held)));
  }
}

function found(one) {
  if (!one) throw new Error('No item with the given ID could be found.');
  return one;
}

class Form {
  constructor(world, title) {
    Object.assign(this, {world, id: world.id('form'), publicId: world.id('public'), title, description: '', items: [],
      editors: [], destination: null, published: false, accepting: false, settings: {}}); // unpublished: [assumed]
    for (const name of ['ConfirmationMessage', 'CollectEmail', 'AllowResponseEdits', 'LimitOneResponsePerUser',
      'ShowLinkToRespondAgain', 'PublishingSummary', 'ShuffleQuestions']) {
      this[`set${name}`] = (value) => { this.settings[name] = value; return this; };
    }
  }

  getId() { return this.id; }
  getPublishedUrl() { return `https://docs.google.com/forms/d/e/${this.publicId}/viewform`; }
  setTitle(title) { this.title = title; return this; }
  setDescription(text) { this.description = text; return this; }
  supportsAdvancedResponderPermissions() { return true; }
  setPublished(wanted) { this.published = this.accepting = wanted; return this; }
  setAcceptingResponses(wanted) {
    if (wanted && !this.published) throw new Error('The form is not published.');
    this.accepting = wanted;
    return this;
  }
  addEditor(email) { this.world.share(this, email); return this; }
  getItems() { return [...this.items]; }
  deleteItem(item) {
    if (this.destination) throw new Error('a question deleted now leaves a dead column in the spreadsheet');
    this.items = this.items.filter((one) => one.id !== item.id);
  }
  createResponse() { return watched(this.world, new FormResponse(this)); }
  getDestinationId() {
    if (!this.destination) throw new Error('The form currently has no response destination.'); // [assumed]
    return this.destination;
  }
  setDestination(type, id) {
    if (type !== 'SPREADSHEET') throw new Error('Invalid argument: type');
    this.world.book(id).link(this);
    this.destination = id;
    return this;
  }
  addTextItem() { return this.add('text'); }
  addParagraphTextItem() { return this.add('paragraph'); }
  addDateItem() { return this.add('date'); }
  addMultipleChoiceItem() { return this.add('choice'); }
  addListItem() { return this.add('list'); }
  addSectionHeaderItem() { return this.add('section'); }
}

// Not a method of the service, so no script may call it by accident: the proxy counts it, which does no harm.
Form.prototype.add = function add(kind) {
  const item = watched(this.world, new Item(this.world, kind));
  this.items.push(item);
  return item;
};

class Item {
  constructor(world, kind) {
    Object.assign(this, {world, id: world.number(), kind, title: '', help: '', required: false});
    if (kind === 'section') return;
    this.entry = world.number(); // not the id: [assumed]
    this.setRequired = (wanted) => { this.required = wanted; return this; };
    this.createResponse = (answer) => this.answered(answer);
    if (kind === 'text') this.setValidation = (rule) => { Object.assign(this, rule); return this; };
    if (kind === 'choice' || kind === 'list') {
      this.setChoiceValues = (values) => { this.options = [...values]; return this; };
    }
  }

  getId() { return this.id; }
  setTitle(title) { this.title = title; return this; }
  setHelpText(text) { this.help = text; return this; }

  answered(answer) {
    const fits = {
      date: () => Object.prototype.toString.call(answer) === '[object Date]',
      choice: () => this.options.includes(answer),
      list: () => this.options.includes(answer),
      text: () => typeof answer === 'string' && (!this.pattern || new RegExp(this.pattern).test(answer)),
      paragraph: () => typeof answer === 'string',
    }[this.kind];
    if (!fits()) throw new Error(`Invalid response to ${this.title}`); // [assumed]
    return {entry: this.entry, text: this.kind === 'date' ? answer.toISOString().slice(0, 10) : answer};
  }
}

class FormResponse {
  constructor(form) { Object.assign(this, {form, parts: []}); }
  withItemResponse(part) { this.parts.push(part); return this; }
  toPrefilledUrl() {
    const query = this.parts.map((part) => `entry.${part.entry}=${encodeURIComponent(part.text)}`);
    return `${this.form.getPublishedUrl()}?${['usp=pp_url', ...query].join('&')}`;
  }
}

class Book {
  constructor(world, id, {title = '', zone = 'America/New_York', locale = 'en_US', sheets = null} = {}) {
    Object.assign(this, {world, id, title, zone, locale, editors: [], waiting: 0});
    this.sheets = (sheets || [{id: 0, name: 'Sheet1', rows: []}])
      .map((sheet) => watched(world, new Sheet(world, sheet.id, sheet.name, sheet.rows, sheet.form || null)));
  }

  getId() { return this.id; }
  getUrl() { return `https://docs.google.com/spreadsheets/d/${this.id}/edit`; }
  getSpreadsheetTimeZone() { return this.zone; }
  setSpreadsheetTimeZone(zone) { this.zone = zone; }
  setSpreadsheetLocale(locale) { this.locale = locale; }
  addEditor(email) { this.world.share(this, email); return this; }
  getSheets() { return this.sheets.filter((sheet) => sheet.visibleAt <= this.world.clock); }
  deleteSheet(sheet) {
    if (this.sheets.length === 1 || sheet.form) throw new Error('This sheet cannot be deleted.');
    this.sheets = this.sheets.filter((one) => one.id !== sheet.id);
  }
  link(form) {
    const names = this.sheets.map((sheet) => sheet.name);
    let number = 1;
    while (names.includes(`Form Responses ${number}`)) number += 1;
    const titles = form.items.filter((item) => item.kind !== 'section').map((item) => item.title);
    const tab = new Sheet(this.world, this.world.number(), `Form Responses ${number}`, [['Timestamp', ...titles]], form.id);
    tab.visibleAt = this.world.clock + this.world.delay; // [assumed]
    this.sheets.unshift(watched(this.world, tab)); // first: [assumed]
  }
}

class Sheet {
  constructor(world, id, name, rows, form) { Object.assign(this, {world, id, name, rows, form, visibleAt: 0}); }
  getSheetId() { return this.id; }
  getName() { return this.name; }
  setName(name) {
    const rivals = this.world.books.flatMap((book) => book.sheets.some((one) => one.id === this.id) ? book.sheets : []);
    if (rivals.some((one) => one.id !== this.id && one.name === name)) throw new Error(`A sheet is named ${name} already.`);
    if (name.length > 100) throw new Error('The name is too long.');
    this.name = name;
    return this;
  }
  getLastRow() { return this.rows.length; }
  getFormUrl() { return this.form && `https://docs.google.com/forms/d/${this.form}/viewform`; } // its id in it: [assumed]
  getDataRange() { return {getDisplayValues: () => this.rows.map((row) => row.map(String))}; }
}

class Output {
  constructor(html) { Object.assign(this, {html, meta: {}}); }
  setTitle(title) { this.title = title; return this; }
  addMetaTag(name, content) { this.meta[name] = content; return this; }
}

function services(world) {
  class FakeDate extends Date {
    constructor(...parts) { super(...(parts.length ? parts : [world.clock])); }
    static now() { return world.clock; }
  }
  const kept = (list, one) => { list.push(one); return one; };
  const properties = watched(world, {
    getProperty: (name) => (name in world.properties ? world.properties[name] : null),
    setProperty(name, value) {
      if (typeof value !== 'string' || Buffer.byteLength(value) > LARGEST_PROPERTY) throw new Error('Argument too large: value');
      world.properties[name] = value;
    },
  });
  const lock = watched(world, {
    tryLock: () => !world.locked,
    releaseLock() {},
  });
  const validation = () => {
    const rule = {};
    return watched(world, {
      setHelpText(text) { rule.patternHelp = text; return this; },
      requireTextMatchesPattern(pattern) { rule.pattern = pattern; return this; },
      build: () => rule,
    });
  };
  const offered = {
    FormApp: {
      DestinationType: {SPREADSHEET: 'SPREADSHEET'},
      create: (title) => kept(world.forms, watched(world, new Form(world, title))),
      openById: (id) => world.form(id),
      createTextValidation: validation,
    },
    SpreadsheetApp: {
      create: (title) => kept(world.books, watched(world, new Book(world, world.id('book'), {title}))),
      openById: (id) => world.book(id),
      flush() {},
    },
    PropertiesService: {getScriptProperties: () => properties},
    LockService: {getScriptLock: () => lock},
    Logger: {log: (text) => { world.log.push(text); }},
    Utilities: {
      Charset: {UTF_8: 'UTF-8'},
      base64Encode: (text, charset) => Buffer.from(text, charset === 'UTF-8' ? 'utf8' : 'latin1').toString('base64'),
      sleep: (ms) => { world.clock += ms; },
      formatDate: (date, zone, format) => {
        if (format !== 'yyyy-MM-dd') throw new Error(`this fake does not know ${format}`);
        return new Intl.DateTimeFormat('sv-SE', {timeZone: zone, dateStyle: 'short'}).format(new Date(date.getTime()));
      },
    },
    HtmlService: {createHtmlOutput: (html) => watched(world, new Output(html))},
    ScriptApp: {getService: () => ({getUrl: () => 'https://script.google.com/macros/s/contoh/exec'})},
  };
  for (const name of Object.keys(offered)) offered[name] = watched(world, offered[name]);
  return {...offered, Date: FakeDate};
}

/**
 * Stdin: {"scripts": [text], "scenarios": [{"world": {...}, "steps": [step]}]}, a step being {"call", "script"?, "args"?,
 * "limit"?, "msPerCall"?, "set"?, "book"?}. Stdout: for each step of each scenario what it gave, logged and left behind.
 */
function main() {
  const {scripts, scenarios} = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
  const told = scenarios.map((scenario) => {
    const world = new World(scenario.world);
    return scenario.steps.map((step) => {
      Object.assign(world, step.set || {});
      world.edit(step.book || {});
      return world.run(scripts[step.script || 0], step.call, step.args || [], step);
    });
  });
  process.stdout.write(JSON.stringify(told));
}

main();
