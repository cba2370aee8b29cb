import { beforeEach, describe, expect, it } from 'vitest';

import './stand-ins';
import { Applier } from '../src/applier';
import { Fields } from '../src/fields';

let applier: Applier;

beforeEach(() => {
  document.body.replaceChildren();
  const root = document.createElement('div');
  document.body.append(root);
  applier = new Applier(root, new Fields(() => undefined));
  const shapes = ['textarea', 'text_input'].map((kind) => ({ kind, hasChildren: false, properties: ['label', 'disabled'] }));
  applier.apply(shapes, [1, 1, 0, 2, 2, 0, 'Notes', false, 1, 'Name', false], []);
});

const element = (node: number): HTMLElement => {
  const found = applier.element(node);
  if (found === null) {
    throw new Error(`no ${node}`);
  }
  return found;
};

const control = (): HTMLTextAreaElement => {
  const found = element(2).querySelector('textarea');
  if (found === null) {
    throw new Error('no control');
  }
  return found;
};

/** Sets what may be used; as browsers do, and happy-dom does not, the focus then leaves what may not. */
const disable = async (node: number, disabled: boolean): Promise<void> => {
  applier.apply([], [4, node, 'disabled', disabled], []);
  if (disabled) {
    const sink = document.createElement('button');
    document.body.append(sink);
    sink.focus();
    sink.blur();
    sink.remove();
  }
  await Promise.resolve();
  await Promise.resolve();
};

describe('a control that is switched off while it has the focus', () => {
  it('has the focus again once it is on', async () => {
    control().focus();
    await disable(2, true);
    expect(document.activeElement).toBe(document.body);
    applier.apply([], [4, 3, 'label', 'Full name'], []);
    await disable(2, false);
    expect(document.activeElement).toBe(control());
  });

  it('takes the focus from nothing that has it by then', async () => {
    control().focus();
    await disable(2, true);
    const other = document.createElement('button');
    document.body.append(other);
    other.focus();
    await disable(2, false);
    expect(document.activeElement).toBe(other);
    other.blur();
    applier.apply([], [4, 3, 'label', 'Full name'], []);
    await Promise.resolve();
    expect(document.activeElement).toBe(document.body);
  });

  it('is forgotten where it has gone', async () => {
    control().focus();
    await disable(2, true);
    applier.apply([], [2, 2], []);
    await disable(3, false);
    expect(document.activeElement).toBe(document.body);
  });
});
