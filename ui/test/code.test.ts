// @vitest-environment node
//
// The languages that code can be in, and the colours of its parts.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import hljs from 'highlight.js/lib/common';
import { describe, expect, it } from 'vitest';

import { tokensOf, type Token } from '../src/highlight';
import languages from './languages.json';

const HERE = join(import.meta.dirname, '../src');

describe('the languages', () => {
  it('are those that Rust knows, by the same names', () => {
    const known = Object.fromEntries(hljs.listLanguages().map((name) => [name, hljs.getLanguage(name)?.aliases ?? []]));
    expect(known).toEqual(languages);
  });

  it('lose nothing of a text', () => {
    const textOf = ({ parts }: Token): string => parts.map((part) => (typeof part === 'string' ? part : textOf(part))).join('');
    const text = 'a <b class="c">d</b> /* e */ "f\\n" # g\n\t{{ h }} <?php $i; ?>\u{1f980}\u0000';
    for (const name of Object.keys(languages)) {
      const tokens = tokensOf(text, name);
      expect(tokens === null ? null : textOf(tokens), name).toBe(text);
    }
    expect(tokensOf(text, 'klingon')).toBeNull();
  });
});

describe('the colours of code', () => {
  const css = readFileSync(join(HERE, 'document.css'), 'utf8');

  // tokens.test.ts computes the contrast of each of these shades on neutral-50, in both themes.
  it('can be read on its ground in both themes', () => {
    const tokens = readFileSync(join(HERE, 'tokens.css'), 'utf8');
    expect(css).toMatch(/\.hd-code > pre \{[^}]*background-color: var\(--hd-neutral-fill\)/);
    expect([...tokens.matchAll(/--hd-neutral-fill: (.*);/g)].map(([, value]) => value)).toEqual(['var(--hd-color-neutral-50)']);
    const rules = [...css.matchAll(/^[^{}]*\[data-scope=[^{}]*\{([^}]*)\}/gm)].map(([, body = '']) => body);
    const colours = rules.flatMap((body) => [...body.matchAll(/color: var\((.*)\)/g)].map(([, name = '']) => name));
    expect(colours.length).toBeGreaterThan(5);
    expect(colours.filter((name) => !/^--hd-(?:color-[a-z]+-[6-9]00|neutral-text)$/.test(name))).toEqual([]);
  });

  it('are there for each part that is marked', () => {
    const code = readFileSync(join(HERE, 'code.ts'), 'utf8');
    const list = /const SCOPES[^]*?\]\);/.exec(code)?.[0] ?? '';
    const marked = [...list.matchAll(/'([a-z_-]+)'/g)].map(([, name]) => name);
    const drawn = new Set([...css.matchAll(/data-scope='([a-z_-]+)'/g)].map(([, name]) => name));
    expect(marked.length).toBeGreaterThan(20);
    expect(marked.filter((name) => !drawn.has(name))).toEqual(['operator']);
  });
});
