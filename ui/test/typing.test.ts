// A person who types 30 keys a second into an app whose turns take 100 ms: what the app gets, and what the field holds.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import './stand-ins';
import { Applier } from '../src/applier';
import { listen } from '../src/events';
import { DEBOUNCE_MS, Fields } from '../src/fields';
import { Outbox } from '../src/outbox';
import type { WireEvent } from '../src/wire';
import { fieldOf, fireIn, typeInto } from './stand-ins';

const KEY_MS = 1000 / 30;
const TURN_MS = 100;

const NAME = 2;
const CITY = 3;
const SAVE = 4;

type Heard = [node: number, what: string, value?: unknown, revision?: number];

/** A page, and a host that takes its time, and then sets each field to what it has heard, as an app may do. */
const open = () => {
  const root = document.createElement('div');
  document.body.append(root);
  const heard: Heard[] = [];
  const outbox = new Outbox(async (body) => {
    const { events = [] } = JSON.parse(new TextDecoder().decode(body)) as { events?: Heard[] };
    await new Promise((resolve) => setTimeout(resolve, TURN_MS));
    heard.push(...events);
    for (const [node, what, value, revision] of events) {
      if (what === 'value') {
        // On its way, like the answer.
        setTimeout(() => applier.apply([], [5, node, 'value', value, revision], []), 7);
      }
    }
  });
  const send = (events: readonly WireEvent[]): void => outbox.push(events);
  const fields = new Fields(send);
  const applier = new Applier(root, fields);
  listen({ window, root, applier, fields, send });
  applier.apply(
    [
      { kind: 'text_input', hasChildren: false, properties: ['label', 'value'] },
      { kind: 'button', hasChildren: false, properties: ['label'] },
    ],
    [1, 1, 0, 2, 3, 0, 'Name', '', 0, 'City', '', 1, 'Save'],
    [],
  );
  outbox.open(1);
  const element = (id: number): HTMLElement => {
    const found = applier.element(id);
    if (found === null) {
      throw new Error(`no node ${id}`);
    }
    return found;
  };
  /** Behind what is in the field, whoever put it there. */
  const key = async (id: number, character: string): Promise<void> => {
    typeInto(element(id), fieldOf(element(id)).value + character);
    await vi.advanceTimersByTimeAsync(KEY_MS);
  };
  const held = (id: number): unknown => Reflect.get(element(id), 'value');
  const of = (id: number): unknown[] => heard.filter(([node]) => node === id).map(([, , value]) => value);
  return { heard, element, key, held, of };
};

const rest = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(20 * TURN_MS);
};

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
});

afterEach(() => {
  vi.useRealTimers();
});

const TEXT = 'the quick brown fox jumps over the lazy dog, and then it does it all again';

describe('typing faster than the app takes it', () => {
  it('loses nothing and reorders nothing, in one field', async () => {
    const { element, key, held, of } = open();
    for (const [at, character] of [...TEXT].entries()) {
      await key(NAME, character);
      // The person pauses now and then, so that the app gets parts of it.
      if (at % 9 === 8) {
        await vi.advanceTimersByTimeAsync(DEBOUNCE_MS);
      }
      expect(held(NAME)).toBe(TEXT.slice(0, at + 1));
    }
    await rest();
    const parts = of(NAME);
    expect(parts.at(-1)).toBe(TEXT);
    expect(parts.length).toBeGreaterThan(3);
    for (const [at, part] of parts.entries()) {
      expect(TEXT.startsWith(String(part)), String(part)).toBe(true);
      expect(String(part).length).toBeGreaterThan(String(parts[at - 1] ?? '').length);
    }
    expect(fieldOf(element(NAME)).value).toBe(TEXT);
  });

  it('in two fields by turns brings both, within one pause too', async () => {
    const { key, held, of } = open();
    for (const character of TEXT) {
      await key(NAME, character);
      await key(CITY, character);
    }
    await rest();
    expect([of(NAME).at(-1), of(CITY).at(-1)]).toEqual([TEXT, TEXT]);
    expect([held(NAME), held(CITY)]).toEqual([TEXT, TEXT]);
  });

  it('and then clicking brings the whole text in front of the click', async () => {
    const { heard, element, key } = open();
    for (const character of TEXT) {
      await key(NAME, character);
    }
    element(SAVE).click();
    await rest();
    expect(heard.slice(-2)).toEqual([[NAME, 'value', TEXT, TEXT.length], [SAVE, 'clicked']]);
  });

  it('by an input method brings its words whole, and lets nothing in between', async () => {
    const { element, key, held, of } = open();
    const compose = (type: 'compositionstart' | 'compositionend'): void =>
      fireIn(element(NAME), new CompositionEvent(type, { bubbles: true }));
    const words = ['\u65e5\u672c', '\u8a9e', '\u306f', '\u697d\u3057\u3044'];
    let text = '';
    for (const word of words) {
      await key(NAME, '-');
      text += '-';
      compose('compositionstart');
      for (const step of ['n', 'ni', '\u306b', word]) {
        typeInto(element(NAME), text + step);
        await vi.advanceTimersByTimeAsync(3 * TURN_MS);
        expect(held(NAME)).toBe(text + step);
      }
      compose('compositionend');
      text += word;
      await vi.advanceTimersByTimeAsync(KEY_MS);
    }
    await rest();
    expect(held(NAME)).toBe(text);
    expect(of(NAME).at(-1)).toBe(text);
    // No half of a word was ever told.
    expect(of(NAME).filter((part) => /n|\u306b/.test(String(part)))).toEqual([]);
  });
});
