import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as animations from '@shoelace-style/animations';
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

describe('an animation', () => {
  it('has each name that Rust knows, and no others', () => {
    const known = readFileSync(join(import.meta.dirname, '../../src-tauri/crates/elements/src/animations.txt'), 'utf8').trim().split('\n');
    expect(known).toEqual(Object.keys(animations).filter((name) => name !== 'easings').sort());
  });

  it('has each curve that the library and Rust know', () => {
    const rust = readFileSync(join(import.meta.dirname, '../../src-tauri/crates/elements/src/animation.rs'), 'utf8');
    const known = [...rust.matchAll(/^ {4}\w+ => "(\w+)",$/gm)].map(([, name]) => name);
    expect([...known].sort()).toEqual(Object.keys(animations.easings).sort());
    const { id, element } = page.make('animation', { name: 'fadeIn', playing: false, easing: 'linear' }, true);
    for (const name of known) {
      page.set(id, 'easing', name ?? null);
      expect(Reflect.get(element, 'easing')).toBe(name);
    }
  });

  it('goes by the frames that are put into it', async () => {
    const { id, element } = page.make('animation', { name: 'fadeIn', playing: false }, true);
    expect(Reflect.get(element, 'iterations')).toBe(1);
    const last = page.make('keyframe', { offset: 1, ':width': '12rem', ':z-index': 3 }, false, id);
    page.make('keyframe', { offset: 0, ':opacity': 0 }, false, id);
    await settled();
    expect(Reflect.get(element, 'keyframes')).toEqual([{ offset: 0, opacity: '0' }, { offset: 1, width: '12rem', zIndex: '3' }]);
    expect([last.element.hidden, last.element.getAttribute('aria-hidden')]).toEqual([true, 'true']);
    page.set(last.id, ':width', '1rem');
    await settled();
    expect(Reflect.get(element, 'keyframes')).toContainEqual({ offset: 1, width: '1rem', zIndex: '3' });
    expect(() => page.set(id, 'name', 'constructor()')).toThrow(WireError);
  });

  it('tells its end', () => {
    const { id, element } = page.make('animation', { name: 'fadeIn', playing: true }, true);
    expect(Reflect.get(element, 'play')).toBe(true);
    Reflect.set(element, 'play', false);
    element.dispatchEvent(new Event('wa-finish', { bubbles: true }));
    expect(page.sent).toEqual([[id, 'playing', false, 1], [id, 'finished']]);
  });
});

describe('an animation where less motion is asked for', () => {
  it('has ended at once, and can be played again', async () => {
    const less = vi.spyOn(window, 'matchMedia').mockImplementation(() => Object.assign(new EventTarget(), { matches: true }) as MediaQueryList);
    const { id, element } = page.make('animation', { name: 'fadeIn', playing: true }, true);
    await settled();
    expect(Reflect.get(element, 'play')).not.toBe(true);
    expect(page.sent, 'the app hears that it does not play').toEqual([[id, 'playing', false, 1], [id, 'finished']]);
    page.set(id, 'playing', true);
    await settled();
    expect(page.sent.slice(2)).toEqual([[id, 'playing', false, 2], [id, 'finished']]);
    less.mockRestore();
  });
});

describe('a carousel that goes on by itself', () => {
  it('stops where less motion is asked for, also while it does', () => {
    const motion = Object.assign(new EventTarget(), { matches: false });
    const asked = vi.spyOn(window, 'matchMedia').mockImplementation(() => motion as unknown as MediaQueryList);
    const { id, element } = page.make('carousel', { label: 'Tour', autoplay: true }, true);
    const still = page.make('carousel', { label: 'Other', autoplay: false }, true).element;
    const goOn = (): boolean[] => [element, still].map((each) => Reflect.get(each, 'autoplay') === true);
    expect(goOn()).toEqual([true, false]);
    motion.matches = true;
    motion.dispatchEvent(new Event('change'));
    expect(goOn()).toEqual([false, false]);
    page.set(id, 'autoplay', true);
    expect(goOn()).toEqual([false, false]);
    motion.matches = false;
    motion.dispatchEvent(new Event('change'));
    expect(goOn()).toEqual([true, false]);
    page.set(id, 'autoplay', false);
    expect(goOn()).toEqual([false, false]);
    asked.mockRestore();
  });
});

describe('a part', () => {
  it('is styled by a rule of its own, of its owner alone', async () => {
    const replaced = vi.spyOn(CSSStyleSheet.prototype, 'replaceSync');
    const bar = page.make('progress_bar', { label: 'Upload' }, true);
    const { id } = page.make('part', { part: 'indicator', ':background-color': '#ff0000' }, false, bar.id);
    await settled();
    const rules = (): string => String(replaced.mock.lastCall?.[0]);
    expect(rules()).toContain(`[data-parts="${bar.element.dataset['parts']}"]::part(indicator)`);
    expect(rules()).toMatch(/background-color:\s*#ff0000/);
    expect(() => page.set(id, 'part', 'x) { } body')).toThrow(WireError);
    expect(() => page.set(id, ':background-color', 'red; } body { display: none')).toThrow(WireError);
    page.set(id, ':background-color', null);
    await settled();
    expect(rules()).not.toContain('#ff0000');
    bar.element.remove();
    page.make('part', { part: 'track' }, false, page.make('progress_bar', { label: 'Other' }, true).id);
    await settled();
    expect(rules(), 'what is gone has no rule').not.toContain('indicator');
    replaced.mockRestore();
  });
});

describe('a combobox', () => {
  it('offers what its letters are in, and takes any text', () => {
    const { id, element } = page.make('combobox', { label: 'City', value: '' }, true);
    for (const city of ['Berlin', 'Bern', '<b>Paris']) {
      page.make('suggestion', { label: city, value: city, disabled: false }, false, id);
    }
    const input = one<HTMLInputElement>(element, 'input');
    const options = (): string[] => [...element.querySelectorAll('[role="option"]')].map((option) => option.textContent ?? '');
    input.focus();
    input.value = 'er';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    expect(options()).toEqual(['Berlin', 'Bern']);
    expect([input.getAttribute('role'), input.getAttribute('aria-expanded')]).toEqual(['combobox', 'true']);
    press('ArrowDown', input);
    press('ArrowDown', input);
    expect(document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.textContent).toBe('Bern');
    expect(press('Enter', input).defaultPrevented).toBe(true);
    expect([input.value, options()]).toEqual(['Bern', []]);
    vi.advanceTimersByTime(60);
    expect(page.sent.at(-1)).toEqual([id, 'value', 'Bern', 2]);
    input.value = 'paris';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    expect(options()).toEqual(['<b>Paris']);
    expect(element.querySelectorAll('b')).toHaveLength(0);
    expect(press('Escape', input).defaultPrevented).toBe(true);
    expect(options()).toEqual([]);
    expect(press('Escape', input).defaultPrevented, 'the next one is somebody else\'s').toBe(false);
  });
});

describe('what a combobox offers', () => {
  const made = (): { id: number; input: HTMLInputElement; options: () => string[] } => {
    const { id, element } = page.make('combobox', { label: 'Language', value: '' }, true);
    const input = one<HTMLInputElement>(element, 'input');
    input.focus();
    return { id, input, options: () => [...element.querySelectorAll('[role="option"]')].map((option) => option.textContent ?? '') };
  };
  const offer = (label: string, id: number): number => page.make('suggestion', { label, value: label, disabled: false }, false, id).id;
  const type = (input: HTMLInputElement, text: string): void => {
    input.value = text;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  };

  it('is closed once one is taken, though others go on like it', () => {
    const { id, input, options } = made();
    offer('Java', id);
    offer('JavaScript', id);
    type(input, 'jav');
    press('ArrowDown', input);
    press('Enter', input);
    expect([input.value, options()]).toEqual(['Java', []]);
    expect(input.getAttribute('aria-expanded')).toBe('false');
  });

  it('follows what the app offers for what is typed', async () => {
    const { id, input, options } = made();
    type(input, 'ru');
    expect(options()).toEqual([]);
    const rust = offer('Rust', id);
    await settled();
    expect(options()).toEqual(['Rust']);
    press('ArrowDown', input);
    offer('Ruby', id);
    await settled();
    expect(options()).toEqual(['Rust', 'Ruby']);
    expect(document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.textContent, 'where the person was').toBe('Rust');
    page.set(rust, 'label', 'Crust');
    await settled();
    expect(options()).toEqual(['Crust', 'Ruby']);
    press('Escape', input);
    offer('Trust', id);
    await settled();
    expect(options(), 'what was closed stays closed').toEqual([]);
  });

  it('is called as the field is', () => {
    const { id, input } = made();
    expect(one(document.body, '[role="listbox"]').getAttribute('aria-label')).toBe('Language');
    page.set(id, 'label', 'Tongue');
    expect(one(document.body, `#${input.getAttribute('aria-controls')}`).getAttribute('aria-label')).toBe('Tongue');
  });
});

describe('a link that is clicked for another window', () => {
  const click = (element: Element, type: string, init: MouseEventInit): MouseEvent => {
    const event = new MouseEvent(type, { bubbles: true, cancelable: true, ...init });
    element.dispatchEvent(event);
    return event;
  };

  it.each([{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }])('is left alone inside the app (%o)', (init) => {
    const { element } = page.make('link', { label: 'Inside', href: '/shop' }, true);
    expect(click(element, 'click', init).defaultPrevented).toBe(true);
    expect(page.sent).toEqual([]);
  });

  it('goes to the browser of the system where it leads outside, as a plain click does', () => {
    const { id, element } = page.make('link', { label: 'Outside', href: 'https://example.org' }, true);
    const clicked = vi.fn((event: Event) => event.preventDefault());
    element.addEventListener('click', clicked);
    click(element, 'click', { ctrlKey: true });
    expect(clicked, 'the plain click follows').toHaveBeenCalledTimes(2);
    click(element, 'auxclick', { button: 1 });
    expect(clicked).toHaveBeenCalledTimes(3);
    expect(page.sent).toEqual([[id, 'clicked'], [id, 'clicked']]);
  });

  it('is left alone inside the app by the middle button as well', () => {
    const { element } = page.make('breadcrumb_item', { label: 'Home', href: '/' }, true);
    expect(click(element, 'auxclick', { button: 1 }).defaultPrevented).toBe(true);
    expect(page.sent).toEqual([]);
  });
});

describe('what is put into a link', () => {
  it('is a part of it: a click on it follows the link', () => {
    const link = page.make('link', { label: 'Shop', href: '/shop' }, true);
    const icon = page.make('icon', { name: 'cart' }, false, link.id);
    const event = new MouseEvent('click', { bubbles: true, cancelable: true });
    icon.element.dispatchEvent(event);
    expect(event.defaultPrevented, 'the page goes nowhere by itself').toBe(true);
    expect(page.sent).toEqual([[link.id, 'clicked']]);
    const middle = new MouseEvent('auxclick', { bubbles: true, cancelable: true, button: 1 });
    icon.element.dispatchEvent(middle);
    expect(middle.defaultPrevented, 'nor to another window').toBe(true);
  });

  it('is clicked as well where the app asks that of it', () => {
    const link = page.make('link', { label: 'Shop', href: '/shop' }, true);
    const badge = page.make('badge', { label: '3' }, false, link.id);
    badge.element.click();
    expect(page.sent).toEqual([[badge.id, 'clicked'], [link.id, 'clicked']]);
  });

  it('has clicks of its own where it is a control', () => {
    const link = page.make('link', { label: 'Shop', href: '/shop' }, true);
    const button = page.make('button', { label: 'Buy' }, false, link.id);
    const keep = page.make('checkbox', { label: 'Keep', checked: false }, false, link.id);
    button.element.click();
    keep.element.click();
    expect(page.sent).toEqual([[button.id, 'clicked']]);
  });
});
