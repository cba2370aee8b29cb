// Rows of the registry that are plain data, as `generated.ts` has them, and what makes specifications of them.

import { iconName } from './blocks';
import { slotted, slottedLabel } from './controls';
import type { Change, ElementSpec } from './registry';
import { assign, flagOf, numberOf, textOf, textsOf, flag as plainFlag, type Setter } from './setters';
import { cssOf } from './styles';
import { WireError, type Value } from './wire';

/** A property of the wire, and how it is set. */
export type Property = readonly [name: string, set: Setter];

type Words = ReadonlyMap<string, string>;

/** A row that says all there is to an element. */
export interface Row {
  readonly kind: string;
  readonly tag: string;
  readonly className?: string;
  /** Attributes that it always has. */
  readonly fixed?: readonly (readonly [name: string, value: string])[];
  /** Whether it can be switched off, and whether it has a hint and an error. */
  readonly base?: 'control' | 'field';
  readonly properties: readonly Property[];
  readonly input?: {
    readonly name: string;
    /** The component's property. */
    readonly property: string;
    readonly change: Change;
    /** The component's events that mean a change, besides `change` and `input`. */
    readonly announce: readonly string[];
  };
  /** From the component's event to the app's. */
  readonly tells?: readonly (readonly [on: string, name: string])[];
  readonly clickable?: boolean;
}

/** The text that an element begins with, before its children. */
export const label: Setter = slottedLabel;

export const flag = (property: string, byDefault: boolean): Setter => (element, value) =>
  assign(element, property, value === null ? byDefault : flagOf(property, value));

/** A text; a longer one than the component can do with does not come from Rust. */
export const text = (property: string, byDefault: string, most = Infinity): Setter => (element, value) => {
  const next = value === null ? byDefault : textOf(property, value);
  if (Number.isFinite(most) && new TextEncoder().encode(next).byteLength > most) {
    throw new WireError(`${property} is too long`);
  }
  assign(element, property, next);
};

/** A text by which components find each other, for which they put it into a selector: letters, digits and hyphens stay, and no two become the same. */
export const key = (property: string): Setter => (element, value) =>
  assign(element, property, textOf(property, value).replace(/[^A-Za-z0-9-]/g, (unit) => `_${unit.charCodeAt(0).toString(16)}_`));

/** A currency, by its three letters. */
export const currency = (property: string): Setter => (element, value) => {
  const next = value === null ? 'USD' : textOf(property, value);
  if (!/^[A-Za-z]{3}$/.test(next)) {
    throw new WireError(`${property} has no three letters`);
  }
  assign(element, property, next);
};

export const number = (property: string, byDefault: number | undefined): Setter => (element, value) => {
  Reflect.set(element, property, value === null ? byDefault : numberOf(property, value));
};

/** A number that comes as text, because the text is what a test finds it by. */
export const decimal = (property: string): Setter => (element, value) => {
  const number = Number(textOf(property, value));
  if (!Number.isFinite(number)) {
    throw new WireError(`${property} is not a number`);
  }
  Reflect.set(element, property, number);
};

export const texts = (property: string): Setter => (element, value) => {
  Reflect.set(element, property, value === null ? [] : textsOf(property, value));
};

const wordOf = (name: string, words: Words, value: Exclude<Value, null>): string => {
  const word = typeof value === 'string' ? words.get(value) : undefined;
  if (word === undefined) {
    throw new WireError(`${name} has no word ${String(value)}`);
  }
  return word;
};

export const word = (property: string, words: Words, byDefault: string | undefined): Setter => (element, value) => {
  Reflect.set(element, property, value === null ? byDefault : wordOf(property, words, value));
};

/** An attribute; what it was when the element was made comes back where it is unset. */
export const attribute = (name: string, words?: Words): Setter => (element, value) => {
  const was = originals.get(element)?.get(name);
  const next = value === null ? was : words === undefined ? textOf(name, value) : wordOf(name, words, value);
  if (next === undefined || (next === '' && name.startsWith('aria-'))) {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, next);
  }
};

/** An attribute that is there or not, which a rule of ours reads. */
export const mark = (name: string): Setter => (element, value) => element.toggleAttribute(name, flagOf(name, value));

const originals = new WeakMap<HTMLElement, ReadonlyMap<string, string>>();

/**
 * The name of what can be used in a component's shadow tree, which names it by its own words alone, and its role. It is there once the
 * component has rendered, and stays: what the component renders again is not touched.
 */
export const innerName = (selector: string, role: string): Setter => (element, value) => {
  const name = textOf('label', value);
  const put = (): void => {
    const inner = element.shadowRoot?.querySelector(selector);
    inner?.setAttribute('aria-label', name);
    inner?.setAttribute('role', role);
  };
  void Promise.resolve(Reflect.get(element, 'updateComplete')).then(put);
};

/** A custom property of CSS, which the component or a rule of ours reads. */
export const variable = (property: string, name: string): Setter => (element, value) => {
  if (value === null) {
    element.style.removeProperty(name);
  } else {
    element.style.setProperty(name, cssOf(property, value));
  }
};

/** The address of an asset of the app: a random name, and nothing else. */
const ASSET = /^hd-asset:\/\/[0-9a-f]{32}$/;

export const assetOf = (name: string, value: Parameters<typeof textOf>[1]): string => {
  const address = textOf(name, value);
  if (address !== '' && !ASSET.test(address)) {
    throw new WireError(`${name} is at another kind of address`);
  }
  return address;
};

export const asset = (property: string): Setter => (element, value) => assign(element, property, assetOf(property, value));

/** An icon that the app names and the page draws, in a slot of a component or in a place that a rule of ours knows. */
export const iconIn = (slot: string): Setter => (element, value) => {
  const name = textOf(slot, value);
  let icon = [...element.children].find(
    (child): child is HTMLElement => child instanceof HTMLElement && child.dataset['icon'] === slot,
  );
  if (name === '') {
    icon?.remove();
    return;
  }
  if (icon === undefined) {
    icon = element.ownerDocument.createElement('span');
    icon.className = 'hd-icon';
    icon.dataset['icon'] = slot;
    icon.slot = slot;
    icon.setAttribute('aria-hidden', 'true');
    element.append(icon);
  }
  iconName(icon, name);
};

const BASES: Readonly<Record<'control' | 'field', readonly Property[]>> = {
  control: [['disabled', plainFlag('disabled')]],
  field: [
    ['disabled', plainFlag('disabled')],
    ['required', plainFlag('required')],
    ['hint', slotted('hint')],
    ['error', slotted('error')],
  ],
};

/** Lets an element hold a property under another name. */
const alias = (element: HTMLElement, name: string, property: string): void => {
  Object.defineProperty(element, name, {
    get: (): unknown => Reflect.get(element, property),
    set: (value: unknown) => Reflect.set(element, property, value),
  });
};

const held = ({ name, property, change }: NonNullable<Row['input']>): Setter => (element, value) => {
  const next =
    change === 'switched' ? flagOf(name, value)
    : change === 'moved' || change === 'counted' ? numberOf(name, value)
    : change === 'picked' ? textsOf(name, value)
    : textOf(name, value);
  Reflect.set(element, property, next);
};

/** The specification that a row stands for. */
export const specOf = ({ tag, className, fixed = [], base, properties, input, tells = [], clickable = false }: Row): ElementSpec => ({
  tag,
  create: (element) => {
    if (className !== undefined) {
      element.className = className;
    }
    for (const [name, value] of fixed) {
      element.setAttribute(name, value);
    }
    if (fixed.length > 0) {
      originals.set(element, new Map(fixed));
    }
    if (input !== undefined && input.property !== input.name) {
      alias(element, input.name, input.property);
    }
  },
  properties: new Map([
    ...(base === undefined ? [] : BASES[base]),
    ...properties,
    ...(input === undefined ? [] : [[input.name, held(input)] as const]),
  ]),
  changeable: new Map(input === undefined ? [] : [[input.name, input.change] as const]),
  clickable,
  ...(input === undefined ? {} : { announces: input.announce }),
  ...(tells.length === 0 ? {} : { tells: new Map(tells) }),
});
