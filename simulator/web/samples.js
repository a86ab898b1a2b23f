// Invented answers for a form, chosen by the question's title.

import { inventedNik, isWoman } from './names.js';

const daysAgo = (days) => new Date(Date.now() - days * 86400000).toISOString().slice(0, 10);

// The first pattern that fits a title wins.
const TEXTS = [
  [/nik|nomor induk/i, (title, name) => inventedNik(/lengkap|^nik$/i.test(title) ? name : title)],
  [/\bkk\b|kartu keluarga/i, () => '3216990508150001'],
  [/telegram|telepon|\bhp\b|\bwa\b|whatsapp|kontak/i, () => '081000001001'],
  [/nama.*usaha/i, () => 'Warung Berkah'],
  [/(jenis|bidang).*usaha/i, () => 'Warung sembako'],
  [/tempat (dan|\/|,) ?tanggal lahir|ttl/i, () => 'Bekasi, 17 Mei 1962'],
  [/nama.*(ayah|bapak|suami)/i, () => 'Darto Wijaya'],
  [/nama.*(ibu|istri)/i, () => 'Kartini Lestari'],
  [/nama.*(bayi|anak)/i, () => 'Bima Pratama'],
  [/nama.*saksi.*1/i, () => 'Joko Santosa'],
  [/nama.*saksi/i, () => 'Wahyu Hidayat'],
  [/nama.*(calon|pasangan)/i, () => 'Ratna Wulandari'],
  [/nama.*(almarhum|jenazah|meninggal)/i, () => 'Suparman'],
  [/^nama/i, (title, name) => name],
  [/sejak|tahun/i, () => '2018'],
  [/pekerjaan/i, () => 'Pedagang'],
  [/agama/i, () => 'Islam'],
  [/warga ?negara/i, () => 'Indonesia'],
  [/sebab/i, () => 'Sakit'],
  [/keperluan|tujuan|keterangan/i, () => 'Pengajuan bantuan modal usaha'],
  [/penghasilan|pendapatan/i, () => 'Rp1.000.000 per bulan'],
  [/jam|pukul|waktu/i, () => '08.00'],
  [/umur|usia/i, () => '34'],
  [/berat/i, () => '3,2 kg'],
  [/panjang/i, () => '49 cm'],
  [/anak ke/i, () => '1'],
  [/hubungan/i, () => 'Anak'],
  [/alamat|tempat tinggal/i, () => 'Kampung Contoh RT 001/RW 002, Dusun Satu'],
  [/tempat/i, () => 'Bekasi'],
  [/hari/i, () => 'Senin'],
];

export function sampleText(title, name) {
  const found = TEXTS.find(([pattern]) => pattern.test(title));
  return found ? found[1](title, name) : `Contoh ${title.toLowerCase()}`;
}

export const sampleDate = (title) => (/anak|bayi|meninggal|kematian|wafat/i.test(title) ? daysAgo(3) : /nikah|akad/i.test(title) ? daysAgo(-30) : '1990-08-05');

// `options`: texts of the choices, without an empty one.
export function sampleChoice(title, options, name) {
  if (/kelamin/i.test(title)) return options.find((option) => /perempuan|wanita/i.test(option) === isWoman(name)) ?? options[0];
  if (/kawin|nikah/i.test(title)) return options.find((option) => /^kawin$/i.test(option)) ?? options[0];
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
