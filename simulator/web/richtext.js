// Shows the HTML that a bot sent, as far as Telegram knows it; everything else stays plain text.

import { button, newTab } from './dom.js';

const SAME = new Set(['B', 'STRONG', 'I', 'EM', 'U', 'INS', 'S', 'STRIKE', 'DEL', 'CODE', 'PRE', 'BLOCKQUOTE']);
const LIVE = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])|(^|\s)(\/[a-z][a-z0-9_]*)/g;

// `command` is called with a command that was tapped, as "/status".
export function rich(html, command) {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const fragment = document.createDocumentFragment();
  copy(parsed.body, fragment, command);
  return fragment;
}

function copy(source, target, command) {
  for (const node of source.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) lively(node.data, target, command);
    else if (node.nodeType === Node.ELEMENT_NODE) target.append(element(node, command));
  }
}

function element(node, command) {
  const href = node.getAttribute('href') ?? '';
  const isLink = node.tagName === 'A' && /^(https?|mailto|tel):/.test(href);
  if (isLink) return newTab(href, node.textContent);
  const copied = document.createElement(SAME.has(node.tagName) ? node.tagName : 'span');
  if (node.tagName === 'TG-SPOILER' || node.className === 'tg-spoiler') spoil(copied);
  copy(node, copied, command);
  return copied;
}

function spoil(node) {
  node.className = 'spoiler';
  node.addEventListener('click', () => node.classList.add('shown'));
}

function lively(text, target, command) {
  let done = 0;
  for (const match of text.matchAll(LIVE)) {
    const [whole, url, space, word] = match;
    target.append(text.slice(done, match.index) + (space ?? ''));
    target.append(url ? newTab(url, url) : button({ className: 'command', onclick: () => command(word) }, word));
    done = match.index + whole.length;
  }
  target.append(text.slice(done));
}
