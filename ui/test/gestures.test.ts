import { beforeEach, describe, expect, it } from 'vitest';

import './stand-ins';
import { Applier } from '../src/applier';
import { listen } from '../src/events';
import { dropTarget } from '../src/gestures';
import { Fields } from '../src/fields';
import { MAX_PASTED_BYTES, type WireEvent } from '../src/wire';
import { fireIn, typeInto } from './stand-ins';

const OUTER = 2;
const INNER = 3;
const NAME = 4;
const BUTTON = 5;
const PLAIN = 6;

const ALL = 127;

const open = (outer: number, name: number, button = 0) => {
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
      { kind: 'vbox', hasChildren: true, properties: ['listen'] },
      { kind: 'vbox', hasChildren: true, properties: [] },
      { kind: 'text_input', hasChildren: false, properties: ['label', 'value', 'listen'] },
      { kind: 'button', hasChildren: false, properties: ['label', 'disabled', 'listen'] },
      { kind: 'text', hasChildren: false, properties: ['content'] },
    ],
    [1, 1, 0, 2, 1, 0, outer === 0 ? null : outer, 1, 1, 2, 2, 'Name', '', name, 3, 'Off', true, button, 1, 1, 0, 6, 1, 4, 'Plain'],
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
  return { sent, element, apply, applier };
};

const focusEvent = (type: string, other: Element | null): FocusEvent =>
  new FocusEvent(type, { bubbles: true, relatedTarget: other });
const over = (type: string, other: Element | null): MouseEvent => new MouseEvent(type, { bubbles: true, relatedTarget: other });

const paste = (text: string): Event => {
  const event = new Event('paste', { bubbles: true });
  Object.defineProperty(event, 'clipboardData', { value: { getData: () => text } });
  return event;
};

beforeEach(() => {
  document.body.replaceChildren();
});

describe('gestures', () => {
  it('are sent only where the app asked, and not any more when it stops', () => {
    const { sent, element, apply } = open(0, 0);
    const all = (id: number): void => {
      fireIn(element(id), focusEvent('focusin', null));
      fireIn(element(id), over('mouseover', null));
      fireIn(element(id), new MouseEvent('dblclick', { bubbles: true }));
      fireIn(element(id), new MouseEvent('contextmenu', { bubbles: true }));
      fireIn(element(id), paste('x'));
    };
    all(NAME);
    all(INNER);
    expect(sent).toEqual([]);
    apply(4, INNER, 'listen', 8);
    all(NAME);
    expect(sent).toEqual([[[INNER, 'hovered']]]);
    apply(4, INNER, 'listen', null);
    all(NAME);
    expect(sent).toHaveLength(1);
  });

  it('that cross into a box are told of it, not of each of its parts', () => {
    const { sent, element } = open(ALL, 3);
    fireIn(element(NAME), focusEvent('focusin', null));
    expect(sent.at(-1)).toEqual([[NAME, 'focused'], [OUTER, 'focused']]);
    fireIn(element(NAME), focusEvent('focusout', element(BUTTON)));
    fireIn(element(BUTTON), focusEvent('focusin', element(NAME)));
    expect(sent.at(-1)).toEqual([[NAME, 'blurred']]);
    fireIn(element(BUTTON), focusEvent('focusout', document.body));
    expect(sent.at(-1)).toEqual([[OUTER, 'blurred']]);
    expect(sent).toHaveLength(3);
    fireIn(element(NAME), over('mouseover', element(OUTER)));
    expect(sent).toHaveLength(3);
    fireIn(element(INNER), over('mouseout', document.body));
    expect(sent.at(-1)).toEqual([[OUTER, 'unhovered']]);
  });

  it('of one place go to the innermost element that asks', () => {
    const { sent, element } = open(ALL, 4);
    fireIn(element(NAME), new MouseEvent('dblclick', { bubbles: true }));
    expect(sent).toEqual([[[NAME, 'double_clicked']]]);
    const menu = new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
    fireIn(element(NAME), menu);
    expect(sent.at(-1)).toEqual([[OUTER, 'context_menu']]);
    expect(menu.defaultPrevented).toBe(true);
    const native = new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
    fireIn(element(PLAIN), native);
    expect(native.defaultPrevented).toBe(false);
    expect(sent).toHaveLength(2);
  });

  it('of what is switched off are none', () => {
    const { sent, element } = open(0, 0, ALL);
    fireIn(element(BUTTON), over('mouseover', null));
    fireIn(element(BUTTON), new MouseEvent('dblclick', { bubbles: true }));
    expect(sent).toEqual([]);
  });

  it('come after what was typed, in the same message', () => {
    const { sent, element } = open(0, 32 + 64);
    typeInto(element(NAME), 'A');
    fireIn(element(NAME), paste('b\u00e9'));
    expect(sent).toEqual([[[NAME, 'value', 'A', 1], [NAME, 'pasted', 'b\u00e9']]]);
  });

  it('that bring too long a text bring none', () => {
    const { sent, element } = open(0, 64);
    fireIn(element(NAME), paste('\u00e9'.repeat(MAX_PASTED_BYTES / 2)));
    fireIn(element(NAME), paste('\u00e9'.repeat(MAX_PASTED_BYTES / 2 + 1)));
    fireIn(element(NAME), paste(''));
    expect(sent).toHaveLength(2);
    expect(sent[0]?.[0]).toHaveLength(3);
    expect(sent[1]).toEqual([[NAME, 'pasted']]);
  });

  it('of files that are dropped go to the innermost element at that place that asks', () => {
    const { applier, element } = open(128, 0, 128);
    const at = (node: number | null): number => {
      document.elementFromPoint = () => (node === null ? null : element(node));
      return dropTarget(document, applier, { kind: 'drop', number: 1, x: 10, y: 20 });
    };
    expect([at(NAME), at(INNER), at(BUTTON), at(PLAIN), at(null)]).toEqual([OUTER, OUTER, OUTER, 0, 0]);
    expect(element(OUTER).hasAttribute('data-drops')).toBe(true);
    expect(element(PLAIN).hasAttribute('data-drops')).toBe(false);
  });

  it('that nobody knows are refused', () => {
    const { apply } = open(0, 0);
    for (const bad of [256, -1, 1.5, 'focused', true]) {
      expect(() => apply(4, OUTER, 'listen', bad), String(bad)).toThrow('no gestures');
    }
  });
});
