// With the library's own components, as far as they run without a browser.

import { beforeEach, describe, expect, it, vi } from 'vitest';

import './internals';
import '../src/components';
import { ROWS } from '../src/generated';
import { elementSpec, setterOf } from '../src/registry';
import kinds from './kinds.json';
import { newPage, one, press, type TestPage } from './page';

const components = kinds.map(({ name }) => name).filter((name) => elementSpec(name).tag.startsWith('wa-'));

describe('the library\'s components', () => {
  it.each(components)('take what we make of %s', (kind) => {
    const spec = elementSpec(kind);
    expect(customElements.get(spec.tag), spec.tag).toBeDefined();
    const element = document.createElement(spec.tag);
    spec.create?.(element);
    for (const property of spec.properties.keys()) {
      // Nothing is set yet: what is unset stays as the component has it.
      if (!spec.changeable.has(property) && property !== 'value') {
        setterOf(spec, property)(element, null);
      }
    }
    document.body.append(element);
    element.remove();
  });

  it('have the properties that rows set', () => {
    for (const row of ROWS.filter(({ tag }) => tag.startsWith('wa-'))) {
      const element = document.createElement(row.tag);
      if (row.input !== undefined) {
        expect(row.input.property in element, `${row.tag}.${row.input.property}`).toBe(true);
      }
    }
  });
});

const inShadow = <T extends HTMLElement>(element: Element, selector: string): T => {
  if (element.shadowRoot === null) {
    throw new Error(`${element.localName} has no shadow tree`);
  }
  return one<T>(element.shadowRoot, selector);
};

/** Components render in microtasks, and some tell what has happened after that. */
const rendered = async (...elements: Element[]): Promise<void> => {
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(elements.map((element) => Promise.resolve(Reflect.get(element, 'updateComplete'))));
  }
  await vi.waitFor(() => undefined);
};

/** What a click comes to inside a component: events do not go through slots here, as they do in browsers. */
const call = (element: Element, method: string, argument: unknown): void => {
  const called: unknown = Reflect.get(element, method);
  if (typeof called !== 'function') {
    throw new Error(`${element.localName} has no ${method}`);
  }
  called.call(element, argument);
};

describe('what the person does to a component', () => {
  let page: TestPage;

  beforeEach(() => {
    page = newPage();
  });

  const hears = async (...event: unknown[]): Promise<void> => {
    await vi.waitFor(() => expect(page.sent).toContainEqual(event));
  };

  it('opens details', async () => {
    const { id, element } = page.make('details', { label: 'More', opened: false }, true);
    await rendered(element);
    inShadow(element, '[part~="header"]').click();
    await hears(id, 'opened', true, 1);
    await rendered(element);
    page.set(id, 'opened', false);
    page.set(id, 'opened', true);
    await rendered(element);
    expect([Reflect.get(element, 'open'), page.sent.length], 'the app\'s own word is not sent back').toEqual([true, 1]);
  });

  it('takes a tag away', async () => {
    const { id, element } = page.make('tag', { label: 'red', removable: true }, true);
    await rendered(element);
    inShadow(element, '[part~="remove-button"]').click();
    await hears(id, 'removed');
    element.click();
    await hears(id, 'clicked');
    expect(page.sent, 'its button is no part of what is clicked').toEqual([[id, 'removed'], [id, 'clicked']]);
  });

  it('gives stars by keyboard', async () => {
    const { id, element } = page.make('rating', { label: 'Opinion', value: 2, step: 1 }, true);
    await rendered(element);
    expect([element.getAttribute('role'), element.getAttribute('aria-valuenow')]).toEqual(['slider', '2']);
    press('End', element);
    await hears(id, 'value', 5, 1);
  });

  it('moves a slider by keyboard, from nought', async () => {
    const { id, element } = page.make('slider', { label: 'Volume', min: 0, max: 10, step: 2, value: 0 }, true);
    await rendered(element);
    expect(Reflect.get(element, 'value')).toBe(0);
    press('ArrowRight', inShadow(element, '[role="slider"]'));
    await hears(id, 'value', 2, 1);
    page.set(id, 'value', 8);
    await rendered(element);
    expect(inShadow(element, '[role="slider"]').getAttribute('aria-valuenow')).toBe('8');
  });

  it.each([['split_panel', '[role="separator"]'], ['image_comparer', '[part="divider"]']])('moves the line of %s by keyboard', async (kind, line) => {
    const { id, element } = page.make(kind, { label: 'Line', value: 40 }, true);
    await rendered(element);
    expect(inShadow(element, `[aria-label="Line"]:is([role="separator"], [role="slider"])`).getAttribute('aria-valuenow')).toBe('40');
    const before = page.sent.length;
    press('End', inShadow(element, line));
    await hears(id, 'value', 100, before + 1);
  });

  it('shows another tab', async () => {
    const group = page.make('tab_group', { value: '' }, true);
    const tabs = ['a', 'b'].map((value) => page.make('tab', { value, label: value }, true, group.id).element);
    await rendered(group.element, ...tabs);
    call(group.element, 'setActiveTab', tabs[1]);
    await hears(group.id, 'value', 'b', 1);
    expect(tabs.map((tab) => [tab.getAttribute('role'), tab.slot])).toEqual([['tab', 'nav'], ['tab', 'nav']]);
  });

  it('chooses in a tree, and opens what is inside', async () => {
    const tree = page.make('tree', { label: 'Files', selected: [] }, true);
    const src = page.make('tree_item', { value: 'src', label: 'src', expanded: false }, true, tree.id);
    const lib = page.make('tree_item', { value: 'lib', label: 'lib.rs', expanded: false }, true, src.id);
    await rendered(tree.element, src.element, lib.element);
    call(tree.element, 'selectItem', lib.element);
    await hears(tree.id, 'selected', ['lib'], 1);
    Reflect.set(src.element, 'expanded', true);
    await hears(src.id, 'expanded', true, 1);
    page.set(tree.id, 'selected', ['src']);
    await rendered(src.element, lib.element);
    expect([src, lib].map(({ element }) => Reflect.get(element, 'selected'))).toEqual([true, false]);
  });

  it('is named as the app says, wherever it comes into the page', async () => {
    const { element } = page.make('carousel', { label: 'Tour', slide: 0 }, true);
    await rendered(element);
    expect(element.getAttribute('aria-label')).toBe('Tour');
    // What the component does each time.
    element.setAttribute('aria-label', 'Carousel');
    await rendered(element);
    expect(element.getAttribute('aria-label')).toBe('Tour');
  });

  it('opens a dropdown over the page', async () => {
    const { id, element } = page.make('dropdown', { label: 'Edit', opened: false }, true);
    const menu = page.make('menu', { label: 'Edit' }, true, id);
    const item = page.make('menu_item', { label: 'Cut' }, false, menu.id);
    await rendered(element);
    one<HTMLButtonElement>(element, 'button').click();
    await hears(id, 'opened', true, 1);
    expect(inShadow(element, '[part="popup"]').className).toContain('popup');
    await vi.waitFor(() => expect(document.activeElement).toBe(item.element));
  });
});

describe('what a component shows', () => {
  it.each([
    ['format_number', { value: '1234.5', max_fraction_digits: 1 }, '1,234.5'],
    ['format_number', { value: '0.5', style: 'percent' }, '50%'],
    ['format_number', { value: '2', style: 'currency', currency: 'EUR' }, '\u20ac2.00'],
    ['format_bytes', { value: '1500000' }, '1.5 MB'],
  ])('is written in the page\'s language: %s %o', async (kind, properties, expected) => {
    const { element } = newPage().make(kind, properties);
    await rendered(element);
    expect(element.shadowRoot?.textContent?.trim()).toBe(expected);
  });

  it('is how much is done, with its name', async () => {
    const { element } = newPage().make('progress_bar', { label: 'Upload', value: 42 }, true);
    await rendered(element);
    const bar = inShadow(element, '[role="progressbar"]');
    expect([bar.getAttribute('aria-label'), bar.getAttribute('aria-valuenow')]).toEqual(['Upload', '42']);
  });

  it.each(['progress_bar', 'progress_ring'])('shows what the app writes in a %s, as text, and keeps its name', async (kind) => {
    const page = newPage();
    const { id, element } = page.make(kind, { label: 'Upload', value: 42, caption: '<b>42 %</b>', label_color: 'red' }, true);
    await rendered(element);
    const label = inShadow(element, 'slot:is([part~="label"], [part~="label"] *)');
    expect(label instanceof HTMLSlotElement && label.assignedNodes().map((node) => node.textContent)).toEqual(['<b>42 %</b>']);
    expect(element.style.getPropertyValue('--hd-label-color')).toBe('red');
    expect(inShadow(element, '[role="progressbar"]').getAttribute('aria-label')).toBe('Upload');
    page.set(id, 'caption', null);
    expect(element.textContent).toBe('');
  });

  it('is somebody, with their name', async () => {
    const { element } = newPage().make('avatar', { label: 'Ada', initials: 'AL' }, true);
    await rendered(element);
    expect(element.shadowRoot?.textContent).toContain('AL');
    expect(element.shadowRoot?.querySelector('[aria-label="Ada"]') ?? element.getAttribute('aria-label')).not.toBeNull();
  });
});
