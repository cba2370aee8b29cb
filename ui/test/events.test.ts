import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import './stand-ins';
import { Applier } from '../src/applier';
import { listen } from '../src/events';
import { DEBOUNCE_MS, Fields } from '../src/fields';
import { APP_NODE, type WireEvent } from '../src/wire';
import { fieldOf, fireIn, switchOver, typeInto } from './stand-ins';

const BUTTON = 3;
const NAME = 4;
const CITY = 5;
const KEEP = 6;

const open = () => {
  const root = document.createElement('div');
  document.body.append(root);
  const sent: (readonly WireEvent[])[] = [];
  const send = (events: readonly WireEvent[]): void => {
    sent.push(events);
  };
  const fields = new Fields(send);
  const applier = new Applier(root, fields);
  listen({ window, root, applier, fields, send });
  applier.apply(
    [
      { kind: 'vbox', hasChildren: true, properties: [] },
      { kind: 'button', hasChildren: false, properties: ['label'] },
      { kind: 'text_input', hasChildren: false, properties: ['label', 'value'] },
      { kind: 'checkbox', hasChildren: false, properties: ['label', 'checked'] },
    ],
    [1, 1, 0, 2, 1, 0, 4, 1, 'Save', 2, 'Name', '', 2, 'City', '', 3, 'Keep', false],
    [],
  );
  const element = (id: number): HTMLElement => {
    const found = applier.element(id);
    if (found === null) {
      throw new Error(`no node ${id}`);
    }
    return found;
  };
  const apply = (...ops: unknown[]): void => applier.apply([], ops, []);
  const compose = (id: number, type: 'compositionstart' | 'compositionend'): void => {
    fireIn(element(id), new CompositionEvent(type, { bubbles: true }));
  };
  return { root, sent, element, apply, compose, fields };
};

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('clicks', () => {
  it('are heard without a listener at the button, wherever in it they happen', () => {
    const { element, sent } = open();
    const inner = document.createElement('span');
    element(BUTTON).append(inner);
    inner.click();
    expect(sent).toEqual([[[BUTTON, 'clicked']]]);
  });

  it('on what cannot be clicked are none', () => {
    const { element, root, sent } = open();
    element(2).click();
    element(NAME).click();
    root.click();
    expect(sent).toEqual([]);
  });

  it('on a removed button are none', () => {
    const { element, apply, sent } = open();
    const button = element(BUTTON);
    apply(2, BUTTON);
    button.click();
    expect(sent).toEqual([]);
  });
});

describe('typing', () => {
  it('is sent when the person pauses, once, with the count of changes', () => {
    const { element, sent } = open();
    typeInto(element(NAME), 'A');
    vi.advanceTimersByTime(DEBOUNCE_MS - 1);
    typeInto(element(NAME), 'Ad');
    vi.advanceTimersByTime(DEBOUNCE_MS - 1);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(sent).toEqual([[[NAME, 'value', 'Ad', 2]]]);
    vi.advanceTimersByTime(1000);
    expect(sent).toHaveLength(1);
  });

  it('has a pause of its own in each field', () => {
    const { element, sent } = open();
    typeInto(element(NAME), 'A');
    vi.advanceTimersByTime(30);
    typeInto(element(CITY), 'B');
    vi.advanceTimersByTime(20);
    expect(sent).toEqual([[[NAME, 'value', 'A', 1]]]);
    vi.advanceTimersByTime(30);
    expect(sent).toEqual([[[NAME, 'value', 'A', 1]], [[CITY, 'value', 'B', 1]]]);
  });

  it('goes in front of a click, in the same message, in the order of the first changes', () => {
    const { element, sent } = open();
    typeInto(element(CITY), 'B');
    typeInto(element(NAME), 'A');
    typeInto(element(CITY), 'Bo');
    element(BUTTON).click();
    expect(sent).toEqual([[[CITY, 'value', 'Bo', 2], [NAME, 'value', 'A', 1], [BUTTON, 'clicked']]]);
    vi.advanceTimersByTime(1000);
    expect(sent).toHaveLength(1);
  });

  it('goes in front of a tick', () => {
    const { element, sent } = open();
    typeInto(element(NAME), 'A');
    switchOver(element(KEEP));
    switchOver(element(KEEP));
    expect(sent).toEqual([[[NAME, 'value', 'A', 1], [KEEP, 'checked', true, 1]], [[KEEP, 'checked', false, 2]]]);
  });

  it.each([
    ['leaving the field', () => new FocusEvent('focusout', { bubbles: true })],
    ['Enter', () => new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })],
  ])('is sent at once at %s', (_what, event) => {
    const { element, sent } = open();
    typeInto(element(NAME), 'A');
    typeInto(element(CITY), 'B');
    fireIn(element(NAME), event());
    expect(sent).toEqual([[[NAME, 'value', 'A', 1]]]);
  });

  it('is sent at once when the page goes', () => {
    const { element, sent } = open();
    typeInto(element(NAME), 'A');
    typeInto(element(CITY), 'B');
    window.dispatchEvent(new Event('pagehide'));
    expect(sent).toEqual([[[NAME, 'value', 'A', 1], [CITY, 'value', 'B', 1]]]);
  });

  it('that changes nothing is no change', () => {
    const { element, apply, sent } = open();
    apply(4, NAME, 'value', 'Ada');
    typeInto(element(NAME), 'Ada');
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual([]);
  });

  it('in a field that is then removed is not sent', () => {
    const { element, apply, sent } = open();
    typeInto(element(NAME), 'A');
    apply(2, NAME);
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual([]);
  });
});

describe('the host sets what the person can change', () => {
  const value = (element: Element): unknown => Reflect.get(element, 'value');

  it('and is dropped where the person has typed since', () => {
    const { element, apply, sent } = open();
    typeInto(element(NAME), 'A');
    vi.advanceTimersByTime(DEBOUNCE_MS);
    typeInto(element(NAME), 'Ad');
    apply(5, NAME, 'value', 'A!', 1);
    expect(value(element(NAME))).toBe('Ad');
    vi.advanceTimersByTime(DEBOUNCE_MS);
    expect(sent.at(-1)).toEqual([[NAME, 'value', 'Ad', 2]]);
    apply(5, NAME, 'value', 'AD', 2);
    expect(value(element(NAME))).toBe('AD');
  });

  it('for each field by its own count', () => {
    const { element, apply } = open();
    typeInto(element(NAME), 'A');
    apply(5, CITY, 'value', 'Oslo', 0);
    expect(value(element(CITY))).toBe('Oslo');
  });

  it('and is dropped where the person has ticked since', () => {
    const { element, apply } = open();
    switchOver(element(KEEP));
    apply(5, KEEP, 'checked', false, 0);
    expect(Reflect.get(element(KEEP), 'checked')).toBe(true);
    apply(5, KEEP, 'checked', false, 1);
    expect(Reflect.get(element(KEEP), 'checked')).toBe(false);
  });

  it('starting from nothing after a reset', () => {
    const { element, apply, fields } = open();
    typeInto(element(NAME), 'A');
    fields.reset();
    apply(5, NAME, 'value', 'new', 0);
    expect(value(element(NAME))).toBe('new');
  });
});

describe('an input method', () => {
  it('sends nothing before it is done, then at once', () => {
    const { element, compose, sent } = open();
    compose(NAME, 'compositionstart');
    typeInto(element(NAME), 'n');
    typeInto(element(NAME), '\u306b');
    vi.advanceTimersByTime(1000);
    element(BUTTON).click();
    expect(sent).toEqual([[[BUTTON, 'clicked']]]);
    typeInto(element(NAME), '\u65e5');
    compose(NAME, 'compositionend');
    expect(sent.at(-1)).toEqual([[NAME, 'value', '\u65e5', 1]]);
    vi.advanceTimersByTime(1000);
    expect(sent).toHaveLength(2);
  });

  it('keeps what it composes, and what was pending before goes out with it', () => {
    const { element, apply, compose, sent } = open();
    typeInto(element(NAME), 'A');
    compose(NAME, 'compositionstart');
    apply(5, NAME, 'value', 'from the app', 1);
    expect(fieldOf(element(NAME)).value).toBe('A');
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual([]);
    typeInto(element(NAME), 'A\u65e5');
    compose(NAME, 'compositionend');
    expect(sent).toEqual([[[NAME, 'value', 'A\u65e5', 2]]]);
    expect(fieldOf(element(NAME)).value).toBe('A\u65e5');
  });

  it('that is given up lets the host set what it wanted to', () => {
    const { element, apply, compose, sent } = open();
    compose(NAME, 'compositionstart');
    typeInto(element(NAME), 'n');
    apply(5, NAME, 'value', 'from the app', 0);
    typeInto(element(NAME), '');
    compose(NAME, 'compositionend');
    expect(Reflect.get(element(NAME), 'value')).toBe('from the app');
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual([]);
  });

  it('does not send at its own Enter', () => {
    const { element, compose, sent } = open();
    compose(NAME, 'compositionstart');
    typeInto(element(NAME), 'n');
    fireIn(element(NAME), new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }));
    expect(sent).toEqual([]);
  });
});

describe('the way back', () => {
  const press = (init: KeyboardEventInit): KeyboardEvent => {
    const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
    fireIn(document.body, event);
    return event;
  };

  it('is Alt with an arrow key, after what was typed', () => {
    const { element, sent } = open();
    typeInto(element(NAME), 'A');
    const event = press({ key: 'ArrowLeft', altKey: true });
    expect(sent).toEqual([[[NAME, 'value', 'A', 1], [APP_NODE, 'back']]]);
    expect(event.defaultPrevented).toBe(true);
    press({ key: 'ArrowRight', altKey: true });
    expect(sent.at(-1)).toEqual([[APP_NODE, 'forward']]);
  });

  it('is none of the keys that move in a text', () => {
    const { sent } = open();
    for (const init of [
      { key: 'ArrowLeft' },
      { key: 'ArrowLeft', altKey: true, ctrlKey: true },
      { key: 'ArrowLeft', altKey: true, shiftKey: true },
      { key: 'ArrowLeft', altKey: true, isComposing: true },
      { key: 'ArrowUp', altKey: true },
    ]) {
      expect(press(init).defaultPrevented).toBe(false);
    }
    expect(sent).toEqual([]);
  });

  it('is a side button of the mouse', () => {
    const { sent } = open();
    fireIn(document.body, new MouseEvent('mouseup', { button: 3, bubbles: true }));
    fireIn(document.body, new MouseEvent('mouseup', { button: 4, bubbles: true }));
    fireIn(document.body, new MouseEvent('mouseup', { button: 0, bubbles: true }));
    expect(sent).toEqual([[[APP_NODE, 'back']], [[APP_NODE, 'forward']]]);
  });
});
