// A menu or list of choices beside something on the page: arrows move, Enter picks, Escape and a click elsewhere close.

import { button, el } from './dom.js';

let open = null;

export function closePopup() {
  open?.close(false);
}

// `choices`: [{ label (text or node), pick(), checked?, disabled? } or null for a line]; `at`: { x, y } or an element.
// `role`: "menu" or "listbox". `back`: what gets the focus when it closes.
export function popup(choices, at, { role = 'menu', label = '', back = null } = {}) {
  closePopup();
  const itemRole = role === 'listbox' ? 'option' : 'menuitem';
  const list = el('div', { className: `popup ${role}`, role, 'aria-label': label, tabIndex: -1 });

  function close(refocus = true) {
    list.remove();
    document.removeEventListener('pointerdown', outside, true);
    open = null;
    if (refocus) back?.focus({ preventScroll: true });
  }

  function outside(event) {
    if (!list.contains(event.target)) close(false);
  }

  const items = [];
  for (const choice of choices) {
    if (!choice) {
      list.append(el('hr'));
      continue;
    }
    const pick = () => {
      close();
      choice.pick();
    };
    const item = button({ role: itemRole, disabled: choice.disabled, onclick: pick }, choice.label);
    if (role === 'listbox') item.setAttribute('aria-selected', String(Boolean(choice.checked)));
    items.push(item);
    list.append(item);
  }

  list.addEventListener('keydown', (event) => {
    const usable = items.filter((item) => !item.disabled);
    const now = usable.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) usable.at((now + step) % usable.length).focus();
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  document.body.append(list);
  place(list, at);
  document.addEventListener('pointerdown', outside, true);
  open = { close };
  const chosen = items.find((item) => item.getAttribute('aria-selected') === 'true');
  (chosen ?? items.find((item) => !item.disabled) ?? list).focus({ preventScroll: true });
  return close;
}

function place(list, at) {
  const point = { left: at.x, top: at.y, bottom: at.y };
  const anchor = at instanceof Element ? at.getBoundingClientRect() : point;
  const { width, height } = list.getBoundingClientRect();
  const below = anchor.bottom + height <= innerHeight - 8;
  list.style.left = `${Math.max(8, Math.min(anchor.left, innerWidth - width - 8))}px`;
  list.style.top = `${Math.max(8, below ? anchor.bottom : anchor.top - height)}px`;
  if (at instanceof Element) list.style.minWidth = `${anchor.width}px`;
}
