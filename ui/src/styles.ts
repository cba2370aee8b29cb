// The closed table of style properties. Rust makes their values out of types; what reaches an element is checked once more, so
// that no value is more than one declaration or fetches anything.

import type { Setter } from './setters';
import { WireError, type Value } from './wire';

/** Finds how a style property is set, by the name that follows the colon on the wire. */
export const styleSetter = (name: string): Setter | undefined => STYLES.get(name);

/** The names of all style properties. */
export const styleNames = (): string[] => [...STYLES.keys()];

const CHARACTERS = /^[-+#%.,\w ()]*$/;
const CALLS = /([-\w]*)\((-*)/g;
const FUNCTIONS: ReadonlySet<string> = new Set(['calc', 'color-mix', 'linear-gradient', 'minmax', 'repeat']);

/** The text of a value that is one value of CSS and nothing else. */
export const cssOf = (name: string, value: Exclude<Value, null>): string => {
  const css = String(value);
  if (typeof value === 'boolean' || typeof value === 'object' || !CHARACTERS.test(css) || (css.includes('(') && !callsOnlyKnown(css))) {
    throw new WireError(`${name} cannot be set to such a value`);
  }
  return css;
};

const callsOnlyKnown = (css: string): boolean =>
  [...css.matchAll(CALLS)].every(([, name = '', dashes]) => (name === 'var' ? dashes === '--' : FUNCTIONS.has(name))) &&
  // Of custom properties only our own: one of the component library's may hold anything.
  css.split('var(').slice(1).every((rest) => rest.startsWith('--hd-'));

const declaration = (name: string): Setter => (element, value) => {
  if (value === null) {
    element.style.removeProperty(name);
  } else {
    element.style.setProperty(name, cssOf(name, value));
  }
};

/** Properties of which the first stands for all the others: where several are set, the later ones here hold, whenever each was set. */
const FAMILIES = [
  ['padding', 'padding-top', 'padding-right', 'padding-bottom', 'padding-left'],
  ['margin', 'margin-top', 'margin-right', 'margin-bottom', 'margin-left'],
  ['border', 'border-top', 'border-right', 'border-bottom', 'border-left', 'border-color'],
];

/** What of a family an element was given; the style attribute does not tell which of its properties came from which. */
const given = new WeakMap<HTMLElement, Map<string, string>>();

const member = (name: string, family: readonly string[]): Setter => (element, value) => {
  const css = value === null ? null : cssOf(name, value);
  let values = given.get(element);
  if (values === undefined) {
    values = new Map();
    given.set(element, values);
  }
  const others = family.some((other) => other !== name && values.has(other));
  if (css === null) {
    values.delete(name);
    element.style.removeProperty(name);
  } else {
    values.set(name, css);
    element.style.setProperty(name, css);
  }
  if (others) {
    element.style.removeProperty(family[0] ?? name);
    for (const other of family) {
      const kept = values.get(other);
      if (kept !== undefined) {
        element.style.setProperty(other, kept);
      }
    }
  }
};

/** Text that cannot be selected: WebKit knows the property under its own prefix alone. */
const userSelect: Setter = (element, value) => {
  declaration('user-select')(element, value);
  declaration('-webkit-user-select')(element, value);
};

/**
 * A property that holds while the pointer is over an element, or while it is pressed: a style attribute knows no such thing. So the
 * value is a custom property of the element, and an attribute of the element alone says that a rule of `states.css` is to use it;
 * custom properties are inherited, the attribute is not.
 */
const state = (name: string): Setter => {
  const setValue = declaration(`--hd-${name}`);
  return (element, value) => {
    setValue(element, value);
    element.toggleAttribute(`data-${name}`, value !== null);
  };
};

const DECLARATIONS = [
  'align-items',
  'align-self',
  'background-clip',
  'background-color',
  'background-image',
  'border-radius',
  'bottom',
  'box-shadow',
  'color',
  'cursor',
  'flex-basis',
  'flex-direction',
  'flex-grow',
  'flex-shrink',
  'flex-wrap',
  'font-family',
  'font-size',
  'font-style',
  'font-weight',
  'gap',
  'grid-column',
  'grid-row',
  'grid-template-columns',
  'grid-template-rows',
  'height',
  'justify-content',
  'left',
  'letter-spacing',
  'line-height',
  'max-height',
  'max-width',
  'min-height',
  'min-width',
  'opacity',
  'overflow-x',
  'overflow-y',
  'position',
  'right',
  'text-align',
  'text-decoration',
  'text-overflow',
  'text-transform',
  'top',
  'white-space',
  'width',
  'z-index',
  '-webkit-text-fill-color',
];

const STATES = ['hover', 'active'].flatMap((when) =>
  ['background-color', 'border-color', 'box-shadow', 'color', 'opacity'].map((name) => `${when}-${name}`),
);

const STYLES: ReadonlyMap<string, Setter> = new Map([
  ...FAMILIES.flatMap((family) => family.map((name): [string, Setter] => [name, member(name, family)])),
  ['user-select', userSelect],
  ...DECLARATIONS.map((name): [string, Setter] => [name, declaration(name)]),
  ...STATES.map((name): [string, Setter] => [name, state(name)]),
]);
