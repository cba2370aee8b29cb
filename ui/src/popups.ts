// What floats beside something, over the library's popup, which keeps it in sight and above all else.

import { iconIn, word, number as numberProperty } from './library';
import { holds, part, partOf, tellChange } from './parts';
import type { Change, ElementSpec } from './registry';
import { flagOf, numberOf, textOf, type Setter } from './setters';

const PLACEMENTS: ReadonlyMap<string, string> = new Map(
  ['top', 'bottom', 'left', 'right'].flatMap((side) =>
    ['', '-start', '-end'].map((end): [string, string] => [`${side}${end}`, `${side}${end}`]),
  ),
);

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

const OPENED = new Map<string, Change>([['opened', 'switched']]);

const active = (element: HTMLElement, isActive: boolean): void => {
  Reflect.set(element, 'active', isActive);
};

const createPopup = (element: HTMLElement): void => {
  element.className = 'hd-popup';
  let isOpen = false;
  holds(
    element,
    'opened',
    () => isOpen,
    (opened) => {
      isOpen = opened;
      active(element, opened);
    },
  );
};

const opened: Setter = (element, value) => Reflect.set(element, 'opened', flagOf('opened', value));

/** How long the pointer has to stay before a tooltip shows. */
const DELAY_MS = 150;

/** How long the pointer may be on its way from what it is on to what it says. */
const GRACE_MS = 150;

let made = 0;

/** What can have the focus, and is read with what describes it. */
const USED = 'a, button, input, select, textarea, [tabindex], wa-input, wa-checkbox, wa-switch';

const setDescribing = (target: Element, ids: readonly string[]): void => {
  if (ids.length === 0) {
    target.removeAttribute('aria-describedby');
  } else {
    target.setAttribute('aria-describedby', ids.join(' '));
  }
};

/**
 * Keeps what is inside described by what the tooltip says, for as long as that shows. What describes an element has to be in the same
 * tree as that, and known by its id. A field has its hint and its error besides, which it may say anew.
 */
const describe = (element: HTMLElement, inside: HTMLElement, tip: HTMLElement): void => {
  let described: Element | null = null;
  const idsOf = (target: Element): string[] => (target.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id !== '');
  const update = (): void => {
    const isOff = element.dataset['off'] !== undefined;
    const target = isOff ? null : (inside.querySelector(USED) ?? inside.firstElementChild);
    if (described !== null && described !== target) {
      setDescribing(described, idsOf(described).filter((id) => id !== tip.id));
    }
    described = target;
    if (target !== null && !idsOf(target).includes(tip.id)) {
      setDescribing(target, [...idsOf(target), tip.id]);
    }
  };
  const observer = new MutationObserver(update);
  observer.observe(inside, { childList: true, subtree: true, attributeFilter: ['aria-describedby'] });
  observer.observe(element, { attributeFilter: ['data-off'] });
};

const createTooltip = (element: HTMLElement): void => {
  made += 1;
  element.className = 'hd-popup hd-tooltip';
  Reflect.set(element, 'distance', 8);
  const inside = part(element, 'span', 'hd-tooltip-inside');
  inside.slot = 'anchor';
  const tip = part(element, 'div', 'hd-tooltip-text');
  tip.setAttribute('role', 'tooltip');
  tip.id = `hd-tooltip-${made}`;
  describe(element, inside, tip);
  const { ownerDocument: document } = element;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isPressed = false;
  // Wherever the focus is, and before anybody else, so that nothing around it closes as well.
  const escape = (event: KeyboardEvent): void => {
    if (!element.isConnected) {
      show(false);
    } else if (event.key === 'Escape' && Reflect.get(element, 'active') === true) {
      event.preventDefault();
      event.stopPropagation();
      show(false);
    }
  };
  const show = (isShown: boolean): void => {
    clearTimeout(timer);
    const isActive = isShown && element.dataset['off'] === undefined;
    active(element, isActive);
    if (isActive) {
      document.addEventListener('keydown', escape, true);
    } else {
      document.removeEventListener('keydown', escape, true);
    }
  };
  const later = (isShown: boolean, milliseconds: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => show(isShown), milliseconds);
  };
  inside.addEventListener('mouseover', () => later(true, Number(element.dataset['delay'] ?? DELAY_MS)));
  // What it says can be pointed at.
  tip.addEventListener('mouseover', () => clearTimeout(timer));
  for (const over of [inside, tip]) {
    over.addEventListener('mouseout', (event) => {
      isPressed = false;
      if (!(event.relatedTarget instanceof Node && over.contains(event.relatedTarget))) {
        later(false, GRACE_MS);
      }
    });
  }
  inside.addEventListener('focusin', () => {
    if (!isPressed) {
      show(true);
    }
  });
  inside.addEventListener('focusout', () => show(false));
  // Whoever presses it has read it.
  inside.addEventListener('mousedown', () => {
    isPressed = true;
    show(false);
  });
  inside.addEventListener('mouseup', () => {
    isPressed = false;
  });
};

/** What a menu says when something of it was done. */
export const DONE = 'hd-done';

const createDropdown = (element: HTMLElement): void => {
  const { ownerDocument: document } = element;
  element.className = 'hd-popup hd-dropdown';
  Reflect.set(element, 'placement', 'bottom-start');
  Reflect.set(element, 'distance', 4);
  const trigger = part(element, 'button', 'hd-dropdown-trigger wa-neutral wa-outlined');
  trigger.type = 'button';
  trigger.slot = 'anchor';
  trigger.setAttribute('aria-expanded', 'false');
  const panel = part(element, 'div', 'hd-dropdown-panel');
  let isOpen = false;

  const outside = (event: Event): void => {
    if (!event.composedPath().includes(element)) {
      toggle(false);
    }
  };
  const open = (wanted: boolean): void => {
    isOpen = wanted;
    active(element, wanted);
    trigger.setAttribute('aria-expanded', String(wanted));
    if (wanted) {
      document.addEventListener('pointerdown', outside, true);
    } else {
      document.removeEventListener('pointerdown', outside, true);
    }
  };
  /** As the person does it. */
  const toggle = (wanted: boolean): void => {
    if (wanted !== isOpen) {
      open(wanted);
      tellChange(element);
    }
  };
  const dismiss = (): void => {
    toggle(false);
    trigger.focus({ preventScroll: true });
  };
  const intoMenu = (): void => {
    // The panel can take the focus once it shows, which is after the component's next rendering.
    void Promise.resolve(Reflect.get(element, 'updateComplete')).then(() => {
      if (isOpen) {
        panel.querySelector<HTMLElement>('[role="menu"]')?.focus({ preventScroll: true });
      }
    });
  };

  trigger.addEventListener('click', (event) => {
    event.stopPropagation();
    toggle(!isOpen);
    if (isOpen) {
      intoMenu();
    }
  });
  trigger.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' && !event.altKey) {
      event.preventDefault();
      toggle(true);
      intoMenu();
    }
  });
  element.addEventListener('keydown', (event) => {
    // Only the innermost one that is open, and no dialog around it, is closed.
    if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      dismiss();
    }
  });
  element.addEventListener(DONE, (event) => {
    event.stopPropagation();
    // A shortcut does something of a menu that does not show.
    if (isOpen) {
      dismiss();
    }
  });
  element.addEventListener('focusout', (event) => {
    if (event.relatedTarget instanceof Node && !element.contains(event.relatedTarget)) {
      toggle(false);
    }
  });
  holds(
    element,
    'opened',
    () => isOpen,
    (wanted) => {
      // What is hidden loses the focus.
      const isInside = panel.contains(document.activeElement);
      open(wanted);
      if (!wanted && isInside) {
        trigger.focus({ preventScroll: true });
      }
    },
  );
};

const triggerOf = (element: HTMLElement): HTMLButtonElement => partOf<HTMLButtonElement>(element, 'hd-dropdown-trigger');

const inTrigger = (set: Setter): Setter => (element, value) => set(triggerOf(element), value);

/** The text of a button whose icons are elements in it. */
const triggerLabel: Setter = (element, value) => {
  const trigger = triggerOf(element);
  const label = trigger.querySelector('span.hd-dropdown-label') ?? part(trigger, 'span', 'hd-dropdown-label');
  label.textContent = textOf('label', value);
};

const popup = (create: (element: HTMLElement) => void, rest: Partial<ElementSpec>): ElementSpec => ({
  tag: 'wa-popup',
  create,
  properties: NOTHING,
  changeable: NOTHING,
  clickable: false,
  ...rest,
});

/** The rows; a dropdown's button has the looks that buttons have. */
export const popups = (setVariant: Setter, setSize: Setter): readonly (readonly [string, ElementSpec])[] => [
  ['popup', popup(createPopup, { properties: new Map([['opened', opened]]), changeable: OPENED })],
  [
    'popup_anchor',
    {
      tag: 'div',
      create: (element) => {
        element.className = 'hd-popup-anchor';
        element.slot = 'anchor';
      },
      properties: NOTHING,
      changeable: NOTHING,
      clickable: false,
    },
  ],
  [
    'tooltip',
    popup(createTooltip, {
      inside: (element) => partOf(element, 'hd-tooltip-inside'),
      properties: new Map<string, Setter>([
        ['label', (element, value) => {
          partOf(element, 'hd-tooltip-text').textContent = textOf('label', value);
        }],
        ['placement', word('placement', PLACEMENTS, 'top')],
        ['distance', numberProperty('distance', 8)],
        ['skidding', numberProperty('skidding', 0)],
        ['delay', (element, value) => {
          element.dataset['delay'] = String(value === null ? DELAY_MS : numberOf('delay', value));
        }],
        ['off', (element, value) => {
          element.toggleAttribute('data-off', flagOf('off', value));
          if (flagOf('off', value)) {
            active(element, false);
          }
        }],
      ]),
    }),
  ],
  [
    'dropdown',
    popup(createDropdown, {
      inside: (element) => partOf(element, 'hd-dropdown-panel'),
      properties: new Map<string, Setter>([
        ['label', triggerLabel],
        ['opened', opened],
        ['placement', word('placement', PLACEMENTS, 'bottom-start')],
        ['distance', numberProperty('distance', 4)],
        ['skidding', numberProperty('skidding', 0)],
        ['variant', inTrigger(setVariant)],
        ['size', inTrigger(setSize)],
        ['prefix_icon', inTrigger(iconIn('prefix'))],
        ['disabled', (element, value) => {
          triggerOf(element).disabled = flagOf('disabled', value);
        }],
      ]),
      changeable: OPENED,
    }),
  ],
];
