// What is pressed or followed and is neither a plain button nor a plain link.

import { iconName, linkSpec } from './blocks';
import { copyText } from './clipboard';
import { part, partOf } from './parts';
import type { ElementSpec } from './registry';
import { content, flag, textOf, type Setter } from './setters';

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

/** The event by which a button says that it has copied its text. */
const COPIED = 'hd-copied';

/** How long a button shows that it has copied its text. */
const SHOWN_MS = 1500;

const createIconButton = (element: HTMLElement): void => {
  element.setAttribute('type', 'button');
  element.className = 'hd-icon-button wa-neutral wa-plain';
  part(element, 'span', 'hd-icon').setAttribute('aria-hidden', 'true');
};

const named: Setter = (element, value) => element.setAttribute('aria-label', textOf('label', value));

const VARIANTS: ReadonlyMap<string, string> = new Map([
  ['neutral', 'wa-neutral'],
  ['primary', 'wa-brand'],
  ['success', 'wa-success'],
  ['warning', 'wa-warning'],
  ['danger', 'wa-danger'],
]);

const variant: Setter = (element, value) => {
  element.classList.remove(...VARIANTS.values());
  element.classList.add(VARIANTS.get(textOf('variant', value)) ?? 'wa-neutral');
};

const createCopyButton = (element: HTMLElement): void => {
  element.setAttribute('type', 'button');
  element.className = 'hd-copy-button wa-neutral wa-outlined';
  const icon = part(element, 'span', 'hd-icon');
  icon.setAttribute('aria-hidden', 'true');
  iconName(icon, 'copy');
  part(element, 'span', 'hd-copy-label');
  const told = part(element, 'span', 'hd-offscreen');
  told.setAttribute('role', 'status');
  let timer: ReturnType<typeof setTimeout> | undefined;
  element.addEventListener('click', () => {
    void copyText(element.ownerDocument, element.dataset['text'] ?? '').then((isCopied) => {
      clearTimeout(timer);
      iconName(icon, isCopied ? 'check2' : 'exclamation-triangle');
      told.textContent = isCopied ? 'Copied' : 'Could not be copied';
      timer = setTimeout(() => {
        iconName(icon, 'copy');
        told.textContent = '';
      }, SHOWN_MS);
      if (isCopied) {
        element.dispatchEvent(new Event(COPIED, { bubbles: true }));
      }
    });
  });
};

/** The rows; icon buttons have the sizes that buttons have. */
export const pressed = (setSize: Setter): readonly (readonly [string, ElementSpec])[] => [
  [
    'icon_button',
    {
      tag: 'button',
      create: createIconButton,
      properties: new Map<string, Setter>([
        ['label', named],
        ['icon', (element, value) => iconName(partOf(element, 'hd-icon'), value)],
        ['variant', variant],
        ['size', setSize],
        ['disabled', flag('disabled')],
      ]),
      changeable: NOTHING,
      clickable: true,
    },
  ],
  [
    'copy_button',
    {
      tag: 'button',
      create: createCopyButton,
      properties: new Map<string, Setter>([
        ['label', (element, value) => content(partOf(element, 'hd-copy-label'), value)],
        ['text', (element, value) => {
          element.dataset['text'] = textOf('text', value);
        }],
        ['disabled', flag('disabled')],
      ]),
      changeable: NOTHING,
      clickable: false,
      tells: new Map([[COPIED, 'copied']]),
    },
  ],
  [
    'breadcrumb_item',
    linkSpec('hd-breadcrumb-item', []),
  ],
];
