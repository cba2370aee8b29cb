// Keeps the page in step with the host: the hand-shake, the order of frames, and the way back when something went wrong.

import { Channel, invoke } from '@tauri-apps/api/core';

import { Applier } from './applier';
import { BusyRegion } from './busy';
import { Effects } from './effects';
import { listen } from './events';
import { dropTarget } from './gestures';
import { Fields } from './fields';
import { MirrorKeeper } from './mirror';
import { NoticeRegion } from './notice';
import { settleOverlays } from './overlays';
import { listenToSize, sizeOf } from './size';
import { Outbox } from './outbox';
import { Theme } from './theme';
import { APP_NODE, WIRE_VERSION, parseBusy, parseFrame, parsePage, parseRestored, type Frame, type WireEvent } from './wire';

/** How often in a row the page asks for the whole tree before it gives up and says so. */
export const MAX_SETUPS_IN_A_ROW = 3;

/** The action of the page's own notice, which never reaches the host. */
const RELOAD = 'reload';

export class Bridge {
  readonly #window: Window;
  readonly #html: HTMLElement;
  readonly #applier: Applier;
  readonly #fields: Fields;
  readonly #outbox: Outbox;
  readonly #mirror: MirrorKeeper;
  readonly #notice: NoticeRegion;
  readonly #busy: BusyRegion;
  readonly #effects: Effects;
  readonly #theme: Theme;
  readonly #settle: () => void;
  /** Counts the calls of `ui_ready`: what the channel of an earlier one still brings is of no use. */
  #setup = 0;
  /** Calls of `ui_ready` since a frame followed another one. */
  #setupsInARow = 0;
  /** The number of the last applied frame; 0 before the first of a set-up, when events have no tree to refer to. */
  #frame = 0;
  #hasFailed = false;

  constructor(window: Window, root: HTMLElement, noticeRegion: HTMLElement, busyRegion: HTMLElement) {
    this.#window = window;
    this.#html = root.ownerDocument.documentElement;
    this.#theme = new Theme(window, this.#html, () => this.#outbox.push([this.#systemTheme()]));
    this.#outbox = new Outbox((body) => invoke('ui_event', body));
    this.#fields = new Fields((events) => this.#send(events));
    this.#applier = new Applier(root, this.#fields);
    this.#effects = new Effects(
      root.ownerDocument,
      (node) => this.#applier.element(node),
      (drop) => this.#send([...this.#fields.takeAll(), [dropTarget(root.ownerDocument, this.#applier, drop), 'dropped', drop.number]]),
    );
    this.#notice = new NoticeRegion(noticeRegion, root, (action) => this.#act(action));
    this.#busy = new BusyRegion(busyRegion);
    const { ownerDocument: document } = root;
    this.#settle = () => settleOverlays(document, [busyRegion, noticeRegion]);
    // It does not bubble.
    root.addEventListener('close', this.#settle, { capture: true });
    listenToSize(window, ({ width, height }) => this.#outbox.push([[APP_NODE, 'resized', width, height]]));
    this.#mirror = new MirrorKeeper(
      () => window.localStorage,
      (id, ok) => invoke('mirror_ack', { id, ok }),
    );
    listen({
      window,
      root,
      applier: this.#applier,
      fields: this.#fields,
      send: (events) => this.#send(events),
    });
  }

  /** Connects to the host; once for each load of the page. */
  async start(): Promise<void> {
    if (await this.#ready()) {
      await this.#restoreSession();
    }
  }

  async #ready(): Promise<boolean> {
    this.#setup += 1;
    this.#setupsInARow += 1;
    this.#frame = 0;
    this.#busy.show(null);
    const setup = this.#setup;
    const channel = new Channel<unknown>();
    channel.onmessage = (message) => {
      if (setup === this.#setup && !this.#hasFailed) {
        this.#receive(message);
      }
    };
    try {
      const page = parsePage(await invoke('ui_ready', { v: WIRE_VERSION, channel, ...sizeOf(this.#window) }));
      if (setup === this.#setup) {
        this.#outbox.open(page);
        // The host takes it for light until it is told.
        if (this.#theme.systemIsDark) {
          this.#outbox.push([this.#systemTheme()]);
        }
      }
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  async #restoreSession(): Promise<void> {
    let token: string | null;
    try {
      token = this.#mirror.read();
    } catch (error) {
      // No answer is the answer: the host then asks the person, and does not take an unreadable mirror for an empty one.
      console.error('hyperdiv: localStorage cannot be read:', error);
      return;
    }
    try {
      const mirror = parseRestored(await invoke('session_restore', { token }));
      if (mirror !== null) {
        await this.#mirror.keep(mirror);
      }
    } catch (error) {
      console.error('hyperdiv: the session could not be restored:', error);
    }
  }

  #receive(message: unknown): void {
    let frame: Frame;
    try {
      const busy = parseBusy(message);
      if (busy !== undefined) {
        this.#busy.show(busy);
        return;
      }
      frame = parseFrame(message);
      this.#apply(frame);
    } catch (error) {
      void this.#setUpAgain(error);
      return;
    }
    this.#html.dataset['frame'] = String(frame.number);
    void this.#effects.run(frame.effects);
    if (frame.mirror !== null) {
      void this.#mirror.keep(frame.mirror);
    }
    this.#outbox.acknowledge(frame.number);
  }

  #systemTheme(): WireEvent {
    return [APP_NODE, 'system_theme', this.#theme.systemIsDark ? 'dark' : 'light'];
  }

  #apply(frame: Frame): void {
    const expected = frame.reset ? 1 : this.#frame + 1;
    if (frame.number !== expected) {
      throw new Error(`frame ${frame.number} came where frame ${expected} was expected`);
    }
    if (frame.number === 1) {
      this.#applier.reset();
      this.#theme.choose(frame.theme ?? 'system');
    } else {
      this.#setupsInARow = 0;
    }
    this.#effects.prepare(frame.effects);
    this.#applier.apply(frame.shapes, frame.ops, frame.strings);
    this.#settle();
    if (frame.theme !== undefined) {
      this.#theme.choose(frame.theme);
    }
    if (frame.notice !== undefined) {
      this.#notice.show(frame.notice);
    }
    this.#frame = frame.number;
  }

  async #setUpAgain(error: unknown): Promise<void> {
    console.error('hyperdiv: a frame could not be applied:', error);
    if (this.#setupsInARow > MAX_SETUPS_IN_A_ROW) {
      this.#fail(error);
      return;
    }
    // Nothing more of this channel; and what was typed goes out while the host still knows the nodes it was typed into.
    this.#setup += 1;
    const setup = this.#setup;
    this.#fields.flushAll();
    await this.#outbox.drained();
    if (setup !== this.#setup) {
      return;
    }
    this.#outbox.close();
    await this.#ready();
  }

  #send(events: readonly WireEvent[]): void {
    if (this.#frame === 0) {
      console.error(`hyperdiv: ${events.length} events were dropped while the page was being set up`);
      return;
    }
    this.#outbox.push(events);
  }

  #act(action: string): void {
    if (this.#hasFailed) {
      this.#window.location.reload();
      return;
    }
    this.#send([...this.#fields.takeAll(), [APP_NODE, action]]);
  }

  #fail(error: unknown): void {
    console.error('hyperdiv: the page gives up:', error);
    this.#hasFailed = true;
    this.#notice.show({
      severity: 'error',
      title: 'The window lost its connection to the app',
      text: 'What was saved is safe. Reload the window to connect again; if that does not help, close the app and start it again.',
      details: [describe(error)],
      actions: [{ action: RELOAD, label: 'Reload' }],
    });
  }
}

const describe = (error: unknown): string => {
  if (error instanceof Error) {
    return error.message;
  }
  if (typeof error === 'object' && error !== null && 'message' in error) {
    return String(error.message);
  }
  return String(error);
};
