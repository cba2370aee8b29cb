// Elements with the properties, the shadow field and the events of the component library's, without its rendering.

/** `wa-input`: a value that follows the field inside, and events that reach the host as the real one's do. */
class StandInInput extends HTMLElement {
  label = '';
  placeholder = '';
  disabled = false;
  readonly field: HTMLInputElement;
  #value = '';

  constructor() {
    super();
    this.field = this.ownerDocument.createElement('input');
    this.attachShadow({ mode: 'open', delegatesFocus: true }).append(this.field);
    this.field.addEventListener('input', () => {
      this.#value = this.field.value;
    });
  }

  get value(): string {
    return this.#value;
  }

  /** The real one renders later, which is why the field inside does not change here. */
  set value(value: string) {
    this.#value = value;
  }

  override focus(): void {
    this.field.focus();
  }
}

/** `wa-checkbox`: a click switches it and says so. */
class StandInCheckbox extends HTMLElement {
  checked = false;
  disabled = false;

  switchOver(): void {
    this.checked = !this.checked;
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  }
}

customElements.define('wa-input', StandInInput);
customElements.define('wa-checkbox', StandInCheckbox);
customElements.define('wa-switch', class extends StandInCheckbox {});

export type { StandInCheckbox, StandInInput };

/** Puts text into a field as a person's key press does. */
export const typeInto = (element: Element | null, text: string): void => {
  if (!(element instanceof StandInInput)) {
    throw new Error('not a text field');
  }
  element.field.value = text;
  element.field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  fireIn(element, new InputEvent('input', { bubbles: true }));
};

/** Fires at the host what happened in its shadow tree; happy-dom does not retarget, as browsers do. */
export const fireIn = (element: Element, event: Event): void => {
  element.dispatchEvent(event);
};

export const fieldOf = (element: Element | null): HTMLInputElement => {
  if (!(element instanceof StandInInput)) {
    throw new Error('not a text field');
  }
  return element.field;
};

export const switchOver = (element: Element | null): void => {
  if (!(element instanceof StandInCheckbox)) {
    throw new Error('not a checkbox');
  }
  element.switchOver();
};
