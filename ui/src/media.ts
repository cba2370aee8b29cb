// Sound and film. What media elements tell does not bubble, so that each is listened to by itself.

import { assetOf } from './library';
import { holds, tellChange } from './parts';
import type { Change, ElementSpec } from './registry';
import { flagOf, numberOf, textOf, type Setter } from './setters';

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

const ENDED = 'hd-ended';

const createMedia = (element: HTMLElement): void => {
  if (!(element instanceof HTMLMediaElement)) {
    return;
  }
  element.controls = true;
  element.preload = 'metadata';
  // Until the webview has answered, it plays as far as anybody knows: else a refusal would be nothing new to tell.
  let isAsked = false;
  const played = (): boolean => isAsked || (!element.paused && !element.ended);
  holds(element, 'playing', played, (isWanted) => {
    isAsked = isWanted && element.paused;
    const answered = (): void => {
      isAsked = false;
    };
    if (isAsked) {
      // The webview may refuse to make a noise that nobody asked for: what the app hears then is the truth.
      element.play().then(answered, () => {
        answered();
        tellChange(element);
      });
    } else if (!isWanted) {
      element.pause();
    }
  });
  for (const type of ['play', 'pause', 'volumechange']) {
    element.addEventListener(type, () => tellChange(element));
  }
  element.addEventListener('ended', () => {
    tellChange(element);
    element.dispatchEvent(new Event(ENDED, { bubbles: true }));
  });
};

const own = (name: string, to: (value: Parameters<Setter>[1]) => unknown): Setter => (element, value) => Reflect.set(element, name, to(value));

const whole = (name: string, attribute: string): Setter => (element, value) => {
  if (value === null) {
    element.removeAttribute(attribute);
  } else {
    element.setAttribute(attribute, String(numberOf(name, value)));
  }
};

/** What plays goes on with what it has begun, unless it is told that there is something else. */
const source: Setter = (element, value) => {
  element.setAttribute('src', assetOf('src', value));
  if (element.parentElement instanceof HTMLMediaElement) {
    element.parentElement.load();
  }
};

const media = (tag: 'audio' | 'video', more: readonly (readonly [string, Setter])[]): ElementSpec => ({
  tag,
  create: createMedia,
  properties: new Map<string, Setter>([
    ['label', (element, value) => element.setAttribute('aria-label', textOf('label', value))],
    ['controls', own('controls', (value) => value === null || flagOf('controls', value))],
    ['loop_around', own('loop', (value) => flagOf('loop_around', value))],
    ['playing', own('playing', (value) => flagOf('playing', value))],
    ['volume', own('volume', (value) => Math.min(1, Math.max(0, numberOf('volume', value))))],
    ['muted', own('muted', (value) => flagOf('muted', value))],
    ...more,
  ]),
  changeable: new Map<string, Change>([
    ['playing', 'switched'],
    ['volume', 'moved'],
    ['muted', 'switched'],
  ]),
  clickable: false,
  tells: new Map([[ENDED, 'ended']]),
});

export const MEDIA: readonly (readonly [string, ElementSpec])[] = [
  ['audio', media('audio', [])],
  ['video', media('video', [['video_width', whole('video_width', 'width')], ['video_height', whole('video_height', 'height')]])],
  [
    'media_source',
    {
      tag: 'source',
      properties: new Map<string, Setter>([['src', source]]),
      changeable: NOTHING,
      clickable: false,
    },
  ],
];
