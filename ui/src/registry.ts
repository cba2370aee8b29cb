// The closed table of what an element of the wire is in the page. What is not in it throws, which brings the whole tree back
// and, if that does not help, a message that can be read. Maps, not objects: a name such as `__proto__` finds nothing.

import { ANIMATIONS } from './animations';
import { BLOCKS } from './blocks';
import { CODE } from './code';
import { combobox } from './combobox';
import { controls, requiredInside, slotted, slottedLabel } from './controls';
import { DIVIDED } from './divided';
import { MORE, ROWS } from './generated';
import { listenFor } from './gestures';
import { iconIn, mark, specOf } from './library';
import { MARKDOWN } from './markdown';
import { MEDIA } from './media';
import { MENUS } from './menus';
import { OVERLAYS } from './overlays';
import { popups } from './popups';
import { pressed } from './press';
import { assign, content, flag, flagOf, text, textOf, type Setter } from './setters';
import { SEVERAL } from './several';
import { shortcut } from './shortcuts';
import { styleSetter } from './styles';
import { WireError, type InputValue } from './wire';

export type { Setter } from './setters';

/** How a person changes a property, which decides when it is sent: what is typed or moved along waits for a pause. */
export type Change = 'typed' | 'moved' | 'switched' | 'chosen' | 'counted' | 'picked';

export interface ElementSpec {
  readonly tag: string;
  /** Makes the element what the table says before any property is set. */
  readonly create?: (element: HTMLElement) => void;
  /** Where its children go; without it, into itself. */
  readonly inside?: (element: HTMLElement) => HTMLElement;
  readonly properties: ReadonlyMap<string, Setter>;
  /** What the person can change; for the others there is nothing to send. */
  readonly changeable: ReadonlyMap<string, Change>;
  readonly clickable: boolean;
  /** The events of a component that mean that the person has changed something of it. */
  readonly announces?: readonly string[];
  /** What else happens to it: from the component's event to the app's. */
  readonly tells?: ReadonlyMap<string, string>;
  /** A form: what is in it is sent together. */
  readonly submittable?: boolean;
  /** Has links that are no elements of the app's. */
  readonly hasLinks?: boolean;
  /** Shows nothing, and stands for a shortcut. */
  readonly isShortcut?: boolean;
}

/** Finds an element's row. */
export const elementSpec = (kind: string): ElementSpec => {
  const spec = ELEMENTS.get(kind);
  if (spec === undefined) {
    throw new WireError(`the element ${kind} is not known`);
  }
  return spec;
};

/** Finds how a property of an element, or a CSS property (`:padding`), is set. */
export const setterOf = (spec: ElementSpec, name: string): Setter => {
  const setter = name.startsWith(':') ? styleSetter(name.slice(1)) : (spec.properties.get(name) ?? COMMON.get(name));
  if (setter === undefined) {
    throw new WireError(`${spec.tag} has no property ${name}`);
  }
  return setter;
};

/** The element that an address ending in `#name` leads to. */
const anchor: Setter = (element, value) => {
  if (value === null) {
    delete element.dataset['anchor'];
  } else {
    element.dataset['anchor'] = textOf('anchor', value);
  }
};

/** What every element has. */
const COMMON: ReadonlyMap<string, Setter> = new Map([
  ['listen', listenFor],
  ['shortcut', shortcut],
  ['anchor', anchor],
]);

/** The tags that must be defined before a property of theirs can be set. */
export const customTags = (): string[] => [...ELEMENTS.values()].map((spec) => spec.tag).filter((tag) => tag.includes('-'));

/** The events by which components announce a change. */
export const announced = (): string[] => [...new Set([...ELEMENTS.values()].flatMap((spec) => spec.announces ?? []))];

/** The events of components that the app is told of. */
export const told = (): string[] => [...new Set([...ELEMENTS.values()].flatMap((spec) => [...(spec.tells?.keys() ?? [])]))];

/** The part of an element in which the person types: itself, or what its shadow tree holds once it has been rendered. */
export const editorOf = (element: Element): HTMLInputElement | HTMLTextAreaElement | null =>
  element instanceof HTMLInputElement
    ? element
    : (element.shadowRoot?.querySelector('input') ?? element.querySelector<HTMLInputElement | HTMLTextAreaElement>(':scope > :is(input, textarea)'));

/** What a changeable property holds now. */
export const heldBy = (element: Element, property: string, change: Change): InputValue => {
  const value: unknown = Reflect.get(element, property);
  switch (change) {
    case 'typed':
    case 'chosen':
      return typeof value === 'string' ? value : '';
    case 'switched':
      return value === true;
    case 'moved':
    case 'counted':
      return typeof value === 'number' && Number.isFinite(value) ? value : 0;
    case 'picked':
      return Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string') : [];
    default: {
      const never: never = change;
      throw new WireError(`the change ${String(never)} is not known`);
    }
  }
};

/** Sets what a text field holds; the caret stays where it is, as far as the new text reaches. */
const typedText: Setter = (element, value) => {
  const next = textOf('value', value);
  const editor = editorOf(element);
  const active = element.ownerDocument.activeElement;
  const caret = editor !== null && (active === element || active === editor) ? caretOf(editor) : null;
  assign(element, 'value', next);
  // The component renders later; the inner field is set now so that the caret can be put back in the same task.
  if (editor !== null && editor.value !== next) {
    editor.value = next;
  }
  if (editor !== null && caret !== null) {
    editor.setSelectionRange(caret.start, caret.end, caret.direction);
  }
};

interface Caret {
  readonly start: number;
  readonly end: number;
  readonly direction: 'forward' | 'backward' | 'none';
}

const caretOf = (editor: HTMLInputElement | HTMLTextAreaElement): Caret | null => {
  const { selectionStart, selectionEnd, selectionDirection } = editor;
  return selectionStart === null || selectionEnd === null
    ? null
    : { start: selectionStart, end: selectionEnd, direction: selectionDirection ?? 'none' };
};

/** The library's colours for what the wire calls a variant; its brand colour is our primary one. */
const HUES: ReadonlyMap<string, string> = new Map([
  ['neutral', 'wa-neutral'],
  ['primary', 'wa-brand'],
  ['success', 'wa-success'],
  ['warning', 'wa-warning'],
  ['danger', 'wa-danger'],
]);

const HUE_CLASSES: ReadonlySet<string> = new Set(HUES.values());

/** The library's classes for how a button is drawn. */
const LOOKS: ReadonlySet<string> = new Set(['wa-accent', 'wa-outlined', 'wa-plain']);

const lookOf = (element: HTMLElement, hue: string): string => {
  if (element.hasAttribute('data-plain')) {
    return 'wa-plain';
  }
  return hue === 'wa-neutral' || element.hasAttribute('data-outline') ? 'wa-outlined' : 'wa-accent';
};

const dress = (element: HTMLElement, hue: string): void => {
  const kept = [...element.classList].filter((each) => !LOOKS.has(each) && !HUE_CLASSES.has(each));
  element.className = [hue, lookOf(element, hue), ...kept].join(' ');
};

/** Gives a native button the look of a variant. */
export const setButtonVariant: Setter = (element, value) => {
  const name = value ?? 'neutral';
  const hue = typeof name === 'string' ? HUES.get(name) : undefined;
  if (hue === undefined) {
    throw new WireError(`a button has no variant ${String(name)}`);
  }
  dress(element, hue);
};

/** An outline in place of a ground, or neither, in the colour that it has. */
const setButtonLook = (name: 'outline' | 'plain'): Setter => (element, value) => {
  element.toggleAttribute(`data-${name}`, flagOf(name, value));
  dress(element, [...element.classList].find((each) => HUE_CLASSES.has(each)) ?? 'wa-neutral');
};

const SIZES: ReadonlySet<string> = new Set(['small', 'medium', 'large']);

/** How large a button is; rules of controls.css read it. */
const setButtonSize: Setter = (element, value) => {
  const size = value ?? 'medium';
  if (typeof size !== 'string' || !SIZES.has(size)) {
    throw new WireError(`a button has no size ${String(size)}`);
  }
  element.dataset['size'] = size;
};

/** What it does is being done. */
const setButtonLoading: Setter = (element, value) => {
  const isLoading = flagOf('loading', value);
  element.toggleAttribute('data-loading', isLoading);
  if (isLoading) {
    element.setAttribute('aria-busy', 'true');
  } else {
    element.removeAttribute('aria-busy');
  }
};

/** Makes a native button that submits nothing. */
export const createButton = (element: HTMLElement): void => {
  element.setAttribute('type', 'button');
  setButtonVariant(element, null);
};

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

const container = (className: string): ElementSpec => ({
  tag: 'div',
  create: (element) => {
    element.className = className;
  },
  properties: NOTHING,
  changeable: NOTHING,
  clickable: false,
});

const ticked = (tag: string): ElementSpec => ({
  tag,
  properties: new Map([
    ['label', slottedLabel],
    ['checked', flag('checked')],
    ['hint', slotted('hint')],
    ['error', slotted('error')],
    ['required', requiredInside],
    ['disabled', flag('disabled')],
  ]),
  changeable: new Map<string, Change>([['checked', 'switched']]),
  clickable: false,
});

/** Rows that are written by hand, together with what `generated.ts` adds to them. */
const withMore = (rows: readonly (readonly [string, ElementSpec])[]): (readonly [string, ElementSpec])[] =>
  rows.map(([kind, spec]) => [kind, { ...spec, properties: new Map([...spec.properties, ...(MORE.get(kind) ?? [])]) }]);

const ELEMENTS: ReadonlyMap<string, ElementSpec> = new Map<string, ElementSpec>([
  ...ROWS.map((row): [string, ElementSpec] => [row.kind, specOf(row)]),
  ...withMore([
  ['vbox', container('hd-box hd-vbox')],
  ['hbox', container('hd-box hd-hbox')],
  ['box', container('hd-box hd-vbox')],
  ['grid', container('hd-grid')],
  ['text', { tag: 'p', properties: new Map([['content', content]]), changeable: NOTHING, clickable: false }],
  [
    'button',
    {
      tag: 'button',
      create: createButton,
      properties: new Map([
        // Before the icons.
        ['label', slottedLabel],
        ['variant', setButtonVariant],
        ['outline', setButtonLook('outline')],
        ['plain', setButtonLook('plain')],
        ['size', setButtonSize],
        ...['pill', 'circle', 'caret'].map((name): [string, Setter] => [name, mark(`data-${name}`)]),
        ['loading', setButtonLoading],
        ['prefix_icon', iconIn('prefix')],
        ['suffix_icon', iconIn('suffix')],
        ['disabled', flag('disabled')],
      ]),
      changeable: NOTHING,
      clickable: true,
    },
  ],
  [
    'text_input',
    {
      tag: 'wa-input',
      properties: new Map([
        ['label', text('label')],
        ['value', typedText],
        ['placeholder', text('placeholder')],
        ['filled', (element, value) => assign(element, 'appearance', flagOf('filled', value) ? 'filled-outlined' : 'outlined')],
        ['password', (element, value) => assign(element, 'type', flagOf('password', value) ? 'password' : 'text')],
        ['hint', slotted('hint')],
        ['error', slotted('error')],
        ['required', requiredInside],
        ['disabled', flag('disabled')],
      ]),
      changeable: new Map<string, Change>([['value', 'typed']]),
      clickable: false,
    },
  ],
  ['checkbox', ticked('wa-checkbox')],
  ['switch', ticked('wa-switch')],
  [
    'shortcut',
    {
      tag: 'span',
      create: (element) => {
        element.className = 'hd-shortcut';
        element.setAttribute('aria-hidden', 'true');
      },
      properties: NOTHING,
      changeable: NOTHING,
      clickable: false,
      isShortcut: true,
    },
  ],
  ...BLOCKS,
  ['markdown', MARKDOWN],
  ['code', CODE],
  ...controls(typedText, setButtonVariant),
  ...OVERLAYS,
  ...ANIMATIONS,
  ...combobox(typedText),
  ...DIVIDED,
  ...MEDIA,
  ...MENUS,
  ...SEVERAL,
  ...popups(setButtonVariant, setButtonSize),
  ...pressed(setButtonSize),
  ]),
]);
