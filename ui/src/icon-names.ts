// The names that components ask for, and the files of Bootstrap Icons that stand for them.

/** What the bundled components draw themselves. */
export const SYSTEM_ICONS: ReadonlyMap<string, string> = new Map([
  ['check', 'check-lg'],
  ['indeterminate', 'dash-lg'],
  ['xmark', 'x-lg'],
  ['circle-xmark', 'x-circle-fill'],
  ['eye', 'eye'],
  ['eye-slash', 'eye-slash'],
  ['user', 'person'],
  ['star', 'star-fill'],
  ['eyedropper', 'eyedropper'],
  ['grip-vertical', 'grip-vertical'],
  ['chevron-down', 'chevron-down'],
  ['chevron-left', 'chevron-left'],
  ['chevron-right', 'chevron-right'],
]);

/** What our own markup uses, by the names of Bootstrap Icons. */
export const DEFAULT_ICONS: ReadonlyMap<string, string> = new Map(
  ['exclamation-octagon', 'exclamation-triangle', 'question-circle'].map((name) => [name, name] as const),
);
