import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import './stand-ins';
import { MORE, ROWS } from '../src/generated';
import { specOf } from '../src/library';
import { elementSpec, setterOf } from '../src/registry';
import { WireError, type Value } from '../src/wire';
import { newPage, type TestPage } from './page';

let page: TestPage;

beforeEach(() => {
  vi.useFakeTimers();
  page = newPage();
});

afterEach(() => {
  vi.useRealTimers();
});

const UI = join(import.meta.dirname, '..');

interface Manifest {
  readonly modules: readonly { readonly declarations?: readonly { readonly tagName?: string; readonly attributes?: readonly { readonly name: string }[] }[] }[];
}

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

describe('the extract of the library', () => {
  it('is of the library that is installed', () => {
    const manifest = json(join(UI, 'node_modules/@awesome.me/webawesome/dist/custom-elements.json')) as Manifest;
    const installed = manifest.modules
      .flatMap((module) => module.declarations ?? [])
      .filter((declaration) => declaration.tagName !== undefined)
      .map(({ tagName, attributes = [] }) => [tagName, attributes.map(({ name }) => name).sort()] as const);
    const extract = json(join(UI, '../src-tauri/crates/elements/webawesome.json')) as Record<string, { attributes: object }>;
    expect(installed.length).toBeGreaterThan(50);
    expect(new Map(Object.entries(extract).map(([tag, { attributes }]) => [tag, Object.keys(attributes).sort()]))).toEqual(new Map(installed));
  });
});

/** Values one of which each setter takes. */
const SAMPLES: readonly Value[] = [true, 'a text', 3, '3', 'small', 'top', 'horizontal', 'start', 'pulse', 'disc', 'decimal', 'collapse', 'low', 'circle', 'hex', 'long', 'byte', 'primary', 'anchor', 'width', 'auto', 'normal', 'hd-asset://0123456789abcdef0123456789abcdef', '1rem', 'star', 'EUR', ['a']];

describe('each property that is made', () => {
  const properties = [
    ...ROWS.flatMap((row) => row.properties.map(([name]) => [row.kind, name] as const)),
    ...[...MORE].flatMap(([kind, more]) => more.map(([name]) => [kind, name] as const)),
  ];

  it.each(properties)('of %s: %s takes something, refuses the rest with an error of ours, and can be unset', (kind, name) => {
    const spec = elementSpec(kind);
    const set = setterOf(spec, name);
    const element = document.createElement(spec.tag);
    spec.create?.(element);
    let taken = 0;
    for (const sample of SAMPLES) {
      try {
        set(element, sample);
        taken += 1;
      } catch (error) {
        expect(error).toBeInstanceOf(WireError);
      }
    }
    expect(taken).toBeGreaterThan(0);
    set(element, null);
  });
});

describe('a row', () => {
  it('puts its label before its children, as text', () => {
    const { id, element } = page.make('list_item', { label: '<i>Milk</i>' }, true);
    page.make('text', { content: 'inside' }, false, id);
    expect(element.firstChild?.nodeType).toBe(Node.TEXT_NODE);
    expect(element.textContent).toBe('<i>Milk</i>inside');
    page.set(id, 'label', 'Bread');
    expect(element.textContent).toBe('Breadinside');
  });

  it('says words as the library does, and no others', () => {
    const { id, element } = page.make('badge', { label: 'New', variant: 'primary' });
    expect(Reflect.get(element, 'variant')).toBe('brand');
    expect(() => page.set(id, 'variant', 'brand')).toThrow(WireError);
    expect(() => page.set(id, 'variant', '__proto__')).toThrow(WireError);
  });

  it('has an icon where the app wants one, and none without', () => {
    const { id, element } = page.make('badge', { label: 'New', prefix_icon: 'bell' });
    const icon = (): HTMLElement | null => element.querySelector('[slot="start"]');
    expect(icon()?.style.getPropertyValue('--hd-icon')).toBe('url("/icons/bell.svg")');
    expect(icon()?.getAttribute('aria-hidden')).toBe('true');
    expect(() => page.set(id, 'prefix_icon', '../x')).toThrow(WireError);
    page.set(id, 'prefix_icon', null);
    expect(icon()).toBeNull();
  });

  it('takes pictures of the app alone', () => {
    const { id, element } = page.make('avatar', { label: 'Ada', image: `hd-asset://${'0'.repeat(32)}` });
    expect(element.getAttribute('image')).toBe(`hd-asset://${'0'.repeat(32)}`);
    expect(() => page.set(id, 'image', 'https://example.org/x.png')).toThrow(WireError);
    expect(() => page.set(id, 'image', 'data:image/svg+xml,<svg onload=alert(1)>')).toThrow(WireError);
  });

  it('keeps what a component puts into a selector out of trouble', () => {
    const { id, element } = page.make('details', { label: 'One', group: 'first-1', opened: false }, true);
    expect(element.getAttribute('name')).toBe('first-1');
    page.set(id, 'group', 'a"] , *');
    expect(element.getAttribute('name')).toBe('a_22__5d__20__2c__20__2a_');
  });

  it('takes no more than the component can do with', () => {
    const { id } = page.make('qr_code', { value: 'x'.repeat(1024) });
    expect(() => page.set(id, 'value', 'x'.repeat(1025))).toThrow(WireError);
    const price = page.make('format_number', { value: '3.5', style: 'currency', currency: 'EUR' });
    expect(Reflect.get(price.element, 'value')).toBe(3.5);
    expect(() => page.set(price.id, 'currency', '<b>')).toThrow(WireError);
    expect(() => page.set(price.id, 'value', 'many')).toThrow(WireError);
  });

  it('brings back what it always has where the app says nothing more', () => {
    const { id, element } = page.make('breadcrumb', { label: 'Way' }, true);
    expect(element.getAttribute('aria-label')).toBe('Way');
    page.set(id, 'label', null);
    expect(element.getAttribute('aria-label')).toBe('Breadcrumb');
  });

  it('has real rows, cells and headers', () => {
    const spec = (kind: string): string => elementSpec(kind).tag;
    expect(['table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'row_header'].map(spec)).toEqual(['table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'th']);
    expect(page.make('th', { label: 'Price' }, true).element.getAttribute('scope')).toBe('col');
    expect(page.make('row_header', { label: 'Bread' }, true).element.getAttribute('scope')).toBe('row');
  });
});

describe('what the person moves along', () => {
  it('is told when it pauses, once', () => {
    const { id, element } = page.make('slider', { label: 'Volume', value: 3 });
    for (const value of [4, 5, 6]) {
      Reflect.set(element, 'value', value);
      element.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
    expect(page.sent).toEqual([]);
    vi.advanceTimersByTime(60);
    expect(page.sent).toEqual([[id, 'value', 6, 3]]);
    // What the app says is not sent back.
    page.set(id, 'value', 0);
    element.dispatchEvent(new InputEvent('input', { bubbles: true }));
    vi.advanceTimersByTime(60);
    expect(page.sent).toHaveLength(1);
  });

  it('goes before a click', () => {
    const slider = page.make('slider', { label: 'Volume', value: 3 });
    const button = page.make('button', { label: 'Go' });
    Reflect.set(slider.element, 'value', 9);
    slider.element.dispatchEvent(new InputEvent('input', { bubbles: true }));
    button.element.click();
    expect(page.sent).toEqual([[slider.id, 'value', 9, 1], [button.id, 'clicked']]);
  });

  it.each([['split_panel', 'wa-reposition'], ['image_comparer', 'change']])('of %s comes with its %s', (kind, event) => {
    const { id, element } = page.make(kind, { label: 'Line', value: 50 }, true);
    Reflect.set(element, 'position', 61.5);
    element.dispatchEvent(new Event(event, { bubbles: true }));
    vi.advanceTimersByTime(60);
    expect(page.sent).toEqual([[id, 'value', 61.5, 1]]);
  });
});

describe('what opens', () => {
  it('is not flipped by what opens inside', () => {
    const outer = page.make('details', { label: 'Outer', opened: true }, true);
    const inner = page.make('details', { label: 'Inner', opened: false }, true, outer.id);
    expect(Reflect.get(outer.element, 'open')).toBe(true);
    Reflect.set(inner.element, 'open', true);
    inner.element.dispatchEvent(new Event('wa-show', { bubbles: true }));
    expect(page.sent).toEqual([[inner.id, 'opened', true, 1]]);
    // What a component inside announces, and is no element of ours, is nobody's.
    const stranger = document.createElement('wa-tooltip');
    outer.element.append(stranger);
    Reflect.set(outer.element, 'open', false);
    stranger.dispatchEvent(new Event('wa-hide', { bubbles: true }));
    expect(page.sent).toHaveLength(1);
  });

  it('settles as the app said last', () => {
    const { id, element } = page.make('details', { label: 'More', opened: false }, true);
    for (const opened of [true, false, true]) {
      page.set(id, 'opened', opened);
      element.dispatchEvent(new Event(opened ? 'wa-show' : 'wa-hide', { bubbles: true }));
    }
    expect(Reflect.get(element, 'open')).toBe(true);
    expect(page.sent).toEqual([]);
  });
});

it('tells of a tag that is taken away, unless it is switched off', () => {
  const { id, element } = page.make('tag', { label: 'red', removable: true });
  expect(Reflect.get(element, 'withRemove') ?? element.hasAttribute('withRemove')).toBe(true);
  element.dispatchEvent(new Event('wa-remove', { bubbles: true }));
  expect(page.sent).toEqual([[id, 'removed']]);
});

it('makes a specification of each row', () => {
  for (const row of ROWS) {
    expect(specOf(row).tag, row.kind).toBe(row.tag);
  }
});
