// Small helpers around the document.

export const find = (selector, root = document) => root.querySelector(selector);

// Makes an element. A property that starts with `on` is a listener, one with a dash or `role` an attribute.
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name.includes('-') || name === 'role') node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return node;
}

// Keeps the children of `parent` in step with `items` and touches only what changed, so that focus and scroll survive.
// `key` names an item for good, `draw` makes its node.
export function reconcile(parent, items, key, draw) {
  const old = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  let before = parent.firstElementChild;
  for (const item of items) {
    const name = String(key(item));
    const face = JSON.stringify(item);
    let node = old.get(name);
    old.delete(name);
    if (!node || node.face !== face) {
      const fresh = draw(item);
      fresh.dataset.key = name;
      fresh.face = face;
      if (node) {
        if (node === before) before = fresh;
        node.replaceWith(fresh);
      }
      node = fresh;
    }
    if (node === before) before = before.nextElementSibling;
    else parent.insertBefore(node, before);
  }
  for (const node of old.values()) node.remove();
}

export const button = (properties, ...children) => el('button', { type: 'button', ...properties }, ...children);

// For eyes that cannot see the mark beside it.
export const dot = (meaning) => el('span', { className: 'dot' }, el('span', { className: 'unseen' }, ` ${meaning}`));

// A link that leaves the page as it is.
export const newTab = (href, text) => el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, text);

// Whether an address leads to this simulator, under whichever name the page was opened.
export const isNear = (url) => ['127.0.0.1', 'localhost', location.hostname].includes(url.hostname);

// Shows a sentence for a few seconds.
export function toast(node, text) {
  clearTimeout(node.timer);
  node.textContent = text;
  node.hidden = false;
  node.timer = setTimeout(() => {
    node.hidden = true;
  }, Math.max(3000, text.length * 60));
}
