import { beforeEach, describe, expect, it } from 'vitest';

import './stand-ins';
import { Applier } from '../src/applier';
import { Fields } from '../src/fields';
import type { WireShape } from '../src/wire';
import { ALL_SHAPES, copyOf, Differ, mutate, randomNumbers, randomTree, visible, type Tree } from './model';
import { fieldOf, typeInto } from './stand-ins';

const VBOX = 0;
const TEXT = 1;
const BUTTON = 2;
const INPUT = 3;
const SHAPES: readonly WireShape[] = [
  { kind: 'vbox', hasChildren: true, properties: [':padding'] },
  { kind: 'text', hasChildren: false, properties: ['content'] },
  { kind: 'button', hasChildren: false, properties: ['label'] },
  { kind: 'text_input', hasChildren: false, properties: ['label', 'value'] },
];

interface Page {
  readonly root: HTMLElement;
  readonly applier: Applier;
  readonly apply: (...ops: unknown[]) => void;
}

const open = (): Page => {
  const root = document.createElement('div');
  document.body.append(root);
  const applier = new Applier(root, new Fields(() => undefined));
  applier.apply(SHAPES, [], []);
  return { root, applier, apply: (...ops) => applier.apply([], ops, ['a shared text']) };
};

const texts = (root: Element): (string | null)[] => [...root.children].map((child) => child.textContent);

beforeEach(() => {
  document.body.replaceChildren();
});

describe('insert', () => {
  it('puts nested nodes in preorder', () => {
    const { root, applier, apply } = open();
    apply(1, 1, 0, 2, 2, VBOX, '2rem', 2, TEXT, 'one', BUTTON, 'two', TEXT, 'three');
    expect(root.children).toHaveLength(2);
    expect(applier.element(2)?.style.getPropertyValue('padding')).toBe('2rem');
    expect(applier.element(4)?.localName).toBe('button');
    expect(applier.element(5)?.textContent).toBe('three');
    expect(applier.element(3)?.parentElement).toBe(applier.element(2));
  });

  it('stands in front of the sibling it names', () => {
    const { root, apply } = open();
    apply(1, 1, 0, 2, 1, TEXT, 'last', 1, 1, 2, 3, 2, TEXT, 'first', TEXT, 'second');
    expect(texts(root)).toEqual(['first', 'second', 'last']);
  });

  it('takes texts from the table of the message', () => {
    const { root, apply } = open();
    apply(1, 1, 0, 2, 1, TEXT, [0]);
    expect(texts(root)).toEqual(['a shared text']);
  });

  it('never reads markup', () => {
    const { root, apply } = open();
    apply(1, 1, 0, 2, 3, TEXT, '<img src=x onerror=alert(1)>', BUTTON, '<script>alert(1)</script>', INPUT, '<b>', '"><i>');
    expect(root.querySelectorAll('img, script, b, i')).toHaveLength(0);
    expect(root.firstElementChild?.textContent).toBe('<img src=x onerror=alert(1)>');
  });

  it('is as deep as the tree is', () => {
    const { root, apply } = open();
    const depth = 5000;
    apply(1, 1, 0, 2, 1, ...Array.from({ length: depth }, () => [VBOX, null, 1]).flat(), TEXT, 'bottom');
    let seen = 0;
    let at: Element | null = root;
    while (at?.firstElementChild) {
      at = at.firstElementChild;
      seen += 1;
    }
    expect(seen).toBe(depth + 1);
    expect(at?.textContent).toBe('bottom');
  });
});

describe('remove', () => {
  it('takes the subtree with it', () => {
    const { root, applier, apply } = open();
    apply(1, 1, 0, 2, 1, VBOX, null, 1, TEXT, 'inner', 2, 2);
    expect(root.children).toHaveLength(0);
    expect(applier.element(3)).toBeNull();
    expect(() => apply(4, 3, 'content', 'late')).toThrow('the node 3 is not in the page');
  });
});

describe('move', () => {
  const rows = (page: Page): void => page.apply(1, 1, 0, 2, 4, TEXT, 'a', TEXT, 'b', INPUT, 'c', 'typed', TEXT, 'd');

  it('brings a node in front of another one, and to the end', () => {
    const page = open();
    rows(page);
    page.apply(3, 5, 2);
    expect([...page.root.children].map((child) => child.localName + (child.textContent ?? ''))).toEqual(['pd', 'pa', 'pb', 'wa-input']);
    page.apply(3, 5, 0);
    expect(texts(page.root)).toEqual(['a', 'b', '', 'd']);
  });

  it.each([2, 3, 5, 0])('leaves the focus and the caret alone when the focused node moves in front of %i', (before) => {
    const page = open();
    rows(page);
    const input = page.applier.element(4);
    const field = fieldOf(input);
    field.value = 'typed';
    input?.focus();
    field.setSelectionRange(1, 3);
    let blurs = 0;
    page.root.addEventListener('focusout', () => {
      blurs += 1;
    });

    page.apply(3, 4, before);

    expect(document.activeElement).toBe(input);
    expect([field.selectionStart, field.selectionEnd]).toEqual([1, 3]);
    expect(blurs).toBe(0);
    expect(input?.nextElementSibling ?? null).toBe(before === 0 ? null : page.applier.element(before));
  });

  it('keeps scroll positions', () => {
    const { applier, apply } = open();
    apply(1, 1, 0, 2, 2, VBOX, null, 1, TEXT, 'long', TEXT, 'other');
    const box = applier.element(2);
    if (box === null) {
      throw new Error('no box');
    }
    box.scrollTop = 40;
    box.dispatchEvent(new Event('scroll'));
    const insertBefore = box.parentElement?.insertBefore.bind(box.parentElement);
    // A browser forgets the position of what leaves the document; happy-dom does not.
    if (box.parentElement !== null && insertBefore !== undefined) {
      box.parentElement.insertBefore = <T extends Node>(node: T, child: Node | null): T => {
        box.scrollTop = 0;
        return insertBefore(node, child);
      };
    }
    apply(3, 2, 0);
    expect(box.previousElementSibling?.textContent).toBe('other');
    expect(box.scrollTop).toBe(40);
  });

  it('keeps the selected text', () => {
    const { root, applier, apply } = open();
    apply(1, 1, 0, 2, 2, TEXT, 'select me', TEXT, 'other');
    const text = applier.element(2)?.firstChild;
    const selection = document.getSelection();
    if (text === null || text === undefined || selection === null) {
      throw new Error('nothing to select');
    }
    selection.setBaseAndExtent(text, 2, text, 5);
    apply(3, 2, 0);
    expect(texts(root)).toEqual(['other', 'select me']);
    expect([selection.anchorNode, selection.anchorOffset, selection.focusNode, selection.focusOffset]).toEqual([text, 2, text, 5]);
  });
});

describe('set', () => {
  it('changes properties and CSS properties, and null unsets them', () => {
    const { applier, apply } = open();
    apply(1, 1, 0, 2, 3, VBOX, '1rem', 0, BUTTON, 'Go', INPUT, 'Name', 'Ada');
    apply(4, 2, ':gap', '3rem', 4, 3, 'variant', 'primary', 4, 3, 'disabled', true, 4, 4, 'value', 'Bo', 4, 2, ':padding', null);
    expect(applier.element(2)?.style.getPropertyValue('gap')).toBe('3rem');
    expect(applier.element(2)?.style.getPropertyValue('padding')).toBe('');
    expect(applier.element(3)?.className).toBe('wa-brand wa-accent');
    expect(Reflect.get(applier.element(3) ?? {}, 'disabled')).toBe(true);
    expect(Reflect.get(applier.element(4) ?? {}, 'value')).toBe('Bo');
    apply(4, 3, 'variant', null, 4, 3, 'disabled', null, 4, 4, 'value', null);
    expect(applier.element(3)?.className).toBe('wa-neutral wa-outlined');
    expect(Reflect.get(applier.element(3) ?? {}, 'disabled')).toBe(false);
    expect(Reflect.get(applier.element(4) ?? {}, 'value')).toBe('');
  });

  it('keeps the caret of a focused field, as far as the new text reaches', () => {
    const { applier, apply } = open();
    apply(1, 1, 0, 2, 1, INPUT, 'Name', 'abcdef');
    const input = applier.element(2);
    const field = fieldOf(input);
    field.value = 'abcdef';
    input?.focus();
    field.setSelectionRange(2, 4);
    apply(4, 2, 'value', 'ABCDEF');
    expect([field.value, field.selectionStart, field.selectionEnd]).toEqual(['ABCDEF', 2, 4]);
    apply(4, 2, 'value', 'ABC');
    expect([field.value, field.selectionStart, field.selectionEnd]).toEqual(['ABC', 2, 3]);
  });

  it('drops what is older than what the person typed', () => {
    const root = document.createElement('div');
    document.body.append(root);
    const fields = new Fields(() => undefined);
    const applier = new Applier(root, fields);
    applier.apply(SHAPES, [1, 1, 0, 2, 1, INPUT, 'Name', ''], []);
    typeInto(applier.element(2), 'ab');
    fields.typed(2, 'value', 'ab');
    applier.apply([], [5, 2, 'value', 'from the app', 0], []);
    expect(fieldOf(applier.element(2)).value).toBe('ab');
    applier.apply([], [5, 2, 'value', 'AB', 1], []);
    expect(fieldOf(applier.element(2)).value).toBe('AB');
  });
});

describe('bad input', () => {
  it.each([
    ['an operation that is not known', [9, 2]],
    ['an operation that is no number', ['insert']],
    ['a cut off operation', [1, 1, 0]],
    ['a shape that is not known', [1, 1, 0, 9, 1, 77]],
    ['a node that is not known', [2, 99]],
    ['an id that is taken', [1, 1, 0, 2, 1, TEXT, 'again']],
    ['a sibling of another parent', [1, 1, 3, 9, 1, TEXT, 'x']],
    ['a property that is not known', [4, 4, 'onclick', 'alert(1)']],
    ['a property of all objects', [4, 4, '__proto__', 'x']],
    ['a constructor', [4, 4, 'constructor', 'x']],
    ['a CSS property that is not in the table', [4, 2, ':background-image', 'url(x)']],
    ['a text where a flag belongs', [4, 4, 'disabled', 'yes']],
    ['a flag where a text belongs', [4, 4, 'label', true]],
    ['a variant that is not known', [4, 4, 'variant', 'wa-evil']],
    ['a revision of what the person cannot change', [5, 4, 'label', 'x', 1]],
    ['a string that is not there', [4, 4, 'label', [3]]],
    ['an object as a value', [4, 4, 'label', { a: 1 }]],
    ['the removal of the root', [2, 1]],
    ['a change of the root', [4, 1, ':padding', '1rem']],
  ])('%s throws', (_what, ops) => {
    const page = open();
    page.apply(1, 1, 0, 2, 1, VBOX, null, 2, TEXT, 'inner', BUTTON, 'Go');
    expect(() => page.apply(...ops)).toThrow();
    expect(Reflect.get({}, 'x')).toBeUndefined();
  });

  it.each(['script', 'iframe', '__proto__', 'toString'])('the kind %s throws', (kind) => {
    const { applier } = open();
    expect(() => applier.apply([{ kind, hasChildren: false, properties: [] }], [], [])).toThrow('is not known');
  });
});

describe('any sequence of changes', () => {
  let fieldsKept = 0;
  const emptyTree = (): Tree => ({ id: 1, kind: 'root', properties: new Map(), children: [] });

  it.each(Array.from({ length: 40 }, (_, seed) => seed))('shows what a page built at once shows (seed %i)', (seed) => {
    const random = randomNumbers(seed);
    const root = document.createElement('div');
    document.body.append(root);
    const applier = new Applier(root, new Fields(() => undefined));
    applier.apply(ALL_SHAPES, [], []);
    const differ = new Differ();
    let shown = emptyTree();
    for (let step = 0; step < 12; step += 1) {
      const next = copyOf(shown);
      mutate(random, next);
      if (step === 0) {
        next.children.push(randomTree(random, 3), randomTree(random, 3));
      }
      const fields = [...root.querySelectorAll<HTMLElement>('wa-input')];
      const focused = fields[random(fields.length + 1)] ?? null;
      focused?.focus();

      applier.apply([], differ.diff(shown, next), []);
      shown = next;

      const fresh = document.createElement('div');
      document.body.append(fresh);
      const scratch = copyOf(shown);
      scratch.children.forEach((child) => forgetIds(child));
      new Applier(fresh, new Fields(() => undefined)).apply(ALL_SHAPES, new Differ().diff(emptyTree(), scratch), []);
      expect(visible(root)).toEqual(visible(fresh));
      fresh.remove();
      if (focused?.isConnected === true) {
        fieldsKept += 1;
        expect(document.activeElement).toBe(focused);
      }
    }
  });

  it('had fields whose focus could be lost', () => {
    expect(fieldsKept).toBeGreaterThan(20);
  });

  const forgetIds = (tree: Tree): void => {
    tree.id = 0;
    tree.children.forEach(forgetIds);
  };
});
