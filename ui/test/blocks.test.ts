import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import './stand-ins';
import { Applier } from '../src/applier';
import { listen } from '../src/events';
import { Fields } from '../src/fields';
import { elementSpec, setterOf } from '../src/registry';
import { WireError, type Value, type WireEvent } from '../src/wire';

let sent: WireEvent[];
let root: HTMLElement;
let applier: Applier;

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
  root = document.createElement('div');
  document.body.append(root);
  sent = [];
  const fields = new Fields((events) => sent.push(...events));
  applier = new Applier(root, fields);
  listen({ window, root, applier, fields, send: (events) => sent.push(...events) });
});

afterEach(() => {
  vi.useRealTimers();
});

let next = 1;

/** Puts one element into the page. */
const make = (kind: string, properties: Record<string, Value>, hasChildren = false): HTMLElement => {
  const shape = { kind, hasChildren, properties: Object.keys(properties) };
  next += 1;
  applier.apply([shape], [1, 1, 0, next, 1, shapes, ...Object.values(properties), ...(hasChildren ? [0] : [])], []);
  shapes += 1;
  const element = applier.element(next);
  if (element === null) {
    throw new Error(`no ${kind}`);
  }
  return element;
};

let shapes = 0;

beforeEach(() => {
  shapes = 0;
  next = 1;
});

const set = (element: HTMLElement, kind: string, name: string, value: Value): void => setterOf(elementSpec(kind), name)(element, value);

describe('an icon', () => {
  it('is a mask, and an ornament until it has a label', () => {
    const icon = make('icon', { name: 'gear-fill' });
    expect(icon.style.getPropertyValue('--hd-icon')).toBe('url("/icons/gear-fill.svg")');
    expect([icon.getAttribute('role'), icon.getAttribute('aria-hidden')]).toEqual([null, 'true']);
    set(icon, 'icon', 'label', 'Settings');
    expect([icon.getAttribute('role'), icon.getAttribute('aria-label'), icon.getAttribute('aria-hidden')]).toEqual(['img', 'Settings', null]);
    set(icon, 'icon', 'label', null);
    expect([icon.getAttribute('role'), icon.getAttribute('aria-label'), icon.getAttribute('aria-hidden')]).toEqual([null, null, 'true']);
  });

  it.each(['../x', 'gear"); background: url(x', 'https://example.org/x', 'Gear', 'a--b', '-', 'gear.svg'])('is no other address: %s', (name) => {
    expect(() => make('icon', { name })).toThrow(WireError);
  });
});

describe('a message', () => {
  const alert = (properties: Record<string, Value> = {}): HTMLElement =>
    make('alert', { label: 'Saved', variant: 'danger', icon: 'gear', ...properties }, true);
  const closeOf = (element: HTMLElement): HTMLElement | null => element.querySelector('[aria-label="Close"]');

  it('is told at once or in its turn', () => {
    expect(alert().getAttribute('role')).toBe('alert');
    expect(make('alert_status', { label: 'Saved' }, true).getAttribute('role')).toBe('status');
  });

  it('has its children below its text', () => {
    const element = alert();
    applier.apply([{ kind: 'text', hasChildren: false, properties: ['content'] }], [1, 2, 0, 3, 1, 1, 'More'], []);
    expect(applier.element(3)?.parentElement?.className).toBe('hd-alert-body');
    expect(element.textContent).toBe('SavedMore');
  });

  it('is closed by its button, and the app is told', () => {
    const element = alert({ closable: true, dismissed: false });
    closeOf(element)?.click();
    expect(element.hidden).toBe(true);
    expect(sent).toEqual([[2, 'dismissed', true, 1]]);
    set(element, 'alert', 'closable', false);
    expect(closeOf(element)).toBeNull();
  });

  it('is closed by the app, which is not told again', () => {
    const element = alert({ dismissed: true });
    expect(element.hidden).toBe(true);
    set(element, 'alert', 'dismissed', false);
    expect(element.hidden).toBe(false);
    expect(sent).toEqual([]);
  });

  it('closes itself after its time on screen', () => {
    const element = alert({ duration: '2s', dismissed: true });
    vi.advanceTimersByTime(5000);
    expect(sent).toEqual([]);
    applier.apply([], [5, 2, 'dismissed', false, 0], []);
    vi.advanceTimersByTime(1999);
    expect(element.hidden).toBe(false);
    vi.advanceTimersByTime(1);
    expect(element.hidden).toBe(true);
    expect(sent).toEqual([[2, 'dismissed', true, 1]]);
  });

  it('stays while the person is in it, and does nothing once it is gone', () => {
    const element = alert({ closable: true, duration: '2s' });
    closeOf(element)?.focus();
    vi.advanceTimersByTime(2000);
    expect(element.hidden).toBe(false);
    closeOf(element)?.blur();
    applier.apply([], [2, 2], []);
    vi.advanceTimersByTime(10_000);
    expect(sent).toEqual([]);
  });

  it('is text, whatever it says', () => {
    expect(alert({ label: '<img src=x onerror=alert(1)>' }).querySelector('img')).toBeNull();
  });

  it.each([
    ['variant', 'loud'],
    ['variant', 3],
    ['duration', 'soon'],
    ['closable', 'yes'],
  ])('refuses %s %s', (name, value) => {
    expect(() => alert({ [name]: value })).toThrow(WireError);
  });
});

describe('a link', () => {
  it.each(['https://example.org/a?b#c', 'http://example.org/', 'mailto:a@example.org'])('goes outside: %s', (href) => {
    const link = make('link', { label: 'Go', href }, true);
    expect(link.getAttribute('href')).toBe(href);
    const click = new MouseEvent('click', { bubbles: true, cancelable: true });
    link.dispatchEvent(click);
    expect(click.defaultPrevented).toBe(false);
    expect(sent).toEqual([[2, 'clicked']]);
  });

  it.each(['', '/todo/3', '?tab=1', '#top'])('stays in the app: %j', (href) => {
    const link = make('link', { label: 'Go', href }, true);
    expect(link.hasAttribute('href')).toBe(true);
    const click = new MouseEvent('click', { bubbles: true, cancelable: true });
    link.firstElementChild?.dispatchEvent(click);
    expect(click.defaultPrevented).toBe(true);
    expect(sent).toEqual([[2, 'clicked']]);
  });

  it.each(['javascript:alert(1)', ' javascript:alert(1)', 'java\nscript:alert(1)', 'data:text/html,x', '//example.org', '/\\example.org', 'x'])(
    'goes nowhere else: %j',
    (href) => {
      expect(() => make('link', { label: 'Go', href }, true)).toThrow(WireError);
      const link = make('link', { label: 'Go', href: '/' }, true);
      expect(() => set(link, 'link', 'href', href)).toThrow(WireError);
      expect(link.hasAttribute('href')).toBe(false);
    },
  );

  it('has an icon before its label, until it has none', () => {
    const link = make('link', { label: 'Go', href: '/', prefix_icon: 'house' }, true);
    const [icon] = link.children;
    expect([icon?.className, icon?.getAttribute('aria-hidden'), link.textContent]).toEqual(['hd-icon', 'true', 'Go']);
    set(link, 'link', 'prefix_icon', 'gear');
    expect(link.querySelectorAll('.hd-icon').length).toBe(1);
    set(link, 'link', 'prefix_icon', null);
    expect(link.querySelector('.hd-icon')).toBeNull();
    expect(() => set(link, 'link', 'prefix_icon', '../x')).toThrow(WireError);
  });
});

describe('a divider', () => {
  it('says which way it stands', () => {
    const divider = make('divider', { vertical: true, thickness: '2px' });
    expect([divider.localName, divider.getAttribute('aria-orientation')]).toEqual(['hr', 'vertical']);
    expect(divider.style.getPropertyValue('--hd-divider-thickness')).toBe('2px');
    set(divider, 'divider', 'vertical', false);
    expect(divider.hasAttribute('aria-orientation')).toBe(false);
    expect(() => set(divider, 'divider', 'color', 'url(x)')).toThrow(WireError);
  });
});

describe('headings, text and the spinner', () => {
  it.each(['h1', 'h2', 'h3', 'h4', 'h5'])('%s is a heading of its level', (kind) => {
    const heading = make(kind, { content: '<b>Title</b>' });
    expect([heading.localName, heading.textContent, heading.children.length]).toEqual([kind, '<b>Title</b>', 0]);
  });

  it('plain text is a run of text', () => {
    expect(make('plaintext', { content: 'a\nb' }).localName).toBe('span');
  });

  it('the spinner is a status with its text', () => {
    const spinner = make('spinner', { label: 'Loading', speed: '2s' });
    expect([spinner.getAttribute('role'), spinner.textContent]).toEqual(['status', 'Loading']);
  });
});
