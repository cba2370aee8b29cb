// What the person has changed and the host does not know yet. Typing never jumps: a property is counted up at each change of
// the person, the host's older values are dropped, and nothing is sent or set while an input method composes.

import { isSame, type InputValue, type WireEvent } from './wire';

/** How long a text field waits for the next key before its text is sent. */
export const DEBOUNCE_MS = 50;

type Timer = ReturnType<typeof setTimeout>;

interface Field {
  readonly node: number;
  readonly property: string;
  /** Counts the person's changes, from 0. */
  revision: number;
  /** What the element held when it was last looked at; an input event that changes nothing is none. */
  seen: InputValue | undefined;
  /** The change that has not been handed over. */
  pending: InputValue | undefined;
  timer: Timer | undefined;
  composing: boolean;
  /** What the host set while the input method composed; it counts if the composition changes nothing. */
  held: (() => void) | undefined;
}

/** The changeable properties of the nodes in the page. */
export class Fields {
  readonly #send: (events: readonly WireEvent[]) => void;
  readonly #byNode = new Map<number, Map<string, Field>>();
  /** In the order of their first change, which is the order in which they are sent. */
  readonly #pending = new Set<Field>();

  constructor(send: (events: readonly WireEvent[]) => void) {
    this.#send = send;
  }

  /** The person typed, or moved something along: sent when they pause. */
  typed(node: number, property: string, value: InputValue): void {
    const field = this.#field(node, property);
    if (field.composing || !this.#changed(field, value)) {
      return;
    }
    field.pending = value;
    this.#pending.add(field);
    clearTimeout(field.timer);
    field.timer = setTimeout(() => this.#sendAny(this.#take(field)), DEBOUNCE_MS);
  }

  /** The person switched or chose: sent now, after what was typed before. */
  switched(node: number, property: string, value: InputValue): void {
    const field = this.#field(node, property);
    if (!this.#changed(field, value)) {
      return;
    }
    this.#send([...this.takeAll(), [node, property, value, field.revision]]);
  }

  composes(node: number, property: string): void {
    this.#field(node, property).composing = true;
  }

  /** The input method is done: its text goes out at once. */
  composed(node: number, property: string, value: string): void {
    const field = this.#field(node, property);
    field.composing = false;
    const held = field.held;
    field.held = undefined;
    if (field.seen === value && field.pending === undefined) {
      held?.();
      return;
    }
    this.typed(node, property, value);
    this.flush(node);
  }

  /** Hands over what was typed into one element. */
  flush(node: number): void {
    this.#sendAny([...(this.#byNode.get(node)?.values() ?? [])].flatMap((field) => this.#take(field)));
  }

  /** Hands over all that was typed. */
  flushAll(): void {
    this.#sendAny(this.takeAll());
  }

  /** Takes all that was typed, for the front of the message that the caller sends. */
  takeAll(): WireEvent[] {
    return [...this.#pending].flatMap((field) => this.#take(field));
  }

  /**
   * Sets what the host says a property is, unless the person has changed it since `revision`. Without a revision it is the
   * host's last word, which waits only for an input method. `apply` answers what the element then holds.
   */
  set(node: number, property: string, revision: number | null, apply: () => InputValue): void {
    const field = this.#field(node, property);
    if (revision !== null && field.revision > revision) {
      return;
    }
    const carryOut = (): void => {
      field.seen = apply();
      if (revision === null) {
        this.#forget(field);
      }
    };
    if (field.composing) {
      field.held = carryOut;
    } else {
      carryOut();
    }
  }

  /** The node has left the page. */
  removed(node: number): void {
    for (const field of this.#byNode.get(node)?.values() ?? []) {
      this.#forget(field);
    }
    this.#byNode.delete(node);
  }

  /** All nodes have left the page; revisions start again. */
  reset(): void {
    for (const node of [...this.#byNode.keys()]) {
      this.removed(node);
    }
  }

  #sendAny(events: readonly WireEvent[]): void {
    if (events.length > 0) {
      this.#send(events);
    }
  }

  #field(node: number, property: string): Field {
    let fields = this.#byNode.get(node);
    if (fields === undefined) {
      fields = new Map();
      this.#byNode.set(node, fields);
    }
    let field = fields.get(property);
    if (field === undefined) {
      field = {
        node,
        property,
        revision: 0,
        seen: undefined,
        pending: undefined,
        timer: undefined,
        composing: false,
        held: undefined,
      };
      fields.set(property, field);
    }
    return field;
  }

  #changed(field: Field, value: InputValue): boolean {
    if (isSame(field.seen, value)) {
      return false;
    }
    field.seen = value;
    field.revision += 1;
    return true;
  }

  #take(field: Field): WireEvent[] {
    const value = field.pending;
    if (value === undefined || field.composing) {
      return [];
    }
    this.#forget(field);
    return [[field.node, field.property, value, field.revision]];
  }

  #forget(field: Field): void {
    clearTimeout(field.timer);
    field.timer = undefined;
    field.pending = undefined;
    this.#pending.delete(field);
  }
}
