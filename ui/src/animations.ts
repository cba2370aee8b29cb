// Animations, and parts of components that the app styles. Both are told by elements that do not show: what is set on them by style
// properties is what holds at a time, or in a part.

import { lessMotion } from './motion';
import { holds } from './parts';
import type { Change, ElementSpec } from './registry';
import { flagOf, numberOf, textOf, type Setter } from './setters';
import { WireError } from './wire';

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

/** The name of a CSS property as a script has it. */
const camel = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const declarationsOf = (element: HTMLElement): [string, string][] =>
  Array.from({ length: element.style.length }, (_, at) => element.style.item(at)).map((name) => [name, element.style.getPropertyValue(name)]);

const framesOf = (element: HTMLElement): Keyframe[] =>
  [...element.querySelectorAll<HTMLElement>(':scope > .hd-keyframe')]
    .map((frame) => ({
      offset: Number(frame.dataset['offset'] ?? 0),
      ...Object.fromEntries(declarationsOf(frame).map(([name, value]) => [camel(name), value])),
    }))
    .sort((a, b) => a.offset - b.offset);

const createAnimation = (element: HTMLElement): void => {
  element.className = 'hd-animation';
  // What the library has without being told goes on for ever.
  Reflect.set(element, 'iterations', 1);
  const observer = new MutationObserver(() => {
    const frames = framesOf(element);
    Reflect.set(element, 'keyframes', frames.length === 0 ? undefined : frames);
  });
  observer.observe(element, { childList: true, subtree: true, attributeFilter: ['style', 'data-offset'] });
  // Between being played and having ended where it began, it plays: else its end would be nothing new to tell.
  let isSkipping = false;
  holds(
    element,
    'playing',
    () => isSkipping || Reflect.get(element, 'play') === true,
    (playing) => {
      isSkipping = playing && lessMotion(element);
      if (isSkipping) {
        queueMicrotask(() => {
          isSkipping = false;
          element.dispatchEvent(new Event('wa-finish', { bubbles: true }));
        });
      } else {
        Reflect.set(element, 'play', playing);
      }
    },
  );
};

/** The curves, by the names of the component library: each at the beginning, at the end, and at both. */
const EASINGS: ReadonlySet<string> = new Set([
  ...['linear', 'ease', 'easeIn', 'easeOut', 'easeInOut'],
  ...['Sine', 'Quad', 'Cubic', 'Quart', 'Quint', 'Expo', 'Circ', 'Back'].flatMap((curve) =>
    ['easeIn', 'easeOut', 'easeInOut'].map((place) => `${place}${curve}`),
  ),
]);

const easing: Setter = (element, value) => {
  const name = value ?? 'linear';
  if (typeof name !== 'string' || !EASINGS.has(name)) {
    throw new WireError(`an animation has no easing ${String(name)}`);
  }
  Reflect.set(element, 'easing', name);
};

const name: Setter = (element, value) => {
  const text = textOf('name', value);
  if (!/^[a-zA-Z]*$/.test(text)) {
    throw new WireError('an animation has another kind of name');
  }
  Reflect.set(element, 'name', text === '' ? 'none' : text);
};

const iterations: Setter = (element, value) => {
  element.dataset['iterations'] = String(value === null ? 1 : numberOf('iterations', value));
  repeat(element);
};

const repeat = (element: HTMLElement): void => {
  const forever = element.dataset['forever'] !== undefined;
  Reflect.set(element, 'iterations', forever ? Infinity : Number(element.dataset['iterations'] ?? 1));
};

/** Where rules for parts of components are, which no style attribute can hold. */
const sheets = new WeakMap<Document, CSSStyleSheet>();

const sheetOf = (document: Document): CSSStyleSheet => {
  let sheet = sheets.get(document);
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    sheets.set(document, sheet);
  }
  return sheet;
};

let made = 0;

const PART = /^[a-z][a-z_-]*$/;

/** The rule of a part, as it is to be now; empty where there is none. */
const ruleOf = (element: HTMLElement): string => {
  const { parentElement: owner } = element;
  const name = element.dataset['part'];
  if (owner === null || name === undefined || !element.isConnected) {
    return '';
  }
  made += owner.dataset['parts'] === undefined ? 1 : 0;
  owner.dataset['parts'] ??= String(made);
  // Values were checked when they were set on the element: none is more than one declaration.
  const declarations = declarationsOf(element).map(([property, value]) => `${property}: ${value} !important;`);
  return `[data-parts="${owner.dataset['parts']}"]::part(${name}) { ${declarations.join(' ')} }`;
};

const rules = new Map<HTMLElement, string>();
let isDue = false;

const show = (document: Document): void => {
  isDue = false;
  for (const element of rules.keys()) {
    const rule = ruleOf(element);
    if (element.isConnected) {
      rules.set(element, rule);
    } else {
      rules.delete(element);
    }
  }
  sheetOf(document).replaceSync([...rules.values()].join('\n'));
};

const later = (element: HTMLElement): void => {
  rules.set(element, '');
  if (!isDue) {
    isDue = true;
    queueMicrotask(() => show(element.ownerDocument));
  }
};

/** Tells elements that do not show apart from what is put into their owner. */
const hidden = (element: HTMLElement, className: string): void => {
  element.className = className;
  // No component has such a slot.
  element.slot = className;
  element.hidden = true;
  element.setAttribute('aria-hidden', 'true');
};

const createPart = (element: HTMLElement): void => {
  hidden(element, 'hd-part');
  new MutationObserver(() => later(element)).observe(element, { attributeFilter: ['style', 'data-part'] });
  later(element);
};

export const ANIMATIONS: readonly (readonly [string, ElementSpec])[] = [
  [
    'animation',
    {
      tag: 'wa-animation',
      create: createAnimation,
      properties: new Map<string, Setter>([
        ['name', name],
        ['easing', easing],
        ['iterations', iterations],
        ['forever', (element, value) => {
          element.toggleAttribute('data-forever', flagOf('forever', value));
          repeat(element);
        }],
        ['playing', (element, value) => Reflect.set(element, 'playing', flagOf('playing', value))],
      ]),
      changeable: new Map<string, Change>([['playing', 'switched']]),
      clickable: false,
      announces: ['wa-finish', 'wa-cancel'],
      tells: new Map([['wa-finish', 'finished']]),
    },
  ],
  [
    'keyframe',
    {
      tag: 'span',
      create: (element) => hidden(element, 'hd-keyframe'),
      properties: new Map<string, Setter>([
        ['offset', (element, value) => {
          element.dataset['offset'] = String(numberOf('offset', value));
        }],
      ]),
      changeable: NOTHING,
      clickable: false,
    },
  ],
  [
    'part',
    {
      tag: 'span',
      create: createPart,
      properties: new Map<string, Setter>([
        ['part', (element, value) => {
          const text = textOf('part', value);
          if (!PART.test(text)) {
            throw new WireError('a part has another kind of name');
          }
          element.dataset['part'] = text;
        }],
      ]),
      changeable: NOTHING,
      clickable: false,
    },
  ],
];
