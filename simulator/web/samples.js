// Invented answers for a form, chosen by the question's title.
// `who` is { name, topic }: the person and the form's title.

import { inventedNik, isWoman } from './names.js';

const daysAgo = (days) => new Date(Date.now() - days * 86400000).toISOString().slice(0, 10);

const PURPOSES = [
  [/mampu|sktm/i, 'Keringanan biaya sekolah'],
  [/usaha/i, 'Pengajuan bantuan modal usaha'],
  [/skck|menikah/i, 'Melamar pekerjaan'],
  [/^/, 'Mengurus administrasi'],
];

// The applicant of a birth letter is one of the parents.
const isParent = (title, who) => /kelahiran/i.test(who.topic) && (isWoman(who.name) ? /ibu/i : /ayah/i).test(title);

// The first pattern that fits a title wins.
const TEXTS = [
  [/\bnik\b|nomor induk/i, nik],
  [/\bkk\b|kartu keluarga/i, () => '3216990508150001'],
  [/telegram|telepon|\bhp\b|\bwa\b|whatsapp|kontak/i, () => '081000001001'],
  [/nama.*usaha/i, () => 'Warung Berkah'],
  [/(jenis|bidang).*usaha/i, () => 'Warung sembako'],
  [/tempat (dan|\/|,) ?tanggal lahir|ttl/i, () => 'Bekasi, 17 Mei 1962'],
  [/nama.*(ibu|istri)/i, (title, who) => (isParent(title, who) ? who.name : 'Kartini Lestari')],
  [/nama.*(ayah|bapak|suami)/i, (title, who) => (isParent(title, who) ? who.name : 'Darto Wijaya')],
  [/bin/i, () => 'Darto Wijaya'],
  [/nama.*(bayi|anak)/i, () => 'Bima Pratama'],
  [/nama.*saksi.*1/i, () => 'Joko Santosa'],
  [/nama.*saksi/i, () => 'Wahyu Hidayat'],
  [/nama.*(calon|pasangan)/i, (_, who) => (isWoman(who.name) ? 'Hendra Gunawan' : 'Ratna Wulandari')],
  [/nama.*(almarhum|jenazah|meninggal)/i, () => 'Suparman'],
  [/^nama|diperuntukkan/i, (_, who) => who.name],
  [/jumlah/i, () => '2'],
  [/daftar.*anggota/i, (_, who) => `${who.name}, kepala keluarga\nBima Pratama, anak`],
  [/sejak|tahun/i, () => '2018'],
  [/pekerjaan/i, () => 'Pedagang'],
  [/agama/i, () => 'Islam'],
  [/warga ?negara/i, () => 'Indonesia'],
  [/sebab/i, () => 'Sakit'],
  [/alasan/i, () => 'Penghasilan tidak tetap'],
  [/isi keterangan/i, () => 'Benar warga kami dan berkelakuan baik.'],
  [/polisi/i, () => 'Polsek Contoh'],
  [/kepada|instansi/i, () => 'Bank Contoh'],
  [/keperluan|tujuan/i, (_, who) => PURPOSES.find(([pattern]) => pattern.test(who.topic))[1]],
  [/penghasilan|pendapatan/i, () => 'Rp1.000.000'],
  [/jam|pukul|waktu/i, () => '08.00'],
  [/umur|usia/i, () => '34'],
  [/berat/i, () => '3,2'],
  [/panjang/i, () => '49'],
  [/anak ke/i, () => '1'],
  [/hubungan/i, () => 'Anak'],
  [/akad/i, () => 'KUA Contoh'],
  [/alamat|tempat tinggal/i, () => 'Kampung Contoh RT 001/RW 002, Dusun Satu'],
  [/tempat/i, () => 'Bekasi'],
  [/hari/i, weekday],
];

function nik(title, who) {
  const isOther = /ayah|ibu|almarhum|saksi|anak/i.test(title) && !isParent(title, who);
  if (!isOther) return inventedNik(who.name);
  return inventedNik(sampleText(title.replace(/nik/i, 'Nama'), who), sampleBirth(title));
}

function weekday(title) {
  return new Date(sampleDate(title)).toLocaleDateString('id-ID', { weekday: 'long' });
}

function sampleBirth(title) {
  if (/almarhum/i.test(title)) return '1955-03-12';
  return /ayah|ibu/i.test(title) ? '1962-05-17' : '1990-08-05';
}

// Questions that do not concern the invented person.
export const isNeedless = (title) => /terdahulu|cerai|kk lama/i.test(title);

export function sampleText(title, who) {
  const found = TEXTS.find(([pattern]) => pattern.test(title));
  return found ? found[1](title, who) : `Contoh ${title.toLowerCase()}`;
}

export function sampleDate(title) {
  if (/nikah|akad/i.test(title)) return daysAgo(-30);
  return /anak|bayi|meninggal|kematian|wafat/i.test(title) ? daysAgo(3) : sampleBirth(title);
}

// `options`: texts of the choices, without an empty one.
export function sampleChoice(title, options, who) {
  const first = (pattern) => options.find((option) => pattern.test(option)) ?? options[0];
  const isHer = isWoman(who.name);
  if (/kelamin/i.test(title)) return first(isHer && !/anak|bayi|almarhum/i.test(title) ? /perempuan|wanita/i : /laki/i);
  if (/status perkawinan/i.test(title)) return first(/menikah|nikah/i.test(who.topic) ? /^belum/i : /^kawin$/i);
  if (/status pernikahan/i.test(title)) return first(isHer ? /perawan/i : /jejaka/i);
  if (/^hari/i.test(title)) return first(new RegExp(weekday(title), 'i'));
  if (/hubungan.*anak/i.test(title)) return first(isHer ? /ibu/i : /ayah/i);
  return options[0];
}

// A small picture that says what it stands for and that it is no real paper.
export async function sampleFile(title, copy) {
  const canvas = document.createElement('canvas');
  canvas.width = 480;
  canvas.height = 300;
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#eef4f0';
  pen.fillRect(0, 0, 480, 300);
  pen.strokeStyle = '#9db8aa';
  pen.lineWidth = 4;
  pen.strokeRect(14, 14, 452, 272);
  pen.fillStyle = '#2c4a3d';
  pen.textAlign = 'center';
  pen.font = 'bold 26px Arial, sans-serif';
  pen.fillText(title.slice(0, 30), 240, 140);
  pen.font = '20px Arial, sans-serif';
  pen.fillText('contoh, bukan dokumen asli', 240, 185);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  const name = title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 40) || 'berkas';
  return new File([blob], `${name}${copy > 1 ? `-${copy}` : ''}.png`, { type: 'image/png' });
}
