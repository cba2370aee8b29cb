// The controls that hold a value and are not the component library's: native ones, each with its label, hint and error around
// it, and the form that they are in. What is wrong is tied to the control for whoever has the page read to them.

import { part } from './parts';
import type { Change, ElementSpec } from './registry';
import { assign, content, flagOf, textOf, type Setter } from './setters';
import { WireError, type Value } from './wire';

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement | HTMLFieldSetElement;

/** What a field is made of. */
interface Parts {
  readonly control: Control;
  readonly label: HTMLElement;
  readonly hint: HTMLElement;
  readonly error: HTMLElement;
}

const parts = new WeakMap<HTMLElement, Parts>();

const partsOf = (element: HTMLElement): Parts => {
  const found = parts.get(element);
  if (found === undefined) {
    throw new WireError(`${element.localName} is no field`);
  }
  return found;
};

let made = 0;

/** Puts a control with its label, hint and error into a field. */
export const fill = (element: HTMLElement, control: Control, label: HTMLElement): void => {
  made += 1;
  element.classList.add('hd-field');
  control.id = `hd-control-${made}`;
  label.classList.add('hd-field-label');
  if (label instanceof HTMLLabelElement) {
    label.htmlFor = control.id;
  }
  element.append(...(control.contains(label) ? [control] : [label, control]));
  const hint = part(element, 'div', 'hd-field-hint');
  const error = part(element, 'div', 'hd-field-error');
  [hint.id, error.id] = [`${control.id}-hint`, `${control.id}-error`];
  [hint.hidden, error.hidden] = [true, true];
  parts.set(element, { control, label, hint, error });
  // The field is focused as its control.
  element.focus = (options) => focusIn(control).focus(options);
};

/** Where the focus goes: the chosen radio button, or the first. */
const focusIn = (control: Control): HTMLElement => {
  if (!(control instanceof HTMLFieldSetElement)) {
    return control;
  }
  const buttons = [...control.querySelectorAll<HTMLInputElement>('input')].filter((button) => !button.disabled);
  return buttons.find((button) => button.checked) ?? buttons[0] ?? control;
};

const describe = ({ control, hint, error }: Parts): void => {
  const ids = [hint, error].filter((note) => !note.hidden).map((note) => note.id);
  if (ids.length === 0) {
    control.removeAttribute('aria-describedby');
  } else {
    control.setAttribute('aria-describedby', ids.join(' '));
  }
};

const note = (which: 'hint' | 'error'): Setter => (element, value) => {
  const of = partsOf(element);
  const text = textOf(which, value);
  of[which].textContent = text;
  of[which].hidden = text === '';
  describe(of);
  if (which === 'error') {
    setInvalid(of.control, text !== '');
  }
};

const setInvalid = (control: HTMLElement, invalid: boolean): void => {
  if (invalid) {
    control.setAttribute('aria-invalid', 'true');
  } else {
    control.removeAttribute('aria-invalid');
  }
};

/** Marks the label; the mark is not read, because the control says the same. */
const required: Setter = (element, value) => {
  const isRequired = flagOf('required', value);
  const { control } = partsOf(element);
  element.toggleAttribute('data-required', isRequired);
  if (isRequired) {
    control.setAttribute('aria-required', 'true');
  } else {
    control.removeAttribute('aria-required');
  }
  const nothing = control.querySelector<HTMLOptionElement>(':scope > .hd-nothing');
  if (nothing !== null) {
    nothing.hidden = isRequired;
    nothing.disabled = isRequired;
  }
};

const disabled: Setter = (element, value) => {
  partsOf(element).control.disabled = flagOf('disabled', value);
};

/** The label of a field. */
export const label: Setter = (element, value) => content(partsOf(element).label, value);

export const attribute = (name: string, to: string): Setter => (element, value) => {
  const { control } = partsOf(element);
  if (value === null) {
    control.removeAttribute(to);
  } else {
    control.setAttribute(to, textOf(name, value));
  }
};

const COMMON: readonly (readonly [string, Setter])[] = [
  ['label', label],
  ['hint', note('hint')],
  ['error', note('error')],
  ['required', required],
  ['disabled', disabled],
];

/** Lets the field hold what its control holds. */
const holds = (element: HTMLElement, get: () => string, set: (value: string) => void): void => {
  Object.defineProperty(element, 'value', { get, set });
};

const createTyped = (tag: 'input' | 'textarea') => (element: HTMLElement): void => {
  const document = element.ownerDocument;
  const control = document.createElement(tag);
  fill(element, control, document.createElement('label'));
  holds(
    element,
    () => control.value,
    (value) => {
      control.value = value;
    },
  );
};

/** A field that the system draws as it draws dates and times elsewhere; where it has none, one for text. */
const createDated = (type: string) => (element: HTMLElement): void => {
  createTyped('input')(element);
  partsOf(element).control.setAttribute('type', type);
};

const number = (control: HTMLElement, name: string): number | null => {
  const text = control.getAttribute(name);
  return text === null || text === '' || !Number.isFinite(Number(text)) ? null : Number(text);
};

/** The number in a field, or null: what Rust reads as one. */
const numberIn = (text: string): number | null => {
  const trimmed = text.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) && Number.isFinite(Number(trimmed)) ? Number(trimmed) : null;
};

/**
 * A text field that counts: what is typed stays as it is, whatever it is, which a native number field does not do. It says what a
 * native one would, and takes the same keys.
 */
const createNumber = (element: HTMLElement): void => {
  const document = element.ownerDocument;
  const control = document.createElement('input');
  control.type = 'text';
  control.inputMode = 'decimal';
  control.autocomplete = 'off';
  control.setAttribute('role', 'spinbutton');
  fill(element, control, document.createElement('label'));
  const tell = (): void => {
    const value = numberIn(control.value);
    if (value === null) {
      control.removeAttribute('aria-valuenow');
    } else {
      control.setAttribute('aria-valuenow', String(value));
    }
  };
  holds(
    element,
    () => control.value,
    (value) => {
      control.value = value;
      tell();
    },
  );
  control.addEventListener('input', tell);
  control.addEventListener('keydown', (event) => {
    const isStep = event.key === 'ArrowUp' || event.key === 'ArrowDown';
    if (isStep && !event.isComposing && !event.altKey && !event.ctrlKey && !event.metaKey && !control.readOnly) {
      event.preventDefault();
      control.value = counted(control, event.key === 'ArrowUp' ? 1 : -1);
      control.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
  });
};

/** The number some steps away, within its limits, without the noise of binary fractions. */
const counted = (control: HTMLInputElement, steps: number): string => {
  const step = number(control, 'data-step') ?? 1;
  const start = numberIn(control.value) ?? 0;
  const digits = Math.max(digitsOf(step), digitsOf(start));
  const next = Number((start + steps * step).toFixed(Math.min(digits, 20)));
  const least = number(control, 'aria-valuemin') ?? -Infinity;
  const most = number(control, 'aria-valuemax') ?? Infinity;
  return String(Math.max(least, Math.min(most, next)));
};

const digitsOf = (value: number): number => /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;

/** Keeps what is chosen chosen while what is offered comes and goes. */
const keepChosen = (offers: HTMLElement, show: () => void): void => {
  new MutationObserver(show).observe(offers, { childList: true });
};

const createSelect = (element: HTMLElement): void => {
  const document = element.ownerDocument;
  const control = document.createElement('select');
  const nothing = document.createElement('option');
  nothing.className = 'hd-nothing';
  nothing.value = '';
  control.append(nothing);
  fill(element, control, document.createElement('label'));
  let chosen = '';
  const show = (): void => {
    control.value = chosen;
  };
  holds(
    element,
    () => chosen,
    (value) => {
      chosen = value;
      show();
    },
  );
  // Before anybody above asks what is chosen.
  control.addEventListener('change', () => {
    chosen = control.value;
  });
  keepChosen(control, show);
};

const nothingOf = (element: HTMLElement): HTMLElement => {
  const found = partsOf(element).control.querySelector<HTMLElement>(':scope > .hd-nothing');
  if (found === null) {
    throw new WireError('a list has lost its first line');
  }
  return found;
};

const createRadioGroup = (element: HTMLElement): void => {
  const document = element.ownerDocument;
  const control = document.createElement('fieldset');
  control.setAttribute('role', 'radiogroup');
  const legend = document.createElement('legend');
  control.append(legend);
  fill(element, control, legend);
  const inside = part(control, 'div', 'hd-radios');
  let chosen = '';
  const buttons = (): Iterable<HTMLInputElement> => inside.querySelectorAll<HTMLInputElement>('input');
  const show = (): void => {
    for (const button of buttons()) {
      button.name = control.id;
      button.checked = button.value === chosen;
    }
  };
  holds(
    element,
    () => chosen,
    (value) => {
      chosen = value;
      show();
    },
  );
  // A button is an element of its own; it is the group that changes.
  inside.addEventListener('change', (event) => {
    event.stopPropagation();
    if (event.target instanceof HTMLInputElement && event.target.checked) {
      chosen = event.target.value;
      element.dispatchEvent(new Event('change', { bubbles: true }));
    }
  });
  keepChosen(inside, show);
};

const createRadio = (element: HTMLElement): void => {
  element.className = 'hd-radio';
  const control = element.ownerDocument.createElement('input');
  control.type = 'radio';
  element.append(control);
  part(element, 'span', 'hd-radio-label');
};

const inRadio = <T extends Element>(element: HTMLElement, selector: string): T => {
  const found = element.querySelector<T>(`:scope > ${selector}`);
  if (found === null) {
    throw new WireError(`there is no ${selector} in a radio button`);
  }
  return found;
};

const choice = (value: Value): string => {
  const text = textOf('value', value);
  if (text === '') {
    throw new WireError('there is something to choose that has no value');
  }
  return text;
};

export const insideOf = (selector: string) => (element: HTMLElement): HTMLElement => {
  const { control } = partsOf(element);
  const found = selector === '' ? control : control.querySelector<HTMLElement>(`:scope > ${selector}`);
  if (found === null) {
    throw new WireError(`there is no ${selector} in a field`);
  }
  return found;
};

const TYPED = new Map<string, Change>([['value', 'typed']]);
const CHOSEN = new Map<string, Change>([['value', 'chosen']]);

export const field = (
  create: (element: HTMLElement) => void,
  properties: readonly (readonly [string, Setter])[],
  rest: Pick<ElementSpec, 'changeable'> & Partial<ElementSpec>,
): ElementSpec => ({ tag: 'div', create, properties: new Map([...COMMON, ...properties]), clickable: false, ...rest });

/** Sets a property of the element by its own name. */
const own = (name: string): Setter => (element, value) => Reflect.set(element, name, textOf(name, value));

/** The rows of the registry; `typedText` keeps the caret where it is. */
export const controls = (typedText: Setter, setVariant: Setter): readonly (readonly [string, ElementSpec])[] => [
  [
    'textarea',
    field(
      createTyped('textarea'),
      [
        ['value', typedText],
        ['placeholder', attribute('placeholder', 'placeholder')],
        ['rows', attribute('rows', 'rows')],
        ['min_length', attribute('min_length', 'minlength')],
        ['max_length', attribute('max_length', 'maxlength')],
        ['spellcheck', (element, value) => {
          partsOf(element).control.spellcheck = value === null || flagOf('spellcheck', value);
        }],
        ['readonly', (element, value) => partsOf(element).control.toggleAttribute('readonly', flagOf('readonly', value))],
        ['resizable', (element, value) => {
          partsOf(element).control.style.resize = value === null || flagOf('resizable', value) ? '' : 'none';
        }],
      ],
      { changeable: TYPED },
    ),
  ],
  ...['date', 'time', 'datetime-local'].map((type): [string, ElementSpec] => [
    type === 'datetime-local' ? 'date_time_input' : `${type}_input`,
    field(
      createDated(type),
      [
        ['value', typedText],
        ['min', attribute('min', 'min')],
        ['max', attribute('max', 'max')],
      ],
      { changeable: TYPED },
    ),
  ]),
  [
    'number_input',
    field(
      createNumber,
      [
        ['value', typedText],
        ['placeholder', attribute('placeholder', 'placeholder')],
        ['min', attribute('min', 'aria-valuemin')],
        ['max', attribute('max', 'aria-valuemax')],
        ['step', attribute('step', 'data-step')],
      ],
      { changeable: TYPED },
    ),
  ],
  [
    'select',
    field(
      createSelect,
      [
        ['value', own('value')],
        ['placeholder', (element, value) => content(nothingOf(element), value)],
      ],
      { changeable: CHOSEN, inside: insideOf('') },
    ),
  ],
  [
    'option',
    {
      tag: 'option',
      properties: new Map<string, Setter>([
        ['label', content],
        ['value', (element, value) => element.setAttribute('value', choice(value))],
        ['disabled', (element, value) => element.toggleAttribute('disabled', flagOf('disabled', value))],
      ]),
      changeable: NOTHING,
      clickable: false,
    },
  ],
  ['radio_group', field(createRadioGroup, [['value', own('value')], ['buttons', (element, value) => element.toggleAttribute('data-buttons', flagOf('buttons', value))]], { changeable: CHOSEN, inside: insideOf('.hd-radios') })],
  [
    'radio',
    {
      tag: 'label',
      create: createRadio,
      properties: new Map<string, Setter>([
        ['label', (element, value) => content(inRadio(element, '.hd-radio-label'), value)],
        ['value', (element, value) => inRadio(element, 'input').setAttribute('value', choice(value))],
        ['disabled', (element, value) => inRadio(element, 'input').toggleAttribute('disabled', flagOf('disabled', value))],
      ]),
      changeable: NOTHING,
      clickable: false,
    },
  ],
  [
    'form',
    {
      tag: 'form',
      create: (element) => {
        element.className = 'hd-box hd-vbox hd-form';
        // What is wrong is told by Rust, in one place and in one way.
        element.setAttribute('novalidate', '');
        element.setAttribute('autocomplete', 'off');
      },
      properties: new Map<string, Setter>([
        ['disabled', (element, value) => element.toggleAttribute('data-disabled', flagOf('disabled', value))],
      ]),
      changeable: NOTHING,
      clickable: false,
      submittable: true,
    },
  ],
  [
    'submit_button',
    {
      tag: 'button',
      create: (element) => {
        element.setAttribute('type', 'submit');
        setVariant(element, null);
      },
      properties: new Map<string, Setter>([
        ['label', content],
        ['variant', setVariant],
        ['disabled', (element, value) => element.toggleAttribute('disabled', flagOf('disabled', value))],
      ]),
      changeable: NOTHING,
      clickable: false,
    },
  ],
];

/** Whether a form takes what is in it now. */
export const canSubmit = (form: HTMLElement): boolean => !form.hasAttribute('data-disabled');

/**
 * Tells assistive technology what the app says of a field, once its inner control is there: without a word of ours, WebKit takes one
 * that is required and still empty for an invalid one.
 */
const tellValidity = (element: HTMLElement): void => {
  void Promise.resolve<unknown>(Reflect.get(element, 'updateComplete')).then(() => {
    element.shadowRoot?.querySelector('input')?.setAttribute('aria-invalid', String(element.hasAttribute('data-invalid')));
  });
};

/** As `required` of a native control, for one of the component library. */
export const requiredInside: Setter = (element, value) => {
  assign(element, 'required', flagOf('required', value));
  tellValidity(element);
};

/** The hint and the error of a component of the library: in its slot, to which the field in its shadow tree refers. */
export const slotted = (which: 'hint' | 'error'): Setter => (element, value) => {
  const text = textOf(which, value);
  let notes = element.querySelector<HTMLElement>(':scope > [slot="hint"]');
  if (notes === null) {
    if (text === '') {
      return;
    }
    notes = part(element, 'div', 'hd-notes');
    notes.slot = 'hint';
    part(notes, 'div', 'hd-field-hint').hidden = true;
    part(notes, 'div', 'hd-field-error').hidden = true;
  }
  const note = notes.querySelector<HTMLElement>(`:scope > .hd-field-${which}`);
  if (note !== null) {
    note.textContent = text;
    note.hidden = text === '';
  }
  if (which === 'error') {
    element.toggleAttribute('data-invalid', text !== '');
    tellValidity(element);
  }
  // Without anything to say there is nothing to refer to.
  if ([...notes.children].every((child) => child.hasAttribute('hidden'))) {
    notes.remove();
  }
};

/** The label of a component whose label is its content, beside which its notes are. */
export const slottedLabel: Setter = (element, value) => {
  const text = textOf('label', value);
  const first = element.firstChild;
  if (first !== null && first.nodeType === TEXT_NODE) {
    first.nodeValue = text;
  } else {
    element.prepend(text);
  }
};

const TEXT_NODE = 3;
