// @vitest-environment node
//
// The theme's colours: that they are the ones that palette.ts makes, that text can be read, and that none is missing.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { paletteCss, SHADES } from './palette';
import tokens from './tokens.json';

const HERE = join(import.meta.dirname, '../src');

/** What WCAG 2 asks of text, and of what shows where a control is. */
const TEXT = 4.5;
const SHAPE = 3;

/** The custom properties of a theme, the light one's under the dark one's. */
const propertiesOf = (theme: 'light' | 'dark'): Map<string, string> => {
  const properties = new Map<string, string>();
  for (const css of [paletteCss(), readFileSync(join(HERE, 'tokens.css'), 'utf8')]) {
    for (const [, selector = '', body = ''] of css.matchAll(/^(:root[^{]*?)\s*\{([^}]*)\}/gm)) {
      if (selector === ':root' || selector === `:root[data-theme='${theme}']`) {
        for (const [, name = '', value = ''] of body.matchAll(/(--[\w-]+):\s*([^;]+);/g)) {
          properties.set(name, value.replace(/\s+/g, ' '));
        }
      }
    }
  }
  return properties;
};

const THEMES = { light: propertiesOf('light'), dark: propertiesOf('dark') };

/** The colour that a property holds, through the properties it names. */
const colourOf = (theme: Map<string, string>, name: string): readonly number[] => {
  const value = theme.get(name) ?? '';
  const named = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
  if (named !== undefined) {
    return colourOf(theme, named);
  }
  expect(value, name).toMatch(/^#[0-9a-f]{6}$/);
  return [1, 3, 5].map((at) => parseInt(value.slice(at, at + 2), 16) / 255);
};

const luminance = (colour: readonly number[]): number => {
  const [r = 0, g = 0, b = 0] = colour.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (theme: Map<string, string>, a: string, b: string): number => {
  const [high = 0, low = 0] = [luminance(colourOf(theme, a)), luminance(colourOf(theme, b))].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};

const HUES = [...THEMES.light.keys()].flatMap((name) => /^--hd-color-([a-z]+)-500$/.exec(name)?.[1] ?? []);

describe('the palette', () => {
  it('is the one that palette.ts makes', async () => {
    await expect(paletteCss()).toMatchFileSnapshot('../src/palette.css');
  });

  it('has 23 hues, and a value for each token that Rust can name, in both themes', () => {
    expect(HUES).toHaveLength(23);
    for (const name of tokens) {
      expect(THEMES.light.has(name), name).toBe(true);
    }
    for (const name of tokens.filter((token) => /^--hd-color-.*-[0-9]+$/.test(token) && !token.includes('-500'))) {
      expect(THEMES.dark.get(name), name).not.toBe(THEMES.light.get(name));
    }
  });

  it.each(Object.entries(THEMES))('has text that can be read: %s', (_, theme) => {
    for (const hue of HUES) {
      for (const shade of ['600', '700', '800', '900', '950']) {
        for (const ground of ['--hd-color-neutral-0', '--hd-color-neutral-50', `--hd-color-${hue}-50`]) {
          expect(contrast(theme, `--hd-color-${hue}-${shade}`, ground), `${hue}-${shade} on ${ground}`).toBeGreaterThanOrEqual(TEXT);
        }
      }
      for (const shade of ['800', '900', '950']) {
        const name = `--hd-color-${hue}-${shade}`;
        expect(contrast(theme, name, `--hd-color-${hue}-200`), `${name} on ${hue}-200`).toBeGreaterThanOrEqual(TEXT);
      }
    }
  });

  it.each(Object.entries(THEMES))('gets steadily further from the page: %s', (_, theme) => {
    for (const hue of HUES) {
      const steps = SHADES.map((shade) => contrast(theme, `--hd-color-${hue}-${shade}`, '--hd-color-neutral-0'));
      expect(steps, hue).toEqual([...steps].sort((a, b) => a - b));
    }
  });
});

describe('the tokens', () => {
  it.each(Object.entries(THEMES))('have text that can be read on each surface: %s', (_, theme) => {
    for (const surface of ['--hd-surface', '--hd-surface-raised', '--hd-surface-lowered']) {
      for (const text of ['--hd-text', '--hd-text-quiet', '--hd-text-link']) {
        expect(contrast(theme, text, surface), `${text} on ${surface}`).toBeGreaterThanOrEqual(TEXT);
      }
      expect(contrast(theme, '--hd-focus', surface), `the focus ring on ${surface}`).toBeGreaterThanOrEqual(SHAPE);
    }
    for (const variant of ['primary', 'success', 'neutral', 'warning', 'danger']) {
      const of = (part: string): string => `--hd-${variant}-${part}`;
      expect(contrast(theme, of('text'), of('fill')), `text on ${variant}`).toBeGreaterThanOrEqual(TEXT);
      expect(contrast(theme, of('on-loud'), of('loud')), `text on loud ${variant}`).toBeGreaterThanOrEqual(TEXT);
      expect(contrast(theme, of('loud'), '--hd-surface'), `loud ${variant}`).toBeGreaterThanOrEqual(SHAPE);
    }
  });
});
