// The runtime's own messages: `corpus.json` has what it sends for random scripts (tests/properties/corpus.rs writes it), and beside each
// step the whole tree as a page gets it that is new. Patched or new, the document must be the same.

import { afterEach, describe, expect, it } from 'vitest';

import './stand-ins';
import { Applier } from '../src/applier';
import { Fields } from '../src/fields';
import { parseFrame } from '../src/wire';
import corpus from './corpus.json';

interface Page {
  readonly root: HTMLElement;
  readonly receive: (messages: readonly unknown[]) => void;
  readonly change: (node: number, property: string, value: string | boolean) => void;
}

const open = (): Page => {
  const root = document.createElement('div');
  document.body.append(root);
  const fields = new Fields(() => undefined);
  const applier = new Applier(root, fields);
  return {
    root,
    receive: (messages) => {
      for (const message of messages) {
        const frame = parseFrame(message);
        if (frame.reset) {
          applier.reset();
        }
        applier.apply(frame.shapes, frame.ops, frame.strings);
      }
    },
    change: (node, property, value) => {
      const element = applier.element(node);
      if (element === null) {
        throw new Error(`the person changes the node ${node}, which is not in the page`);
      }
      Reflect.set(element, property, value);
      if (typeof value === 'string') {
        fields.typed(node, property, value);
        fields.flush(node);
      } else {
        fields.switched(node, property, value);
      }
    },
  };
};

const PROPERTIES = ['label', 'value', 'placeholder', 'checked', 'disabled'];

/** Everything that the applier can have set. */
const contents = (element: Element): unknown => ({
  tag: element.localName,
  attributes: [...element.attributes]
    .filter(({ name, value }) => name !== 'style' && !(name === 'class' && value === ''))
    .map(({ name, value }) => `${name}=${value}`)
    .sort(),
  style: (element.getAttribute('style') ?? '')
    .split(';')
    .map((declaration) => declaration.trim())
    .filter((declaration) => declaration !== '')
    .sort(),
  properties: PROPERTIES.map((name): unknown => Reflect.get(element, name)),
  text: element.children.length === 0 ? element.textContent : null,
  children: [...element.children].map(contents),
});

afterEach(() => {
  document.body.replaceChildren();
});

describe('the messages of the runtime', () => {
  it.each(corpus.map((script, number) => ({ number, script })))('script $number', ({ script }) => {
    const patched = open();
    patched.receive(script.first);
    script.steps.forEach(({ changed, frames, whole }, step) => {
      if (changed !== null) {
        const [node, property, value] = changed;
        patched.change(Number(node), String(property), typeof value === 'boolean' ? value : String(value));
      }
      patched.receive(frames);
      const anew = open();
      anew.receive(whole);
      expect([...patched.root.children].map(contents), `step ${step}`).toEqual([...anew.root.children].map(contents));
    });
  });

  it('change the tree in every way there is', () => {
    const codes = new Set<unknown>();
    for (const { ops } of corpus.flatMap((script) => script.steps.flatMap(({ frames }) => frames.map((frame) => parseFrame(frame))))) {
      // Only what an op begins with: the rest of a frame may hold any number.
      codes.add(ops[0]);
    }
    expect([...codes].sort()).toEqual(expect.arrayContaining([1, 2, 3, 4]));
    expect(corpus.some((script) => script.steps.some(({ changed }) => changed !== null))).toBe(true);
  });
});
