import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import './stand-ins';
import { WireError } from '../src/wire';
import { newPage, one, press, type TestPage } from './page';

let page: TestPage;

beforeEach(() => {
  vi.useFakeTimers();
  page = newPage();
});

afterEach(() => {
  vi.useRealTimers();
});

const settled = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(1);
};

describe('a menu', () => {
  const menu = (parent = 1): { readonly items: HTMLElement[]; readonly ids: number[]; readonly element: HTMLElement } => {
    const { id, element } = page.make('menu', { label: 'Edit' }, true, parent);
    const made = ['Cut', 'Copy', 'Paste'].map((label) => page.make('menu_item', { label, disabled: label === 'Copy' }, false, id));
    return { items: made.map((item) => item.element), ids: made.map((item) => item.id), element };
  };

  it('is one stop of the Tab key, and goes on by arrow keys, Home, End and letters', () => {
    const { items, element } = menu();
    expect(element.tabIndex).toBe(0);
    expect(items.every((item) => item.tabIndex === -1)).toBe(true);
    items[0]?.focus();
    expect(press('ArrowDown').defaultPrevented).toBe(true);
    expect(document.activeElement, 'what is switched off is passed over').toBe(items[2]);
    press('ArrowDown');
    expect(document.activeElement).toBe(items[0]);
    press('End');
    expect(document.activeElement).toBe(items[2]);
    press('c');
    expect(document.activeElement).toBe(items[0]);
    press('ArrowUp');
    expect(document.activeElement).toBe(items[2]);
    press('Home');
    expect(document.activeElement).toBe(items[0]);
    expect(press('z').defaultPrevented).toBe(false);
  });

  it('opens below its button, is told, and closes once something is done', async () => {
    const { id, element } = page.make('dropdown', { label: 'Edit', opened: false }, true);
    const { items, ids } = menu(id);
    const button = one<HTMLButtonElement>(element, 'button');
    expect([button.textContent, button.getAttribute('aria-expanded')]).toEqual(['Edit', 'false']);
    button.click();
    expect([Reflect.get(element, 'active'), button.getAttribute('aria-expanded')]).toEqual([true, 'true']);
    items[0]?.click();
    await settled();
    expect(page.sent).toEqual([[id, 'opened', true, 1], [ids[0], 'clicked'], [id, 'opened', false, 2]]);
    expect(document.activeElement).toBe(button);
  });

  it('tells what was done before it closes', async () => {
    // Between two listeners of a person's click, a browser does what is queued.
    const queued = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((task) => task());
    const { id } = page.make('dropdown', { label: 'Edit', opened: true }, true);
    const { items, ids } = menu(id);
    items[0]?.click();
    await settled();
    expect(page.sent).toEqual([[ids[0], 'clicked'], [id, 'opened', false, 1]]);
    queued.mockRestore();
  });

  it('gives the focus back to its button where the app closes it', () => {
    const { id, element } = page.make('dropdown', { label: 'Edit', opened: true }, true);
    menu(id).items[0]?.focus();
    page.set(id, 'opened', false);
    expect(document.activeElement).toBe(one(element, 'button'));
    one<HTMLButtonElement>(element, 'button').blur();
    page.set(id, 'opened', true);
    page.set(id, 'opened', false);
    expect(document.activeElement, 'which it had not had').toBe(document.body);
  });

  it('closes at Escape and at a click elsewhere, and does not close what it is in', () => {
    const dialog = page.make('details', { label: 'Around', opened: true }, true);
    const { id, element } = page.make('dropdown', { label: 'Edit', opened: false }, true, dialog.id);
    const button = one<HTMLButtonElement>(element, 'button');
    button.click();
    const escape = press('Escape', button);
    expect(escape.defaultPrevented).toBe(true);
    button.click();
    document.body.dispatchEvent(new Event('pointerdown', { bubbles: true, composed: true }));
    expect(page.sent).toEqual([true, false, true, false].map((opened, at) => [id, 'opened', opened, at + 1]));
    document.body.dispatchEvent(new Event('pointerdown', { bubbles: true, composed: true }));
    expect(page.sent).toHaveLength(4);
  });

  it('opens again where the app says so while it closes', () => {
    const { id, element } = page.make('dropdown', { label: 'Edit', opened: true }, true);
    for (const opened of [false, true, false, true]) {
      page.set(id, 'opened', opened);
    }
    expect(Reflect.get(element, 'active')).toBe(true);
    expect(page.sent).toEqual([]);
  });

  it('ticks what can be ticked, and stays open', async () => {
    const dropdown = page.make('dropdown', { label: 'View', opened: true }, true);
    const { id } = page.make('menu', {}, true, dropdown.id);
    const check = page.make('menu_checkbox', { label: 'Wrap lines', checked: false }, false, id);
    check.element.click();
    await settled();
    expect(check.element.getAttribute('aria-checked')).toBe('true');
    expect(page.sent).toEqual([[check.id, 'checked', true, 1]]);
  });
});

describe('a tooltip', () => {
  it('describes what it is on, and shows for the pointer and the focus', async () => {
    const { id, element } = page.make('tooltip', { label: '<b>Gone</b>', delay: 100 }, true);
    const button = page.make('button', { label: 'Delete' }, false, id).element;
    await settled();
    const tip = one(element, '[role="tooltip"]');
    expect([tip.textContent, tip.children.length]).toEqual(['<b>Gone</b>', 0]);
    expect(button.getAttribute('aria-describedby')).toBe(tip.id);
    button.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
    expect(Reflect.get(element, 'active')).not.toBe(true);
    await vi.advanceTimersByTimeAsync(100);
    expect(Reflect.get(element, 'active')).toBe(true);
    press('Escape', button);
    expect(Reflect.get(element, 'active')).toBe(false);
    button.focus();
    expect(Reflect.get(element, 'active')).toBe(true);
    page.set(id, 'off', true);
    expect(Reflect.get(element, 'active')).toBe(false);
  });
});

describe('what a tooltip describes', () => {
  const describedBy = (element: Element | null): string | null => element?.getAttribute('aria-describedby') ?? null;

  it('keeps what else describes it, which it may say anew', async () => {
    const { id, element } = page.make('tooltip', { label: 'As on the card' }, true);
    const field = page.make('number_input', { label: 'Number', hint: 'All digits' }, false, id);
    await settled();
    const [tip, input] = [one(element, '[role="tooltip"]'), one(field.element, 'input')];
    const ids = (): string[] => (describedBy(input) ?? '').split(' ');
    expect([ids().length, ids().includes(tip.id)]).toEqual([2, true]);
    page.set(field.id, 'error', 'Two are missing');
    page.set(field.id, 'hint', '');
    await settled();
    expect(ids().filter((each) => each === tip.id), describedBy(input) ?? '').toEqual([tip.id]);
    page.set(id, 'off', true);
    await settled();
    expect(ids()).not.toContain(tip.id);
    expect(ids().length, 'its error describes it still').toBe(1);
    page.set(id, 'off', false);
    await settled();
    expect(ids()).toContain(tip.id);
  });

  it('is what can be used, wherever that comes to be inside', async () => {
    const { id, element } = page.make('tooltip', { label: 'Gone for ever' }, true);
    const box = page.make('hbox', {}, true, id);
    await settled();
    const tip = one(element, '[role="tooltip"]');
    expect(describedBy(box.element)).toBe(tip.id);
    const button = page.make('button', { label: 'Delete' }, false, box.id).element;
    await settled();
    expect([describedBy(button), describedBy(box.element)]).toEqual([tip.id, null]);
    button.remove();
    await settled();
    expect([describedBy(button), describedBy(box.element)]).toEqual([null, tip.id]);
  });
});

describe('a tooltip for the pointer', () => {
  const shown = async (): Promise<{ element: HTMLElement; button: HTMLElement }> => {
    const { id, element } = page.make('tooltip', { label: 'Gone for ever', delay: 100 }, true);
    const button = page.make('button', { label: 'Delete' }, false, id).element;
    button.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
    await vi.advanceTimersByTimeAsync(100);
    return { element, button };
  };
  const isShown = (element: HTMLElement): boolean => Reflect.get(element, 'active') === true;

  it('goes at Escape, wherever the focus is, and takes nothing else with it', async () => {
    const { element } = await shown();
    const heard = vi.fn();
    document.body.addEventListener('keydown', heard);
    const escape = press('Escape', document.body);
    expect([isShown(element), escape.defaultPrevented, heard.mock.calls.length]).toEqual([false, true, 0]);
    expect(press('Escape', document.body).defaultPrevented, 'the next one is somebody else\'s').toBe(false);
    document.body.removeEventListener('keydown', heard);
  });

  it('leaves Escape alone once it is gone from the page', async () => {
    const { element } = await shown();
    element.remove();
    expect(press('Escape', document.body).defaultPrevented).toBe(false);
  });

  it('stays while the pointer is on what it says', async () => {
    const { element, button } = await shown();
    const tip = one(element, '[role="tooltip"]');
    button.dispatchEvent(new MouseEvent('mouseout', { bubbles: true }));
    tip.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(isShown(element)).toBe(true);
    tip.dispatchEvent(new MouseEvent('mouseout', { bubbles: true }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(isShown(element)).toBe(false);
  });

  it('does not come back with the focus that pressing gives', async () => {
    const { element, button } = await shown();
    button.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));
    button.focus();
    expect(isShown(element)).toBe(false);
  });
});

describe('tabs', () => {
  it('tell which is active, and which is closed without being shown', () => {
    const group = page.make('tab_group', { value: '' }, true);
    const tab = page.make('tab', { value: '20', label: 'Drafts', closable_tab: true }, false, group.id);
    const shown = vi.fn();
    group.element.addEventListener('click', shown);
    one(tab.element, '.hd-tab-close').click();
    expect(tab.element.getAttribute('aria-keyshortcuts')).toBe('Delete');
    expect(shown).not.toHaveBeenCalled();
    press('Delete', tab.element);
    expect(page.sent).toEqual([[tab.id, 'closed'], [tab.id, 'closed']]);
    Reflect.set(group.element, 'active', '20');
    group.element.dispatchEvent(new Event('wa-tab-show', { bubbles: true }));
    expect(page.sent.at(-1)).toEqual([group.id, 'value', '20', 1]);
    page.set(group.id, 'value', null);
    expect(Reflect.get(group.element, 'active'), 'the first one, where none is said').toBe('20');
    expect(() => page.set(tab.id, 'value', '')).toThrow(WireError);
  });
});

describe('tabs that come and go', () => {
  const made = async (value: string): Promise<{ group: number; element: HTMLElement; tabs: Record<string, number> }> => {
    const { id, element } = page.make('tab_group', { value }, true);
    const tab = (name: string): number => page.make('tab', { value: name, label: name, disabled: false }, false, id).id;
    const tabs = { a: tab('a'), b: tab('b'), c: tab('c') };
    await settled();
    return { group: id, element, tabs };
  };
  const active = (element: HTMLElement): unknown => Reflect.get(element, 'active');

  it('show the first one while the chosen one is not there, without a word of the person', async () => {
    const { group, element } = await made('b');
    expect(active(element)).toBe('b');
    const chosen = one(element, '[panel="b"]');
    chosen.remove();
    await settled();
    expect(active(element)).toBe('a');
    element.dispatchEvent(new Event('wa-tab-show', { bubbles: true }));
    expect(page.sent).toEqual([]);
    element.append(chosen);
    await settled();
    expect(active(element)).toBe('b');
    Reflect.set(element, 'active', 'c');
    element.dispatchEvent(new Event('wa-tab-show', { bubbles: true }));
    expect(page.sent).toEqual([[group, 'value', 'c', 1]]);
  });

  it('show no tab that is switched off of themselves', async () => {
    const { element, tabs } = await made('');
    expect(active(element)).toBe('a');
    page.set(tabs['a'] ?? 0, 'disabled', true);
    await settled();
    expect(active(element)).toBe('b');
  });

  it('keep the focus where the one that has it is closed', async () => {
    const { element } = await made('b');
    for (const tab of element.querySelectorAll<HTMLElement>('wa-tab')) {
      tab.tabIndex = 0;
    }
    const chosen = one(element, '[panel="b"]');
    chosen.focus();
    expect(document.activeElement).toBe(chosen);
    // A browser takes the focus away without a word.
    element.addEventListener('focusout', (event) => event.stopImmediatePropagation(), true);
    chosen.remove();
    await settled();
    expect(document.activeElement).toBe(one(element, '[panel="a"]'));
  });
});

describe('a tree', () => {
  it('keeps what is chosen while items come and go', async () => {
    const tree = page.make('tree', { label: 'Files', selected: ['b'] }, true);
    const item = (value: string): HTMLElement => page.make('tree_item', { value, label: value, expanded: false }, true, tree.id).element;
    const [a, b] = [item('a'), item('b')];
    await settled();
    expect([Reflect.get(a, 'selected'), Reflect.get(b, 'selected')]).toEqual([false, true]);
    Reflect.set(a, 'selected', true);
    Reflect.set(b, 'selected', false);
    tree.element.dispatchEvent(new Event('wa-selection-change', { bubbles: true }));
    expect(page.sent).toEqual([[tree.id, 'selected', ['a'], 1]]);
    tree.element.dispatchEvent(new Event('wa-selection-change', { bubbles: true }));
    expect(page.sent, 'the same once more is nothing new').toHaveLength(1);
    item('c');
    await settled();
    expect(Reflect.get(a, 'selected')).toBe(true);
    Reflect.set(a, 'expanded', true);
    a.dispatchEvent(new Event('wa-expand', { bubbles: true }));
    expect(page.sent.at(-1)).toEqual([3, 'expanded', true, 1]);
  });
});

describe('a carousel', () => {
  it('tells its place and goes where the app says', async () => {
    const { id, element } = page.make('carousel', { label: 'Tour', slide: 0 }, true);
    const goToSlide = vi.fn();
    Reflect.set(element, 'goToSlide', goToSlide);
    element.dispatchEvent(new CustomEvent('wa-slide-change', { bubbles: true, detail: { index: 2 } }));
    expect(page.sent).toEqual([[id, 'slide', 2, 1]]);
    page.set(id, 'slide', 1);
    await settled();
    expect(goToSlide).toHaveBeenCalledWith(1, 'auto');
  });
});

describe('boxes to tick several of', () => {
  it('tell what is ticked, in the order of the ticking', async () => {
    const { id, element } = page.make('multi_select', { label: 'Sizes', value: ['S'] }, true);
    for (const value of ['S', 'M', 'L']) {
      page.make('multi_option', { value, label: value, disabled: value === 'L' }, false, id);
    }
    await settled();
    const boxes = [...element.querySelectorAll<HTMLInputElement>('input')];
    expect(boxes.map((box) => box.checked)).toEqual([true, false, false]);
    boxes[1]?.click();
    expect(page.sent).toEqual([[id, 'value', ['S', 'M'], 1]]);
    boxes[0]?.click();
    expect(page.sent.at(-1)).toEqual([id, 'value', ['M'], 2]);
    page.set(id, 'value', ['S']);
    expect(boxes.map((box) => box.checked)).toEqual([true, false, false]);
    expect(one(element, 'fieldset').getAttribute('role')).toBe('group');
  });
});

describe('a field for tags', () => {
  it('takes words at Enter and comma, gives them back at Backspace, and tells them as a list', () => {
    const { id, element } = page.make('tags_input', { label: 'Tags', value: ['home'], max_tags: 3 });
    const input = one<HTMLInputElement>(element, 'input');
    const type = (text: string): void => {
      input.value = text;
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    type('<b>');
    expect(press('Enter', input).defaultPrevented).toBe(true);
    type('home, new, more');
    press(',', input);
    expect(page.sent).toEqual([[id, 'value', ['home', '<b>'], 1], [id, 'value', ['home', '<b>', 'new'], 2]]);
    expect(element.querySelectorAll('b')).toHaveLength(0);
    press('Backspace', input);
    expect(page.sent.at(-1)).toEqual([id, 'value', ['home', '<b>'], 3]);
    one<HTMLButtonElement>(element, 'button[aria-label="Remove home"]').click();
    expect(page.sent.at(-1)).toEqual([id, 'value', ['<b>'], 4]);
    expect(press('Enter', input).defaultPrevented, 'without a word Enter is the form\'s').toBe(false);
  });
});

describe('a button that copies', () => {
  it('copies in the page, and tells it', async () => {
    const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const { id, element } = page.make('copy_button', { label: 'Copy', text: 'the key' });
    element.click();
    await settled();
    expect(writeText).toHaveBeenCalledWith('the key');
    expect(page.sent).toEqual([[id, 'copied']]);
    expect(one(element, '[role="status"]').textContent).toBe('Copied');
    writeText.mockRestore();
  });
});

describe('sound', () => {
  it('tells what the system does, not what was asked for', async () => {
    const { id, element } = page.make('audio', { label: 'Song', playing: false, volume: 1, muted: false }, true);
    if (!(element instanceof HTMLMediaElement)) {
      throw new Error('no media element');
    }
    expect(element.controls).toBe(true);
    const play = vi.spyOn(element, 'play').mockImplementation(() => Promise.reject(new Error('not allowed')));
    page.set(id, 'playing', true);
    await settled();
    expect(play).toHaveBeenCalled();
    expect(page.sent, 'what is not allowed does not play').toEqual([[id, 'playing', false, 1]]);
    element.volume = 0.5;
    element.dispatchEvent(new Event('volumechange'));
    vi.advanceTimersByTime(60);
    expect(page.sent.filter(([, name]) => name === 'volume')).toEqual([[id, 'volume', 0.5, 1]]);
    expect(Reflect.get(element, 'playing')).toBe(false);
  });

  it('is another one where the app has another one', () => {
    const { id, element } = page.make('audio', { label: 'Song', playing: false, volume: 1, muted: false }, true);
    if (!(element instanceof HTMLMediaElement)) {
      throw new Error('no media element');
    }
    const load = vi.spyOn(element, 'load').mockImplementation(() => undefined);
    const source = page.make('media_source', { src: `hd-asset://${'0'.repeat(32)}` }, false, id);
    expect(load, 'the first one is found by itself').not.toHaveBeenCalled();
    page.set(source.id, 'src', `hd-asset://${'1'.repeat(32)}`);
    expect(load).toHaveBeenCalledTimes(1);
  });
});
