// The runtime's own messages: `corpus.json` has what it sends for random scripts (tests/properties/corpus.rs writes it), and beside each
// step the whole tree as a page gets it that is new. Patched or new, the document must be the same.

import { afterEach, describe, expect, it } from 'vitest';

import './stand-ins';
import { Applier } from '../src/applier';
import { Fields } from '../src/fields';
import { OpReader, parseFrame, type WireShape } from '../src/wire';
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
    const framesOf = (script: (typeof corpus)[number]): unknown[] => script.steps.flatMap((step): unknown[] => step.frames);
    const seen = new Set(corpus.flatMap((script) => waysOf([...script.first, ...framesOf(script)])));
    expect([...seen].sort()).toEqual([
      'insert before',
      'insert last',
      'move before',
      'move last',
      'remove',
      'set',
      'set input',
      'unset',
    ]);
    const changes = corpus.flatMap((script) => script.steps.map(({ changed }) => changed?.[1]));
    expect(changes).toEqual(expect.arrayContaining(['checked', 'value']));
  });
});

/** What the frames of one page do to its tree. */
const waysOf = (messages: readonly unknown[]): string[] => {
  const ways: string[] = [];
  const shapes: WireShape[] = [];
  for (const frame of messages.map(parseFrame)) {
    shapes.push(...frame.shapes);
    const reader = new OpReader(frame.ops, frame.strings);
    const place = (before: number): string => (before === 0 ? 'last' : 'before');
    const skipNodes = (count: number): void => {
      for (let left = count; left > 0; left -= 1) {
        const shape = shapes[reader.id('shape')];
        shape?.properties.forEach((name) => reader.value(name));
        skipNodes(shape?.hasChildren === true ? reader.id('children') : 0);
      }
    };
    while (!reader.done) {
      const code = reader.id('an operation');
      const node = reader.id('node');
      switch (code) {
        case 1: {
          ways.push(`insert ${place(reader.id('before'))}`);
          reader.id('first');
          skipNodes(reader.id('count'));
          break;
        }
        case 2:
          ways.push('remove');
          break;
        case 3:
          ways.push(`move ${place(reader.id('before'))}`);
          break;
        case 4:
          reader.text('property');
          ways.push(reader.value('value') === null ? 'unset' : 'set');
          break;
        case 5:
          reader.text('property');
          reader.value('value');
          reader.id('revision');
          ways.push('set input');
          break;
        default:
          throw new Error(`node ${node}: the operation ${code} is not known`);
      }
    }
  }
  return ways;
};
