// What elements are made of that the app does not see.

import { WireError } from './wire';

/** Adds a part. */
export const part = <Tag extends keyof HTMLElementTagNameMap>(
  parent: HTMLElement,
  tag: Tag,
  className: string,
): HTMLElementTagNameMap[Tag] => {
  const element = parent.ownerDocument.createElement(tag);
  element.className = className;
  parent.append(element);
  return element;
};

/** Finds a part again. */
export const partOf = <T extends HTMLElement = HTMLElement>(element: HTMLElement, className: string): T => {
  const found = element.querySelector<T>(`:scope > .${className}`);
  if (found === null) {
    throw new WireError(`there is no ${className} in ${element.localName}`);
  }
  return found;
};

/** Lets an element hold a property of its own. */
export const holds = <T>(element: HTMLElement, name: string, get: () => T, set: (value: T) => void): void => {
  Object.defineProperty(element, name, { get, set });
};

/** As the person does it: the app hears of it. */
export const tellChange = (element: HTMLElement): void => {
  element.dispatchEvent(new Event('change', { bubbles: true }));
};
