// Messages as src-tauri/PROTOCOL.md describes them: checked once here, typed everywhere else.

import { isMode, type Mode } from './theme';

/** The version that both ends of the wire must share. */
export const WIRE_VERSION = 1;

/** The id of the element that all others are in. */
export const ROOT_NODE = 1;

/** The sender of what happens to no node: in a notice, to the theme, to where the window is. */
export const APP_NODE = 0;

/** The limits that the host puts on one `ui_event`. */
export const MAX_EVENTS = 256;
export const MAX_EVENT_BYTES = 1024 * 1024;

/** The longest text that is told of being pasted, in bytes of UTF-8. */
export const MAX_PASTED_BYTES = 256 * 1024;

/** Markup that has passed the sanitiser in Rust. Made here, of what the wire marks as such, and nowhere else: the type is kept and the class is not. */
class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  get markup(): string {
    return this.#markup;
  }
}

export type { Html };

export const isHtml = (value: Value): value is Html => value instanceof Html;

/** What a property can be set to; null unsets it. */
export type Value = string | number | boolean | readonly string[] | null | Html;

/** What a person can change a property to. */
export type InputValue = string | boolean | number | readonly string[];

/** Whether a property holds the same as before. */
export const isSame = (a: InputValue | undefined, b: InputValue | undefined): boolean =>
  a === b || (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((text, at) => text === b[at]));

export type WireEvent =
  | readonly [node: typeof APP_NODE, name: 'system_theme', theme: 'light' | 'dark']
  | readonly [node: typeof APP_NODE, name: 'resized', width: number, height: number]
  | readonly [node: number, name: string]
  | readonly [node: number, name: 'pasted', text: string]
  | readonly [node: number, name: 'followed', address: string]
  | readonly [node: number, name: 'dropped', number: number]
  | readonly [node: number, property: string, value: InputValue, revision: number];

export interface WireShape {
  readonly kind: string;
  readonly hasChildren: boolean;
  readonly properties: readonly string[];
}

export type Severity = 'error' | 'warning' | 'question';

export interface NoticeAction {
  readonly action: string;
  readonly label: string;
}

export interface Notice {
  readonly severity: Severity;
  readonly title: string;
  readonly text: string;
  readonly details: readonly string[];
  readonly actions: readonly NoticeAction[];
}

export type Effect =
  | { readonly kind: 'focus'; readonly node: number }
  | { readonly kind: 'scroll_to'; readonly node: number }
  | Arrival
  | { readonly kind: 'drag'; readonly over: boolean }
  | Drop
  | { readonly kind: 'toast'; readonly text: string };

/** Files were dropped at a place of the page, which tells what is there. */
export interface Drop {
  readonly kind: 'drop';
  /** By which the host knows them. */
  readonly number: number;
  readonly x: number;
  readonly y: number;
}

/** The window has come to another place in the app. */
export interface Arrival {
  readonly kind: 'arrive';
  /** The number of the visit, by which the page knows how far it was scrolled. */
  readonly visit: number;
  readonly again: boolean;
  /** The element that the address names, or 0. */
  readonly node: number;
  readonly toTop: boolean;
  /** What the address names where no element is called so: a place in a document, perhaps. */
  readonly inside: string | null;
}

export interface Mirror {
  readonly id: number;
  readonly token: string | null;
}

export interface Frame {
  readonly number: number;
  readonly reset: boolean;
  readonly shapes: readonly WireShape[];
  readonly strings: readonly string[];
  readonly ops: readonly unknown[];
  /** Undefined: as before. */
  readonly notice: Notice | null | undefined;
  /** Undefined: as before, and the system's after a reset. */
  readonly theme: Mode | undefined;
  readonly effects: readonly Effect[];
  readonly mirror: Mirror | null;
}

/** A message that does not follow the protocol. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

/** Decodes a message in each of the forms that a Tauri channel delivers. */
export const parseFrame = (message: unknown): Frame => {
  const frame = asRecord(decode(message), 'message');
  if (frame['v'] !== WIRE_VERSION) {
    throw new WireError(`the host speaks version ${String(frame['v'])} of the wire, this page version ${WIRE_VERSION}`);
  }
  return {
    number: asId(frame['frame'], 'frame'),
    reset: asFlag(frame['reset'], 'reset'),
    shapes: asList(frame['shapes'], 'shapes').map(parseShape),
    strings: asList(frame['strings'], 'strings').map((text) => asText(text, 'strings')),
    ops: asList(frame['ops'], 'ops'),
    notice: frame['notice'] === undefined || frame['notice'] === null ? frame['notice'] : parseNotice(frame['notice']),
    theme: frame['theme'] === undefined ? undefined : parseMode(frame['theme']),
    effects: asList(frame['effects'], 'effects').map(parseEffect),
    mirror: frame['mirror'] === undefined ? null : parseMirror(frame['mirror']),
  };
};

const parseMode = (value: unknown): Mode => {
  if (!isMode(value)) {
    throw new WireError('theme is none of light, dark and system');
  }
  return value;
};

/** Reads a message that is no frame: what the app is busy with; null where it is not any more; undefined for a frame. */
export const parseBusy = (message: unknown): string | null | undefined => {
  const { v, busy } = asRecord(decode(message), 'message');
  return v !== WIRE_VERSION || busy === undefined ? undefined : busy === null ? null : asText(busy, 'busy');
};

/** Reads what `ui_ready` answers. */
export const parsePage = (answer: unknown): number => asId(asRecord(answer, 'answer')['page'], 'page');

/** Reads what `session_restore` answers. */
export const parseRestored = (answer: unknown): Mirror | null => {
  const mirror = asRecord(answer, 'answer')['mirror'];
  return mirror === null ? null : parseMirror(mirror);
};

/** A cursor over the flat array of operations. */
export class OpReader {
  readonly #items: readonly unknown[];
  readonly #strings: readonly string[];
  #at = 0;

  constructor(items: readonly unknown[], strings: readonly string[]) {
    this.#items = items;
    this.#strings = strings;
  }

  get done(): boolean {
    return this.#at >= this.#items.length;
  }

  id(what: string): number {
    return asId(this.#next(what), what);
  }

  text(what: string): string {
    return asText(this.#resolve(this.#next(what)), what);
  }

  value(what: string): Value {
    const value = this.#resolve(this.#next(what));
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || isTexts(value)) {
      return value;
    }
    if (isRecord(value) && typeof value['html'] === 'string' && Object.keys(value).length === 1) {
      return new Html(value['html']);
    }
    throw new WireError(`${what} is not a value`);
  }

  #next(what: string): unknown {
    if (this.done) {
      throw new WireError(`the operations end where ${what} was expected`);
    }
    const item = this.#items[this.#at];
    this.#at += 1;
    return item;
  }

  #resolve(item: unknown): unknown {
    if (!Array.isArray(item)) {
      return item;
    }
    const index: unknown = item[0];
    // A list of texts is wrapped, so that it is no reference to one.
    if (item.length === 1 && Array.isArray(index)) {
      return index.map((text) => asText(text, 'a text of a list'));
    }
    const text = item.length === 1 && typeof index === 'number' ? this.#strings[index] : undefined;
    if (text === undefined) {
      throw new WireError('a value refers to a string that the message does not hold');
    }
    return text;
  }
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((text) => typeof text === 'string');

const decode = (message: unknown): unknown => {
  if (typeof message === 'string') {
    return JSON.parse(message);
  }
  if (message instanceof ArrayBuffer || ArrayBuffer.isView(message)) {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(message));
  }
  return message;
};

const parseShape = (shape: unknown): WireShape => {
  const [kind, children, properties] = asList(shape, 'shape');
  return {
    kind: asText(kind, 'kind'),
    hasChildren: asId(children, 'children') === 1,
    properties: asList(properties, 'properties').map((name) => asText(name, 'property')),
  };
};

const parseNotice = (value: unknown): Notice => {
  const notice = asRecord(value, 'notice');
  const severity = notice['severity'];
  if (severity !== 'error' && severity !== 'warning' && severity !== 'question') {
    throw new WireError(`a notice has the unknown severity ${String(severity)}`);
  }
  return {
    severity,
    title: asText(notice['title'], 'title'),
    text: asText(notice['text'], 'text'),
    details: asList(notice['details'], 'details').map((line) => asText(line, 'detail')),
    actions: asList(notice['actions'], 'actions').map((entry) => {
      const [action, label] = asList(entry, 'action');
      return { action: asText(action, 'action'), label: asText(label, 'label') };
    }),
  };
};

const parseEffect = (value: unknown): Effect => {
  const [kind, argument, again, node, toTop, inside] = asList(value, 'effect');
  switch (kind) {
    case 'arrive':
      return {
        kind,
        visit: asId(argument, 'visit'),
        again: asFlag(again, 'again'),
        node: asId(node, 'node'),
        toTop: asFlag(toTop, 'toTop'),
        inside: inside === undefined ? null : asText(inside, 'inside'),
      };
    case 'drag':
      return { kind, over: asFlag(argument, 'over') };
    case 'drop':
      return { kind, number: asId(argument, 'number'), x: asId(again, 'x'), y: asId(node, 'y') };
    case 'focus':
    case 'scroll_to':
      return { kind, node: asId(argument, 'node') };
    case 'toast':
      return { kind, text: asText(argument, 'text') };
    default:
      throw new WireError(`the effect ${String(kind)} is not known`);
  }
};

const parseMirror = (value: unknown): Mirror => {
  const mirror = asRecord(value, 'mirror');
  return {
    id: asId(mirror['id'], 'id'),
    token: mirror['token'] === null ? null : asText(mirror['token'], 'token'),
  };
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asRecord = (value: unknown, what: string): Record<string, unknown> => {
  if (!isRecord(value)) {
    throw new WireError(`${what} is not an object`);
  }
  return value;
};

const asList = (value: unknown, what: string): readonly unknown[] => {
  if (value === undefined) {
    return [];
  }
  if (!Array.isArray(value)) {
    throw new WireError(`${what} is not an array`);
  }
  return value;
};

const asText = (value: unknown, what: string): string => {
  if (typeof value !== 'string') {
    throw new WireError(`${what} is not a text`);
  }
  return value;
};

const asId = (value: unknown, what: string): number => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new WireError(`${what} is not a whole number`);
  }
  return value;
};

const asFlag = (value: unknown, what: string): boolean => {
  if (value === undefined || typeof value === 'boolean') {
    return value ?? false;
  }
  throw new WireError(`${what} is not a flag`);
};
