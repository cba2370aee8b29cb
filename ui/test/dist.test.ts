// @vitest-environment node
//
// What the built page must not contain, because the CSP forbids it or because it would ask a server for something.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'vite';
import { beforeAll, describe, expect, it, vi } from 'vitest';

import { DEFAULT_ICONS, SYSTEM_ICONS } from '../src/icon-names';

const HERE = join(import.meta.dirname, '..');

/** Addresses that are names or words in a message, and nothing fetches. */
const NOT_FETCHED = [
  /^http:\/\/www\.w3\.org\/2000\/svg/,
  /^https:\/\/fontawesome\.com/,
  /^https:\/\/github\.com\/highlightjs\/highlight\.js\/(?:issues|wiki)\//,
  /^https:\/\/github\.com\/shoelace-style\/webawesome\/issues\//,
  /^https:\/\/webawesome\.com\/docs\//,
  // What the library's popups say in warnings.
  /^https:\/\/(?:bugs\.webkit\.org|issues\.chromium\.org)\//,
];

const files = new Map<string, string>();
const packages = new Set<string>();

beforeAll(async () => {
  // Under `test`, packages would hand out their development builds.
  vi.stubEnv('NODE_ENV', 'production');
  const results = [await build({ root: HERE, logLevel: 'silent', build: { write: false } })].flat();
  for (const result of results) {
    for (const output of 'output' in result ? result.output : []) {
      files.set(output.fileName, output.type === 'chunk' ? output.code : Buffer.from(output.source).toString());
      for (const id of output.type === 'chunk' ? output.moduleIds : []) {
        const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1];
        if (name !== undefined) {
          packages.add(name);
        }
      }
    }
  }
  vi.unstubAllEnvs();
}, 60_000);

const sources = (pattern: RegExp): [string, string][] => [...files].filter(([name]) => pattern.test(name));

describe('the built page', () => {
  it('has a document, scripts and styles', () => {
    expect(files.has('index.html')).toBe(true);
    expect(sources(/\.js$/).length).toBeGreaterThan(0);
    expect(sources(/\.css$/).length).toBeGreaterThan(0);
  });

  it('evaluates no text as code', () => {
    for (const [name, code] of sources(/\.js$/)) {
      expect(code, name).not.toMatch(/\beval\s*\(|\bnew\s+Function\b|\bFunction\s*\(\s*['"`]|\bset(?:Timeout|Interval)\s*\(\s*['"`]/);
    }
  });

  it('has no script, style or handler in the document', () => {
    const html = files.get('index.html') ?? '';
    expect(html).toContain('<html lang="en"');
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(html).not.toMatch(/<style\b|\sstyle=|\son[a-z]+=/);
    for (const [, address] of html.matchAll(/(?:src|href)="([^"]*)"/g)) {
      expect(address).toMatch(/^\/assets\//);
    }
  });

  it('names no address that would be fetched', () => {
    for (const [name, text] of sources(/\.(?:js|css|html|svg)$/)) {
      const addresses = [...text.matchAll(/https?:\/\/[^\s'"`)<]*/g)].map(([address]) => address);
      expect(addresses.filter((address) => !NOT_FETCHED.some((known) => known.test(address))), name).toEqual([]);
    }
  });

  it('fetches no `data:` address and imports no style from elsewhere', () => {
    for (const [name, code] of sources(/\.js$/)) {
      expect(code, name).not.toContain('data:image');
    }
    for (const [name, css] of sources(/\.css$/)) {
      expect(css, name).not.toMatch(/@import|@font-face/);
    }
  });

  it('has a file for each icon that Rust knows, and the icons\' licence', () => {
    const names = readFileSync(join(HERE, '../src-tauri/crates/elements/src/icons.txt'), 'utf8').trim().split('\n');
    const bundled = new Set(sources(/^icons\/.*\.svg$/).map(([name]) => name));
    expect(bundled).toEqual(new Set(names.map((name) => `icons/${name}.svg`)));
    for (const name of [...SYSTEM_ICONS.values(), ...DEFAULT_ICONS.values()]) {
      expect(bundled.has(`icons/${name}.svg`), name).toBe(true);
    }
    for (const [name, svg] of sources(/\.svg$/)) {
      // One picture that scales, of shapes alone.
      expect(svg, name).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 16 16">(?:<(?:path|rect|circle)[^<>]*\/>)+<\/svg>$/);
    }
    expect(files.get('icons/LICENSE')).toContain('The Bootstrap Authors');
  });

  it('has an icon for each name that its components ask the system library for', () => {
    const asked = sources(/\.js$/).flatMap(([, code]) =>
      [...code.matchAll(/<wa-icon[^>]*>/g)]
        .map(([tag]) => tag)
        .filter((tag) => tag.includes('library="system"'))
        .flatMap((tag) => /\bname="([a-z-]+)"/.exec(tag)?.[1] ?? []),
    );
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((name) => !SYSTEM_ICONS.has(name))).toEqual([]);
  });

  it('contains the packages that THIRD-PARTY.md lists, with their licences', () => {
    const listed = [...readFileSync(join(HERE, 'THIRD-PARTY.md'), 'utf8').matchAll(/^\| ([@a-z][^ ]*) \| ([0-9][^ ]*) \|/gm)];
    const versions = listed.map(([, name = '', version = '']) => [name, version] as const);
    // The icons and Vite's loader are no modules of their own in the build.
    expect(new Set(versions.map(([name]) => name))).toEqual(new Set([...packages, 'bootstrap-icons', 'vite']));
    for (const [name, version] of versions) {
      const manifest: unknown = JSON.parse(readFileSync(join(HERE, 'node_modules', name, 'package.json'), 'utf8'));
      expect(Reflect.get(Object(manifest), 'version'), name).toBe(version);
    }
    for (const name of packages) {
      expect(files.get('licenses.md'), name).toContain(name);
    }
  });
});
