// Light and dark, from before the first paint on: what the app's person chose, or what the system has.

/** What the person can choose. */
export type Mode = 'light' | 'dark' | 'system';

export const isMode = (value: unknown): value is Mode => value === 'light' || value === 'dark' || value === 'system';

/** The theme of the page. */
export class Theme {
  readonly #html: HTMLElement;
  readonly #dark: MediaQueryList;
  #mode: Mode = 'system';

  /** Starts with the system's theme and follows it. */
  constructor(window: Window, html: HTMLElement, systemChanged: () => void) {
    this.#html = html;
    this.#dark = window.matchMedia('(prefers-color-scheme: dark)');
    this.#dark.addEventListener('change', () => {
      this.#apply();
      systemChanged();
    });
    this.#apply();
  }

  /** Whether the system asks for dark. */
  get systemIsDark(): boolean {
    return this.#dark.matches;
  }

  /** Follows the person's choice from now on. */
  choose(mode: Mode): void {
    this.#mode = mode;
    this.#apply();
  }

  #apply(): void {
    const dark = this.#mode === 'dark' || (this.#mode === 'system' && this.#dark.matches);
    this.#html.dataset['theme'] = dark ? 'dark' : 'light';
    this.#html.classList.toggle('wa-dark', dark);
    this.#html.classList.toggle('wa-light', !dark);
  }
}
