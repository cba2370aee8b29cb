import { beforeEach, describe, expect, it, vi } from 'vitest';

import './stand-ins';
import { Applier } from '../src/applier';
import { Effects } from '../src/effects';
import { listen } from '../src/events';
import { Fields } from '../src/fields';
import { settleOverlays, topDialog } from '../src/overlays';
import { RESIZE_DEBOUNCE_MS, listenToSize } from '../src/size';
import { parseFrame, type WireEvent } from '../src/wire';
import { fireIn } from './stand-ins';

const OUTER = 2;
const INNER = 3;

const open = () => {
  const [root, notice] = [document.createElement('div'), document.createElement('div')];
  document.body.append(notice, root);
  const sent: (readonly WireEvent[])[] = [];
  const send = (events: readonly WireEvent[]): void => {
    sent.push(events);
  };
  const fields = new Fields(send);
  const applier = new Applier(root, fields);
  listen({ window, root, applier, fields, send });
  const apply = (...ops: unknown[]): void => {
    applier.apply([], ops, []);
    settleOverlays(document, [notice]);
  };
  applier.apply(
    [{ kind: 'dialog', hasChildren: true, properties: ['label', 'opened', 'closable'] }],
    [1, 1, 0, 2, 1, 0, 'Outer', false, null, 1, 0, 'Inner', false, null, 0],
    [],
  );
  const element = (id: number): HTMLDialogElement => {
    const found = applier.element(id);
    if (!(found instanceof HTMLDialogElement)) {
      throw new Error(`no dialog ${id}`);
    }
    return found;
  };
  const cancel = (id: number): void => {
    element(id).dispatchEvent(new Event('cancel', { cancelable: true }));
  };
  return { root, notice, sent, apply, applier, element, cancel };
};

beforeEach(() => {
  document.body.replaceChildren();
});

describe('dialogs', () => {
  it('that only the app closes are there again when the browser has closed them', () => {
    const { sent, apply, element } = open();
    apply(4, OUTER, 'closable', false, 4, OUTER, 'opened', true);
    element(OUTER).close();
    element(OUTER).dispatchEvent(new Event('close'));
    expect([element(OUTER).open, sent]).toEqual([true, []]);
    apply(4, OUTER, 'opened', false);
    expect(element(OUTER).open).toBe(false);
  });

  it('open and close as the app says, and tell nothing of it', () => {
    const { sent, apply, element } = open();
    apply(4, OUTER, 'opened', true);
    expect(element(OUTER).open).toBe(true);
    expect(element(OUTER).getAttribute('aria-label')).toBe('Outer');
    apply(5, OUTER, 'opened', false, 0);
    expect(element(OUTER).open).toBe(false);
    expect(sent).toEqual([]);
  });

  it('that are inside each other never close one another', () => {
    const { sent, apply, element, cancel } = open();
    apply(4, OUTER, 'opened', true);
    apply(4, INNER, 'opened', true);
    expect(topDialog(document)).toBe(element(INNER));
    cancel(INNER);
    expect(sent).toEqual([[[INNER, 'opened', false, 1]]]);
    expect([element(OUTER).open, element(INNER).open]).toEqual([true, false]);
    expect(topDialog(document)).toBe(element(OUTER));
    fireIn(element(OUTER).querySelector('.hd-dialog-close') ?? document.body, new MouseEvent('click', { bubbles: true }));
    expect(sent.at(-1)).toEqual([[OUTER, 'opened', false, 1]]);
  });

  it('that were closed by the person open again when the app says so', () => {
    const { apply, element, cancel } = open();
    for (let round = 1; round <= 3; round += 1) {
      apply(5, OUTER, 'opened', true, round - 1);
      expect(element(OUTER).open).toBe(true);
      cancel(OUTER);
      expect(element(OUTER).open).toBe(false);
    }
    // What the app said before the person closed it is out of date.
    apply(5, OUTER, 'opened', true, 2);
    expect(element(OUTER).open).toBe(false);
  });

  it('stay where the app lets nobody close them', () => {
    const { sent, apply, element, cancel } = open();
    apply(4, OUTER, 'closable', false, 4, OUTER, 'opened', true);
    cancel(OUTER);
    expect(element(OUTER).open).toBe(true);
    expect(element(OUTER).querySelector<HTMLElement>('.hd-dialog-close')?.hidden).toBe(true);
    expect(sent).toEqual([]);
  });

  it('are closed by a click outside where the app says so, and by no slip of the pointer', () => {
    const { sent, apply, element } = open();
    apply(4, OUTER, 'opened', true);
    element(OUTER).getBoundingClientRect = () => new DOMRect(100, 100, 200, 200);
    const point = (type: string, at: number, target: Element = element(OUTER)): void => {
      fireIn(target, new MouseEvent(type, { bubbles: true, clientX: at, clientY: at }));
    };
    const click = (from: number, to: number): void => {
      point('pointerdown', from);
      point('click', to);
    };
    click(10, 10);
    expect(sent, 'the app has not said so').toEqual([]);
    apply(4, OUTER, 'light_dismiss', true);
    click(150, 10);
    click(10, 150);
    point('pointerdown', 10, element(OUTER).querySelector('.hd-dialog-body') ?? document.body);
    point('click', 10);
    expect([element(OUTER).open, sent]).toEqual([true, []]);
    apply(4, OUTER, 'closable', false);
    click(10, 10);
    expect([element(OUTER).open, sent]).toEqual([true, []]);
    apply(4, OUTER, 'closable', true);
    click(10, 10);
    expect([element(OUTER).open, sent]).toEqual([false, [[[OUTER, 'opened', false, 1]]]]);
  });

  it('that come into the page open are opened once they are there', () => {
    const { apply, applier } = open();
    apply(1, 1, 0, 9, 1, 0, 'New', true, null, 0);
    const dialog = applier.element(9);
    expect(dialog instanceof HTMLDialogElement && dialog.open).toBe(true);
  });

  it('give the focus back, also when they are removed', () => {
    const { root, apply } = open();
    const button = document.createElement('button');
    root.append(button);
    button.focus();
    apply(4, OUTER, 'opened', true);
    button.blur();
    apply(2, OUTER);
    expect(document.activeElement).toBe(button);
  });

  it('have what the runtime says inside, as long as they are open', () => {
    const { notice, apply, element, cancel } = open();
    apply(4, OUTER, 'opened', true);
    expect(notice.parentElement).toBe(element(OUTER));
    apply(4, INNER, 'opened', true);
    expect(notice.parentElement).toBe(element(INNER));
    cancel(INNER);
    apply();
    expect(notice.parentElement).toBe(element(OUTER));
    apply(2, OUTER);
    expect(notice.parentElement).toBe(document.body);
  });
});

describe('where the window has come to', () => {
  const frame = (effects: unknown[]) => parseFrame({ v: 1, frame: 1, effects }).effects;

  const scroller = () => {
    const element = document.createElement('div');
    Object.defineProperty(document, 'scrollingElement', { value: element, configurable: true });
    return element;
  };

  it('is scrolled as it was left, to the anchor, to the top, or not at all', async () => {
    const page = scroller();
    const anchor = document.createElement('p');
    const seen: unknown[] = [];
    anchor.scrollIntoView = (options) => seen.push(options);
    const effects = new Effects(document, (node) => (node === 7 ? anchor : null), () => undefined);
    const arrive = async (visit: number, again: boolean, node: number, toTop: boolean): Promise<number> => {
      const list = frame([['arrive', visit, again, node, toTop]]);
      effects.prepare(list);
      await effects.run(list);
      return page.scrollTop;
    };
    page.scrollTop = 300;
    expect(await arrive(1, false, 0, true)).toBe(0);
    page.scrollTop = 50;
    expect(await arrive(2, false, 0, false)).toBe(50);
    await arrive(3, false, 7, true);
    expect(seen).toEqual([{ block: 'start' }]);
    page.scrollTop = 900;
    expect(await arrive(0, true, 0, true)).toBe(300);
    expect(await arrive(1, true, 7, false)).toBe(50);
    expect(await arrive(3, true, 7, true)).toBe(900);
    expect(seen).toHaveLength(1);
    // Where it never was, the anchor counts.
    await arrive(99, true, 7, true);
    expect(seen).toHaveLength(2);
  });

  it('comes with numbers and flags, or is refused', () => {
    for (const bad of [['arrive'], ['arrive', 1, 'x', 0, true], ['arrive', 1, true, -1, true], ['scroll_to', 'x']]) {
      expect(() => frame([bad]), JSON.stringify(bad)).toThrow();
    }
  });
});

describe('the size of the window', () => {
  it('is told when the person pauses', () => {
    vi.useFakeTimers();
    const told: unknown[] = [];
    listenToSize(window, (size) => told.push(size));
    window.dispatchEvent(new Event('resize'));
    vi.advanceTimersByTime(RESIZE_DEBOUNCE_MS - 1);
    window.dispatchEvent(new Event('resize'));
    vi.advanceTimersByTime(RESIZE_DEBOUNCE_MS - 1);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(told).toEqual([{ width: window.innerWidth, height: window.innerHeight }]);
    vi.useRealTimers();
  });
});
