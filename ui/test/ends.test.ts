// The page's own side of the wire, as it is, against a model of the host: keys and an input method in three fields, messages and frames
// that are late, acknowledgements that wait in line. No keystroke is lost, no text jumps, and both ends agree when all has arrived.
// tests/properties/ends.rs tries the runtime in the same way.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import './stand-ins';
import { Applier } from '../src/applier';
import { listen } from '../src/events';
import { DEBOUNCE_MS, Fields } from '../src/fields';
import { Outbox } from '../src/outbox';
import { randomNumbers } from './model';
import { fieldOf, fireIn, typeInto } from './stand-ins';

const FIELDS = [2, 3, 4] as const;
const BUTTON = 5;
const MOST_IN_FLIGHT = 2;

interface Held {
  text: string;
  revision: number;
}

/** What the app does with what is typed. */
const MANNERS = {
  keeps: (text: string): string => text,
  shouts: (text: string): string => text.toUpperCase(),
};

/** The host, as PROTOCOL.md has it: one batch a message, at most two frames that are not acknowledged. */
class Host {
  readonly held = new Map<number, Held>(FIELDS.map((field) => [field, { text: '', revision: 0 }]));
  readonly toPage: { readonly frame: number; readonly ops: readonly unknown[] }[] = [];
  readonly #manner: (text: string) => string;
  readonly #changed = new Set<number>();
  /** What each field was to hold at each press, that of an input method aside. */
  readonly atPresses: ReadonlyMap<number, string>[] = [];
  presses = 0;
  #sent = 0;
  #acknowledged = 0;

  constructor(manner: (text: string) => string) {
    this.#manner = manner;
  }

  take(body: Uint8Array): void {
    const { ack, events = [] } = JSON.parse(new TextDecoder().decode(body)) as { ack?: number; events?: unknown[][] };
    this.#acknowledged = Math.max(this.#acknowledged, ack ?? 0);
    for (const [node, name, text, revision] of events) {
      const held = this.held.get(Number(node));
      if (name === 'clicked') {
        this.atPresses[this.presses]?.forEach((typed, field) => {
          expect(this.held.get(field)?.text.toLowerCase(), `field ${field} at a press`).toBe(typed);
        });
        this.presses += 1;
      } else if (held !== undefined && Number(revision) > held.revision) {
        held.revision = Number(revision);
        held.text = this.#manner(String(text));
        if (held.text !== text) {
          this.#changed.add(Number(node));
        }
      } else {
        throw new Error(`the host refuses ${JSON.stringify([node, name, text, revision])}`);
      }
    }
    this.send();
  }

  /** Like a run of the app that sets each field to what it has: what the page knows already goes out as well, now and then. */
  repeat(): void {
    FIELDS.forEach((field) => this.#changed.add(field));
    this.send();
  }

  send(): void {
    if (this.#changed.size === 0 || this.#sent - this.#acknowledged >= MOST_IN_FLIGHT) {
      return;
    }
    this.#sent += 1;
    const ops = [...this.#changed].flatMap((field) => {
      const { text, revision } = this.held.get(field) ?? { text: '', revision: 0 };
      return [5, field, 'value', text, revision];
    });
    this.#changed.clear();
    this.toPage.push({ frame: this.#sent, ops });
  }
}

class Ends {
  readonly host: Host;
  readonly typed = new Map<number, string>(FIELDS.map((field) => [field, '']));
  readonly composing = new Set<number>();
  readonly toHost: { readonly body: Uint8Array; readonly answer: () => void }[] = [];
  readonly applier: Applier;
  readonly outbox: Outbox;
  presses = 0;

  constructor(manner: (text: string) => string) {
    this.host = new Host(manner);
    const root = document.createElement('div');
    document.body.append(root);
    this.outbox = new Outbox((body) => new Promise((resolve) => this.toHost.push({ body, answer: () => resolve(null) })));
    const send = (events: Parameters<Outbox['push']>[0]): void => this.outbox.push(events);
    const fields = new Fields(send);
    this.applier = new Applier(root, fields);
    listen({ window, root, applier: this.applier, fields, send });
    const shapes = [
      { kind: 'text_input', hasChildren: false, properties: ['label', 'value'] },
      { kind: 'button', hasChildren: false, properties: ['label'] },
    ];
    this.applier.apply(shapes, [1, 1, 0, 2, 4, 0, 'a', '', 0, 'b', '', 0, 'c', '', 1, 'Press'], []);
    this.outbox.open(1);
  }

  element(node: number): HTMLElement {
    const element = this.applier.element(node);
    if (element === null) {
      throw new Error(`the node ${node} is not in the page`);
    }
    return element;
  }

  shown(field: number): string {
    return fieldOf(this.element(field)).value;
  }

  key(field: number, key: string): void {
    typeInto(this.element(field), this.shown(field) + key);
    this.typed.set(field, (this.typed.get(field) ?? '') + key);
  }

  compose(field: number): void {
    const ends = this.composing.delete(field);
    if (!ends) {
      this.composing.add(field);
    }
    fireIn(this.element(field), new CompositionEvent(ends ? 'compositionend' : 'compositionstart', { bubbles: true }));
  }

  async arriveAtHost(): Promise<void> {
    const message = this.toHost.shift();
    if (message !== undefined) {
      this.host.take(message.body);
      message.answer();
    }
    await vi.advanceTimersByTimeAsync(0);
  }

  arriveAtPage(): void {
    const frame = this.host.toPage.shift();
    if (frame !== undefined) {
      this.applier.apply([], frame.ops, []);
      this.outbox.acknowledge(frame.frame);
    }
  }

  async settle(): Promise<void> {
    [...this.composing].forEach((field) => this.compose(field));
    await vi.advanceTimersByTimeAsync(DEBOUNCE_MS);
    while (this.toHost.length > 0 || this.host.toPage.length > 0) {
      await this.arriveAtHost();
      this.arriveAtPage();
      this.host.send();
    }
  }

  agrees(when: string): void {
    for (const [field, typed] of this.typed) {
      expect(this.shown(field).toLowerCase(), `field ${field} after ${when}`).toBe(typed);
    }
  }
}

const happen = async (ends: Ends, random: (below: number) => number): Promise<string> => {
  const field = FIELDS[random(FIELDS.length)] ?? FIELDS[0];
  switch (random(10)) {
    case 0:
    case 1:
    case 2: {
      const key = String.fromCharCode(97 + random(26));
      ends.key(field, key);
      return `key ${key} in ${field}`;
    }
    case 3: {
      const time = random(2 * DEBOUNCE_MS);
      await vi.advanceTimersByTimeAsync(time);
      return `${time} ms`;
    }
    case 4:
    case 5:
      await ends.arriveAtHost();
      return 'a message arrives';
    case 6:
      ends.arriveAtPage();
      return 'a frame arrives';
    case 7:
      ends.compose(field);
      return `an input method in ${field}`;
    case 8:
      ends.host.repeat();
      return 'the host repeats itself';
    default: {
      if (random(2) === 0) {
        fireIn(ends.element(field), new FocusEvent('focusout', { bubbles: true }));
        return `the focus leaves ${field}`;
      }
      ends.host.atPresses.push(new Map([...ends.typed].filter(([of]) => !ends.composing.has(of))));
      ends.element(BUTTON).click();
      ends.presses += 1;
      return 'a press';
    }
  }
};

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

describe.each(Object.entries(MANNERS))('against an app that %s what is typed', (_, manner) => {
  it.each(Array.from({ length: 25 }, (_unused, seed) => seed))('nothing is lost (seed %i)', async (seed) => {
    const random = randomNumbers(seed);
    const ends = new Ends(manner);
    for (let step = 0; step < 120; step += 1) {
      ends.agrees(`step ${step}, ${await happen(ends, random)}`);
    }
    await ends.settle();
    ends.agrees('all has arrived');
    for (const field of FIELDS) {
      expect(ends.host.held.get(field)?.text).toBe(manner(ends.typed.get(field) ?? ''));
      expect(ends.shown(field)).toBe(manner(ends.typed.get(field) ?? ''));
    }
    expect(ends.host.presses).toBe(ends.presses);
  });
});
