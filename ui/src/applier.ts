// Carries out the operations of a frame on the document. The only place that changes the app's elements.
//
// Two things that a browser loses when an element is moved are kept: what has the focus (with its caret and an input
// method's composition) stays where it is while its siblings move around it, because WebKitGTK 2.50 has no `moveBefore`; the
// selection and the scroll positions of the rest are put back.

import { LostFocus } from './focus';
import { elementSpec, heldBy, setterOf, type ElementSpec, type Setter } from './registry';
import { OpReader, ROOT_NODE, WireError, type InputValue, type Value, type WireShape } from './wire';

/** The rules for properties that the person can change as well. */
export interface InputRules {
  set(node: number, property: string, revision: number | null, apply: () => InputValue): void;
  removed(node: number): void;
  reset(): void;
}

interface Property {
  readonly name: string;
  readonly set: Setter;
}

interface Shape {
  readonly spec: ElementSpec;
  readonly hasChildren: boolean;
  readonly properties: readonly Property[];
}

interface Node {
  readonly id: number;
  readonly element: HTMLElement;
  /** What its children are in: itself, or a part of it. */
  readonly inside: HTMLElement;
  readonly spec: ElementSpec | null;
}

/** A node that something happens to. */
export interface Target {
  readonly id: number;
  readonly element: HTMLElement;
  readonly spec: ElementSpec;
}

type OpCode = 1 | 2 | 3 | 4 | 5;

const isOpCode = (code: number): code is OpCode => code >= 1 && code <= 5;

/** The app's tree in the document. */
export class Applier {
  readonly #document: Document;
  readonly #root: HTMLElement;
  readonly #rules: InputRules;
  readonly #nodes = new Map<number, Node>();
  readonly #byElement = new Map<Element, Node>();
  readonly #scrolled = new Set<Element>();
  readonly #focus: LostFocus;
  #shapes: Shape[] = [];

  constructor(root: HTMLElement, rules: InputRules) {
    this.#document = root.ownerDocument;
    this.#root = root;
    this.#rules = rules;
    this.#focus = new LostFocus(root.ownerDocument);
    this.#add({ id: ROOT_NODE, element: root, inside: root, spec: null });
    root.addEventListener('scroll', (event) => this.#noteScroll(event), { capture: true, passive: true });
  }

  /** Forgets all shapes and nodes. */
  reset(): void {
    this.#rules.reset();
    this.#shapes = [];
    this.#nodes.clear();
    this.#byElement.clear();
    this.#scrolled.clear();
    this.#root.replaceChildren();
    this.#add({ id: ROOT_NODE, element: this.#root, inside: this.#root, spec: null });
  }

  /** Carries out one frame's operations; after an error the tree is undefined and the host must be asked for it again. */
  apply(shapes: readonly WireShape[], ops: readonly unknown[], strings: readonly string[]): void {
    for (const shape of shapes) {
      this.#shapes.push(resolveShape(shape));
    }
    const selection = ops.length > 0 ? this.#selection() : null;
    const held = this.#focus.held();
    const reader = new OpReader(ops, strings);
    while (!reader.done) {
      this.#applyOne(reader);
    }
    selection?.();
    this.#focus.changed(held);
  }

  /** The element of a node, if it is in the page. */
  element(node: number): HTMLElement | null {
    return this.#nodes.get(node)?.element ?? null;
  }

  /** The innermost node that an event's target is in. */
  nodeAt(target: EventTarget | null): Target | null {
    return this.path(target).next().value ?? null;
  }

  /** The nodes that an event's target is in, from the innermost to the outermost. */
  *path(target: EventTarget | null): Generator<Target, undefined> {
    let element = target instanceof Element ? target : null;
    while (element !== null && element !== this.#root) {
      const node = this.#byElement.get(element);
      if (node !== undefined && node.spec !== null) {
        yield { id: node.id, element: node.element, spec: node.spec };
      }
      element = element.parentElement;
    }
  }

  #applyOne(reader: OpReader): void {
    const code = reader.id('an operation');
    if (!isOpCode(code)) {
      throw new WireError(`the operation ${code} is not known`);
    }
    switch (code) {
      case 1:
        return this.#insert(reader);
      case 2:
        return this.#remove(this.#node(reader.id('node')));
      case 3:
        return this.#move(this.#node(reader.id('node')), reader.id('before'));
      case 4: {
        const node = this.#node(reader.id('node'));
        return this.#set(node, reader.text('property'), reader.value('value'), null);
      }
      case 5: {
        const node = this.#node(reader.id('node'));
        return this.#set(node, reader.text('property'), reader.value('value'), reader.id('revision'));
      }
      default: {
        const never: never = code;
        throw new WireError(`the operation ${String(never)} is not known`);
      }
    }
  }

  #insert(reader: OpReader): void {
    const parent = this.#node(reader.id('parent'));
    const before = this.#sibling(parent.inside, reader.id('before'));
    let id = reader.id('first');
    const fragment = this.#document.createDocumentFragment();
    // The open parents and how many children each still expects; a loop, so that no depth of the tree ends the stack.
    const open = [{ parent: fragment as ParentNode & globalThis.Node, left: reader.id('count') }];
    for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
      if (level.left === 0) {
        open.pop();
        continue;
      }
      level.left -= 1;
      const shape = this.#shapes[reader.id('shape')];
      if (shape === undefined) {
        throw new WireError('a node has an unknown shape');
      }
      const node = this.#create(id, shape, reader);
      id += 1;
      level.parent.appendChild(node.element);
      if (shape.hasChildren) {
        open.push({ parent: node.inside, left: reader.id('children') });
      }
    }
    parent.inside.insertBefore(fragment, before);
  }

  #create(id: number, shape: Shape, reader: OpReader): Node {
    if (this.#nodes.has(id)) {
      throw new WireError(`the node ${id} exists already`);
    }
    const element = this.#document.createElement(shape.spec.tag);
    shape.spec.create?.(element);
    const node = { id, element, inside: shape.spec.inside?.(element) ?? element, spec: shape.spec };
    this.#add(node);
    for (const { name, set } of shape.properties) {
      this.#setWith(node, shape.spec, name, set, reader.value(name), null);
    }
    return node;
  }

  #remove(node: Node): void {
    if (node.spec === null) {
      throw new WireError('the root cannot be removed');
    }
    node.element.remove();
    this.#forget(node);
    // By hand: a list of all elements inside costs more than the removal itself, and most rows have few.
    const { element: top } = node;
    let element = top.firstElementChild;
    while (element !== null) {
      const inner = this.#byElement.get(element);
      if (inner !== undefined) {
        this.#forget(inner);
      }
      let next = element.firstElementChild;
      for (let at: Element | null = element; next === null && at !== null && at !== top; at = at.parentElement) {
        next = at.nextElementSibling;
      }
      element = next;
    }
  }

  #move(node: Node, before: number): void {
    const { element } = node;
    const parent = element.parentElement;
    if (node.spec === null || parent === null) {
      throw new WireError('the root cannot be moved');
    }
    const target = this.#sibling(parent, before);
    if (target === element || target === element.nextSibling) {
      return;
    }
    if (this.#isInUse(element)) {
      this.#moveSiblingsAround(parent, element, target);
    } else {
      this.#keepingScroll(element, () => parent.insertBefore(element, target));
    }
  }

  /** Brings `element` in front of `target` by moving what is between the two to its other side. */
  #moveSiblingsAround(parent: Element, element: Element, target: Element | null): void {
    const isForward = target === null || (element.compareDocumentPosition(target) & FOLLOWING) !== 0;
    if (isForward) {
      for (let next = element.nextElementSibling; next !== null && next !== target; next = element.nextElementSibling) {
        const sibling = next;
        this.#keepingScroll(sibling, () => parent.insertBefore(sibling, element));
      }
    } else {
      let after = element.nextSibling;
      for (let sibling = element.previousElementSibling; sibling !== null; sibling = element.previousElementSibling) {
        const moved = sibling;
        const place = after;
        this.#keepingScroll(moved, () => parent.insertBefore(moved, place));
        after = moved;
        if (moved === target) {
          break;
        }
      }
    }
  }

  #isInUse(element: Element): boolean {
    const active = this.#document.activeElement;
    return active !== null && active !== this.#document.body && element.contains(active);
  }

  #set(node: Node, name: string, value: Value, revision: number | null): void {
    if (node.spec === null) {
      throw new WireError('the root has no properties');
    }
    if (revision !== null && !node.spec.changeable.has(name)) {
      throw new WireError(`${node.spec.tag} has no changeable property ${name}`);
    }
    this.#setWith(node, node.spec, name, setterOf(node.spec, name), value, revision);
  }

  #setWith(node: Node, spec: ElementSpec, name: string, set: Setter, value: Value, revision: number | null): void {
    const change = spec.changeable.get(name);
    if (change === undefined) {
      set(node.element, value);
      return;
    }
    this.#rules.set(node.id, name, revision, () => {
      set(node.element, value);
      return heldBy(node.element, name, change);
    });
  }

  #node(id: number): Node {
    const node = this.#nodes.get(id);
    if (node === undefined) {
      throw new WireError(`the node ${id} is not in the page`);
    }
    return node;
  }

  #sibling(parent: Element, id: number): HTMLElement | null {
    if (id === 0) {
      return null;
    }
    const { element } = this.#node(id);
    if (element.parentElement !== parent) {
      throw new WireError(`the node ${id} is not a child of the parent it is named with`);
    }
    return element;
  }

  #add(node: Node): void {
    this.#nodes.set(node.id, node);
    this.#byElement.set(node.element, node);
  }

  #forget(node: Node): void {
    this.#nodes.delete(node.id);
    this.#byElement.delete(node.element);
    this.#scrolled.delete(node.element);
    this.#rules.removed(node.id);
  }

  #noteScroll(event: Event): void {
    const element = event.target;
    if (!(element instanceof Element)) {
      return;
    }
    if (element.scrollTop === 0 && element.scrollLeft === 0) {
      this.#scrolled.delete(element);
    } else {
      this.#scrolled.add(element);
    }
  }

  #keepingScroll(moved: Element, move: () => void): void {
    const positions = [...this.#scrolled]
      .filter((element) => moved.contains(element))
      .map((element) => [element, element.scrollTop, element.scrollLeft] as const);
    move();
    for (const [element, top, left] of positions) {
      element.scrollTop = top;
      element.scrollLeft = left;
    }
  }

  /** Remembers the selected text of the app; the answer selects it again where it is still there. */
  #selection(): (() => void) | null {
    const selection = this.#document.getSelection();
    if (selection === null || selection.isCollapsed) {
      return null;
    }
    const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
    if (anchorNode === null || focusNode === null || !this.#root.contains(anchorNode) || !this.#root.contains(focusNode)) {
      return null;
    }
    return () => {
      const isLost = selection.anchorNode !== anchorNode || selection.focusNode !== focusNode;
      if (isLost && this.#root.contains(anchorNode) && this.#root.contains(focusNode)) {
        const limit = (node: globalThis.Node, offset: number): number =>
          Math.min(offset, node.nodeType === TEXT_NODE ? (node.textContent?.length ?? 0) : node.childNodes.length);
        selection.setBaseAndExtent(anchorNode, limit(anchorNode, anchorOffset), focusNode, limit(focusNode, focusOffset));
      }
    };
  }
}

const FOLLOWING = 4;
const TEXT_NODE = 3;

const resolveShape = (shape: WireShape): Shape => {
  const spec = elementSpec(shape.kind);
  return {
    spec,
    hasChildren: shape.hasChildren,
    properties: shape.properties.map((name) => ({ name, set: setterOf(spec, name) })),
  };
};
