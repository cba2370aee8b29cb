// Tabs, trees and carousels: the library's, with what they lack. What is active or chosen is kept while what it is chosen from comes
// and goes.

import { label } from './library';
import { followMotion, lessMotion } from './motion';
import { holds, part } from './parts';
import type { Change, ElementSpec } from './registry';
import { flag, flagOf, numberOf, textOf, textsOf, type Setter } from './setters';
import { WireError } from './wire';

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

/** The event by which a tab says that its button was pressed. */
const CLOSE = 'hd-close';

const named: Setter = (element, value) => element.setAttribute('aria-label', textOf('label', value));

/**
 * In a tree of which several things can be chosen, the library draws a box in each item. It is a picture of what the item itself says,
 * and is neither used nor read by itself.
 */
const createTreeItem = (element: HTMLElement): void => {
  void Promise.resolve<unknown>(Reflect.get(element, 'updateComplete')).then(() => {
    const root = element.shadowRoot;
    if (root === null) {
      return;
    }
    const quiet = (): void => root.querySelector('wa-checkbox')?.setAttribute('inert', '');
    quiet();
    new MutationObserver(quiet).observe(root, { childList: true, subtree: true });
  });
};

const createTabGroup = (element: HTMLElement): void => {
  const { ownerDocument: document } = element;
  // What the person or the app has chosen; what shows is another one for as long as that is not there.
  let chosen = '';
  let showing = '';
  let focused: Element | null = null;
  const nameOf = (tab: Element): string => tab.getAttribute('panel') ?? '';
  const shown = (): HTMLElement | undefined => {
    const tabs = [...element.querySelectorAll<HTMLElement>(':scope > wa-tab')].filter((tab) => !tab.hasAttribute('disabled'));
    return tabs.find((tab) => nameOf(tab) === chosen) ?? tabs[0];
  };
  const show = (): void => {
    const tab = shown();
    showing = tab === undefined ? chosen : nameOf(tab);
    Reflect.set(element, 'active', showing);
  };
  holds(
    element,
    'value',
    () => chosen,
    (value) => {
      chosen = value;
      show();
    },
  );
  // Before anybody above asks which one was chosen.
  element.addEventListener('wa-tab-show', (event) => {
    const active: unknown = Reflect.get(element, 'active');
    if (event.target === element && typeof active === 'string' && active !== showing) {
      [chosen, showing] = [active, active];
    }
  });
  element.addEventListener('focusin', (event) => {
    focused = event.target instanceof Element ? event.target : null;
  });
  element.addEventListener('focusout', () => {
    focused = null;
  });
  new MutationObserver(() => {
    show();
    // Who closes a tab by keyboard goes on at the one that shows instead.
    if (focused !== null && !focused.isConnected && document.activeElement === document.body) {
      void Promise.resolve(Reflect.get(element, 'updateComplete')).then(() => shown()?.focus());
    }
  }).observe(element, { childList: true, subtree: true, attributeFilter: ['disabled', 'panel'] });
};

const panel: Setter = (element, value) => {
  const name = textOf('value', value);
  if (name === '') {
    throw new WireError('a tab has no value');
  }
  element.setAttribute('panel', name);
};

const createTab = (element: HTMLElement): void => {
  // As the button does it, for whoever uses the keyboard.
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Delete' && event.target === element && element.querySelector(':scope > .hd-tab-close') !== null) {
      element.dispatchEvent(new Event(CLOSE, { bubbles: true }));
    }
  });
};

const closable: Setter = (element, value) => {
  const close = element.querySelector(':scope > .hd-tab-close');
  if (!flagOf('closable_tab', value)) {
    close?.remove();
    element.removeAttribute('aria-keyshortcuts');
  } else if (close === null) {
    // For the pointer: a tab has nothing inside that the keyboard could come to, and takes its Delete key instead.
    const button = part(element, 'span', 'hd-tab-close');
    button.setAttribute('aria-hidden', 'true');
    element.setAttribute('aria-keyshortcuts', 'Delete');
    const icon = part(button, 'span', 'hd-icon');
    icon.style.setProperty('--hd-icon', 'url("/icons/x-lg.svg")');
    button.addEventListener('click', (event) => {
      // It closes the tab and does not show it.
      event.stopPropagation();
      element.dispatchEvent(new Event(CLOSE, { bubbles: true }));
    });
  }
};

const itemsOf = (tree: HTMLElement): HTMLElement[] => [...tree.querySelectorAll<HTMLElement>('wa-tree-item')];

const valueOf = (item: HTMLElement): string => item.dataset['value'] ?? '';

const createTree = (element: HTMLElement): void => {
  let wanted: ReadonlySet<string> = new Set();
  const show = (): void => {
    for (const item of itemsOf(element)) {
      Reflect.set(item, 'selected', wanted.has(valueOf(item)));
    }
  };
  const chosen = (): string[] =>
    itemsOf(element)
      .filter((item) => Reflect.get(item, 'selected') === true && Reflect.get(item, 'disabled') !== true)
      .map(valueOf);
  holds<readonly string[]>(
    element,
    'selected',
    () => chosen(),
    (values) => {
      wanted = new Set(values);
      show();
    },
  );
  element.addEventListener('wa-selection-change', () => {
    wanted = new Set(chosen());
  });
  new MutationObserver(show).observe(element, { childList: true, subtree: true });
};

const SELECTIONS: ReadonlySet<string> = new Set(['single', 'multiple', 'leaf']);

const selection: Setter = (element, value) => {
  const word = value ?? 'single';
  if (typeof word !== 'string' || !SELECTIONS.has(word)) {
    throw new WireError(`a tree has no selection ${String(word)}`);
  }
  Reflect.set(element, 'selection', word);
};

/** The component names itself whenever it comes into the page. */
const keepNamed = (element: HTMLElement): void => {
  const name = element.dataset['name'] ?? '';
  if (name !== '' && element.getAttribute('aria-label') !== name) {
    element.setAttribute('aria-label', name);
  }
};

const createCarousel = (element: HTMLElement): void => {
  followMotion(element.ownerDocument, 'wa-carousel', play);
  new MutationObserver(() => keepNamed(element)).observe(element, { attributeFilter: ['aria-label'] });
  let slide = 0;
  const go = (): void => {
    void Promise.resolve(Reflect.get(element, 'updateComplete')).then(() => {
      const goToSlide: unknown = Reflect.get(element, 'goToSlide');
      if (typeof goToSlide === 'function') {
        goToSlide.call(element, slide, 'auto');
      }
    });
  };
  holds(
    element,
    'slide',
    () => slide,
    (value) => {
      if (value !== slide) {
        slide = value;
        go();
      }
    },
  );
  // Before anybody above asks which one shows.
  element.addEventListener('wa-slide-change', (event) => {
    const index: unknown = Reflect.get(Object(Reflect.get(event, 'detail')), 'index');
    if (event.target === element && typeof index === 'number') {
      slide = index;
    }
  });
};

/** Whoever asks the system for less motion gets it at once. */
const play = (element: HTMLElement): void => {
  Reflect.set(element, 'autoplay', element.dataset['autoplay'] !== undefined && !lessMotion(element));
};

const autoplay: Setter = (element, value) => {
  element.toggleAttribute('data-autoplay', flagOf('autoplay', value));
  play(element);
};

const aspectRatio: Setter = (element, value) => {
  if (value === null) {
    element.style.removeProperty('--aspect-ratio');
  } else {
    element.style.setProperty('--aspect-ratio', String(numberOf('aspect_ratio', value)));
  }
};

export const DIVIDED: readonly (readonly [string, ElementSpec])[] = [
  [
    'tab_group',
    {
      tag: 'wa-tab-group',
      create: createTabGroup,
      properties: new Map<string, Setter>([['value', (element, value) => Reflect.set(element, 'value', textOf('value', value))]]),
      changeable: new Map<string, Change>([['value', 'chosen']]),
      clickable: false,
      announces: ['wa-tab-show'],
    },
  ],
  [
    'tab',
    {
      tag: 'wa-tab',
      create: createTab,
      properties: new Map<string, Setter>([
        ['value', panel],
        ['label', label],
        ['closable_tab', closable],
        ['disabled', flag('disabled')],
      ]),
      changeable: NOTHING,
      clickable: false,
      tells: new Map([[CLOSE, 'closed']]),
    },
  ],
  [
    'tree',
    {
      tag: 'wa-tree',
      create: createTree,
      properties: new Map<string, Setter>([
        ['label', named],
        ['selection', selection],
        ['selected', (element, value) => Reflect.set(element, 'selected', textsOf('selected', value))],
      ]),
      changeable: new Map<string, Change>([['selected', 'picked']]),
      clickable: false,
      announces: ['wa-selection-change'],
    },
  ],
  [
    'tree_item',
    {
      tag: 'wa-tree-item',
      create: createTreeItem,
      properties: new Map<string, Setter>([
        ['value', (element, value) => {
          element.dataset['value'] = textOf('value', value);
        }],
        ['label', label],
        ['expanded', flag('expanded')],
        ['disabled', flag('disabled')],
      ]),
      changeable: new Map<string, Change>([['expanded', 'switched']]),
      clickable: false,
      announces: ['wa-expand', 'wa-collapse'],
    },
  ],
  [
    'carousel',
    {
      tag: 'wa-carousel',
      create: createCarousel,
      properties: new Map<string, Setter>([
        ['label', (element, value) => {
          element.dataset['name'] = textOf('label', value);
          keepNamed(element);
        }],
        ['slide', (element, value) => Reflect.set(element, 'slide', numberOf('slide', value))],
        ['aspect_ratio', aspectRatio],
        ['autoplay', autoplay],
      ]),
      changeable: new Map<string, Change>([['slide', 'counted']]),
      clickable: false,
      announces: ['wa-slide-change'],
    },
  ],
];
