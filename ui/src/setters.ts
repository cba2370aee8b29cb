// How values of the wire get into elements.

import { isHtml, WireError, type Value } from './wire';

/** Puts a value into an element; null brings the default back. */
export type Setter = (element: HTMLElement, value: Value) => void;

/** Sets a property where there is one, else an attribute. */
export const assign = (element: HTMLElement, name: string, value: string | boolean | number): void => {
  if (name in element) {
    Reflect.set(element, name, value);
  } else if (typeof value === 'boolean') {
    element.toggleAttribute(name, value);
  } else {
    element.setAttribute(name, String(value));
  }
};

export const textOf = (name: string, value: Value): string => {
  if (typeof value === 'boolean' || isHtml(value) || Array.isArray(value)) {
    throw new WireError(`${name} is not a text`);
  }
  return value === null ? '' : String(value);
};

export const flagOf = (name: string, value: Value): boolean => {
  if (value !== null && typeof value !== 'boolean') {
    throw new WireError(`${name} is not a flag`);
  }
  return value ?? false;
};

export const numberOf = (name: string, value: Value): number => {
  if (typeof value !== 'number') {
    throw new WireError(`${name} is not a number`);
  }
  return value;
};

export const textsOf = (name: string, value: Value): readonly string[] => {
  if (value === null || typeof value !== 'object' || isHtml(value)) {
    throw new WireError(`${name} is not a list of texts`);
  }
  return value;
};

export const text = (name: string): Setter => (element, value) => assign(element, name, textOf(name, value));

export const flag = (name: string): Setter => (element, value) => assign(element, name, flagOf(name, value));

export const content: Setter = (element, value) => {
  element.textContent = textOf('content', value);
};
