import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import './stand-ins';
import { Applier } from '../src/applier';
import { Effects } from '../src/effects';
import { listen } from '../src/events';
import { Fields } from '../src/fields';
import { WireError, type Value, type WireEvent } from '../src/wire';
import { fieldOf, fireIn, typeInto } from './stand-ins';

let sent: (readonly WireEvent[])[];
let root: HTMLElement;
let applier: Applier;
let shapes: number;
let next: number;

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
  root = document.createElement('div');
  document.body.append(root);
  sent = [];
  [shapes, next] = [0, 1];
  const send = (events: readonly WireEvent[]): void => {
    sent.push(events);
  };
  const fields = new Fields(send);
  applier = new Applier(root, fields);
  listen({ window, root, applier, fields, send });
});

afterEach(() => {
  vi.useRealTimers();
});

interface Made {
  readonly id: number;
  readonly element: HTMLElement;
}

/** Puts one element into the page, or into another. */
const make = (kind: string, properties: Record<string, Value>, hasChildren = false, parent = 1): Made => {
  next += 1;
  const shape = { kind, hasChildren, properties: Object.keys(properties) };
  applier.apply([shape], [1, parent, 0, next, 1, shapes, ...Object.values(properties), ...(hasChildren ? [0] : [])], []);
  shapes += 1;
  const element = applier.element(next);
  if (element === null) {
    throw new Error(`no ${kind}`);
  }
  return { id: next, element };
};

const set = (id: number, name: string, value: Value): void => applier.apply([], [4, id, name, value], []);

const one = <T extends Element>(element: Element, selector: string): T => {
  const found = element.querySelector<T>(selector);
  if (found === null) {
    throw new Error(`no ${selector}`);
  }
  return found;
};

/** What is read after the name. */
const described = (control: Element): string =>
  (control.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .filter((id) => id !== '')
    .map((id) => document.getElementById(id)?.textContent ?? 'nothing')
    .join(' ');

/** Mutation observers are told in a microtask. */
const settled = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(1);
};

describe('a field for several lines', () => {
  it('can be read alone, held short, and kept at its height', () => {
    const { id, element } = make('textarea', { label: 'Notes', value: '', readonly: true, max_length: 20, resizable: false });
    const area = one<HTMLTextAreaElement>(element, 'textarea');
    expect([area.readOnly, area.getAttribute('maxlength'), area.style.resize]).toEqual([true, '20', 'none']);
    set(id, 'readonly', null);
    set(id, 'max_length', null);
    set(id, 'resizable', null);
    expect([area.readOnly, area.getAttribute('maxlength'), area.style.resize]).toEqual([false, null, '']);
  });
});

describe('how a control looks', () => {
  it('is what the app says, and as before where it says nothing', () => {
    const area = make('textarea', { label: 'Notes', value: '', size: 'small', filled: true, min_length: 3, spellcheck: false });
    const list = make('select', { label: 'Size', value: '', size: 'large', filled: true, pill: true }, true);
    const group = make('radio_group', { label: 'Shirt', value: '', size: 'medium', pill: true, buttons: true }, true);
    const marks = ({ element }: Made): unknown[] => [element.dataset['size'], ...['filled', 'pill'].map((name) => element.hasAttribute(`data-${name}`))];
    expect([area, list, group].map(marks)).toEqual([['s', true, false], ['l', true, true], ['m', false, true]]);
    const inner = one<HTMLTextAreaElement>(area.element, 'textarea');
    expect([inner.getAttribute('minlength'), inner.spellcheck]).toEqual(['3', false]);
    for (const { id } of [area, list]) {
      set(id, 'size', null);
      set(id, 'filled', null);
    }
    set(area.id, 'min_length', null);
    set(area.id, 'spellcheck', null);
    expect([area, list].map(marks)).toEqual([[undefined, false, false], [undefined, false, true]]);
    expect([inner.getAttribute('minlength'), inner.spellcheck]).toEqual([null, true]);
  });

  it('of a text field has a ground of its own, and its edge', () => {
    const { id, element } = make('text_input', { label: 'Search', value: '', filled: true });
    expect(Reflect.get(element, 'appearance') ?? element.getAttribute('appearance')).toBe('filled-outlined');
    set(id, 'filled', null);
    expect(Reflect.get(element, 'appearance') ?? element.getAttribute('appearance')).toBe('outlined');
  });

  it('of a button is one of ground, outline and neither, in its own colour', () => {
    const { id, element } = make('button', { label: 'Go', plain: true, variant: 'danger', outline: true });
    const classes = (): string[] => [...element.classList].filter((each) => each.startsWith('wa-'));
    expect(classes()).toEqual(['wa-danger', 'wa-plain']);
    set(id, 'plain', false);
    expect(classes()).toEqual(['wa-danger', 'wa-outlined']);
    set(id, 'outline', null);
    expect(classes()).toEqual(['wa-danger', 'wa-accent']);
    set(id, 'variant', null);
    expect(classes()).toEqual(['wa-neutral', 'wa-outlined']);
    set(id, 'plain', true);
    expect(classes()).toEqual(['wa-neutral', 'wa-plain']);
    expect(() => set(id, 'variant', 'text')).toThrow(WireError);
  });
});

describe('a field', () => {
  it.each(['textarea', 'number_input', 'select'])('of %s has its label, hint and error tied to it', (kind) => {
    const { id, element } = make(kind, { label: 'Size', value: '' }, kind === 'select');
    const control = one<HTMLInputElement>(element, 'textarea, input, select');
    const label = one<HTMLLabelElement>(element, 'label');
    expect([label.textContent, label.htmlFor]).toEqual(['Size', control.id]);
    expect([described(control), control.hasAttribute('aria-invalid')]).toEqual(['', false]);
    set(id, 'hint', 'In cm');
    set(id, 'error', '<b>Too large</b>');
    expect([described(control), control.getAttribute('aria-invalid')]).toEqual(['In cm <b>Too large</b>', 'true']);
    expect(element.querySelector('b')).toBeNull();
    set(id, 'error', null);
    expect([described(control), control.hasAttribute('aria-invalid')]).toEqual(['In cm', false]);
    set(id, 'required', true);
    expect([control.getAttribute('aria-required'), label.textContent]).toEqual(['true', 'Size']);
    set(id, 'disabled', true);
    expect(control.disabled).toBe(true);
  });

  it('of radio buttons is a group with a name', () => {
    const { id, element } = make('radio_group', { label: 'Size', value: '', error: 'Choose one' }, true);
    const group = one<HTMLFieldSetElement>(element, 'fieldset');
    expect([group.getAttribute('role'), one(group, 'legend').textContent, described(group)]).toEqual(['radiogroup', 'Size', 'Choose one']);
    set(id, 'disabled', true);
    expect(group.disabled).toBe(true);
  });

  it('of the component library has its notes in the slot that its own field refers to', async () => {
    for (const kind of ['text_input', 'checkbox', 'switch']) {
      const { id, element } = make(kind, { label: 'Name', hint: 'As in your passport', error: 'Missing' });
      expect(one(element, '[slot="hint"]').textContent).toBe('As in your passportMissing');
      set(id, 'label', 'Full name');
      expect(one(element, '[slot="hint"]').textContent).toBe('As in your passportMissing');
      await settled();
      if (kind === 'text_input') {
        expect(fieldOf(element).getAttribute('aria-invalid')).toBe('true');
      } else {
        expect(element.firstChild?.nodeValue).toBe('Full name');
      }
      set(id, 'error', '');
      set(id, 'hint', null);
      await settled();
      expect(element.querySelector('[slot="hint"]')).toBeNull();
      expect(element.shadowRoot?.querySelector('input')?.getAttribute('aria-invalid') ?? 'false').toBe('false');
    }
  });

  it('of the component library that is required and empty is not called invalid before the app says so', async () => {
    const { id, element } = make('text_input', { label: 'Name', required: true });
    await settled();
    expect([element.hasAttribute('required'), fieldOf(element).getAttribute('aria-invalid')]).toEqual([true, 'false']);
    set(id, 'error', 'Missing');
    await settled();
    expect(fieldOf(element).getAttribute('aria-invalid')).toBe('true');
  });

  it('gets the focus as a whole', async () => {
    vi.useRealTimers();
    const effects = new Effects(document, (node) => applier.element(node), () => undefined);
    const { id, element } = make('textarea', { label: 'Notes', value: '' });
    await effects.run([{ kind: 'focus', node: id }]);
    expect(document.activeElement).toBe(one(element, 'textarea'));
    const group = make('radio_group', { label: 'Size', value: 'l' }, true);
    make('radio', { label: 'S', value: 's' }, false, group.id);
    const large = make('radio', { label: 'L', value: 'l' }, false, group.id);
    await new Promise((resolve) => setTimeout(resolve, 1));
    await effects.run([{ kind: 'focus', node: group.id }]);
    expect(document.activeElement).toBe(one(large.element, 'input'));
  });
});

describe('typing', () => {
  it.each(['textarea', 'number_input'])('into a %s is sent after a pause, and the host does not overwrite it', (kind) => {
    const { id, element } = make(kind, { label: 'A', value: 'x' });
    const control = one<HTMLInputElement>(element, 'textarea, input');
    expect(control.value).toBe('x');
    control.value = '12x';
    control.dispatchEvent(new InputEvent('input', { bubbles: true }));
    expect(sent).toEqual([]);
    applier.apply([], [5, id, 'value', 'old', 0], []);
    expect(control.value).toBe('12x');
    vi.advanceTimersByTime(60);
    expect(sent).toEqual([[[id, 'value', '12x', 1]]]);
    applier.apply([], [5, id, 'value', 'new', 1], []);
    expect(control.value).toBe('new');
  });

  it('keeps the caret where it is when the host sets a text', () => {
    const { id, element } = make('textarea', { label: 'A', value: 'one two' });
    const control = one<HTMLTextAreaElement>(element, 'textarea');
    control.focus();
    control.setSelectionRange(2, 3);
    applier.apply([], [5, id, 'value', 'ONE two', 0], []);
    expect([control.value, control.selectionStart, control.selectionEnd]).toEqual(['ONE two', 2, 3]);
  });
});

describe('a number', () => {
  const press = (element: Element, key: string): void => {
    fireIn(one(element, 'input'), new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  };

  it('is a spin button, whatever is typed into it', () => {
    const { id, element } = make('number_input', { label: 'A', value: '3', min: 1, max: 8.5 });
    const control = one<HTMLInputElement>(element, 'input');
    const state = (): (string | null)[] => ['role', 'aria-valuenow', 'aria-valuemin', 'aria-valuemax'].map((name) => control.getAttribute(name));
    expect(state()).toEqual(['spinbutton', '3', '1', '8.5']);
    set(id, 'value', 'three');
    expect([control.value, ...state()]).toEqual(['three', 'spinbutton', null, '1', '8.5']);
  });

  it('counts by its step within its limits', () => {
    const { id, element } = make('number_input', { label: 'A', value: '0.1', min: 0, max: 0.4, step: 0.1 });
    const control = one<HTMLInputElement>(element, 'input');
    press(element, 'ArrowUp');
    press(element, 'ArrowUp');
    expect(control.value).toBe('0.3');
    ['ArrowUp', 'ArrowUp'].forEach((key) => press(element, key));
    expect(control.value).toBe('0.4');
    Array.from({ length: 6 }).forEach(() => press(element, 'ArrowDown'));
    expect(control.value).toBe('0');
    vi.advanceTimersByTime(60);
    expect(sent.at(-1)).toEqual([[id, 'value', '0', 7]]);
    set(id, 'value', 'x');
    press(element, 'ArrowUp');
    expect(control.value).toBe('0.1');
  });
});

describe('choosing', () => {
  it('from a list is sent at once', () => {
    const { id, element } = make('select', { label: 'Size', value: '', placeholder: 'Which?' }, true);
    make('option', { label: 'Small', value: 's' }, false, id);
    make('option', { label: 'Large', value: 'l' }, false, id);
    const control = one<HTMLSelectElement>(element, 'select');
    expect([...control.options].map((option) => option.textContent)).toEqual(['Which?', 'Small', 'Large']);
    control.value = 'l';
    control.dispatchEvent(new Event('change', { bubbles: true }));
    expect(sent).toEqual([[[id, 'value', 'l', 1]]]);
  });

  it('stays while what is offered comes and goes', async () => {
    const { id, element } = make('select', { label: 'Size', value: 'l' }, true);
    const control = one<HTMLSelectElement>(element, 'select');
    const large = make('option', { label: 'Large', value: 'l' }, false, id);
    await settled();
    expect(control.value).toBe('l');
    applier.apply([], [2, large.id], []);
    await settled();
    expect(Reflect.get(element, 'value')).toBe('l');
    make('option', { label: 'Small', value: 's' }, false, id);
    make('option', { label: 'Large', value: 'l' }, false, id);
    await settled();
    expect(control.value).toBe('l');
    expect(sent).toEqual([]);
  });

  it('of nothing is possible unless something is required', () => {
    const { id, element } = make('select', { label: 'Size', value: '' }, true);
    const nothing = one<HTMLOptionElement>(element, '.hd-nothing');
    expect(nothing.disabled).toBe(false);
    set(id, 'required', true);
    expect([nothing.disabled, nothing.hidden]).toEqual([true, true]);
  });

  it('by radio buttons is the change of their group', async () => {
    const { id, element } = make('radio_group', { label: 'Size', value: 's' }, true);
    const small = make('radio', { label: 'Small', value: 's' }, false, id);
    const large = make('radio', { label: 'Large', value: 'l', disabled: false }, false, id);
    await settled();
    const button = (of: Made): HTMLInputElement => one(of.element, 'input');
    expect([button(small).checked, button(large).checked]).toEqual([true, false]);
    expect(button(small).name).toBe(button(large).name);
    button(large).checked = true;
    button(large).dispatchEvent(new Event('change', { bubbles: true }));
    expect(sent).toEqual([[[id, 'value', 'l', 1]]]);
    expect(Reflect.get(element, 'value')).toBe('l');
    applier.apply([], [5, id, 'value', 's', 1], []);
    expect([button(small).checked, button(large).checked]).toEqual([true, false]);
    set(large.id, 'disabled', true);
    expect(button(large).disabled).toBe(true);
  });

  it('of something without a value is refused', () => {
    const { id } = make('select', { label: 'Size', value: '' }, true);
    expect(() => make('option', { label: 'Small', value: '' }, false, id)).toThrow(WireError);
  });
});

describe('a form', () => {
  const form = (): { readonly id: number; readonly element: HTMLElement; readonly name: Made; readonly button: HTMLElement } => {
    const { id, element } = make('form', {}, true);
    const name = make('text_input', { label: 'Name', value: '' }, false, id);
    const button = make('submit_button', { label: 'Save', variant: 'primary' }, false, id);
    return { id, element, name, button: button.element };
  };

  it('is submitted with what was typed last, and goes nowhere', () => {
    const { id, element, name } = form();
    typeInto(name.element, 'Ada');
    const event = new SubmitEvent('submit', { bubbles: true, cancelable: true });
    element.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(sent).toEqual([[[name.id, 'value', 'Ada', 1], [id, 'submitted']]]);
  });

  it('is checked by nobody but the host', () => {
    const { element, button } = form();
    expect([element.hasAttribute('novalidate'), button.getAttribute('type')]).toEqual([true, 'submit']);
  });

  it('is submitted by its button, which is not clicked as well', () => {
    const { id, button } = form();
    button.click();
    expect(sent).toEqual([[[id, 'submitted']]]);
  });

  it('that is switched off is not submitted', () => {
    const { id, element } = form();
    set(id, 'disabled', true);
    const event = new SubmitEvent('submit', { bubbles: true, cancelable: true });
    element.dispatchEvent(event);
    expect([event.defaultPrevented, sent]).toEqual([true, []]);
  });
});

describe('a password', () => {
  it('does not show what is typed', () => {
    const { id, element } = make('text_input', { label: 'Password', value: '', password: true });
    expect(Reflect.get(element, 'type') ?? element.getAttribute('type')).toBe('password');
    set(id, 'password', null);
    expect(Reflect.get(element, 'type') ?? element.getAttribute('type')).toBe('text');
  });
});
