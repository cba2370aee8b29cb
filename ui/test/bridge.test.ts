import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import './stand-ins';
import { Bridge, MAX_SETUPS_IN_A_ROW } from '../src/bridge';
import { DEBOUNCE_MS } from '../src/fields';
import { MIRROR_KEY } from '../src/mirror';
import { ANSWER_TIMEOUT_MS } from '../src/outbox';
import { typeInto } from './stand-ins';

interface Envelope {
  readonly message: unknown;
  readonly index: number;
}

type Answer = (args: unknown) => Promise<unknown>;

/** The host's end, behind the functions that Tauri puts into the window. */
class FakeHost {
  readonly calls: [command: string, args: unknown][] = [];
  readonly answers = new Map<string, Answer>();
  #callbacks = new Map<number, (envelope: Envelope) => void>();
  #lastCallback = 0;
  readonly #sent = new Map<number, number>();
  #page = 6;
  /** The channel of the last `ui_ready`. */
  channel = 0;

  constructor() {
    this.answers.set('ui_ready', async () => {
      this.#page += 1;
      return { page: this.#page };
    });
    this.answers.set('session_restore', async () => ({ mirror: null }));
  }

  install(): void {
    Reflect.set(window, '__TAURI_INTERNALS__', {
      transformCallback: (callback: (envelope: Envelope) => void) => {
        this.#lastCallback += 1;
        this.#callbacks.set(this.#lastCallback, callback);
        return this.#lastCallback;
      },
      unregisterCallback: (id: number) => this.#callbacks.delete(id),
      invoke: async (command: string, args: unknown) => {
        if (command === 'ui_ready') {
          this.channel = Number(String(Reflect.get(Reflect.get(Object(args), 'channel') as object, 'id')));
        }
        const body: unknown = ArrayBuffer.isView(args) ? JSON.parse(new TextDecoder().decode(args)) : args;
        this.calls.push([command, body]);
        return (await this.answers.get(command)?.(body)) ?? null;
      },
    });
  }

  send(message: unknown, channel = this.channel): void {
    const index = this.#sent.get(channel) ?? 0;
    this.#sent.set(channel, index + 1);
    this.#callbacks.get(channel)?.({ message, index });
  }

  of(command: string): unknown[] {
    return this.calls.filter(([name]) => name === command).map(([, args]) => args);
  }

  get events(): unknown[] {
    return this.of('ui_event');
  }
}

const SHAPES = [
  ['button', 0, ['label']],
  ['text_input', 0, ['label', 'value']],
];
const FIRST = { v: 1, frame: 1, reset: true, shapes: SHAPES, ops: [1, 1, 0, 2, 2, 0, 'Go', 1, 'Name', ''] };
const setLabel = (frame: number, label: string): unknown => ({ v: 1, frame, ops: [4, 2, 'label', label] });

const settle = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(0);
};

const open = async (host = new FakeHost()) => {
  document.body.innerHTML = '<div id="notice"></div><main id="app"></main><div id="busy"></div>';
  const [notice, app, busy] = [...document.body.children];
  if (!(notice instanceof HTMLElement) || !(app instanceof HTMLElement) || !(busy instanceof HTMLElement)) {
    throw new Error('the page is incomplete');
  }
  host.install();
  await new Bridge(window, app, notice, busy).start();
  return { host, app, notice, busy };
};

let logged: ReturnType<typeof vi.spyOn>;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  delete document.documentElement.dataset['frame'];
  logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a busy app', () => {
  it('is said, with what it does, until it is done; frames are counted without that', async () => {
    const { host, app, busy } = await open();
    host.send(FIRST);
    host.send({ v: 1, busy: 'Saving' });
    const sign = busy.firstElementChild;
    expect(busy.querySelector('.hd-busy-text')?.textContent).toBe('Saving');
    host.send({ v: 1, busy: 'Saving (1 s)' });
    expect(busy.querySelector('.hd-busy-text')?.textContent).toBe('Saving (1 s)');
    expect(busy.firstElementChild).toBe(sign);
    host.send({ v: 1, busy: null });
    expect(busy.childNodes).toHaveLength(0);
    host.send(setLabel(2, 'Gone'));
    expect(app.querySelector('button')?.textContent).toBe('Gone');
    expect(logged).not.toHaveBeenCalled();
  });

  it('is text, whatever it says', async () => {
    const { host, busy } = await open();
    host.send(FIRST);
    host.send({ v: 1, busy: '<img src=x onerror=alert(1)>' });
    expect(busy.querySelector('img')).toBeNull();
  });
});

describe('the theme', () => {
  const html = document.documentElement;
  const systemIs = (dark: boolean): void => {
    vi.spyOn(window, 'matchMedia').mockImplementation(() => Object.assign(new EventTarget(), { matches: dark }) as MediaQueryList);
  };

  it.each([
    [false, 'light'],
    [true, 'dark'],
  ])("is the system's until the host says otherwise: %s", async (dark, shown) => {
    systemIs(dark);
    const { host } = await open();
    expect(html.dataset['theme']).toBe(shown);
    await settle();
    expect(host.events).toEqual(dark ? [{ v: 1, page: 7, events: [[0, 'system_theme', 'dark']] }] : []);
    host.send({ v: 1, frame: 1, reset: true, theme: 'dark' });
    expect(html.dataset['theme']).toBe('dark');
    expect(html.classList.contains('wa-dark')).toBe(true);
    host.send({ v: 1, frame: 2, theme: 'light' });
    expect(html.dataset['theme']).toBe('light');
    expect(html.classList.contains('wa-dark')).toBe(false);
    host.send({ v: 1, frame: 3, theme: 'system' });
    expect(html.dataset['theme']).toBe(shown);
  });

  it("is the system's again with a page that starts anew", async () => {
    systemIs(false);
    const { host } = await open();
    host.send({ v: 1, frame: 1, reset: true, theme: 'dark' });
    host.send({ v: 1, frame: 1, reset: true });
    expect(html.dataset['theme']).toBe('light');
  });

  it('that is none sets the page up again and changes nothing', async () => {
    systemIs(false);
    const { host } = await open();
    host.send({ v: 1, frame: 1, reset: true, theme: 'blue' });
    await settle();
    expect(html.dataset['theme']).toBe('light');
    expect(host.of('ui_ready')).toHaveLength(2);
  });
});

describe('the start', () => {
  it('is ui_ready, then what localStorage holds', async () => {
    localStorage.setItem(MIRROR_KEY, 'a.token');
    const { host } = await open();
    expect(host.calls.map(([command]) => command)).toEqual(['ui_ready', 'session_restore']);
    expect(host.of('ui_ready')).toMatchObject([{ v: 1 }]);
    expect(host.of('session_restore')).toEqual([{ token: 'a.token' }]);
  });

  it('says null where localStorage is empty, and carries out the mirror that comes back', async () => {
    const host = new FakeHost();
    host.answers.set('session_restore', async () => ({ mirror: { id: 5, token: 'fresh' } }));
    await open(host);
    expect(host.of('session_restore')).toEqual([{ token: null }]);
    expect(host.of('mirror_ack')).toEqual([{ id: 5, ok: true }]);
    expect(localStorage.getItem(MIRROR_KEY)).toBe('fresh');
  });

  it('does not answer for a localStorage that cannot be read', async () => {
    vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
      throw new Error('unreadable');
    });
    const { host } = await open();
    expect(host.calls.map(([command]) => command)).toEqual(['ui_ready']);
    expect(logged).toHaveBeenCalled();
  });

  it('that the host refuses is said on screen', async () => {
    const host = new FakeHost();
    host.answers.set('ui_ready', async () => Promise.reject({ code: 'version', message: 'this page is of another build' }));
    const { notice } = await open(host);
    expect(notice.textContent).toContain('this page is of another build');
    expect(host.of('session_restore')).toEqual([]);
  });
});

describe('a frame', () => {
  const encoded = new TextEncoder().encode(JSON.stringify(FIRST));

  it.each([
    ['an object', FIRST],
    ['a string', JSON.stringify(FIRST)],
    ['an ArrayBuffer', encoded.buffer],
    ['bytes', encoded],
  ])('that comes as %s is shown and acknowledged', async (_form, message) => {
    const { host, app } = await open();
    host.send(message);
    expect(app.querySelector('button')?.textContent).toBe('Go');
    expect(document.documentElement.dataset['frame']).toBe('1');
    await settle();
    expect(host.events).toEqual([{ v: 1, page: 7, ack: 1 }]);
  });

  it('that comes before the page number is acknowledged after it', async () => {
    const host = new FakeHost();
    host.answers.set('ui_ready', async () => {
      host.send(FIRST);
      return { page: 3 };
    });
    await open(host);
    await settle();
    expect(host.events).toEqual([{ v: 1, page: 3, ack: 1 }]);
  });

  it('brings the mirror, which is acknowledged after it was read back', async () => {
    localStorage.setItem(MIRROR_KEY, 'old');
    const { host } = await open();
    host.send({ ...FIRST, mirror: { id: 2, token: null } });
    await settle();
    expect(localStorage.length).toBe(0);
    expect(host.of('mirror_ack')).toEqual([{ id: 2, ok: true }]);
  });

  it('brings, keeps and removes the notice', async () => {
    const { host, notice } = await open();
    host.send({ ...FIRST, notice: { severity: 'error', title: 'Oops', text: '', details: ['app.rs:3:1'], actions: [['retry', 'Try again']] } });
    host.send(setLabel(2, 'Still'));
    expect(notice.textContent).toContain('app.rs:3:1');
    await settle();
    notice.querySelector('button')?.click();
    await settle();
    expect(host.events.at(-1)).toEqual({ v: 1, page: 7, events: [[0, 'retry']] });
    host.send({ v: 1, frame: 3, notice: null });
    expect(notice.childNodes).toHaveLength(0);
  });

  it('can set the focus', async () => {
    const { host, app } = await open();
    host.send({ ...FIRST, effects: [['focus', 2]] });
    await settle();
    expect(document.activeElement).toBe(app.querySelector('button'));
  });

  it('is acknowledged even where an effect fails', async () => {
    const { host, app } = await open();
    host.send(FIRST);
    const button = app.querySelector('button');
    if (button !== null) {
      button.focus = () => {
        throw new Error('no focus');
      };
    }
    host.send({ ...(setLabel(2, 'x') as object), effects: [['focus', 2]] });
    await settle();
    expect(host.of('ui_ready')).toHaveLength(1);
    expect(host.events.at(-1)).toEqual({ v: 1, page: 7, ack: 2 });
  });
});

describe('events', () => {
  it('go one message at a time, in order, the ones meanwhile together and with the acknowledgement', async () => {
    const host = new FakeHost();
    const answers: (() => void)[] = [];
    host.answers.set('ui_event', () => new Promise((resolve) => answers.push(() => resolve(null))));
    const { app } = await open(host);
    host.send(FIRST);
    const button = app.querySelector('button');
    button?.click();
    typeInto(app.querySelector('wa-input'), 'A');
    button?.click();
    host.send(setLabel(2, 'again'));
    await settle();
    expect(host.events).toEqual([{ v: 1, page: 7, ack: 1 }]);
    answers[0]?.();
    await settle();
    expect(host.events[1]).toEqual({ v: 1, page: 7, ack: 2, events: [[2, 'clicked'], [3, 'value', 'A', 1], [2, 'clicked']] });
  });

  it('of a refused message are sent again one by one, so that only the bad one is lost', async () => {
    const { host, app } = await open();
    host.send(FIRST);
    await settle();
    host.answers.set('ui_event', async (body) => {
      if (JSON.stringify(body).includes('clicked')) {
        throw { code: 'unknown_node', message: 'no such node' };
      }
      return null;
    });
    typeInto(app.querySelector('wa-input'), 'A');
    app.querySelector('button')?.click();
    await settle();
    expect(host.events.slice(1)).toEqual([
      { v: 1, page: 7, events: [[3, 'value', 'A', 1], [2, 'clicked']] },
      { v: 1, page: 7, events: [[3, 'value', 'A', 1]] },
      { v: 1, page: 7, events: [[2, 'clicked']] },
    ]);
    expect(logged).toHaveBeenCalled();
  });

  it('are not held up by a message that is never answered', async () => {
    const host = new FakeHost();
    host.answers.set('ui_event', () => new Promise(() => undefined));
    const { app } = await open(host);
    host.send(FIRST);
    app.querySelector('button')?.click();
    await vi.advanceTimersByTimeAsync(ANSWER_TIMEOUT_MS);
    expect(host.events).toEqual([{ v: 1, page: 7, ack: 1 }, { v: 1, page: 7, events: [[2, 'clicked']] }]);
    expect(logged).toHaveBeenCalled();
  });

  it('are at most 256 in a message', async () => {
    const host = new FakeHost();
    const answers: (() => void)[] = [];
    host.answers.set('ui_event', () => new Promise((resolve) => answers.push(() => resolve(null))));
    const { app } = await open(host);
    host.send(FIRST);
    for (let click = 0; click < 300; click += 1) {
      app.querySelector('button')?.click();
    }
    for (const answered of [0, 1]) {
      await settle();
      answers[answered]?.();
    }
    await settle();
    expect(host.events.slice(1).map((body) => (Reflect.get(Object(body), 'events') as unknown[]).length)).toEqual([256, 44]);
  });

  it('larger than the host accepts are not sent, and are logged', async () => {
    const { host, app } = await open();
    host.send(FIRST);
    await settle();
    typeInto(app.querySelector('wa-input'), 'x'.repeat(1024 * 1024));
    await vi.advanceTimersByTimeAsync(DEBOUNCE_MS);
    expect(host.events).toHaveLength(1);
    expect(logged).toHaveBeenCalled();
  });
});

describe('the page asks for the whole tree again', () => {
  it.each([
    ['a gap in the numbers', setLabel(3, 'x')],
    ['a frame that was there before', setLabel(1, 'x')],
    ['an operation that fails', { v: 1, frame: 2, ops: [2, 99] }],
    ['a text that is no JSON', '{'],
    ['another version', { ...FIRST, v: 2 }],
    ['a message that is none', null],
  ])('after %s', async (_what, message) => {
    const { host, app } = await open();
    host.send(FIRST);
    await settle();
    const oldChannel = host.channel;
    host.send(message);
    await settle();
    expect(host.of('ui_ready')).toHaveLength(2);
    expect(host.of('session_restore')).toHaveLength(1);

    host.send(setLabel(2, 'from the old channel'), oldChannel);
    host.send({ ...FIRST, ops: [1, 1, 0, 2, 1, 0, 'New'] });
    await settle();
    expect(app.textContent).toBe('New');
    expect(host.events.at(-1)).toEqual({ v: 1, page: 8, ack: 1 });
    app.querySelector('button')?.click();
    await settle();
    expect(host.events.at(-1)).toEqual({ v: 1, page: 8, events: [[2, 'clicked']] });
  });

  it('after what was typed has gone out to the old one', async () => {
    const { host, app } = await open();
    host.send(FIRST);
    await settle();
    typeInto(app.querySelector('wa-input'), 'A');
    host.send(setLabel(9, 'x'));
    await settle();
    expect(host.calls.slice(-2).map(([command]) => command)).toEqual(['ui_event', 'ui_ready']);
    expect(host.events.at(-1)).toEqual({ v: 1, page: 7, events: [[3, 'value', 'A', 1]] });
  });

  it('and sends nothing of a tree that the new page number does not know', async () => {
    const { host, app } = await open();
    host.send(FIRST);
    await settle();
    const before = host.events.length;
    host.send(setLabel(9, 'x'));
    app.querySelector('button')?.click();
    await settle();
    app.querySelector('button')?.click();
    await settle();
    expect(host.events.slice(before).filter((body) => Reflect.get(Object(body), 'page') === 8)).toEqual([]);
  });

  it('a few times, then says so and can be reloaded', async () => {
    const { host, notice } = await open();
    for (let attempt = 0; attempt < MAX_SETUPS_IN_A_ROW + 2; attempt += 1) {
      host.send({ v: 1, frame: 1, reset: true, shapes: [['hologram', 0, []]] });
      await settle();
    }
    expect(host.of('ui_ready')).toHaveLength(1 + MAX_SETUPS_IN_A_ROW);
    expect(notice.textContent).toContain('the element hologram is not known');
    const reload = vi.spyOn(window.location, 'reload').mockImplementation(() => undefined);
    notice.querySelector('button')?.click();
    expect(reload).toHaveBeenCalledOnce();
  });

  it('any number of times as long as it gets on in between', async () => {
    const { host, notice } = await open();
    for (let attempt = 0; attempt < 2 * MAX_SETUPS_IN_A_ROW; attempt += 1) {
      host.send(FIRST);
      host.send(setLabel(2, 'on'));
      host.send(setLabel(9, 'gap'));
      await settle();
    }
    expect(host.of('ui_ready')).toHaveLength(1 + 2 * MAX_SETUPS_IN_A_ROW);
    expect(notice.childNodes).toHaveLength(0);
  });
});
