// A field for text that offers what its letters are in, as the ARIA Authoring Practices have it: the focus stays in the field.

import { attribute, field, fill, label } from './controls';
import { holds, part, partOf } from './parts';
import type { Change, ElementSpec } from './registry';
import { textOf, type Setter } from './setters';

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

/** More do not help anybody. */
const MOST_SHOWN = 50;

let made = 0;

const createCombobox = (element: HTMLElement): void => {
  made += 1;
  const { ownerDocument: document } = element;
  const control = document.createElement('input');
  control.type = 'text';
  control.autocomplete = 'off';
  fill(element, control, document.createElement('label'));
  element.classList.add('hd-combobox');
  const offers = part(element, 'div', 'hd-offers');
  offers.hidden = true;
  const list = part(element, 'div', 'hd-suggestions');
  list.id = `hd-suggestions-${made}`;
  list.hidden = true;
  list.setAttribute('role', 'listbox');
  control.setAttribute('role', 'combobox');
  control.setAttribute('aria-autocomplete', 'list');
  control.setAttribute('aria-controls', list.id);
  control.setAttribute('aria-expanded', 'false');
  let at = -1;
  // Between a key that opens the list, whether or not there is anything in it, and what closes it.
  let isWanted = false;

  const matching = (): string[] => {
    const letters = control.value.trim().toLowerCase();
    const all = [...offers.children].map((offer) => offer.textContent ?? '');
    return all.filter((offer) => offer !== control.value && offer.toLowerCase().includes(letters)).slice(0, MOST_SHOWN);
  };
  const hide = (): void => {
    at = -1;
    list.hidden = true;
    list.replaceChildren();
    control.setAttribute('aria-expanded', 'false');
    control.removeAttribute('aria-activedescendant');
  };
  const close = (): void => {
    isWanted = false;
    hide();
  };
  let isTaking = false;
  const take = (text: string): void => {
    control.value = text;
    close();
    isTaking = true;
    control.dispatchEvent(new InputEvent('input', { bubbles: true }));
    isTaking = false;
  };
  const open = (): void => {
    isWanted = true;
    const found = control.disabled || control.readOnly ? [] : matching();
    if (found.length === 0) {
      hide();
      return;
    }
    at = -1;
    list.replaceChildren(
      ...found.map((text, index) => {
        const option = document.createElement('div');
        option.id = `${list.id}-${index}`;
        option.className = 'hd-suggestion';
        option.setAttribute('role', 'option');
        option.setAttribute('aria-selected', 'false');
        option.textContent = text;
        // Before the field loses the focus.
        option.addEventListener('mousedown', (event) => {
          event.preventDefault();
          take(text);
        });
        return option;
      }),
    );
    list.hidden = false;
    control.setAttribute('aria-expanded', 'true');
    control.removeAttribute('aria-activedescendant');
  };
  const go = (to: number): void => {
    const options = [...list.children];
    at = ((to % options.length) + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute('aria-selected', String(index === at)));
    const active = options[at];
    if (active !== undefined) {
      control.setAttribute('aria-activedescendant', active.id);
      active.scrollIntoView?.({ block: 'nearest' });
    }
  };

  // The app may offer other things for what is typed: the person stays where they are in them.
  const follow = (): void => {
    if (isWanted) {
      const was = list.children[at]?.textContent;
      open();
      const now = [...list.children].findIndex((option) => option.textContent === was);
      if (was !== undefined && now >= 0) {
        go(now);
      }
    }
  };
  new MutationObserver(follow).observe(offers, { childList: true, characterData: true, subtree: true });
  control.addEventListener('input', (event) => {
    if (!isTaking && (event.isTrusted || !list.hidden || document.activeElement === control)) {
      open();
    }
  });
  control.addEventListener('blur', close);
  control.addEventListener('keydown', (event) => {
    if (event.isComposing) {
      return;
    }
    const isOpen = !list.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!isOpen) {
        open();
      }
      if (!list.hidden) {
        go(event.key === 'ArrowDown' ? at + 1 : at < 0 ? -1 : at - 1);
      }
    } else if (event.key === 'Enter' && isOpen && at >= 0) {
      event.preventDefault();
      event.stopPropagation();
      take(list.children[at]?.textContent ?? '');
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  holds(
    element,
    'value',
    () => control.value,
    (value) => {
      control.value = value;
    },
  );
};

/** The list is called as the field is. */
const named: Setter = (element, value) => {
  label(element, value);
  partOf(element, 'hd-suggestions').setAttribute('aria-label', textOf('label', value));
};

export const combobox = (typedText: Setter): readonly (readonly [string, ElementSpec])[] => [
  [
    'combobox',
    field(
      createCombobox,
      [
        ['label', named],
        ['value', typedText],
        ['placeholder', attribute('placeholder', 'placeholder')],
      ],
      { changeable: new Map<string, Change>([['value', 'typed']]), inside: (element) => partOf(element, 'hd-offers') },
    ),
  ],
  [
    'suggestion',
    {
      tag: 'span',
      properties: new Map<string, Setter>([
        ['label', (element, value) => {
          element.textContent = textOf('label', value);
        }],
        ['value', () => undefined],
        ['disabled', () => undefined],
      ]),
      changeable: NOTHING,
      clickable: false,
    },
  ],
];
