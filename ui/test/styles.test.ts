import { beforeEach, describe, expect, it } from 'vitest';

import { styleNames, styleSetter } from '../src/styles';
import { WireError, type Value } from '../src/wire';
import styles from './styles.json';

let element: HTMLElement;

const set = (name: string, value: Value): void => {
  const setter = styleSetter(name);
  if (setter === undefined) {
    throw new Error(`${name} is not known`);
  }
  setter(element, value);
};

const get = (name: string): string => element.style.getPropertyValue(name);

beforeEach(() => {
  element = document.createElement('div');
});

describe('style properties', () => {
  it('are those that Rust has', () => {
    expect(styleNames().sort()).toEqual(styles);
  });

  it('are set and taken away', () => {
    set('background-color', 'var(--hd-color-blue-500)');
    set('width', 'fit-content');
    set('opacity', 0.5);
    expect([get('background-color'), get('width'), get('opacity')]).toEqual(['var(--hd-color-blue-500)', 'fit-content', '0.5']);
    set('background-color', null);
    expect([get('background-color'), get('width')]).toEqual(['', 'fit-content']);
  });

  it.each([
    '#0a0b0c80',
    '1rem var(--hd-spacing-large) 3px auto',
    '1px solid color-mix(in srgb, var(--hd-color-red-50), #ffffff 12.5%)',
    'linear-gradient(-90deg, var(--hd-color-red-50), transparent)',
  ])('take what Rust writes: %s', (value) => {
    expect(() => set('border', value)).not.toThrow();
  });

  it.each([
    'red; background: blue',
    'red } * { display: none',
    'url(https://example.org/x)',
    'URL(x)',
    'image-set(x)',
    'expression(alert(1))',
    'var(--wa-color-red)',
    'var( --hd-text)',
    'var(--hd-text, url(x))',
    'linear-gradient(url(x))',
    '"quoted"',
    "'quoted'",
    'red !important',
    'a\\62 c',
    'red/**/',
    '<style>',
    '@import x',
    'x\ny',
    true,
  ])('refuse what could be more than a value: %j', (value) => {
    for (const name of ['color', 'padding', 'hover-color']) {
      expect(() => set(name, value)).toThrow(WireError);
    }
    expect(element.getAttribute('style') ?? '').toBe('');
    expect(element.getAttributeNames().filter((name) => name !== 'style')).toEqual([]);
  });

  it('keep one side when all sides change', () => {
    set('padding', '1rem');
    set('padding-top', '5rem');
    set('padding', '2rem');
    expect([get('padding-top'), get('padding-left')]).toEqual(['5rem', '2rem']);
    set('padding-top', null);
    expect([get('padding-top'), get('padding-left')]).toEqual(['2rem', '2rem']);
    set('padding-left', '7rem');
    set('padding', null);
    expect([get('padding-top'), get('padding-left')]).toEqual(['', '7rem']);
  });

  it('tell the rules for the pointer which elements they are for, and nothing of that is inherited', () => {
    const child = document.createElement('div');
    element.append(child);
    set('hover-background-color', 'var(--hd-color-blue-500)');
    expect(get('--hd-hover-background-color')).toBe('var(--hd-color-blue-500)');
    expect(element.matches('[data-hover-background-color]')).toBe(true);
    expect(child.matches('[data-hover-background-color]')).toBe(false);
    set('hover-background-color', null);
    expect(element.getAttributeNames().filter((name) => name.startsWith('data-'))).toEqual([]);
    expect(get('--hd-hover-background-color')).toBe('');
  });
});
