// A small model of the host's side: trees, the operations that lead from one to the next, and what a page must then show.

import type { Value, WireShape } from '../src/wire';

export interface Tree {
  /** 0 until the tree has been described to a page. */
  id: number;
  readonly kind: string;
  /** By name; CSS properties begin with a colon. */
  readonly properties: Map<string, Value>;
  readonly children: Tree[];
}

export const CONTAINERS = ['vbox', 'hbox', 'box'] as const;

/** Which properties a shape of the model lists, by kind. */
const SHAPES: ReadonlyMap<string, readonly string[]> = new Map([
  ['vbox', [':padding', ':gap']],
  ['hbox', [':align-items']],
  ['box', [':width']],
  ['text', ['content']],
  ['button', ['label', 'variant', 'disabled']],
  ['text_input', ['label', 'value', ':margin']],
  ['checkbox', ['label', 'checked']],
]);

export const KINDS = [...SHAPES.keys()];
const isContainer = (kind: string): boolean => (CONTAINERS as readonly string[]).includes(kind);

export const ALL_SHAPES: readonly WireShape[] = KINDS.map((kind) => ({
  kind,
  hasChildren: isContainer(kind),
  properties: SHAPES.get(kind) ?? [],
}));

/** A generator that gives the same numbers for the same seed (mulberry32). */
export const randomNumbers = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

type Random = ReturnType<typeof randomNumbers>;

const pick = <T>(random: Random, items: readonly T[]): T => {
  const item = items[random(items.length)];
  if (item === undefined) {
    throw new Error('nothing to pick from');
  }
  return item;
};

const TEXTS = ['', 'a', 'Increment', '<b>bold</b>', '"; alert(1); //', '\u202eright to left', 'caf\u00e9 \ud83d\ude42', '__proto__'];
const VALUES: ReadonlyMap<string, readonly Value[]> = new Map<string, readonly Value[]>([
  [':padding', [null, '1rem', '2rem']],
  [':gap', [null, '0.5rem']],
  [':align-items', [null, 'center', 'stretch']],
  [':width', [null, '50%']],
  [':margin', [null, '1rem']],
  ['content', [null, 7, ...TEXTS]],
  ['label', [null, ...TEXTS]],
  ['variant', [null, 'neutral', 'primary', 'danger']],
  ['disabled', [null, true, false]],
  ['value', [null, ...TEXTS]],
  ['checked', [null, true, false]],
]);

const randomValue = (random: Random, name: string): Value => pick(random, VALUES.get(name) ?? [null]);

export const randomTree = (random: Random, depth: number): Tree => {
  const kind = depth === 0 ? pick(random, KINDS.filter((name) => !isContainer(name))) : pick(random, KINDS);
  return {
    id: 0,
    kind,
    properties: new Map((SHAPES.get(kind) ?? []).map((name) => [name, randomValue(random, name)])),
    children: isContainer(kind) ? Array.from({ length: random(5) }, () => randomTree(random, depth - 1)) : [],
  };
};

export const copyOf = (tree: Tree): Tree => ({
  id: tree.id,
  kind: tree.kind,
  properties: new Map(tree.properties),
  children: tree.children.map(copyOf),
});

/** Changes a tree here and there: children come, go and change places, properties change. */
export const mutate = (random: Random, tree: Tree): void => {
  for (const name of tree.properties.keys()) {
    if (random(4) === 0) {
      tree.properties.set(name, randomValue(random, name));
    }
  }
  if (!isContainer(tree.kind) && tree.kind !== 'root') {
    return;
  }
  for (let edits = random(4); edits > 0; edits -= 1) {
    const { children } = tree;
    const at = random(children.length + 1);
    switch (random(4)) {
      case 0:
        children.splice(at, 0, randomTree(random, 2));
        break;
      case 1:
        children.splice(at, 1);
        break;
      default: {
        const [moved] = children.splice(at, 1);
        if (moved !== undefined) {
          children.splice(random(children.length + 1), 0, moved);
        }
      }
    }
  }
  tree.children.forEach((child) => mutate(random, child));
};

/** Turns trees into operations, numbering new nodes. */
export class Differ {
  #nextId = 2;

  /** The operations that make a page that shows `old` show `next`. */
  diff(old: Tree, next: Tree): unknown[] {
    const ops: unknown[] = [];
    this.#children(old, next, ops);
    return ops;
  }

  #children(old: Tree, next: Tree, ops: unknown[]): void {
    const kept = new Set(next.children.map((child) => child.id));
    const order = old.children.filter((child) => {
      if (!kept.has(child.id)) {
        ops.push(2, child.id);
      }
      return kept.has(child.id);
    });
    const known = new Map(order.map((child) => [child.id, child]));
    let before = 0;
    // From the end, so that the sibling to stand in front of is always in its place already.
    for (let at = next.children.length - 1; at >= 0; at -= 1) {
      const child = next.children[at];
      if (child === undefined) {
        continue;
      }
      const was = child.id === 0 ? undefined : known.get(child.id);
      if (was === undefined) {
        this.#insert(next.id, before, child, ops);
      } else {
        if (order.at(-1) !== was) {
          order.splice(order.indexOf(was), 1);
          ops.push(3, child.id, before);
        } else {
          order.pop();
        }
        this.#properties(was, child, ops);
        this.#children(was, child, ops);
      }
      before = child.id;
    }
  }

  #properties(old: Tree, next: Tree, ops: unknown[]): void {
    for (const [name, value] of next.properties) {
      if (old.properties.get(name) !== value) {
        ops.push(4, next.id, name, value);
      }
    }
  }

  #insert(parent: number, before: number, tree: Tree, ops: unknown[]): void {
    ops.push(1, parent, before, this.#nextId, 1);
    this.#describe(tree, ops);
  }

  #describe(tree: Tree, ops: unknown[]): void {
    tree.id = this.#nextId;
    this.#nextId += 1;
    ops.push(KINDS.indexOf(tree.kind), ...tree.properties.values());
    if (isContainer(tree.kind)) {
      ops.push(tree.children.length);
      tree.children.forEach((child) => this.#describe(child, ops));
    }
  }
}

/** What a person can see of a page, to compare pages by. */
export const visible = (element: Element): unknown => {
  const style = element instanceof HTMLElement ? element.style : null;
  return {
    tag: element.localName,
    class: element.className,
    style: ['padding', 'gap', 'align-items', 'width', 'margin'].map((name) => style?.getPropertyValue(name) ?? ''),
    properties: ['label', 'value', 'placeholder', 'checked', 'disabled'].map((name): unknown => Reflect.get(element, name)),
    text: element.children.length === 0 ? element.textContent : null,
    children: [...element.children].map(visible),
  };
};
