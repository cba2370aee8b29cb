// What happens once, after a frame.

import type { Effect } from './wire';

interface Toaster extends HTMLElement {
  placement: string;
  create(message: string, options: { variant: 'neutral'; duration: number }): Promise<unknown>;
}

const TOAST_MS = 5000;

/** Carries out effects; one that fails is logged, because the frame it came with has been applied. */
export class Effects {
  readonly #document: Document;
  readonly #element: (node: number) => HTMLElement | null;
  #toaster: Promise<Toaster> | null = null;

  constructor(document: Document, element: (node: number) => HTMLElement | null) {
    this.#document = document;
    this.#element = element;
  }

  async run(effects: readonly Effect[]): Promise<void> {
    for (const effect of effects) {
      try {
        await this.#runOne(effect);
      } catch (error) {
        console.error(`hyperdiv: the effect ${effect.kind} failed:`, error);
      }
    }
  }

  async #runOne(effect: Effect): Promise<void> {
    switch (effect.kind) {
      case 'focus':
        return this.#focus(effect.node);
      case 'toast':
        await (await this.#findToaster()).create(effect.text, { variant: 'neutral', duration: TOAST_MS });
        return;
      default: {
        const never: never = effect;
        throw new Error(`the effect ${String(never)} is not known`);
      }
    }
  }

  async #focus(node: number): Promise<void> {
    const element = this.#element(node);
    if (element === null) {
      return;
    }
    // A component has nothing to focus before its first rendering.
    await Reflect.get(element, 'updateComplete');
    element.focus();
  }

  /** Toasts are not part of the first paint, so their code is fetched when the first one is shown. */
  #findToaster(): Promise<Toaster> {
    this.#toaster ??= import('@awesome.me/webawesome/dist/components/toast/toast.js').then(() => {
      const toaster = this.#document.createElement('wa-toast') as Toaster;
      // At the bottom, where it covers neither a notice nor the beginning of the app.
      toaster.placement = 'bottom-end';
      this.#document.body.append(toaster);
      return toaster;
    });
    return this.#toaster;
  }
}
