
// --- halaman pemeriksaan surat -------------------------------------------------------------------------------
// Terbitkan lewat Terapkan (Deploy) > Deployment baru > Aplikasi web; jalankan sebagai: saya; akses: siapa saja.
// Halaman ini hanya membaca tab verifikasi, yang diisi program dan tidak memuat NIK.

const COLUMNS = {code: 0, kind: 1, number: 2, date: 3, holder: 4, validUntil: 5, withdrawn: 6};
const MONTHS = ['Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni', 'Juli', 'Agustus', 'September', 'Oktober',
  'November', 'Desember'];

/** Menjawab orang yang membuka halaman ini, dengan atau tanpa kode. */
function doGet(request) {
  const typed = String((request && request.parameter && request.parameter.kode) || '');
  const code = tidyCode_(typed);
  const answer = code ? letterHtml_(findLetter_(code)) : '';
  return HtmlService.createHtmlOutput(pageHtml_(typed, answer))
    .setTitle(`Periksa surat Desa ${CATALOGUE.village}`)
    .addMetaTag('viewport', 'width=device-width, initial-scale=1');
}

function tidyCode_(typed) {
  return typed.slice(0, 100).replace(/\s+/g, '').toUpperCase().replace(/^V_/, '');
}

function findLetter_(code) {
  const id = CATALOGUE.spreadsheet || PropertiesService.getScriptProperties().getProperty('spreadsheet');
  const sheets = SpreadsheetApp.openById(id).getSheets();
  const sheet = sheets.find((one) => one.getSheetId() === CATALOGUE.verificationTab);
  const rows = sheet ? sheet.getDataRange().getDisplayValues().slice(1) : [];
  return rows.find((row) => row[COLUMNS.code] === code) || null;
}

function letterHtml_(row) {
  if (!row) {
    return `<p class="bad"><b>Surat dengan kode ini tidak ditemukan.</b></p>
<p>Mohon cek lagi kodenya. Bila sudah benar, surat itu tidak tercatat di kantor kami.</p>`;
  }
  const about = {Nomor: row[COLUMNS.number], Tanggal: longDate_(row[COLUMNS.date])};
  if (row[COLUMNS.withdrawn]) {
    return `<p class="bad"><b>Surat ini sudah dicabut dan tidak berlaku lagi.</b></p>${listHtml_(about)}`;
  }
  const facts = {Jenis: row[COLUMNS.kind], ...about, 'Atas nama': row[COLUMNS.holder]};
  return `<p class="good"><b>Surat ini tercatat di Desa ${escape_(CATALOGUE.village)}.</b></p>
${listHtml_(facts)}${validityHtml_(row[COLUMNS.validUntil])}<p><b>Cocokkan dengan surat.</b></p>`;
}

function validityHtml_(until) {
  if (!until) {
    return '<p>Berlaku sampai ada perubahan keterangan.</p>';
  }
  const today = Utilities.formatDate(new Date(), CATALOGUE.zone, 'yyyy-MM-dd');
  const day = escape_(longDate_(until));
  return until < today
    ? `<p class="bad">Masa berlakunya <b>sudah habis</b>: hanya sampai ${day}.</p>`
    : `<p>Berlaku sampai ${day}.</p>`;
}

function longDate_(iso) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  return parts ? `${Number(parts[3])} ${MONTHS[Number(parts[2]) - 1]} ${parts[1]}` : iso;
}

function listHtml_(facts) {
  const lines = Object.entries(facts).map(([name, value]) => `<dt>${escape_(name)}</dt><dd>${escape_(value)}</dd>`);
  return `<dl>${lines.join('')}</dl>`;
}

function pageHtml_(typed, answer) {
  const address = escape_(ScriptApp.getService().getUrl());
  return `<!DOCTYPE html>
<html lang="id"><head><style>
body { font: 1.05rem sans-serif; max-width: 34rem; margin: 1rem auto; padding: 0 1rem; }
input, button { font: inherit; padding: .5rem; } input { text-transform: uppercase; }
dt { color: #555; } dd { margin: 0 0 .5rem; font-weight: bold; } .bad { color: #a00; } .good { color: #060; }
</style></head><body>
<h1>Periksa surat</h1>
<form action="${address}" method="get" target="_top">
<label>Kode di bawah QR surat: <input name="kode" value="${escape_(typed)}" maxlength="40" autocomplete="off"></label>
<button>Periksa</button></form>
${answer}
<p>Ada yang berbeda atau ada pertanyaan? Telepon Kantor Desa ${escape_(CATALOGUE.village)}:
${escape_(CATALOGUE.phone)}.</p>
</body></html>`;
}

function escape_(text) {
  const entities = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'};
  return String(text).replace(/[&<>"']/g, (sign) => entities[sign]);
}
