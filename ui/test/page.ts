// A page of one root, in which a test makes elements and hears what is sent.

import { Applier } from '../src/applier';
import { listen } from '../src/events';
import { Fields } from '../src/fields';
import type { Value, WireEvent } from '../src/wire';

export interface Made {
  readonly id: number;
  readonly element: HTMLElement;
}

export interface TestPage {
  /** What was sent, event by event. */
  readonly sent: WireEvent[];
  /** Puts one element into the page, or into another. */
  readonly make: (kind: string, properties: Record<string, Value>, hasChildren?: boolean, parent?: number) => Made;
  readonly set: (id: number, name: string, value: Value) => void;
}

/** A list is wrapped on the wire. */
const wired = (value: Value): unknown => (Array.isArray(value) ? [value] : value);

/** Makes the document anew. */
export const newPage = (): TestPage => {
  document.body.replaceChildren();
  const root = document.createElement('div');
  document.body.append(root);
  const sent: WireEvent[] = [];
  let [shapes, next] = [0, 1];
  const send = (events: readonly WireEvent[]): void => {
    sent.push(...events);
  };
  const fields = new Fields(send);
  const applier = new Applier(root, fields);
  listen({ window, root, applier, fields, send });
  return {
    sent,
    make: (kind, properties, hasChildren = false, parent = 1) => {
      next += 1;
      const shape = { kind, hasChildren, properties: Object.keys(properties) };
      const values = Object.values(properties).map(wired);
      applier.apply([shape], [1, parent, 0, next, 1, shapes, ...values, ...(hasChildren ? [0] : [])], []);
      shapes += 1;
      const element = applier.element(next);
      if (element === null) {
        throw new Error(`no ${kind}`);
      }
      return { id: next, element };
    },
    set: (id, name, value) => applier.apply([], [4, id, name, wired(value)], []),
  };
};

export const one = <T extends Element = HTMLElement>(element: ParentNode, selector: string): T => {
  const found = element.querySelector<T>(selector);
  if (found === null) {
    throw new Error(`no ${selector}`);
  }
  return found;
};

/** Presses a key on what has the focus, or on an element. */
export const press = (key: string, on: Element = document.activeElement ?? document.body): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  on.dispatchEvent(event);
  return event;
};
