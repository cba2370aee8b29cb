// A control that is switched off loses the focus, and a person who types on types into nothing. It gets the focus back once it is on
// again, unless something else has it by then.

/** Whether nothing of it can be used: a native control, or one of the component library. */
const isOff = (element: Element): boolean => element.matches(':disabled') || Reflect.get(element, 'disabled') === true;

/** The focus that a control has lost by being switched off. */
export class LostFocus {
  readonly #document: Document;
  #waiting: HTMLElement | null = null;

  constructor(document: Document) {
    this.#document = document;
  }

  /** What has the focus, to be handed back after the changes. */
  held(): Element | null {
    return this.#document.activeElement;
  }

  /** To be called after changes, with what had the focus before them. */
  changed(held: Element | null): void {
    if (held instanceof HTMLElement && held.isConnected && isOff(held)) {
      this.#waiting = held;
      return;
    }
    const waiting = this.#waiting;
    if (waiting === null || (waiting.isConnected && isOff(waiting))) {
      return;
    }
    this.#waiting = null;
    if (waiting.isConnected) {
      void this.#giveBack(waiting);
    }
  }

  async #giveBack(element: HTMLElement): Promise<void> {
    // A component switches on what is inside of it when it renders.
    await Reflect.get(element, 'updateComplete');
    const { activeElement, body } = this.#document;
    if (element.isConnected && (activeElement === null || activeElement === body)) {
      element.focus({ preventScroll: true });
    }
  }
}
