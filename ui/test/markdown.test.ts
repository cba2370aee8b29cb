// Documents and pieces of code in the page: what becomes markup, what stays, and what the page adds to it.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import './stand-ins';
import { Applier } from '../src/applier';
import { MOST_COLOURED } from '../src/code';
import { Effects } from '../src/effects';
import { listen } from '../src/events';
import { Fields } from '../src/fields';
import { parseFrame, WireError, type WireEvent } from '../src/wire';

let root: HTMLElement;
let applier: Applier;
let sent: WireEvent[];

beforeEach(() => {
  document.body.replaceChildren();
  root = document.createElement('div');
  document.body.append(root);
  sent = [];
  const fields = new Fields((events) => sent.push(...events));
  applier = new Applier(root, fields);
  listen({ window, root, applier, fields, send: (events) => sent.push(...events) });
});

const NODE = 2;

/** Puts an element into the page, with its properties as they are on the wire. */
const make = (kind: string, properties: Record<string, unknown>): HTMLElement => {
  const shape = { kind, hasChildren: false, properties: Object.keys(properties) };
  applier.apply([shape], [1, 1, 0, NODE, 1, 0, ...Object.values(properties)], []);
  return root.firstElementChild as HTMLElement;
};

const document_ = (html: string, links = ''): HTMLElement => make('markdown', { html: { html }, links });

const set = (name: string, value: unknown): void => applier.apply([], [4, NODE, name, value], []);

describe('markup', () => {
  it('becomes a part of the page in one place only', () => {
    const src = join(import.meta.dirname, '../src');
    const ways = /innerHTML|outerHTML\s*=|insertAdjacentHTML|setHTML|createContextualFragment|DOMParser|document\.write|srcdoc/g;
    const found = readdirSync(src)
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [...readFileSync(join(src, file), 'utf8').matchAll(ways)].map(([way]) => `${file}: ${way}`));
    expect(found).toEqual(['markdown.ts: innerHTML']);
  });

  it('is taken from what the wire marks as such, and from no text', () => {
    expect(() => make('markdown', { html: '<b>a</b>' })).toThrow(WireError);
    expect(() => make('markdown', { html: 7 })).toThrow(WireError);
    expect(root.querySelector('b')).toBeNull();
  });

  it.each([{ html: 1 }, { html: 'a', more: 1 }, { html: null }, {}])('is nothing else that the wire may hold: %j', (value) => {
    expect(() => make('markdown', { html: value })).toThrow(WireError);
  });

  it.each([
    ['text', 'content'],
    ['text', ':padding'],
    ['text', 'anchor'],
    ['code', 'content'],
    ['markdown', 'links'],
    ['link', 'href'],
    ['link', 'label'],
    ['text_input', 'label'],
    ['checkbox', 'checked'],
  ])('is refused where a text belongs: %s %s', (kind, property) => {
    expect(() => make(kind, { [property]: { html: '<b>a</b>' } })).toThrow(WireError);
    expect(root.querySelector('b')).toBeNull();
  });
});

describe('a document', () => {
  it('shows its markup, and nothing where it has none', () => {
    const element = document_('<h1>One</h1>\n<p>a <em>b</em></p>\n');
    expect(element.className).toBe('hd-markdown');
    expect(element.innerHTML).toBe('<h1>One</h1><p>a <em>b</em></p>');
    set('html', null);
    expect(element.childNodes).toHaveLength(0);
  });

  it('keeps the parts that are as before', () => {
    const element = document_('<h1>One</h1><p>a</p><p>b</p><p>z</p>');
    const [first, , , last] = element.children;
    set('html', { html: '<h1>One</h1><p>c</p><p>d</p><p>e</p><p>z</p>' });
    expect(element.textContent).toBe('Onecdez');
    expect(element.firstElementChild).toBe(first);
    expect(element.lastElementChild).toBe(last);
    set('html', { html: '<h1>One</h1><p>z</p>' });
    expect([...element.children]).toEqual([first, last]);
    set('html', { html: '<p>z</p><p>z</p>' });
    expect(element.textContent).toBe('zz');
    expect(element.lastElementChild).toBe(last);
  });

  it('has a box for each task, with the name of the task, which nobody can tick', () => {
    const element = document_(
      '<ul><li><span data-task="done"></span>flour <b>fine</b><ul><li><span data-task="open"></span>white</li></ul></li></ul>',
    );
    const boxes = [...element.querySelectorAll('input')];
    expect(boxes.map((box) => [box.type, box.disabled, box.checked, box.getAttribute('aria-label')])).toEqual([
      ['checkbox', true, true, 'flour fine'],
      ['checkbox', true, false, 'white'],
    ]);
  });

  it('names each box, whatever stands around it, and reads each text once for that', () => {
    const element = document_('');
    const names = (html: string): (string | null)[] => {
      set('html', { html });
      return [...element.querySelectorAll('input')].map((box) => box.getAttribute('aria-label'));
    };
    expect(names('<p><span data-task="open"></span>by\n itself</p>')).toEqual(['by itself']);
    expect(names('<ul><li><span data-task="open"></span></li></ul>')).toEqual(['Task']);
    expect(names('<span data-task="open"></span>')).toEqual(['Task']);
    expect(names('<ul><li><span data-task="done"></span>a<ol><li>b</li></ol> c</li></ul>')).toEqual(['a c']);
    const read = vi.spyOn(TreeWalker.prototype, 'nextNode');
    const many = 500;
    expect(names(`<ul><li>${'<span data-task="open"></span>a'.repeat(many)}</li></ul>`)).toEqual(Array<string>(many).fill('a'));
    expect(read.mock.calls.length).toBeLessThan(many * 3);
    read.mockRestore();
  });

  it('tells which of its links in the app was followed, and lets the others go their way', () => {
    const html = '<p><a href="/a?b"><em>in</em></a> <a href="https://example.org">out</a> <a href="/other">unknown</a></p>';
    const element = document_(html, '/a?b\n#c');
    const click = (selector: string): boolean => {
      const event = new MouseEvent('click', { bubbles: true, cancelable: true });
      element.querySelector(selector)?.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(click('em')).toBe(true);
    expect(sent).toEqual([[NODE, 'followed', '/a?b']]);
    expect(click('a[href^=https]')).toBe(false);
    expect(click('a[href="/other"]')).toBe(false);
    expect(sent).toHaveLength(1);
  });

  it('leaves a link in the app alone that is clicked for another window', () => {
    const element = document_('<p><a href="/a">in</a> <a href="https://example.org">out</a></p>', '/a');
    const fire = (type: string, selector: string, init: MouseEventInit): boolean => {
      const event = new MouseEvent(type, { bubbles: true, cancelable: true, ...init });
      element.querySelector(selector)?.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(fire('click', 'a[href="/a"]', { ctrlKey: true })).toBe(true);
    expect(fire('click', 'a[href="/a"]', { shiftKey: true })).toBe(true);
    expect(fire('auxclick', 'a[href="/a"]', { button: 1 })).toBe(true);
    // The system's browser has windows of its own.
    expect(fire('click', 'a[href^=https]', { ctrlKey: true })).toBe(false);
    expect(fire('auxclick', 'a[href^=https]', { button: 1 })).toBe(false);
    expect(sent).toEqual([]);
  });

  it('has places that an address leads to', async () => {
    const element = document_('<h1>One</h1><h2><span data-anchor="two &quot;x"></span>Two</h2>');
    const place = element.querySelector<HTMLElement>('[data-anchor]');
    const into = vi.fn();
    if (place !== null) {
      place.scrollIntoView = into;
    }
    const { effects } = parseFrame({ v: 1, frame: 1, effects: [['arrive', 1, false, 0, false, 'two "x'], ['arrive', 2, false, 0, false, 'three']] });
    await new Effects(document, (node) => applier.element(node), () => undefined).run(effects);
    expect(into).toHaveBeenCalledTimes(1);
  });
});

describe('a piece of code', () => {
  let copied: string[];

  beforeEach(() => {
    copied = [];
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => void copied.push(text));
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  const coloured = (element: HTMLElement, text: string): Promise<void> =>
    vi.waitFor(() => expect(element.querySelector('[data-scope]')?.textContent).toBe(text), 10_000);

  it('is coloured by the language, and its text stays as it is', async () => {
    const element = make('code', { content: 'fn main() { "<b>&amp;" }\n', language: 'rust' });
    expect(element.querySelector('code')?.textContent).toBe('fn main() { "<b>&amp;" }\n');
    await coloured(element, 'fn');
    expect(element.querySelector('code')?.textContent).toBe('fn main() { "<b>&amp;" }\n');
    expect(element.querySelector('[data-scope="string"]')?.textContent).toBe('"<b>&amp;"');
    expect(element.querySelector('b')).toBeNull();
    set('content', 'let a;');
    await coloured(element, 'let');
    expect(element.querySelector('code')?.textContent).toBe('let a;');
  });

  it('has the colours of a language in another one', async () => {
    const element = make('code', { content: '<script>let a;</script>', language: 'xml' });
    await vi.waitFor(() => expect(element.querySelector('[data-scope="keyword"]')?.textContent).toBe('let'), 10_000);
    expect(element.querySelector('script')).toBeNull();
    expect(element.querySelector('code')?.textContent).toBe('<script>let a;</script>');
  });

  it('stays plain without a language, and where it is very long', async () => {
    const element = make('code', { content: 'let a;' });
    set('language', 'rust');
    await coloured(element, 'let');
    set('language', null);
    expect(element.querySelector('[data-scope]')).toBeNull();
    set('language', 'rust');
    set('content', 'let a;'.padEnd(MOST_COLOURED + 1));
    expect(element.querySelector('[data-scope]')).toBeNull();
  });

  it('is copied, in a document as well', async () => {
    const element = document_('<pre><code class="language-rust">let a;\n</code></pre><p>b</p>');
    await coloured(element, 'let');
    const button = element.querySelector('button');
    button?.click();
    await vi.waitFor(() => expect(button?.textContent).toBe('Copied'));
    expect(copied).toEqual(['let a;\n']);
    expect(element.querySelector('.hd-code > pre > code')).not.toBeNull();
  });
});
