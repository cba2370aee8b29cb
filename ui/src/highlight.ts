// Colours code with highlight.js. Fetched when the first piece of code is shown: nothing else needs it.

import hljs from 'highlight.js/lib/common';
import type { Emitter } from 'highlight.js';

/** A part of a text, and what it is. */
export interface Token {
  /** As highlight.js calls it: `keyword`, `title.function`. Empty for the whole. */
  readonly scope: string;
  readonly parts: (string | Token)[];
}

/** Keeps what was found as a tree: highlight.js itself would make HTML of it, which has one way into the page, and not this one. */
class Tokens implements Emitter {
  readonly root: Token = { scope: '', parts: [] };
  readonly #open: Token[] = [this.root];

  startScope(scope: string): void {
    const token: Token = { scope, parts: [] };
    this.#add(token);
    this.#open.push(token);
  }

  endScope(): void {
    if (this.#open.length > 1) {
      this.#open.pop();
    }
  }

  /** By these names as well. */
  openNode(scope: string): void {
    this.startScope(scope);
  }

  closeNode(): void {
    this.endScope();
  }

  addText(text: string): void {
    if (text !== '') {
      this.#add(text);
    }
  }

  __addSublanguage(emitter: Emitter): void {
    if (emitter instanceof Tokens) {
      this.#add(emitter.root);
    }
  }

  finalize(): void {
    this.#open.length = 1;
  }

  toHTML(): string {
    return '';
  }

  #add(part: string | Token): void {
    this.#open.at(-1)?.parts.push(part);
  }
}

hljs.configure({ __emitter: Tokens });

const textOf = ({ parts }: Token): string => parts.map((part) => (typeof part === 'string' ? part : textOf(part))).join('');

/** What a text in a language is made of; null where nobody knows the language, or would show another text. */
export const tokensOf = (text: string, language: string): Token | null => {
  if (hljs.getLanguage(language) === undefined) {
    return null;
  }
  const { _emitter: emitter } = hljs.highlight(text, { language, ignoreIllegals: true });
  return emitter instanceof Tokens && textOf(emitter.root) === text ? emitter.root : null;
};
