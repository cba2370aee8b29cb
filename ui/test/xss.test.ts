// Hostile strings in every property of every element that takes a text: the page has the same elements and attributes as with a plain one.
// The properties are found by trying; tests/xss and tests/desktop/xss.rs read them in text-properties.json.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it, vi } from 'vitest';

import './stand-ins';
import { elementSpec, setterOf, type ElementSpec } from '../src/registry';
import { WireError } from '../src/wire';
import kinds from './kinds.json';

const FILE = join(import.meta.dirname, 'text-properties.json');

const listIn = (file: string): string[] => (JSON.parse(readFileSync(file, 'utf8')) as { strings: string[] }).strings;

/** Our own, and those that `cargo xtask xss` gives. An empty text is another thing: much is not there where its text is not. */
const strings = [join(import.meta.dirname, '../../tests/xss/classic.json'), process.env['HYPERDIV_XSS_STRINGS'] ?? '']
  .filter((file) => file !== '')
  .flatMap(listIn)
  .filter((string) => string !== '');

const PROBES = ['plain text', '"><img src=x onerror="window.harm = 1">'] as const;

/** What every element has besides its own. */
const COMMON = ['anchor', 'listen', 'shortcut', ':padding', ':color'] as const;

const make = (spec: ElementSpec): HTMLElement => {
  const element = document.createElement(spec.tag);
  spec.create?.(element);
  document.body.append(element);
  return element;
};

const takes = (spec: ElementSpec, property: string): boolean => {
  try {
    PROBES.forEach((probe) => setterOf(spec, property)(make(spec), probe));
    return true;
  } catch {
    return false;
  } finally {
    document.body.replaceChildren();
  }
};

const found = Object.fromEntries(
  kinds.map(({ name }) => {
    const spec = elementSpec(name);
    return [name, [...spec.properties.keys(), ...COMMON].filter((property) => takes(spec, property))];
  }),
);

/** Each element, with its attributes' names. What only says how things are (of a number, its value) is not among them. */
const formOf = (element: Element): string[] =>
  [element, ...element.querySelectorAll('*')].map((each) => {
    const names = [...each.attributes].map(({ name }) => name).filter((name) => !name.startsWith('aria-'));
    return [each.localName, ...names.sort()].join(' ');
  });

describe('the properties that take a text', () => {
  it('are those that the tests in Rust try', () => {
    const told = `${JSON.stringify(found, null, 2)}\n`;
    if (process.env['HYPERDIV_BLESS'] !== undefined) {
      writeFileSync(FILE, told);
    }
    expect(readFileSync(FILE, 'utf8'), 'run this test with HYPERDIV_BLESS=1').toBe(told);
    const properties = Object.values(found).flat().length;
    expect(properties).toBeGreaterThan(30);
    console.log(`xss: page: ${strings.length} strings, ${kinds.length} kinds, ${properties} properties, ${strings.length * properties} values`);
  });

  it.each(Object.entries(found))('let nothing but text into the page: %s', (kind, properties) => {
    const alert = vi.fn();
    Reflect.set(window, 'alert', alert);
    const spec = elementSpec(kind);
    for (const property of properties) {
      const set = setterOf(spec, property);
      const element = make(spec);
      set(element, PROBES[0]);
      const form = formOf(element);
      for (const string of strings) {
        try {
          set(element, string);
        } catch (error) {
          // More than it can hold: refused, and still as before.
          expect(error).toBeInstanceOf(WireError);
          expect(string.length).toBeGreaterThan(200);
        }
        expect(formOf(element), `${kind}.${property} = ${string}`).toEqual(form);
      }
      element.remove();
    }
    expect(alert).not.toHaveBeenCalled();
    expect(Reflect.get(window, 'harm')).toBeUndefined();
  }, 120_000);
});
