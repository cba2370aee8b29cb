// Listens to the person: one listener for each type of event at the root, none at the elements.

import type { Applier } from './applier';
import { staysInApp } from './blocks';
import { canSubmit } from './controls';
import type { Fields } from './fields';
import { listenToGestures } from './gestures';
import { linkAt } from './markdown';
import { heldBy, type Change } from './registry';
import { listenToShortcuts } from './shortcuts';
import { APP_NODE, type WireEvent } from './wire';

type Target = NonNullable<ReturnType<Applier['nodeAt']>>;

interface Sources {
  readonly window: Window;
  readonly root: HTMLElement;
  readonly applier: Pick<Applier, 'nodeAt' | 'path'>;
  readonly fields: Fields;
  readonly send: (events: readonly WireEvent[]) => void;
}

/** Starts listening, for as long as the page lives. */
export const listen = ({ window, root, applier, fields, send }: Sources): void => {
  const on = (type: string, each: (target: Target, event: Event) => void): void => {
    root.addEventListener(type, (event) => {
      const target = applier.nodeAt(event.target);
      if (target !== null) {
        each(target, event);
      }
    });
  };

  const changeableOf = (target: Target, change: Change): string[] =>
    [...target.spec.changeable].filter(([, how]) => how === change).map(([property]) => property);

  const typedText = (target: Target, property: string): string => String(heldBy(target.element, property, 'typed'));

  on('click', (target, event) => {
    if (staysInApp(target.element)) {
      event.preventDefault();
    }
    const address = target.spec.hasLinks === true ? linkAt(target.element, event.target) : null;
    if (address !== null) {
      event.preventDefault();
      send([...fields.takeAll(), [target.id, 'followed', address]]);
    }
    if (target.spec.clickable) {
      send([...fields.takeAll(), [target.id, 'clicked']]);
    }
  });

  // Another window of the app is nothing that a link can open.
  on('auxclick', (target, event) => {
    if (staysInApp(target.element) || linkAt(target.element, event.target) !== null) {
      event.preventDefault();
    }
  });

  on('input', (target) => {
    for (const property of changeableOf(target, 'typed')) {
      fields.typed(target.id, property, typedText(target, property));
    }
  });

  on('change', (target) => {
    for (const how of ['switched', 'chosen'] as const) {
      for (const property of changeableOf(target, how)) {
        fields.switched(target.id, property, heldBy(target.element, property, how));
      }
    }
    fields.flush(target.id);
  });

  on('submit', (target, event) => {
    event.preventDefault();
    if (target.spec.submittable === true && canSubmit(target.element)) {
      send([...fields.takeAll(), [target.id, 'submitted']]);
    }
  });

  on('compositionstart', (target) => {
    for (const property of changeableOf(target, 'typed')) {
      fields.composes(target.id, property);
    }
  });

  on('compositionend', (target) => {
    for (const property of changeableOf(target, 'typed')) {
      fields.composed(target.id, property, typedText(target, property));
    }
  });

  on('focusout', (target) => fields.flush(target.id));

  on('keydown', (target, event) => {
    if (event instanceof KeyboardEvent && event.key === 'Enter' && !event.isComposing) {
      fields.flush(target.id);
    }
  });

  listenToGestures({ root, applier, fields, send });
  listenToShortcuts({ window, root, applier, fields, send });

  const step = (name: 'back' | 'forward', event: Event): void => {
    event.preventDefault();
    send([...fields.takeAll(), [APP_NODE, name]]);
  };

  window.addEventListener('keydown', (event) => {
    if (event.altKey && !event.ctrlKey && !event.shiftKey && !event.metaKey && !event.isComposing) {
      if (event.key === 'ArrowLeft') {
        step('back', event);
      } else if (event.key === 'ArrowRight') {
        step('forward', event);
      }
    }
  });

  // The two buttons at the side of many mice.
  window.addEventListener('mouseup', (event) => {
    if (event.button === 3) {
      step('back', event);
    } else if (event.button === 4) {
      step('forward', event);
    }
  });

  // The last moments at which a message is sure to leave the page.
  window.addEventListener('pagehide', () => fields.flushAll());
  root.ownerDocument.addEventListener('visibilitychange', () => {
    if (root.ownerDocument.visibilityState === 'hidden') {
      fields.flushAll();
    }
  });
};
