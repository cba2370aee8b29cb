// What happens once, after a frame.

import { placeIn } from './markdown';
import type { Arrival, Drop, Effect } from './wire';

interface Toaster extends HTMLElement {
  placement: string;
  create(message: string, options: { variant: 'neutral'; duration: number }): Promise<unknown>;
}

const TOAST_MS = 5000;

/** How many places the page remembers the scrolling of. */
const MOST_VISITS = 200;

/** Carries out effects; one that fails is logged, because the frame it came with has been applied. */
export class Effects {
  readonly #document: Document;
  readonly #element: (node: number) => HTMLElement | null;
  readonly #place: (drop: Drop) => void;
  #toaster: Promise<Toaster> | null = null;
  /** How far down each visit to a place in the app was scrolled when it was left. */
  readonly #scrolled = new Map<number, number>();
  #visit = 0;

  /** `place` is told of files that were dropped. */
  constructor(document: Document, element: (node: number) => HTMLElement | null, place: (drop: Drop) => void) {
    this.#document = document;
    this.#element = element;
    this.#place = place;
  }

  /** To be called with the effects of a frame before it is applied: how far the page is scrolled is then still that of the place that is left. */
  prepare(effects: readonly Effect[]): void {
    const arrival = effects.findLast((effect) => effect.kind === 'arrive');
    const scroller = this.#document.scrollingElement;
    if (arrival === undefined || scroller === null || arrival.visit === this.#visit) {
      return;
    }
    this.#scrolled.set(this.#visit, scroller.scrollTop);
    // As many as the way back is long; the oldest goes.
    for (const visit of this.#scrolled.keys()) {
      if (this.#scrolled.size <= MOST_VISITS) {
        break;
      }
      this.#scrolled.delete(visit);
    }
    this.#visit = arrival.visit;
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
      case 'scroll_to':
        this.#element(effect.node)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        return;
      case 'arrive':
        return this.#arrive(effect);
      case 'drag':
        this.#document.documentElement.toggleAttribute('data-dragging', effect.over);
        return;
      case 'drop':
        return this.#place(effect);
      case 'toast':
        await (await this.#findToaster()).create(effect.text, { variant: 'neutral', duration: TOAST_MS });
        return;
      default: {
        const never: never = effect;
        throw new Error(`the effect ${String(never)} is not known`);
      }
    }
  }

  #arrive({ visit, again, node, toTop, inside }: Arrival): void {
    const before = again ? this.#scrolled.get(visit) : undefined;
    const scroller = this.#document.scrollingElement;
    const place = inside === null ? null : placeIn(this.#document, inside);
    if (before !== undefined && scroller !== null) {
      scroller.scrollTop = before;
    } else if (node !== 0) {
      this.#element(node)?.scrollIntoView({ block: 'start' });
    } else if (place !== null) {
      place.scrollIntoView({ block: 'start' });
    } else if (toTop && scroller !== null) {
      scroller.scrollTop = 0;
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
