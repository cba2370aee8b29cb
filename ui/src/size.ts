// How large the window's content is: told with the hand-shake, and when it has changed and the person pauses.

/** As Hyperdiv has it. */
export const RESIZE_DEBOUNCE_MS = 50;

/** In CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export const sizeOf = (window: Window): Size => ({
  width: Math.round(window.innerWidth),
  height: Math.round(window.innerHeight),
});

/** Tells each new size, for as long as the page lives. */
export const listenToSize = (window: Window, tell: (size: Size) => void): void => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  window.addEventListener('resize', () => {
    clearTimeout(timer);
    timer = setTimeout(() => tell(sizeOf(window)), RESIZE_DEBOUNCE_MS);
  });
};
