import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { defineConfig } from 'vitest/config';
import type { Plugin } from 'vite';

/** What JavaScript and CSS together may weigh. */
const BUDGET_GZIP = 250 * 1024;

const packageRoot = (name: string): string => dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));

/** What a page that draws an icon as a mask has no use for. */
const withoutExtras = (svg: string): string =>
  svg
    .replace(/^<svg[^>]*>/, (tag) => tag.replace(/ (?:class|width|height|fill)="[^"]*"/g, ''))
    .replace(/>\s+</g, '><')
    .trim();

/** Serves all icons, and their licence, as files under `/icons/`: one is fetched where it is first shown. */
const icons = (): Plugin => {
  const root = packageRoot('bootstrap-icons');
  return {
    name: 'hyperdiv-icons',
    apply: 'build',
    generateBundle() {
      for (const file of readdirSync(join(root, 'icons'))) {
        const svg = readFileSync(join(root, 'icons', file), 'utf8');
        this.emitFile({ type: 'asset', fileName: `icons/${file}`, source: withoutExtras(svg) });
      }
      this.emitFile({ type: 'asset', fileName: 'icons/LICENSE', source: readFileSync(join(root, 'LICENSE')) });
    },
  };
};

/**
 * Leaves the component library's own icon sources out: one fetches `data:` URLs, the other a server. `src/icons.ts` registers
 * ours under their names.
 */
const withoutBuiltInIcons = (): Plugin => {
  const libraries = ['system', 'default'];
  const found = new Set<string>();
  return {
    name: 'hyperdiv-without-built-in-icons',
    apply: 'build',
    transform(code, id) {
      const library = id.includes('@awesome.me/webawesome')
        ? libraries.find((name) => code.includes(`// src/components/icon/library.${name}.ts`))
        : undefined;
      if (library === undefined) {
        return null;
      }
      found.add(library);
      return {
        code: `export const library_${library}_default = { name: '${library}', resolver: () => '' };`,
        map: null,
      };
    },
    buildEnd(error) {
      if (error === undefined && found.size !== libraries.length) {
        this.error(`the icon libraries of Web Awesome are not where they were; found: ${[...found].join(', ')}`);
      }
    },
  };
};

/** Prints what the page weighs, and fails the build where that is too much. */
const sizeBudget = (): Plugin => ({
  name: 'hyperdiv-size-budget',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      let total = 0;
      for (const output of Object.values(bundle)) {
        const source = output.type === 'chunk' ? output.code : output.source;
        if (/\.(js|css)$/.test(output.fileName)) {
          total += gzipSync(source, { level: 9 }).byteLength;
        }
      }
      this.info(`JavaScript and CSS: ${(total / 1024).toFixed(1)} KiB gzip of ${BUDGET_GZIP / 1024} KiB`);
      if (total > BUDGET_GZIP) {
        this.error(`JavaScript and CSS weigh ${total} bytes gzip, more than the budget of ${BUDGET_GZIP}`);
      }
    },
  },
});

export default defineConfig({
  // Absolute addresses: the page is served at the root of tauri://localhost.
  base: '/',
  plugins: [withoutBuiltInIcons(), icons(), sizeBudget()],
  build: {
    target: 'safari16',
    // Inline scripts and `data:` URLs are what the CSP forbids.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    license: { fileName: 'licenses.md' },
  },
  test: {
    environment: 'happy-dom',
    include: ['test/**/*.test.ts'],
  },
});
