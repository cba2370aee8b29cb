// Carries events and acknowledgements to the host, in order, one `ui_event` at a time; what comes up meanwhile goes together
// in the next one. The host refuses a message as a whole, so after a refusal its parts are sent again one by one: a click on
// a button that the host has just removed must cost neither the text typed before it nor the acknowledgement.

import { MAX_EVENTS, MAX_EVENT_BYTES, WIRE_VERSION, type WireEvent } from './wire';

/** How long an answer may take before the next message goes out without it. */
export const ANSWER_TIMEOUT_MS = 10_000;

/** Room for the fields of a message beside its events. */
const ENVELOPE_BYTES = 256;

type Post = (body: Uint8Array) => Promise<unknown>;

interface Message {
  readonly ack: number | null;
  /** Each as JSON, whose size the host limits. */
  readonly events: readonly string[];
}

export class Outbox {
  readonly #post: Post;
  #page: number | null = null;
  #events: string[] = [];
  #ack: number | null = null;
  #parts: Message[] = [];
  #sending: Promise<void> | null = null;

  constructor(post: Post) {
    this.#post = post;
  }

  /** Starts to send, to the page number that the host has given. */
  open(page: number): void {
    this.#page = page;
    this.#pump();
  }

  /** Forgets what was meant for a tree that the page no longer shows. */
  close(): void {
    if (this.#events.length > 0) {
      console.error(`hyperdiv: ${this.#events.length} events were not sent, because the page was set up again`);
    }
    this.#page = null;
    this.#events = [];
    this.#parts = [];
    this.#ack = null;
  }

  push(events: readonly WireEvent[]): void {
    for (const event of events) {
      const json = JSON.stringify(event);
      if (sizeOf(json) > MAX_EVENT_BYTES - ENVELOPE_BYTES) {
        console.error(`hyperdiv: an event of node ${event[0]} is larger than the host accepts and was not sent`);
      } else {
        this.#events.push(json);
      }
    }
    this.#pump();
  }

  /** Says that a frame has been applied; the newest one counts. */
  acknowledge(frame: number): void {
    this.#ack = frame;
    this.#pump();
  }

  /** Resolves when nothing is left to send. */
  async drained(): Promise<void> {
    while (this.#sending !== null) {
      await this.#sending;
    }
  }

  #pump(): void {
    const page = this.#page;
    if (this.#sending !== null || page === null) {
      return;
    }
    const message = this.#parts.shift() ?? this.#next();
    if (message === null) {
      return;
    }
    this.#sending = this.#send(page, message).finally(() => {
      this.#sending = null;
      this.#pump();
    });
  }

  #next(): Message | null {
    if (this.#events.length === 0 && this.#ack === null) {
      return null;
    }
    let count = 0;
    let bytes = ENVELOPE_BYTES;
    for (const event of this.#events.slice(0, MAX_EVENTS)) {
      bytes += sizeOf(event) + 1;
      if (bytes > MAX_EVENT_BYTES) {
        break;
      }
      count += 1;
    }
    const message = { ack: this.#ack, events: this.#events.splice(0, count) };
    this.#ack = null;
    return message;
  }

  async #send(page: number, message: Message): Promise<void> {
    const body = new TextEncoder().encode(encode(page, message));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), ANSWER_TIMEOUT_MS);
    });
    try {
      if ((await Promise.race([this.#post(body), late])) === 'late') {
        console.error(`hyperdiv: the host did not answer a message with ${message.events.length} events`);
      }
    } catch (error) {
      const parts = partsOf(message);
      if (page === this.#page && parts.length > 1) {
        console.error('hyperdiv: the host refused a message, its parts are sent again:', error);
        this.#parts.unshift(...parts);
      } else {
        console.error('hyperdiv: the host refused a message:', error);
      }
    } finally {
      clearTimeout(timer);
    }
  }
}

const partsOf = (message: Message): Message[] => [
  ...(message.ack === null ? [] : [{ ack: message.ack, events: [] }]),
  ...message.events.map((event) => ({ ack: null, events: [event] })),
];

const encode = (page: number, { ack, events }: Message): string => {
  const ackField = ack === null ? '' : `,"ack":${ack}`;
  const eventsField = events.length === 0 ? '' : `,"events":[${events.join(',')}]`;
  return `{"v":${WIRE_VERSION},"page":${page}${ackField}${eventsField}}`;
};

const sizeOf = (json: string): number => new TextEncoder().encode(json).byteLength;
