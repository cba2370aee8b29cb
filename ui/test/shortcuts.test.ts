import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import './stand-ins';
import { Applier } from '../src/applier';
import { listen } from '../src/events';
import { Fields } from '../src/fields';
import { settleOverlays } from '../src/overlays';
import type { WireEvent } from '../src/wire';
import { fieldOf, typeInto } from './stand-ins';

const SAVE = 2;
const KEY = 3;
const NAME = 4;
const DIALOG = 5;
const INSIDE = 6;

let stop: AbortController;

const open = (save: string, key: string, inside = 'Ctrl+Enter') => {
  const root = document.createElement('div');
  document.body.append(root);
  const sent: (readonly WireEvent[])[] = [];
  const send = (events: readonly WireEvent[]): void => {
    sent.push(events);
  };
  const fields = new Fields(send);
  const applier = new Applier(root, fields);
  // Listeners of one test must not hear the next one's keys.
  const target = new Proxy(window, {
    get: (of, name) =>
      name === 'addEventListener'
        ? (type: string, each: EventListener) => of.addEventListener(type, each, { signal: stop.signal })
        : Reflect.get(of, name),
  });
  listen({ window: target, root, applier, fields, send });
  applier.apply(
    [
      { kind: 'button', hasChildren: false, properties: ['label', 'shortcut'] },
      { kind: 'shortcut', hasChildren: false, properties: ['shortcut'] },
      { kind: 'text_input', hasChildren: false, properties: ['label', 'value'] },
      { kind: 'dialog', hasChildren: true, properties: ['label', 'opened'] },
    ],
    [1, 1, 0, 2, 4, 0, 'Save', save, 1, key, 2, 'Name', '', 3, 'Sure?', false, 1, 0, 'Yes', inside],
    [],
  );
  const element = (id: number): HTMLElement => {
    const found = applier.element(id);
    if (found === null) {
      throw new Error(`no node ${id}`);
    }
    return found;
  };
  const apply = (...ops: unknown[]): void => {
    applier.apply([], ops, []);
    settleOverlays(document, []);
  };
  return { sent, element, apply };
};

const press = (key: string, init: KeyboardEventInit = {}): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  (document.activeElement ?? document.body).dispatchEvent(event);
  return event;
};

const ctrl = { ctrlKey: true };

beforeEach(() => {
  stop = new AbortController();
  vi.useFakeTimers();
  document.body.replaceChildren();
});

afterEach(() => {
  stop.abort();
  vi.useRealTimers();
});

describe('a shortcut', () => {
  it('clicks its button, after what was typed, and is heard by assistive technology', () => {
    const { sent, element } = open('Ctrl+S', 'J');
    typeInto(element(NAME), 'A');
    expect(press('s', ctrl).defaultPrevented).toBe(true);
    expect(sent).toEqual([[[NAME, 'value', 'A', 1], [SAVE, 'clicked']]]);
    expect(element(SAVE).getAttribute('aria-keyshortcuts')).toBe('Control+S');
  });

  it('of its own is an event, after what was typed', () => {
    const { sent, element } = open('Ctrl+S', 'Ctrl+Shift+Up');
    typeInto(element(NAME), 'A');
    press('ArrowUp', { ctrlKey: true, shiftKey: true });
    expect(sent).toEqual([[[NAME, 'value', 'A', 1], [KEY, 'pressed']]]);
    expect(element(KEY).getAttribute('aria-keyshortcuts')).toBe('Control+Shift+ArrowUp');
  });

  it.each([
    ['another key', 'd', ctrl],
    ['one key too many', 's', { ctrlKey: true, shiftKey: true }],
    ['one key too few', 's', {}],
    ['an input method', 's', { ctrlKey: true, isComposing: true }],
  ])('is not %s', (_what, key, init) => {
    const { sent } = open('Ctrl+S', 'F5');
    expect(press(key, init).defaultPrevented).toBe(false);
    expect(sent).toEqual([]);
  });

  it('that is held down acts once', () => {
    const { sent } = open('Ctrl+S', 'F5');
    press('s', ctrl);
    expect(press('s', { ctrlKey: true, repeat: true }).defaultPrevented).toBe(true);
    expect(sent).toHaveLength(1);
  });

  it('of what is switched off does nothing', () => {
    const { sent, apply } = open('Ctrl+S', 'F5');
    apply(4, SAVE, 'disabled', true);
    press('s', ctrl);
    expect(sent).toEqual([]);
    apply(4, SAVE, 'disabled', false);
    press('s', ctrl);
    expect(sent).toHaveLength(1);
    apply(4, SAVE, 'shortcut', null);
    press('s', ctrl);
    expect(sent).toHaveLength(1);
  });

  it('is the letter of the layout, or of the same key where the layout has none', () => {
    const { sent } = open('Ctrl+S', 'Ctrl+Shift+1');
    press('\u044b', { ctrlKey: true, code: 'KeyS' });
    expect(sent).toEqual([[[SAVE, 'clicked']]]);
    // On a layout with other places for its letters, the letter counts.
    press('o', { ctrlKey: true, code: 'KeyS' });
    expect(sent).toHaveLength(1);
    press('!', { ctrlKey: true, shiftKey: true, code: 'Digit1' });
    expect(sent.at(-1)).toEqual([[KEY, 'pressed']]);
  });

  it('that is a sign needs no Shift, wherever the layout has it', () => {
    const { sent } = open('?', 'Ctrl+Plus');
    press('?', { shiftKey: true });
    press('+', { ctrlKey: true, shiftKey: true });
    press('+', ctrl);
    expect(sent).toEqual([[[SAVE, 'clicked']], [[KEY, 'pressed']], [[KEY, 'pressed']]]);
  });
});

describe('while a text is typed', () => {
  it.each(['j', ' ', 'Enter', 'Backspace', 'ArrowUp', 'Home'])('%j is the text\u2019s', (key) => {
    const names: { [key: string]: string } = { j: 'J', ' ': 'Space', ArrowUp: 'Up' };
    const { sent, element } = open('Ctrl+S', names[key] ?? key);
    fieldOf(element(NAME)).focus();
    expect(press(key).defaultPrevented).toBe(false);
    expect(sent).toEqual([]);
  });

  it.each(['a', 'c', 'v', 'x', 'z', 'y', 'ArrowLeft', 'Backspace'])('Ctrl+%s edits it', (key) => {
    const { sent, element } = open('Ctrl+S', `Ctrl+${key === 'ArrowLeft' ? 'Left' : key.length === 1 ? key.toUpperCase() : key}`);
    fieldOf(element(NAME)).focus();
    expect(press(key, ctrl).defaultPrevented).toBe(false);
    expect(sent).toEqual([]);
    fieldOf(element(NAME)).blur();
    press(key, ctrl);
    expect(sent).toEqual([[[KEY, 'pressed']]]);
  });

  it('the others act', () => {
    const { sent, element } = open('Ctrl+S', 'F5');
    fieldOf(element(NAME)).focus();
    press('s', ctrl);
    press('F5');
    expect(sent).toEqual([[[SAVE, 'clicked']], [[KEY, 'pressed']]]);
  });

  it('a key that presses the button with the focus is no shortcut of another', () => {
    const { sent, element } = open('Ctrl+S', 'Enter');
    element(SAVE).focus();
    press('Enter');
    expect(sent).toEqual([]);
    element(SAVE).blur();
    press('Enter');
    expect(sent).toEqual([[[KEY, 'pressed']]]);
  });
});

describe('a dialog', () => {
  it('has its shortcuts to itself while it is open', () => {
    const { sent, apply } = open('Ctrl+S', 'Ctrl+Enter');
    press('Enter', ctrl);
    expect(sent).toEqual([[[KEY, 'pressed']]]);
    apply(4, DIALOG, 'opened', true);
    press('Enter', ctrl);
    press('s', ctrl);
    expect(sent.slice(1)).toEqual([[[INSIDE, 'clicked']]]);
    apply(4, DIALOG, 'opened', false);
    press('s', ctrl);
    expect(sent.at(-1)).toEqual([[SAVE, 'clicked']]);
  });

  it('is closed by Escape, whoever else wants it', () => {
    const { sent, apply } = open('Escape', 'F5', 'Escape');
    apply(4, DIALOG, 'opened', true);
    expect(press('Escape').defaultPrevented).toBe(false);
    expect(sent).toEqual([]);
  });
});
