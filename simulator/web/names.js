// Invented people of an invented village.

const PEOPLE = [
  ['Siti', 'Aminah'], ['Budi', 'Santoso'], ['Ratna', 'Wulandari'], ['Joko', 'Prasetyo'], ['Dewi', 'Lestari'],
  ['Agus', 'Setiawan'], ['Sri', 'Handayani'], ['Hendra', 'Gunawan'], ['Maya', 'Kusuma'], ['Rudi', 'Hartono'],
];
const WOMEN = /^(Siti|Ratna|Dewi|Sri|Maya|Puja|Nur|Ani|Rina|Wati|Yuni|Lilis|Kartini|Ibu)\b/i;

export const isWoman = (name) => WOMEN.test(name);

// The first [first, last] name that nobody in `taken` (a set of full names) bears.
export const freeName = (taken) =>
  PEOPLE.find(([first, last]) => !taken.has(`${first} ${last}`)) ?? ['Warga', String(taken.size + 1)];

// A phone number that no operator hands out.
export const phoneNumber = (count) => `62810000${String(1000 + count)}`;

// A NIK of a sub-district that does not exist (99), otherwise shaped as the rule wants: born day + 40 for women.
export function inventedNik(name, birth = '1990-08-05') {
  const [year, month, day] = birth.split('-').map(Number);
  const parts = [isWoman(name) ? day + 40 : day, month, year % 100];
  const born = parts.map((part) => String(part).padStart(2, '0')).join('');
  const last = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9999, 7) + 1;
  return `321699${born}${String(last).padStart(4, '0')}`;
}

const HUES = ['#c65b4b', '#d08a2e', '#7a6cc4', '#4d9a58', '#3f93a8', '#4a7cc0', '#c0628f'];

// What stands for a person in a small circle.
export function paintAvatar(node, title, id) {
  node.textContent = title.split(/\s+/).slice(0, 2).map((word) => word[0] ?? '').join('').toUpperCase();
  node.style.background = HUES[Math.abs(Number(id)) % HUES.length];
}
