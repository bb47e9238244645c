// Looks at a page in a frame as a reader would, and tells what is wrong with it. The page itself is not changed on disk.
'use strict';

/** A color of a computed style as [red, green, blue, alpha], or null. */
function color(text) {
  const match = /^rgba?\(([^)]*)\)$/.exec(text);
  if (!match) return null;
  const numbers = match[1].split(/[\s,/]+/).map(parseFloat);
  return numbers.length === 3 ? [...numbers, 1] : numbers;
}

/** What is seen where one color lies over another that hides all. */
function over(front, back) {
  return [0, 1, 2].map(i => front[i] * front[3] + back[i] * (1 - front[3])).concat(1);
}

/** WCAG 2.2: relative luminance. */
function luminance(rgb) {
  const [r, g, b] = rgb.slice(0, 3).map(v => v / 255).map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.2: contrast ratio, 1 to 21. */
function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function name(element) {
  const words = (element.textContent || element.alt || '').trim().replace(/\s+/g, ' ').slice(0, 40);
  return '<' + element.tagName.toLowerCase() + '>' + (words ? " '" + words + "'" : '');
}

/** Scrolls in a box of its own, so that it need not fit the page. */
function isInScroller(element, view) {
  for (let e = element; e && e !== element.ownerDocument.body; e = e.parentElement) {
    if (/auto|scroll/.test(view.getComputedStyle(e).overflowX) && e.getBoundingClientRect().right <= view.innerWidth + 1) {
      return true;
    }
  }
  return false;
}

function overflow(doc, view, add) {
  const width = doc.documentElement.scrollWidth;
  if (width <= view.innerWidth) return;
  const out = [...doc.body.querySelectorAll('*')].filter(
    e => e.getBoundingClientRect().right > view.innerWidth + 1 && !isInScroller(e, view));
  add('overflow', 'the page is ' + width + ' pixels wide: ' + out.slice(0, 3).map(name).join(', '));
}

function pictures(doc, add) {
  for (const image of doc.images) {
    if (!image.complete || image.naturalWidth === 0 || image.naturalHeight === 0) {
      add('picture', 'not loaded: ' + name(image));
      continue;
    }
    if (!(image.getAttribute('alt') || '').trim()) add('picture', 'no alternative text: ' + name(image));
    const style = getComputedStyle(image);
    const across = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
    const down = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
    const shown = (image.clientWidth - across) / (image.clientHeight - down);
    if (Math.abs(shown / (image.naturalWidth / image.naturalHeight) - 1) > 0.05) add('picture', 'distorted: ' + name(image));
  }
}

function tables(doc, add) {
  for (const table of doc.querySelectorAll('table')) {
    const rows = [...table.rows];
    const isHeaded = table.tHead && table.tHead.querySelector('th');
    if (!isHeaded && !rows.every(row => row.cells[0] && row.cells[0].tagName === 'TH')) {
      add('table', 'no header: ' + name(table));
    }
    if (rows.some(row => row.cells.length !== rows[0].cells.length)) add('table', 'rows of different length: ' + name(table));
  }
}

/** What would be fetched if it could be. */
function addresses(doc, view, add) {
  const isOwn = address => /^(data:|#|$)/.test(address.trim());
  for (const element of doc.querySelectorAll('*')) {
    for (const attribute of ['src', 'href', 'srcset', 'data', 'poster', 'xlink:href', 'action', 'background']) {
      const address = element.getAttribute(attribute);
      if (address !== null && !isOwn(address)) add('network', name(element) + ' ' + attribute + ' ' + address.slice(0, 80));
    }
  }
  const styles = [...doc.querySelectorAll('style')].map(e => e.textContent)
    .concat([...doc.querySelectorAll('[style]')].map(e => e.getAttribute('style'))).join('\n');
  for (const match of styles.matchAll(/url\(\s*['"]?([^'")]*)|@import\s+['"]?([^'";]*)/g)) {
    if (!isOwn(match[1] || match[2] || '')) add('network', 'style: ' + match[0].slice(0, 80));
  }
  for (const entry of view.performance.getEntriesByType('resource')) {
    if (!isOwn(entry.name)) add('network', entry.name.slice(0, 80));
  }
  const policy = doc.querySelector('meta[http-equiv="Content-Security-Policy"]');
  if (!policy || !/default-src 'none'/.test(policy.content)) add('network', 'no policy that forbids the network');
}

function texts(doc, view, dark, add) {
  const canvas = dark ? [18, 18, 18, 1] : [255, 255, 255, 1];
  const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
  let count = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.getClientRects().length === 0 || /SCRIPT|STYLE/.test(element.tagName)) continue;
    count++;
    const layers = [];
    let seen = 1;
    for (let e = element; e; e = e.parentElement) {
      const style = view.getComputedStyle(e);
      seen *= parseFloat(style.opacity);
      layers.unshift(color(style.backgroundColor));
    }
    const ink = color(view.getComputedStyle(element).color);
    if (!ink || layers.includes(null)) {
      add('contrast', 'a color that cannot be read: ' + name(element));
      continue;
    }
    const ground = layers.reduce((back, front) => over(front, back), canvas);
    const ratio = contrast(over([ink[0], ink[1], ink[2], ink[3] * seen], ground), ground);
    if (ratio < 4.5) add('contrast', ratio.toFixed(2) + ' instead of 4.5: ' + name(element));
  }
  return count;
}

function look(frame, dark) {
  const findings = [];
  const add = (kind, words) => findings.push({ kind, words });
  const doc = frame.contentDocument;
  const view = frame.contentWindow;
  if (!doc || !doc.body) return { findings: [{ kind: 'page', words: 'cannot be opened' }], pictures: 0, tables: 0, texts: 0, height: 0 };
  for (const details of doc.querySelectorAll('details')) details.open = true;
  if (!doc.title) add('page', 'no title');
  if (!doc.documentElement.lang) add('page', 'no language');
  if (view.matchMedia('(prefers-color-scheme: dark)').matches !== dark) add('page', 'this browser does not show it ' + (dark ? 'dark' : 'light'));
  overflow(doc, view, add);
  pictures(doc, add);
  tables(doc, add);
  addresses(doc, view, add);
  const count = texts(doc, view, dark, add);
  return {
    findings,
    pictures: doc.images.length,
    tables: doc.querySelectorAll('table').length,
    texts: count,
    height: doc.documentElement.scrollHeight
  };
}

addEventListener('load', () => {
  const result = [...document.querySelectorAll('iframe')].map(frame => look(frame, frame.dataset.scheme === 'dark'));
  const bytes = new TextEncoder().encode(JSON.stringify(result));
  document.getElementById('result').textContent = btoa(String.fromCharCode(...bytes));
});
