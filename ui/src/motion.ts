// Whether the system asks for less motion, and what has to hear of it when that changes.

const query = (document: Document): MediaQueryList | undefined => document.defaultView?.matchMedia('(prefers-reduced-motion: reduce)');

export const lessMotion = (element: HTMLElement): boolean => query(element.ownerDocument)?.matches ?? false;

const followed = new WeakMap<Document, MediaQueryList>();

/** Calls `change` at every change for each element that `selector` finds then; to be called with the same ones each time. */
export const followMotion = (document: Document, selector: string, change: (element: HTMLElement) => void): void => {
  const motion = query(document);
  // One listener for the document, so that elements come and go without leaving theirs behind.
  if (motion !== undefined && !followed.has(document)) {
    followed.set(document, motion);
    motion.addEventListener('change', () => document.querySelectorAll<HTMLElement>(selector).forEach(change));
  }
};
