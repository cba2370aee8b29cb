import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { defineConfig } from 'vitest/config';
import type { Plugin, Rolldown } from 'vite';

type OutputBundle = Rolldown.OutputBundle;

/** What the scripts and styles of the first paint may weigh, and all of them. */
const BUDGETS_GZIP = { first: 250 * 1024, all: 700 * 1024 };

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

const isWeighed = (file: string): boolean => /\.(js|css)$/.test(file);

/** The files that the page asks for before it shows anything: the styles, and what its script imports by name. */
const firstFiles = (bundle: OutputBundle): Set<string> => {
  const files = new Set(Object.keys(bundle).filter((file) => file.endsWith('.css')));
  const add = (file: string): void => {
    const output = bundle[file];
    if (output?.type === 'chunk' && !files.has(file)) {
      files.add(file);
      output.imports.forEach(add);
    }
  };
  Object.values(bundle).forEach((output) => output.type === 'chunk' && output.isEntry && add(output.fileName));
  return files;
};

/** Prints what the page weighs, and fails the build where that is too much. */
const sizeBudget = (): Plugin => ({
  name: 'hyperdiv-size-budget',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const first = firstFiles(bundle);
      const weight = { first: 0, all: 0 };
      for (const output of Object.values(bundle).filter(({ fileName }) => isWeighed(fileName))) {
        const bytes = gzipSync(output.type === 'chunk' ? output.code : output.source, { level: 9 }).byteLength;
        weight.all += bytes;
        weight.first += first.has(output.fileName) ? bytes : 0;
      }
      for (const part of ['first', 'all'] as const) {
        const [is, most] = [weight[part], BUDGETS_GZIP[part]].map((bytes) => `${(bytes / 1024).toFixed(1)} KiB`);
        this.info(`JavaScript and CSS of the ${part === 'first' ? 'first paint' : 'whole page'}: ${is} gzip of ${most}`);
        if (weight[part] > BUDGETS_GZIP[part]) {
          this.error(`JavaScript and CSS weigh ${is} gzip, more than the budget of ${most}`);
        }
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
