// The elements that show something: headings, icons, cards, messages, links. Native elements all, with the rules of elements.css.

import { part } from './parts';
import type { Change, ElementSpec } from './registry';
import { content, flagOf, textOf, type Setter } from './setters';
import { cssOf } from './styles';
import { WireError } from './wire';

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

const shown = (tag: string, properties: readonly (readonly [string, Setter])[], rest: Partial<ElementSpec> = {}): ElementSpec => ({
  tag,
  properties: new Map(properties),
  changeable: NOTHING,
  clickable: false,
  ...rest,
});

const partOf = (element: HTMLElement, className: string): HTMLElement => {
  for (const child of element.children) {
    if (child instanceof HTMLElement && child.classList.contains(className)) {
      return child;
    }
  }
  throw new WireError(`there is no ${className} in ${element.localName}`);
};

const named = (className: string) => (element: HTMLElement): void => {
  element.className = className;
};

/** A property that a rule of elements.css reads. */
const variable = (property: string, name: string): Setter => (element, value) => {
  if (value === null) {
    element.style.removeProperty(name);
  } else {
    element.style.setProperty(name, cssOf(property, value));
  }
};

const heading = (tag: string): [string, ElementSpec] => [tag, shown(tag, [['content', content]])];

/** The file of an icon; Rust has checked that there is one of that name. */
export const iconAddress = (name: string): string => {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) {
    throw new WireError('an icon has another kind of name');
  }
  return `/icons/${name}.svg`;
};

/** The icon's outline is a mask over the colour of the text, so that it needs neither a component nor a request of a script. */
export const iconName: Setter = (element, value) => {
  const name = textOf('name', value);
  element.style.setProperty('--hd-icon', name === '' ? 'none' : `url("${iconAddress(name)}")`);
};

const iconLabel: Setter = (element, value) => {
  const label = textOf('label', value);
  if (label === '') {
    element.removeAttribute('role');
    element.removeAttribute('aria-label');
    element.setAttribute('aria-hidden', 'true');
  } else {
    element.setAttribute('role', 'img');
    element.setAttribute('aria-label', label);
    element.removeAttribute('aria-hidden');
  }
};

const VARIANTS: ReadonlySet<string> = new Set(['primary', 'success', 'neutral', 'warning', 'danger']);

const variant: Setter = (element, value) => {
  const name = value ?? 'neutral';
  if (typeof name !== 'string' || !VARIANTS.has(name)) {
    throw new WireError(`there is no variant ${String(name)}`);
  }
  element.dataset['variant'] = name;
};

const ALERT = { icon: 'hd-icon', body: 'hd-alert-body', label: 'hd-alert-label', close: 'hd-alert-close' } as const;

interface Clock {
  milliseconds: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** The time that alerts stay on screen. */
const clocks = new WeakMap<HTMLElement, Clock>();

const startClock = (element: HTMLElement): void => {
  const clock = clocks.get(element);
  if (clock === undefined) {
    return;
  }
  clearTimeout(clock.timer);
  clock.timer = undefined;
  if (element.hidden || !Number.isFinite(clock.milliseconds)) {
    return;
  }
  clock.timer = setTimeout(() => {
    if (element.matches(':hover') || element.contains(element.ownerDocument.activeElement)) {
      startClock(element);
    } else if (element.isConnected) {
      dismiss(element);
    }
  }, clock.milliseconds);
};

/** As the person does it: the app hears of it. */
const dismiss = (element: HTMLElement): void => {
  Reflect.set(element, 'dismissed', true);
  element.dispatchEvent(new Event('change', { bubbles: true }));
};

const createAlert = (role: string) => (element: HTMLElement): void => {
  element.className = 'hd-alert';
  element.setAttribute('role', role);
  part(element, 'span', ALERT.icon).setAttribute('aria-hidden', 'true');
  const body = part(element, 'div', ALERT.body);
  part(body, 'div', ALERT.label);
  Object.defineProperty(element, 'dismissed', {
    get: () => Boolean(element.hidden),
    set: (dismissed: boolean) => {
      element.hidden = dismissed;
      startClock(element);
    },
  });
};

const alertClosable: Setter = (element, value) => {
  const closable = flagOf('closable', value);
  const close = element.querySelector(`:scope > .${ALERT.close}`);
  if (!closable) {
    close?.remove();
  } else if (close === null) {
    const button = part(element, 'button', ALERT.close);
    button.setAttribute('type', 'button');
    button.setAttribute('aria-label', 'Close');
    const icon = part(button, 'span', 'hd-icon');
    icon.setAttribute('aria-hidden', 'true');
    iconName(icon, 'x-lg');
    button.addEventListener('click', () => dismiss(element));
  }
};

const alertDuration: Setter = (element, value) => {
  const text = textOf('duration', value);
  const seconds = text === '' ? Infinity : Number(text.replace(/s$/, ''));
  if (Number.isNaN(seconds) || seconds < 0) {
    throw new WireError('a duration is no time');
  }
  const clock: Clock = clocks.get(element) ?? { milliseconds: Infinity, timer: undefined };
  // A timer cannot wait longer than this; it is 24 days.
  clock.milliseconds = seconds * 1000 > 0x7fff_ffff ? Infinity : seconds * 1000;
  clocks.set(element, clock);
  startClock(element);
};

const alert = (role: string): ElementSpec =>
  shown(
    'div',
    [
      ['label', (element, value) => content(partOf(partOf(element, ALERT.body), ALERT.label), value)],
      ['variant', variant],
      ['icon', (element, value) => iconName(partOf(element, ALERT.icon), value)],
      ['closable', alertClosable],
      ['duration', alertDuration],
      ['dismissed', (element, value) => Reflect.set(element, 'dismissed', flagOf('dismissed', value))],
    ],
    {
      create: createAlert(role),
      inside: (element) => partOf(element, ALERT.body),
      changeable: new Map<string, Change>([['dismissed', 'switched']]),
    },
  );

/** Inside the app: the page stays, and the app is told. */
const INTERNAL = /^(?:$|[?#]|\/(?![/\\]))/;
const EXTERNAL: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:']);

const href: Setter = (element, value) => {
  element.removeAttribute('href');
  delete element.dataset['internal'];
  if (value === null) {
    // It goes nowhere, which the app's log explains.
    return;
  }
  const address = textOf('href', value);
  if (INTERNAL.test(address)) {
    element.dataset['internal'] = '';
    element.setAttribute('href', address === '' ? '#' : address);
  } else if (URL.canParse(address) && EXTERNAL.has(new URL(address).protocol)) {
    element.setAttribute('href', address);
  } else {
    throw new WireError('a link leads where none may');
  }
};

const createLink = (element: HTMLElement): void => {
  element.className = 'hd-link';
  element.setAttribute('rel', 'noreferrer noopener');
  part(element, 'span', 'hd-link-label');
  part(element, 'span', 'hd-link-inside');
};

const linkIcon: Setter = (element, value) => {
  const name = textOf('prefix_icon', value);
  let icon = element.querySelector<HTMLElement>(':scope > .hd-icon');
  if (name === '') {
    icon?.remove();
    return;
  }
  if (icon === null) {
    icon = part(element, 'span', 'hd-icon');
    icon.setAttribute('aria-hidden', 'true');
    element.prepend(icon);
  }
  iconName(icon, name);
};

const container = (className: string): ElementSpec => shown('div', [], { create: named(className) });

/** Whether the page itself deals with a click on an element, and does not go anywhere. */
export const staysInApp = (element: Element): boolean => element instanceof HTMLElement && element.dataset['internal'] !== undefined;

/** The address of an asset of the app: a random name, and nothing else. */
const ASSET = /^hd-asset:\/\/[0-9a-f]{32}$/;

const picture: Setter = (element, value) => {
  const address = textOf('src', value);
  if (!ASSET.test(address)) {
    throw new WireError('a picture is at another kind of address');
  }
  element.setAttribute('src', address);
};

/** It leads to where the person is. */
const current: Setter = (element, value) => {
  if (flagOf('current', value)) {
    element.setAttribute('aria-current', 'page');
  } else {
    element.removeAttribute('aria-current');
  }
};

/** A link with a class, and what more it can be told. */
export const linkSpec = (className: string, more: readonly (readonly [string, Setter])[]): ElementSpec =>
  shown(
    'a',
    [
      ['label', (element, value) => content(partOf(element, 'hd-link-label'), value)],
      ['href', href],
      ['current', current],
      ['prefix_icon', linkIcon],
      ['icon_only', (element, value) => element.toggleAttribute('data-icon-only', flagOf('icon_only', value))],
      ...more,
    ],
    {
      create: (element) => {
        createLink(element);
        if (className !== '') {
          element.classList.add(className);
        }
      },
      inside: (element) => partOf(element, 'hd-link-inside'),
      clickable: true,
    },
  );

export const BLOCKS: readonly (readonly [string, ElementSpec])[] = [
  ...['h1', 'h2', 'h3', 'h4', 'h5'].map(heading),
  ['plaintext', shown('span', [['content', content]], { create: named('hd-plaintext') })],
  [
    'icon',
    shown(
      'span',
      [
        ['name', iconName],
        ['label', iconLabel],
      ],
      {
        create: (element) => {
          element.className = 'hd-icon';
          iconLabel(element, null);
        },
      },
    ),
  ],
  ['card', { ...container('hd-card'), properties: new Map([['padding', variable('padding', '--hd-card-padding')]]) }],
  ['card_header', container('hd-box hd-hbox hd-card-header')],
  ['card_footer', container('hd-box hd-hbox hd-card-footer')],
  ['card_image', container('hd-box hd-vbox hd-card-image')],
  [
    'divider',
    shown(
      'hr',
      [
        ['vertical', (element, value) => {
          if (flagOf('vertical', value)) {
            element.setAttribute('aria-orientation', 'vertical');
          } else {
            element.removeAttribute('aria-orientation');
          }
        }],
        ['color', variable('color', '--hd-divider-color')],
        ['thickness', variable('thickness', '--hd-divider-thickness')],
        ['spacing', variable('spacing', '--hd-divider-spacing')],
      ],
      { create: named('hd-divider') },
    ),
  ],
  ['alert', alert('alert')],
  ['alert_status', alert('status')],
  [
    'spinner',
    shown(
      'span',
      [
        ['label', content],
        ['speed', variable('speed', '--hd-spinner-speed')],
        ['track_width', variable('track_width', '--hd-spinner-track-width')],
        ['track_color', variable('track_color', '--hd-spinner-track-color')],
        ['indicator_color', variable('indicator_color', '--hd-spinner-indicator-color')],
      ],
      {
        create: (element) => {
          element.className = 'hd-spinner';
          element.setAttribute('role', 'status');
        },
      },
    ),
  ],
  [
    'image',
    shown(
      'img',
      [
        ['src', picture],
        ['alt', (element, value) => element.setAttribute('alt', textOf('alt', value))],
      ],
      { create: named('hd-image'), clickable: true },
    ),
  ],
  ['link', linkSpec('', [['underline', (element, value) => element.toggleAttribute('data-underline', flagOf('underline', value))]])],
];
