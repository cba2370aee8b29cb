// Documents: the only place where markup becomes a part of the page, and the only type that it takes for that is `Html`.

import { colour, makeCode } from './code';
import { reachable } from './reachable';
import type { ElementSpec } from './registry';
import { textOf, type Setter } from './setters';
import { isHtml, WireError, type Html } from './wire';

/** A part of a document: what is in the page, and the markup that it was made of. */
interface Block {
  readonly source: string;
  readonly node: Node;
}

const blocks = new WeakMap<HTMLElement, readonly Block[]>();

/** The addresses in the app that a document's links lead to. */
const links = new WeakMap<HTMLElement, ReadonlySet<string>>();

/** The parts of a document, not in the page yet. */
const parse = (document: Document, html: Html): Block[] => {
  const template = document.createElement('template');
  template.innerHTML = html.markup;
  return [...template.content.childNodes].flatMap((node) => {
    const source = node instanceof HTMLElement ? node.outerHTML : (node.textContent ?? '');
    return source.trim() === '' ? [] : [{ source, node }];
  });
};

/** Lets the page have what the markup only stands for. */
const complete = ({ node, source }: Block): Block => {
  if (!(node instanceof HTMLElement)) {
    return { source, node };
  }
  // A parent for the outermost one as well.
  const holder = node.ownerDocument.createElement('div');
  holder.append(node);
  holder.querySelectorAll<HTMLElement>('span[data-task]').forEach(addBox);
  holder.querySelectorAll<HTMLElement>('pre').forEach(addCode);
  holder.querySelectorAll<HTMLElement>('table').forEach(addScroller);
  const [whole = node] = holder.childNodes;
  whole.remove();
  return { source, node: whole };
};

/**
 * What is said of a task: all behind its mark up to the next one, without the lists inside. So each text of a document is looked at
 * once, however many tasks it has.
 */
const taskName = (mark: HTMLElement): string => {
  const { ownerDocument: document } = mark;
  const walker = document.createTreeWalker(mark.closest('li') ?? mark.parentElement ?? mark, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node instanceof HTMLElement && node.matches('ul, ol') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  walker.currentNode = mark;
  const texts: string[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof HTMLElement && node.dataset['task'] !== undefined) {
      break;
    }
    if (node instanceof Text) {
      texts.push(node.data);
    }
  }
  return texts.join('').replace(/\s+/g, ' ').trim();
};

/** A box that nobody can tick, called as the task is. */
const addBox = (mark: HTMLElement): void => {
  const box = mark.ownerDocument.createElement('input');
  box.type = 'checkbox';
  box.disabled = true;
  box.checked = mark.dataset['task'] === 'done';
  const name = taskName(mark);
  box.setAttribute('aria-label', name === '' ? 'Task' : name);
  mark.closest('li')?.classList.add('hd-task');
  mark.replaceWith(box);
};

const addCode = (pre: HTMLElement): void => {
  if (pre.querySelector(':scope > code') === null) {
    const code = pre.ownerDocument.createElement('code');
    code.append(...pre.childNodes);
    pre.append(code);
  }
  const element = pre.ownerDocument.createElement('div');
  pre.replaceWith(element);
  makeCode(element, pre);
};

const addScroller = (table: HTMLElement): void => {
  const scroller = table.ownerDocument.createElement('div');
  scroller.className = 'hd-scroller';
  table.replaceWith(scroller);
  scroller.append(table);
};

/** What can be done only in the page. */
const settle = ({ node }: Block): void => {
  if (node instanceof HTMLElement) {
    const all = (selector: string): HTMLElement[] =>
      [node, ...node.querySelectorAll<HTMLElement>(selector)].filter((element) => element.matches(selector));
    all('.hd-code').forEach((element) => {
      const language = /^language-([a-z-]+)$/.exec(element.querySelector('code')?.className ?? '')?.[1];
      colour(element, language ?? '');
    });
    all('.hd-scroller').forEach((element) => reachable(element, 'Table'));
  }
};

/** Shows a document. Parts at its beginning and its end that are as before stay, with what is selected and scrolled in them. */
const setHtml: Setter = (element, value) => {
  if (value !== null && !isHtml(value)) {
    throw new WireError('a document is no markup');
  }
  const before = blocks.get(element) ?? [];
  const next = value === null ? [] : parse(element.ownerDocument, value);
  const most = Math.min(before.length, next.length);
  let first = 0;
  while (first < most && before[first]?.source === next[first]?.source) {
    first += 1;
  }
  let last = 0;
  while (last < most - first && before.at(-1 - last)?.source === next.at(-1 - last)?.source) {
    last += 1;
  }
  const added = next.slice(first, next.length - last).map(complete);
  const kept = before.slice(before.length - last);
  for (const { node } of before.slice(first, before.length - last)) {
    node.parentNode?.removeChild(node);
  }
  const behind = kept[0]?.node ?? null;
  for (const { node } of added) {
    element.insertBefore(node, behind);
  }
  blocks.set(element, [...before.slice(0, first), ...added, ...kept]);
  added.forEach(settle);
};

const setLinks: Setter = (element, value) => {
  links.set(element, new Set(textOf('links', value).split('\n')));
};

/** The address in the app that a click in a document leads to. */
export const linkAt = (element: HTMLElement, target: EventTarget | null): string | null => {
  const link = target instanceof Element ? target.closest('a[href]') : null;
  const address = link?.getAttribute('href') ?? '';
  const known = address !== '' && element.contains(link) && links.get(element)?.has(address) === true;
  return known ? address : null;
};

/** The place of this name in the documents of the page. */
export const placeIn = (document: Document, name: string): Element | null =>
  [...document.querySelectorAll<HTMLElement>('.hd-markdown [data-anchor]')].find((place) => place.dataset['anchor'] === name) ?? null;

/** A document. */
export const MARKDOWN: ElementSpec = {
  tag: 'div',
  create: (element) => {
    element.className = 'hd-markdown';
  },
  properties: new Map([
    ['html', setHtml],
    ['links', setLinks],
  ]),
  changeable: new Map<string, never>(),
  clickable: false,
  hasLinks: true,
};
