// What can happen to any element, told only where the app asked for it: the property `listen` says for what.

import type { Applier } from './applier';
import type { Fields } from './fields';
import type { Setter } from './setters';
import { APP_NODE, MAX_PASTED_BYTES, WireError, type Drop, type WireEvent } from './wire';

/** The gestures and their bits in `listen`. */
const BITS = {
  focused: 1,
  blurred: 2,
  double_clicked: 4,
  hovered: 8,
  unhovered: 16,
  context_menu: 32,
  pasted: 64,
  dropped: 128,
} as const;

type Gesture = keyof typeof BITS;

const ALL_BITS = Object.values(BITS).reduce((all, bit) => all | bit, 0);

const asked = new WeakMap<Element, number>();

/** Sets what an element is listened to for. */
export const listenFor: Setter = (element, value) => {
  // It shows where files can be dropped while they are dragged.
  element.toggleAttribute('data-drops', typeof value === 'number' && (value & BITS.dropped) !== 0);
  if (value === null) {
    asked.delete(element);
  } else if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= ALL_BITS) {
    asked.set(element, value);
  } else {
    throw new WireError('listen names no gestures');
  }
};

/** Whether an element is switched off, and has no events. */
export const isDisabled = (element: Element): boolean => Reflect.get(element, 'disabled') === true;

const asks = (element: Element, gesture: Gesture): boolean =>
  ((asked.get(element) ?? 0) & BITS[gesture]) !== 0 && !isDisabled(element);

/** The innermost element at a place of the page that asks for files, or the app as a whole where none does. */
export const dropTarget = (document: Document, applier: Pick<Applier, 'path'>, { x, y }: Drop): number => {
  for (const { id, element } of applier.path(document.elementFromPoint(x, y))) {
    if (asks(element, 'dropped')) {
      return id;
    }
  }
  return APP_NODE;
};

interface Sources {
  readonly root: HTMLElement;
  readonly applier: Pick<Applier, 'path'>;
  readonly fields: Fields;
  readonly send: (events: readonly WireEvent[]) => void;
}

/** Listens at the root, for as long as the page lives. */
export const listenToGestures = ({ root, applier, fields, send }: Sources): void => {
  const tell = (events: readonly WireEvent[]): void => {
    if (events.length > 0) {
      send([...fields.takeAll(), ...events]);
    }
  };

  /** Into or out of an element, not from one part of it to another. */
  const crossing = (type: string, gesture: Gesture): void => {
    root.addEventListener(type, (event) => {
      const other = Reflect.get(event, 'relatedTarget');
      const events: WireEvent[] = [];
      for (const { id, element } of applier.path(event.target)) {
        if (other instanceof Node && element.contains(other)) {
          break;
        }
        if (asks(element, gesture)) {
          events.push([id, gesture]);
        }
      }
      tell(events);
    });
  };

  crossing('focusin', 'focused');
  crossing('focusout', 'blurred');
  crossing('mouseover', 'hovered');
  crossing('mouseout', 'unhovered');

  /** The innermost element that asks. */
  const innermost = (event: Event, gesture: Gesture): number | null => {
    for (const { id, element } of applier.path(event.target)) {
      if (asks(element, gesture)) {
        return id;
      }
    }
    return null;
  };

  root.addEventListener('dblclick', (event) => {
    const id = innermost(event, 'double_clicked');
    if (id !== null) {
      tell([[id, 'double_clicked']]);
    }
  });

  root.addEventListener('contextmenu', (event) => {
    const id = innermost(event, 'context_menu');
    if (id !== null) {
      event.preventDefault();
      tell([[id, 'context_menu']]);
    }
  });

  root.addEventListener('paste', (event) => {
    const id = innermost(event, 'pasted');
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (id !== null && text !== '') {
      const fits = new TextEncoder().encode(text).byteLength <= MAX_PASTED_BYTES;
      tell([fits ? [id, 'pasted', text] : [id, 'pasted']]);
    }
  });
};
