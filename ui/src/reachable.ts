// What scrolls can be scrolled by keyboard: it is a stop of the Tab key, with a name, as long as there is more in it than is seen.

const labels = new WeakMap<Element, string>();

const scrolls = (element: Element): boolean =>
  element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight;

const look = (element: Element): void => {
  if (scrolls(element)) {
    element.setAttribute('tabindex', '0');
    element.setAttribute('role', 'group');
    element.setAttribute('aria-label', labels.get(element) ?? '');
  } else {
    for (const name of ['tabindex', 'role', 'aria-label']) {
      element.removeAttribute(name);
    }
  }
};

const observer = new ResizeObserver((entries) => entries.forEach(({ target }) => look(target)));

/** Looks after an element, and looks again where it is told once more: after its content has changed. */
export const reachable = (element: Element, label: string): void => {
  labels.set(element, label);
  observer.unobserve(element);
  // It is looked at once it is laid out.
  observer.observe(element);
};
