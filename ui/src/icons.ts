// The component library's icons as files of our own: its built-in ones are `data:` URLs, which the CSP does not let it fetch,
// and its others come from a server. All of Bootstrap Icons are there; `vite.config.ts` copies them.

import { registerIconLibrary } from '@awesome.me/webawesome/dist/components/icon/library.js';

import { DEFAULT_ICONS, SYSTEM_ICONS } from './icon-names';

/** Points the icon libraries of the components at `/icons/`. */
export const registerIcons = (): void => {
  const library = (names: ReadonlyMap<string, string>): Parameters<typeof registerIconLibrary>[1] => ({
    resolver: (name) => {
      const file = names.get(name);
      return file === undefined ? '' : `/icons/${file}.svg`;
    },
    mutator: (svg) => svg.setAttribute('fill', 'currentColor'),
  });
  registerIconLibrary('system', library(SYSTEM_ICONS));
  registerIconLibrary('default', library(DEFAULT_ICONS));
};
