// Says that the app is busy, and with what, where it takes longer than a person waits without wondering.

/** The region of the page that says so. */
export class BusyRegion {
  readonly #region: HTMLElement;

  constructor(region: HTMLElement) {
    this.#region = region;
  }

  /** Shows what the app is busy with; null: it is not. */
  show(busy: string | null): void {
    if (busy === null) {
      this.#region.replaceChildren();
      return;
    }
    let text = this.#region.querySelector('.hd-busy-text');
    if (text === null) {
      const make = (tag: string, className: string): HTMLElement => {
        const element = this.#region.ownerDocument.createElement(tag);
        element.className = className;
        return element;
      };
      text = make('span', 'hd-busy-text');
      // It changes every second: heard once is enough.
      text.setAttribute('aria-live', 'off');
      const title = make('strong', 'hd-busy-title');
      title.textContent = 'The app is busy';
      const sign = make('span', 'hd-busy-sign');
      sign.setAttribute('aria-hidden', 'true');
      this.#region.replaceChildren(sign, title, text);
    }
    text.textContent = busy;
  }
}
