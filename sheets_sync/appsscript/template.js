/**
 * Formulir untuk meja surat desa. Berkas ini ditulis oleh: scheduler.py formulir skrip
 *
 * Cara memakai:
 *   1. Tempel seluruh isi berkas ini di proyek script.google.com milik akun Google desa, lalu simpan.
 *   2. Pilih fungsi buatFormulir di atas, klik Jalankan (Run), dan setujui izin yang diminta.
 *   3. Bila berhenti sebelum selesai (batas Google 6 menit), jalankan buatFormulir lagi: ia meneruskan.
 *   4. Salin kode dari Log eksekusi, lalu: scheduler.py formulir terima
 *
 * Menjalankannya berkali-kali aman: yang sudah dibuat tidak dibuat lagi dan tidak diubah. Catatannya ada di
 * Setelan proyek > Properti skrip. Untuk membuat ulang satu formulir, hapus properti formulir.<kunci layanannya>;
 * formulir lamanya tetap ada di Google Drive.
 */

const STOP_AFTER_MS = 4.5 * 60 * 1000;
const TAB_TRIES = 20;
const LINE_LENGTH = 72;

/** Membuat semua formulir yang belum ada, lalu menuliskan kode untuk program. */
function buatFormulir() {
  const lock = LockService.getScriptLock();
  if (!lock.tryLock(1000)) {
    say_('Skrip ini sedang berjalan. Tunggu sampai selesai, lalu jalankan lagi.');
    return;
  }
  try {
    makeAll_(Date.now());
  } finally {
    lock.releaseLock();
  }
}

/** Menuliskan lagi kode untuk program, tanpa membuat apa pun. */
function tampilkanKode() {
  const made = CATALOGUE.services.filter((service) => isMade_(recall_(service)));
  if (made.length === 0) {
    say_('Belum ada formulir. Jalankan buatFormulir dulu.');
    return;
  }
  say_(`Salin SEMUA mulai baris KODE sampai baris AKHIR KODE ke sebuah berkas teks, misalnya kode.txt, lalu jalankan:
  scheduler.py formulir terima kode.txt`);
  say_(`KODE MEJA SURAT ${made.length}`);
  made.forEach((service) => say_(block_(service.key, payload_(recall_(service)))));
  say_(`AKHIR KODE ${made.length}`);
}

// --- yang dibuat ---------------------------------------------------------------------------------------------

function makeAll_(started) {
  const notes = [];
  const failed = [];
  const book = openBook_(notes);
  for (const service of CATALOGUE.services) {
    if (!isMade_(recall_(service)) && Date.now() - started > STOP_AFTER_MS) {
      const left = CATALOGUE.services.filter((one) => !isMade_(recall_(one))).length;
      say_(`Belum selesai: masih ${left} formulir. Jalankan buatFormulir sekali lagi untuk meneruskan.`);
      return;
    }
    try {
      makeForm_(book, service, notes);
    } catch (error) {
      failed.push(service);
      say_(`${service.title}: belum jadi (${error.message}).`);
    }
  }
  dropEmptySheet_(book);
  notes.forEach(say_);
  sayHandwork_();
  tampilkanKode();
  say_(failed.length
    ? `${failed.length} formulir belum jadi: ${failed.map((one) => one.title).join(', ')}. Jalankan buatFormulir lagi.`
    : `Selesai: ${CATALOGUE.services.length} formulir. Spreadsheet: ${book.getUrl()}`);
}

/** Spreadsheet desa: yang disebut di config.yaml, yang dibuat sebelumnya, atau yang baru. */
function openBook_(notes) {
  const store = PropertiesService.getScriptProperties();
  let id = CATALOGUE.spreadsheet || store.getProperty('spreadsheet');
  if (!id) {
    id = SpreadsheetApp.create(CATALOGUE.bookTitle).getId();
    store.setProperty('spreadsheet', id);
  }
  const book = SpreadsheetApp.openById(id);
  if (id !== store.getProperty('spreadsheet')) {
    if (book.getSpreadsheetTimeZone() !== CATALOGUE.zone) {
      notes.push(`Zona waktu spreadsheet bukan ${CATALOGUE.zone}. Ubah di File > Setelan.`);
    }
  } else if (store.getProperty('spreadsheet.siap') !== id) {
    book.setSpreadsheetLocale(CATALOGUE.locale);
    book.setSpreadsheetTimeZone(CATALOGUE.zone);
    store.setProperty('spreadsheet.siap', id);
  }
  if (CATALOGUE.account && store.getProperty('spreadsheet.dibagikan') !== `${id} ${CATALOGUE.account}`) {
    if (share_(book, 'Spreadsheet', notes)) {
      store.setProperty('spreadsheet.dibagikan', `${id} ${CATALOGUE.account}`);
    }
  }
  return book;
}

/** Satu formulir, setahap demi setahap; setiap tahap dicatat, sehingga yang terputus bisa diteruskan. */
function makeForm_(book, service, notes) {
  const made = recall_(service);
  if (isMade_(made) && isShared_(made)) {
    return;
  }
  if (!made.id) {
    made.id = FormApp.create(service.name).getId();
    remember_(service, made);
  }
  const form = FormApp.openById(made.id);
  if (!made.entries) {
    settle_(form, service);
    made.entries = fill_(form, service);
    made.url = form.getPublishedUrl();
    remember_(service, made);
  }
  if (!isMade_(made)) {
    made.tab = link_(book, form, service, made);
    delete made.before;
    remember_(service, made);
    say_(`${service.title}: formulir dibuat.`);
  }
  if (!isShared_(made) && share_(form, service.title, notes)) {
    made.shared = CATALOGUE.account;
    remember_(service, made);
  }
}

function settle_(form, service) {
  form.setTitle(service.name)
    .setDescription(service.description)
    .setConfirmationMessage(CATALOGUE.thanks)
    .setCollectEmail(false)
    .setAllowResponseEdits(false)
    .setLimitOneResponsePerUser(false)
    .setShowLinkToRespondAgain(false)
    .setPublishingSummary(false)
    .setShuffleQuestions(false);
  // Formulir baru tertutup sampai diterbitkan.
  if (form.supportsAdvancedResponderPermissions()) {
    form.setPublished(true);
  }
  form.setAcceptingResponses(true);
}

/** Memasang semua pertanyaan; hasilnya nomor isian (entry) tiap pertanyaan. */
function fill_(form, service) {
  // Yang tersisa dari percobaan yang terputus dibuang dulu; formulir ini belum tersambung dan belum dipakai siapa pun.
  form.getItems().reverse().forEach((item) => form.deleteItem(item));
  const entries = {};
  service.items.filter((wanted) => wanted.kind !== 'file').forEach((wanted) => {
    const item = addItem_(form, wanted);
    if (wanted.kind !== 'section') {
      entries[wanted.title] = entryOf_(form, item, wanted);
    }
  });
  return entries;
}

function addItem_(form, wanted) {
  if (wanted.kind === 'section') {
    return form.addSectionHeaderItem().setTitle(wanted.title).setHelpText(wanted.help);
  }
  const item = newItem_(form, wanted).setTitle(wanted.title).setHelpText(wanted.help).setRequired(wanted.required);
  if (wanted.pattern) {
    const rule = FormApp.createTextValidation().setHelpText(wanted.patternHelp);
    item.setValidation(rule.requireTextMatchesPattern(wanted.pattern).build());
  }
  return item;
}

function newItem_(form, wanted) {
  switch (wanted.kind) {
    case 'paragraph':
      return form.addParagraphTextItem();
    case 'date':
      return form.addDateItem();
    case 'choice':
      return form.addMultipleChoiceItem().setChoiceValues(wanted.options);
    case 'list':
      return form.addListItem().setChoiceValues(wanted.options);
    default:
      return form.addTextItem();
  }
}

/** Nomor isian dibaca dari tautan yang sudah terisi; item.getId() bukan nomor itu. */
function entryOf_(form, item, wanted) {
  const [year, month, day] = wanted.sample.split('-').map(Number);
  const sample = wanted.kind === 'date' ? new Date(year, month - 1, day, 12) : wanted.sample;
  const url = form.createResponse().withItemResponse(item.createResponse(sample)).toPrefilledUrl();
  const found = /[?&]entry\.(\d+)/.exec(url);
  if (!found) {
    throw new Error(`nomor isian ${wanted.title} tidak terbaca`);
  }
  return Number(found[1]);
}

/** Menyambungkan formulir ke spreadsheet; hasilnya nomor tab (gid) yang dibuat Google untuknya. */
function link_(book, form, service, made) {
  if (!made.before) {
    made.before = book.getSheets().map((sheet) => sheet.getSheetId());
    remember_(service, made);
  }
  if (!isLinked_(form, book)) {
    form.setDestination(FormApp.DestinationType.SPREADSHEET, book.getId());
    SpreadsheetApp.flush();
  }
  for (let tries = 0; tries < TAB_TRIES; tries++) {
    const sheets = SpreadsheetApp.openById(book.getId()).getSheets();
    const tab = ownSheet_(sheets, form, made.before);
    if (tab) {
      nameSheet_(tab, sheets, service.tabTitle);
      return tab.getSheetId();
    }
    Utilities.sleep(1000);
  }
  throw new Error('tabnya belum muncul di spreadsheet');
}

function isLinked_(form, book) {
  try {
    return form.getDestinationId() === book.getId();
  } catch (error) {
    return false; // formulir yang belum tersambung
  }
}

function ownSheet_(sheets, form, before) {
  const linked = sheets.filter((sheet) => !before.includes(sheet.getSheetId()) && sheet.getFormUrl());
  const own = linked.find((sheet) => sheet.getFormUrl().includes(form.getId()));
  return own || (linked.length === 1 ? linked[0] : null);
}

function nameSheet_(tab, sheets, title) {
  if (!sheets.some((sheet) => sheet.getName().toLowerCase() === title.toLowerCase())) {
    tab.setName(title);
  }
}

/** Lembar kosong yang ada sejak spreadsheet dibuat tidak diperlukan lagi. */
function dropEmptySheet_(book) {
  const sheets = book.getSheets();
  if (book.getId() === PropertiesService.getScriptProperties().getProperty('spreadsheet') && sheets.length > 1) {
    sheets.filter((sheet) => sheet.getSheetId() === 0 && !sheet.getFormUrl() && sheet.getLastRow() === 0)
      .forEach((sheet) => book.deleteSheet(sheet));
  }
}

function share_(file, name, notes) {
  try {
    file.addEditor(CATALOGUE.account);
    return true;
  } catch (error) {
    notes.push(`${name}: bagikan sendiri kepada ${CATALOGUE.account} sebagai Editor (${error.message}).`);
    return false;
  }
}

// --- catatan -------------------------------------------------------------------------------------------------

function recall_(service) {
  return JSON.parse(PropertiesService.getScriptProperties().getProperty(`formulir.${service.key}`) || '{}');
}

function remember_(service, made) {
  PropertiesService.getScriptProperties().setProperty(`formulir.${service.key}`, JSON.stringify(made));
}

function isMade_(made) {
  return made.tab !== undefined;
}

function isShared_(made) {
  return !CATALOGUE.account || made.shared === CATALOGUE.account;
}

// --- yang dituliskan -----------------------------------------------------------------------------------------

function say_(text) {
  Logger.log(text);
}

/** Pertanyaan unggah berkas tidak bisa dibuat oleh skrip: Google hanya mengizinkannya dengan tangan. */
function sayHandwork_() {
  CATALOGUE.services.filter((service) => service.uploads.length && recall_(service).id).forEach((service) => {
    say_([
      `${service.title}: tambahkan sendiri pertanyaan jenis Upload file, di bawah judul ${service.uploadsBelow}:`,
      ...service.uploads.map((upload, index) => `  ${index + 1}. ${upload}`),
      `  di https://docs.google.com/forms/d/${recall_(service).id}/edit`,
    ].join('\n'));
  });
}

function payload_(made) {
  const spreadsheet = CATALOGUE.spreadsheet || PropertiesService.getScriptProperties().getProperty('spreadsheet');
  return JSON.stringify({v: 1, s: spreadsheet, i: made.id, u: made.url, t: made.tab, e: made.entries});
}

/** Satu layanan sebagai baris-baris pendek dengan angka pemeriksa, yang tahan disalin dan ditempel. */
function block_(key, text) {
  const packed = Utilities.base64Encode(text, Utilities.Charset.UTF_8).replace(/=+$/, '');
  const lines = packed.match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g'));
  return `[${key}:${crc32_(packed)}:\n${lines.join('\n')}\n]`;
}

function crc32_(text) {
  let crc = -1;
  for (let at = 0; at < text.length; at++) {
    crc ^= text.charCodeAt(at);
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return ((crc ^ -1) >>> 0).toString(16).padStart(8, '0');
}

// --- daftar layanan dan pertanyaannya, dari config.yaml; jangan diubah di sini ---------------------------------

const CATALOGUE = /* catalogue */ null;
