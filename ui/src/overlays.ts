// Dialogs: the browser's own, which keeps the focus inside, gives it back, and makes all else inert. What the runtime itself
// says is shown inside the topmost one while there is one, because nothing outside could be used.

import { isDisabled } from './gestures';
import { part } from './parts';
import type { Change, ElementSpec } from './registry';
import { flagOf, textOf, type Setter } from './setters';
import { WireError } from './wire';

interface State {
  isWanted: boolean;
  isClosable: boolean;
  /** A click outside closes it as well. */
  isLight: boolean;
  /** Counts the openings, which tells what is on top. */
  opened: number;
  focusedBefore: Element | null;
}

const states = new WeakMap<HTMLElement, State>();
/** Dialogs that are to open as soon as they are in the page. */
const waiting = new Set<HTMLDialogElement>();
/** Dialogs that were opened, until it is seen that they are not any more. */
const open = new Set<HTMLDialogElement>();
let openings = 0;

const isDialog = (element: HTMLElement): element is HTMLDialogElement => element instanceof HTMLDialogElement;

const show = (element: HTMLDialogElement, state: State): void => {
  openings += 1;
  state.opened = openings;
  state.focusedBefore = element.ownerDocument.activeElement;
  element.showModal();
  open.add(element);
  focusFirst(element);
};

/** What can have the focus, of what an app can make. */
const FOCUSABLE = ['button:not(:disabled)', 'a[href]', 'input', 'select', 'textarea', 'wa-input', 'wa-checkbox', 'wa-switch', 'wa-slider', 'wa-rating', 'wa-color-picker'];

/** The person begins with what the dialog asks, not with its close button, unless the app gives the focus to something else. */
const focusFirst = (element: HTMLDialogElement): void => {
  const { ownerDocument: document } = element;
  const [first] = [...inDialog(element, 'hd-dialog-body').querySelectorAll<HTMLElement>(FOCUSABLE.join())].filter(
    (each) => each.closest('dialog') === element && !isDisabled(each),
  );
  const chosen = document.activeElement;
  if (first !== undefined) {
    // A component has nothing to focus before its first rendering.
    void Promise.resolve(Reflect.get(first, 'updateComplete')).then(() => {
      if (document.activeElement === chosen && element.open) {
        first.focus();
      }
    });
  }
};

const want = (element: HTMLElement, isWanted: boolean): void => {
  const state = states.get(element);
  if (state === undefined || !isDialog(element)) {
    return;
  }
  state.isWanted = isWanted;
  waiting.delete(element);
  if (!isWanted) {
    if (element.open) {
      element.close();
    }
  } else if (!element.isConnected) {
    waiting.add(element);
  } else if (!element.open) {
    show(element, state);
  }
};

/** As the person does it: the app hears of it. */
const dismiss = (element: HTMLElement): void => {
  want(element, false);
  element.dispatchEvent(new Event('change', { bubbles: true }));
};

/** The dialog that is on top of the others, if any is open. */
export const topDialog = (document: Document): HTMLDialogElement | null => {
  const height = (dialog: HTMLDialogElement): number => states.get(dialog)?.opened ?? 0;
  const shown = [...open].filter((dialog) => dialog.open && dialog.isConnected && dialog.ownerDocument === document);
  return shown.sort((a, b) => height(b) - height(a))[0] ?? null;
};

/**
 * To be called when a frame has been applied, and when a dialog was closed: opens what has come into the page, gives back the
 * focus that a removed dialog had, and puts `regions` where they can be used.
 */
export const settleOverlays = (document: Document, regions: readonly HTMLElement[]): void => {
  for (const element of waiting) {
    const state = states.get(element);
    if (state !== undefined && element.isConnected && !element.open) {
      show(element, state);
    }
  }
  waiting.clear();
  for (const dialog of open) {
    if (!dialog.isConnected) {
      open.delete(dialog);
      const before = states.get(dialog)?.focusedBefore;
      if (before instanceof HTMLElement && before.isConnected && document.activeElement === document.body) {
        before.focus({ preventScroll: true });
      }
    } else if (!dialog.open) {
      open.delete(dialog);
    }
  }
  const host = topDialog(document) ?? document.body;
  for (const region of regions) {
    if (region.parentElement !== host) {
      host.prepend(region);
    }
  }
};

const inDialog = (element: HTMLElement, className: string): HTMLElement => {
  const found = element.querySelector<HTMLElement>(`:scope > .${className}, :scope > .hd-dialog-head > .${className}`);
  if (found === null) {
    throw new Error(`there is no ${className} in a dialog`);
  }
  return found;
};

/** What is behind a dialog is the dialog itself to the pointer, outside of its box. */
const isOutside = (element: HTMLElement, event: MouseEvent): boolean => {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  return event.target === element && (x < left || x > right || y < top || y > bottom);
};

/** Who selects text and lets go outside has not clicked there. */
const dismissOutside = (element: HTMLElement, state: State): void => {
  let isPressed = false;
  element.addEventListener('pointerdown', (event) => {
    isPressed = isOutside(element, event);
  });
  element.addEventListener('click', (event) => {
    if (isPressed && state.isLight && state.isClosable && state.isWanted && isOutside(element, event)) {
      dismiss(element);
    }
    isPressed = false;
  });
};

const createDialog = (className: string) => (element: HTMLElement): void => {
  element.className = className;
  const state: State = { isWanted: false, isClosable: true, isLight: false, opened: 0, focusedBefore: null };
  states.set(element, state);
  const head = part(element, 'div', 'hd-dialog-head');
  part(head, 'h2', 'hd-dialog-title');
  const close = part(head, 'button', 'hd-dialog-close');
  close.type = 'button';
  close.setAttribute('aria-label', 'Close');
  const icon = part(close, 'span', 'hd-icon');
  icon.setAttribute('aria-hidden', 'true');
  icon.style.setProperty('--hd-icon', 'url("/icons/x-lg.svg")');
  close.addEventListener('click', () => dismiss(element));
  part(element, 'div', 'hd-box hd-vbox hd-dialog-body');
  Object.defineProperty(element, 'opened', {
    get: () => state.isWanted,
    set: (isWanted: boolean) => want(element, isWanted),
  });
  dismissOutside(element, state);
  // Escape. The event does not bubble, so that a dialog inside this one never closes it.
  element.addEventListener('cancel', (event) => {
    if (event.target === element) {
      event.preventDefault();
      if (state.isClosable) {
        dismiss(element);
      }
    }
  });
  // The browser may close it all the same.
  element.addEventListener('close', (event) => {
    if (event.target === element && state.isWanted && isDialog(element) && !element.open) {
      // One that only the app closes is there again.
      if (state.isClosable) {
        dismiss(element);
      } else if (element.isConnected) {
        show(element, state);
      }
    }
  });
};

const dialogLabel: Setter = (element, value) => {
  const label = textOf('label', value);
  element.setAttribute('aria-label', label);
  inDialog(element, 'hd-dialog-title').textContent = label;
};

const dialogClosable: Setter = (element, value) => {
  const state = states.get(element);
  const isClosable = value === null || flagOf('closable', value);
  if (state !== undefined) {
    state.isClosable = isClosable;
  }
  inDialog(element, 'hd-dialog-close').hidden = !isClosable;
};

const lightDismiss: Setter = (element, value) => {
  const state = states.get(element);
  if (state !== undefined) {
    state.isLight = flagOf('light_dismiss', value);
  }
};

const SIDES: ReadonlySet<string> = new Set(['top', 'bottom', 'start', 'end']);

const placement: Setter = (element, value) => {
  const side = value ?? 'start';
  if (typeof side !== 'string' || !SIDES.has(side)) {
    throw new WireError(`a drawer has no side ${String(side)}`);
  }
  element.dataset['side'] = side;
};

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

const window = (className: string, more: readonly (readonly [string, Setter])[]): ElementSpec => ({
  tag: 'dialog',
  create: createDialog(className),
  inside: (element) => inDialog(element, 'hd-dialog-body'),
  properties: new Map<string, Setter>([
    ['label', dialogLabel],
    ['closable', dialogClosable],
    ['light_dismiss', lightDismiss],
    ['opened', (element, value) => want(element, flagOf('opened', value))],
    ...more,
  ]),
  changeable: new Map<string, Change>([['opened', 'switched']]),
  clickable: false,
});

export const OVERLAYS: readonly (readonly [string, ElementSpec])[] = [
  ['dialog', window('hd-dialog', [])],
  [
    'drawer',
    window('hd-dialog hd-drawer', [
      ['placement', placement],
      ['no_header', (element, value) => element.toggleAttribute('data-no-header', flagOf('no_header', value))],
    ]),
  ],
  [
    'dialog_footer',
    {
      tag: 'div',
      create: (element) => {
        element.className = 'hd-box hd-hbox hd-dialog-footer';
      },
      properties: NOTHING,
      changeable: NOTHING,
      clickable: false,
    },
  ],
];
