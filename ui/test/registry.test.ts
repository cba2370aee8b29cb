import { describe, expect, it } from 'vitest';

import { elementSpec, setterOf } from '../src/registry';
import kinds from './kinds.json';

describe('the registry', () => {
  it('knows every kind of element that Rust has, with what the person can change and do', () => {
    expect(kinds.length).toBeGreaterThan(0);
    for (const kind of kinds) {
      const spec = elementSpec(kind.name);
      expect([...spec.changeable.keys()], kind.name).toEqual(kind.inputs);
      const events = [
        ['clicked', spec.clickable],
        ['submitted', spec.submittable],
        ['pressed', spec.isShortcut],
        ['followed', spec.hasLinks],
      ].flatMap(([event, has]) => (has === true ? [event] : []));
      expect([...events, ...(spec.tells?.values() ?? [])], kind.name).toEqual(kind.events);
      for (const input of kind.inputs) {
        expect(setterOf(spec, input)).toBeTypeOf('function');
      }
    }
  });
});
