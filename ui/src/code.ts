// Pieces of code: in colours, with a button that copies them, and to be scrolled by keyboard where they are wide.

import { copyText } from './clipboard';
import type { Token } from './highlight';
import { reachable } from './reachable';
import type { ElementSpec } from './registry';
import { textOf, type Setter } from './setters';

/** How long the button says that it has copied. */
const COPIED_MS = 2000;

/** A longer text stays plain: colouring it would hold the page up. */
export const MOST_COLOURED = 50_000;

/** What highlight.js calls parts of code that are drawn in a colour of their own; document.css has the colours. */
const SCOPES: ReadonlySet<string> = new Set([
  ...['addition', 'attr', 'attribute', 'built_in', 'bullet', 'comment', 'deletion', 'doctag', 'emphasis', 'keyword', 'link', 'literal', 'meta'],
  ...['name', 'number', 'operator', 'property', 'quote', 'regexp', 'section', 'selector-attr', 'selector-class', 'selector-id', 'selector-pseudo'],
  ...['selector-tag', 'string', 'strong', 'subst', 'symbol', 'tag', 'template-variable', 'title', 'type', 'variable'],
]);

/** The parts of a piece of code. */
interface Parts {
  readonly pre: HTMLElement;
  readonly code: HTMLElement;
}

const partsOf = (element: HTMLElement): Parts | null => {
  const pre = element.querySelector<HTMLElement>(':scope > pre');
  const code = pre?.querySelector<HTMLElement>(':scope > code');
  return pre === null || code === null || code === undefined ? null : { pre, code };
};

/** Makes `element` a piece of code around `pre`, which has a `code` in it. */
export const makeCode = (element: HTMLElement, pre: HTMLElement): void => {
  element.className = 'hd-code';
  const copy = element.ownerDocument.createElement('button');
  copy.type = 'button';
  copy.className = 'hd-code-copy';
  copy.textContent = 'Copy';
  let timer: ReturnType<typeof setTimeout> | undefined;
  copy.addEventListener('click', () => {
    void copyText(copy.ownerDocument, pre.textContent ?? '').then((copied) => {
      copy.textContent = copied ? 'Copied' : 'Not copied';
      clearTimeout(timer);
      timer = setTimeout(() => {
        copy.textContent = 'Copy';
      }, COPIED_MS);
    });
  });
  element.append(pre, copy);
};

/** Colours a piece of code as its language has it, once there is time. */
export const colour = (element: HTMLElement, language: string): void => {
  const parts = partsOf(element);
  if (parts === null) {
    return;
  }
  reachable(parts.pre, language === '' ? 'Code' : `Code, ${language}`);
  const text = parts.code.textContent ?? '';
  if (language === '' || language === 'plaintext' || text === '' || text.length > MOST_COLOURED) {
    return;
  }
  waiting.set(parts.code, { text, language });
  working ??= colourWaiting();
};

/** The code that is to be coloured, each with the text it had when that was asked for. */
const waiting = new Map<HTMLElement, { readonly text: string; readonly language: string }>();
let working: Promise<void> | null = null;

/** One piece at a time, so that what the person does comes in between. */
const colourWaiting = async (): Promise<void> => {
  try {
    const { tokensOf } = await import('./highlight');
    for (const [code, { text, language }] of waiting) {
      waiting.delete(code);
      if (code.textContent === text) {
        const tokens = tokensOf(text, language);
        code.replaceChildren(...(tokens === null ? [text] : nodesOf(code.ownerDocument, tokens)));
      }
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  } catch (error) {
    // It stays as it is, to be read without colours.
    console.error('hyperdiv: code could not be coloured:', error);
  } finally {
    working = null;
  }
};

const nodesOf = (document: Document, { parts }: Token): (string | HTMLElement)[] =>
  parts.map((part) => {
    if (typeof part === 'string') {
      return part;
    }
    const span = document.createElement('span');
    const scope = part.scope.split('.')[0] ?? '';
    if (SCOPES.has(scope)) {
      span.dataset['scope'] = scope;
    }
    span.append(...nodesOf(document, part));
    return span;
  });

const languages = new WeakMap<HTMLElement, string>();

const setContent: Setter = (element, value) => {
  const parts = partsOf(element);
  if (parts !== null) {
    parts.code.textContent = textOf('content', value);
    colour(element, languages.get(element) ?? '');
  }
};

const setLanguage: Setter = (element, value) => {
  languages.set(element, textOf('language', value));
  setContent(element, partsOf(element)?.code.textContent ?? '');
};

/** A piece of code of the app's. */
export const CODE: ElementSpec = {
  tag: 'div',
  create: (element) => {
    const pre = element.ownerDocument.createElement('pre');
    pre.append(element.ownerDocument.createElement('code'));
    makeCode(element, pre);
  },
  properties: new Map([
    ['content', setContent],
    ['language', setLanguage],
  ]),
  changeable: new Map<string, never>(),
  clickable: false,
};
