// Menus, as the ARIA Authoring Practices have them: one stop of the Tab key, and the arrow keys, Home, End and letters inside.

import { iconIn } from './library';
import { holds, part, partOf, tellChange } from './parts';
import { DONE } from './popups';
import type { Change, ElementSpec } from './registry';
import { content, flagOf, textOf, type Setter } from './setters';

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

const ITEMS = '[role="menuitem"], [role="menuitemcheckbox"]';

const itemsOf = (menu: HTMLElement): HTMLButtonElement[] =>
  [...menu.querySelectorAll<HTMLButtonElement>(ITEMS)].filter((item) => !item.disabled && item.closest('[role="menu"]') === menu);

/** Where a key leads from an item. */
const next = (items: readonly HTMLButtonElement[], at: number, key: string): HTMLButtonElement | undefined => {
  switch (key) {
    case 'ArrowDown':
      return items[(at + 1) % items.length];
    case 'ArrowUp':
      return items.at(at <= 0 ? -1 : at - 1);
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default: {
      const letter = key.length === 1 ? key.toLowerCase() : '';
      const following = [...items.slice(at + 1), ...items.slice(0, at + 1)];
      return letter.trim() === '' ? undefined : following.find((item) => item.textContent?.trim().toLowerCase().startsWith(letter));
    }
  }
};

const createMenu = (element: HTMLElement): void => {
  element.className = 'hd-menu';
  element.setAttribute('role', 'menu');
  element.tabIndex = 0;
  element.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
      return;
    }
    const items = itemsOf(element);
    const to = next(items, items.findIndex((item) => item === element.ownerDocument.activeElement), event.key);
    if (to !== undefined) {
      event.preventDefault();
      to.focus();
    }
  });
  element.addEventListener('focusin', (event) => {
    if (event.target === element) {
      itemsOf(element)[0]?.focus();
    } else {
      // The Tab key leaves the menu, and comes back to where it was left.
      element.tabIndex = -1;
    }
  });
  element.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && element.contains(event.relatedTarget))) {
      element.tabIndex = 0;
    }
  });
  element.addEventListener('click', (event) => {
    const item = event.target instanceof Element ? event.target.closest(ITEMS) : null;
    if (item?.getAttribute('role') === 'menuitem') {
      // The app is told before what it is in closes: of a person's click a microtask comes before the listeners further up.
      setTimeout(() => element.dispatchEvent(new Event(DONE, { bubbles: true })), 0);
    }
  });
};

const createItem = (role: 'menuitem' | 'menuitemcheckbox') => (element: HTMLElement): void => {
  element.className = 'hd-menu-item';
  element.setAttribute('type', 'button');
  element.setAttribute('role', role);
  element.tabIndex = -1;
  part(element, 'span', 'hd-menu-item-label');
};

const createCheckbox = (element: HTMLElement): void => {
  createItem('menuitemcheckbox')(element);
  const mark = part(element, 'span', 'hd-icon hd-menu-check');
  mark.setAttribute('aria-hidden', 'true');
  mark.style.setProperty('--hd-icon', 'url("/icons/check2.svg")');
  let isChecked = false;
  const show = (checked: boolean): void => {
    isChecked = checked;
    element.setAttribute('aria-checked', String(checked));
  };
  show(false);
  holds(element, 'checked', () => isChecked, show);
  element.addEventListener('click', () => {
    show(!isChecked);
    tellChange(element);
  });
};

const item: readonly (readonly [string, Setter])[] = [
  ['label', (element, value) => content(partOf(element, 'hd-menu-item-label'), value)],
  ['prefix_icon', iconIn('prefix')],
  ['suffix_icon', iconIn('suffix')],
  ['disabled', (element, value) => element.toggleAttribute('disabled', flagOf('disabled', value))],
];

const menuLabel: Setter = (element, value) => {
  const label = textOf('label', value);
  if (label === '') {
    element.removeAttribute('aria-label');
  } else {
    element.setAttribute('aria-label', label);
  }
};

export const MENUS: readonly (readonly [string, ElementSpec])[] = [
  ['menu', { tag: 'div', create: createMenu, properties: new Map([['label', menuLabel]]), changeable: NOTHING, clickable: false }],
  ['menu_item', { tag: 'button', create: createItem('menuitem'), properties: new Map(item), changeable: NOTHING, clickable: true }],
  [
    'menu_checkbox',
    {
      tag: 'button',
      create: createCheckbox,
      properties: new Map([...item, ['checked', (element, value) => Reflect.set(element, 'checked', flagOf('checked', value))]]),
      changeable: new Map<string, Change>([['checked', 'switched']]),
      clickable: false,
    },
  ],
  [
    'menu_label',
    {
      tag: 'div',
      create: (element) => {
        element.className = 'hd-menu-label';
      },
      properties: new Map([['label', content]]),
      changeable: NOTHING,
      clickable: false,
    },
  ],
];
