// Light and dark, as the system has it, from before the first paint on.

/** Follows the system's colour scheme for as long as the page lives. */
export const followSystemTheme = (window: Window, html: HTMLElement): void => {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    html.classList.toggle('wa-dark', dark.matches);
    html.classList.toggle('wa-light', !dark.matches);
  };
  dark.addEventListener('change', apply);
  apply();
};
