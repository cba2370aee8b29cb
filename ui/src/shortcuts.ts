// Shortcuts: an element's property `shortcut` holds a combination of keys as Rust writes it, `Ctrl+Shift+S`. A key press is
// turned into the names that it may have, and the first element in reach that has one of them acts.

import type { Applier } from './applier';
import type { Fields } from './fields';
import { isDisabled } from './gestures';
import { topDialog } from './overlays';
import { textOf, type Setter } from './setters';
import type { WireEvent } from './wire';

/** Where the command key is what the control key is elsewhere. */
const isApple = (): boolean => /^(?:Mac|iP)/.test(navigator.platform);

/** The names of keys that are called otherwise in events. */
const NAMES: ReadonlyMap<string, string> = new Map([
  [' ', 'Space'],
  ['+', 'Plus'],
  ['ArrowUp', 'Up'],
  ['ArrowDown', 'Down'],
  ['ArrowLeft', 'Left'],
  ['ArrowRight', 'Right'],
]);

/** Keys that do something of their own in most controls. */
const MOVING: ReadonlySet<string> = new Set(['Enter', 'Space', 'Up', 'Down', 'Left', 'Right', 'Home', 'End', 'PageUp', 'PageDown']);

/** What edits a text together with the control key. */
const EDITING: ReadonlySet<string> = new Set([
  ...['A', 'C', 'V', 'X', 'Y', 'Z', 'Up', 'Down', 'Left', 'Right', 'Home', 'End', 'Backspace', 'Delete', 'Insert'],
]);

/** Sets an element's shortcut, and tells it to assistive technology. */
export const shortcut: Setter = (element, value) => {
  const keys = textOf('shortcut', value);
  if (keys === '') {
    delete element.dataset['shortcut'];
    element.removeAttribute('aria-keyshortcuts');
    return;
  }
  element.dataset['shortcut'] = keys;
  const spoken = (part: string): string => {
    switch (part) {
      case 'Ctrl':
        return isApple() ? 'Meta' : 'Control';
      case 'Up':
      case 'Down':
      case 'Left':
      case 'Right':
        return `Arrow${part}`;
      default:
        return part;
    }
  };
  element.setAttribute('aria-keyshortcuts', keys.split('+').map(spoken).join('+'));
};

interface Pressed {
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  /** What the key may be called, the likeliest first. */
  readonly keys: readonly string[];
  /** All names of the combination. */
  readonly names: ReadonlySet<string>;
}

const read = (event: KeyboardEvent): Pressed => {
  const apple = isApple();
  const [ctrl, meta] = apple ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  const keys: string[] = [];
  const letterOrDigit = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(event.code);
  const isCharacter = [...event.key].length === 1;
  keys.push(NAMES.get(event.key) ?? event.key.replace(/^[a-z]$/, (letter) => letter.toUpperCase()));
  // The key of an English layout, where this layout has no such letter, or Shift makes another sign of a digit.
  const position = letterOrDigit?.[1] ?? letterOrDigit?.[2];
  if (position !== undefined && isCharacter && (event.key > '~' || (event.shiftKey && letterOrDigit?.[2] !== undefined))) {
    keys.push(position);
  }
  const names = new Set<string>();
  for (const key of keys) {
    // Whether a sign needs Shift is the layout's affair.
    const isSign = [...key].length === 1 && !/[A-Z0-9]/.test(key);
    for (const shift of isSign || key === 'Plus' ? [true, false] : [event.shiftKey]) {
      names.add([ctrl && 'Ctrl', event.altKey && 'Alt', shift && 'Shift', meta && 'Meta', key].filter(Boolean).join('+'));
    }
  }
  return { ctrl, alt: event.altKey, meta, keys, names };
};

/** The element with the keyboard focus, also where it is in a component. */
const focusedIn = (document: Document): Element | null => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement !== undefined && element.shadowRoot.activeElement !== null) {
    element = element.shadowRoot.activeElement;
  }
  return element === document.body ? null : element;
};

const NOT_TEXT: ReadonlySet<string> = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);

const isTypedInto = (element: Element): boolean =>
  element instanceof HTMLInputElement
    ? !NOT_TEXT.has(element.type)
    : element instanceof HTMLTextAreaElement ||
      element instanceof HTMLSelectElement ||
      (element instanceof HTMLElement && element.isContentEditable);

/** Whether what has the focus needs these keys itself. */
const isNeeded = ({ ctrl, alt, meta, keys }: Pressed, focused: Element | null): boolean => {
  const [key = ''] = keys;
  const isPlain = !ctrl && !alt && !meta;
  if (focused === null) {
    return false;
  }
  if (isTypedInto(focused)) {
    return isPlain ? key !== 'Escape' && !/^F\d+$/.test(key) : ctrl && !alt && !meta && EDITING.has(key);
  }
  return isPlain && MOVING.has(key);
};

interface Sources {
  readonly window: Window;
  readonly root: HTMLElement;
  readonly applier: Pick<Applier, 'nodeAt'>;
  readonly fields: Fields;
  readonly send: (events: readonly WireEvent[]) => void;
}

/** Listens to the keyboard, for as long as the page lives. */
export const listenToShortcuts = ({ window, root, applier, fields, send }: Sources): void => {
  const { ownerDocument: document } = root;

  const inReach = (element: HTMLElement): boolean => {
    const dialog = topDialog(document);
    return (
      !isDisabled(element) &&
      element.closest('[inert], [hidden], dialog:not([open])') === null &&
      (dialog === null || dialog.contains(element))
    );
  };

  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.getModifierState('AltGraph')) {
      return;
    }
    const pressed = read(event);
    if (isNeeded(pressed, focusedIn(document)) || (pressed.names.has('Escape') && topDialog(document) !== null)) {
      return;
    }
    const elements = root.querySelectorAll<HTMLElement>('[data-shortcut]');
    const element = [...elements].find((each) => pressed.names.has(each.dataset['shortcut'] ?? '') && inReach(each));
    const node = element === undefined ? null : applier.nodeAt(element);
    if (element === undefined || node === null) {
      return;
    }
    event.preventDefault();
    if (event.repeat) {
      return;
    }
    if (node.spec.clickable) {
      element.click();
    } else {
      send([...fields.takeAll(), [node.id, 'pressed']]);
    }
  });
};
