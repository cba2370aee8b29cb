// Listens to the person: one listener for each type of event at the root, none at the elements.

import type { Applier, Target } from './applier';
import { staysInApp } from './blocks';
import { canSubmit } from './controls';
import type { Fields } from './fields';
import { isDisabled, listenToGestures } from './gestures';
import { linkAt } from './markdown';
import { announced, heldBy, told, type Change } from './registry';
import { listenToShortcuts } from './shortcuts';
import { APP_NODE, type WireEvent } from './wire';

interface Sources {
  readonly window: Window;
  readonly root: HTMLElement;
  readonly applier: Pick<Applier, 'nodeAt' | 'path'>;
  readonly fields: Fields;
  readonly send: (events: readonly WireEvent[]) => void;
}

/** Whether a click was on a button that a component has in its shadow tree: what that does, the component tells by itself. */
const isOnOwnButton = ({ shadowRoot }: HTMLElement, event: Event): boolean =>
  shadowRoot !== null &&
  event.composedPath().some((each) => each instanceof Element && each.getRootNode() === shadowRoot && each.matches('button, wa-button'));

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

  /** The person has changed what they can: what is moved along goes on, and waits for a pause. */
  const changed = (target: Target): void => {
    for (const [property, how] of target.spec.changeable) {
      const value = heldBy(target.element, property, how);
      if (how === 'typed') {
        fields.flush(target.id);
      } else if (how === 'moved') {
        fields.typed(target.id, property, value);
      } else {
        fields.switched(target.id, property, value);
      }
    }
  };

  /** A click by which a browser would open another window, of which an app has none. */
  const wantsAnother = (event: Event): boolean =>
    event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey || event.button === 1);

  /** What leads outside goes to the system's browser, however it is clicked; what stays in the app is left alone. */
  const another = (target: Target, event: Event): void => {
    event.preventDefault();
    if (!staysInApp(target.element)) {
      target.element.click();
    }
  };

  /** What a click is on: the innermost node and what that is a part of, up to the first that takes clicks of its own. */
  const clicked = (event: Event): Target[] => {
    const all = [...applier.path(event.target)];
    const last = all.findIndex(({ element, spec }) => spec.changeable.size > 0 || element.matches('a, button'));
    return last < 0 ? all : all.slice(0, last + 1);
  };

  // Another window of the app is nothing that a link can open.
  root.addEventListener('auxclick', (event) => {
    for (const target of clicked(event)) {
      if (target.element.hasAttribute('href') && wantsAnother(event)) {
        another(target, event);
      } else if (linkAt(target.element, event.target) !== null) {
        event.preventDefault();
      }
    }
  });

  root.addEventListener('click', (event) => {
    const targets = clicked(event);
    const link = targets.find(({ element }) => element.hasAttribute('href'));
    if (link !== undefined && wantsAnother(event)) {
      another(link, event);
      return;
    }
    for (const target of targets) {
      if (staysInApp(target.element)) {
        event.preventDefault();
      }
      const address = target.spec.hasLinks === true ? linkAt(target.element, event.target) : null;
      if (address !== null) {
        event.preventDefault();
        // As of the app's own links: another window is nothing that they open.
        if (!wantsAnother(event)) {
          send([...fields.takeAll(), [target.id, 'followed', address]]);
        }
      }
      if (target.spec.clickable && !isOnOwnButton(target.element, event)) {
        send([...fields.takeAll(), [target.id, 'clicked']]);
      }
    }
  });

  on('input', (target) => {
    for (const how of ['typed', 'moved'] as const) {
      for (const property of changeableOf(target, how)) {
        fields.typed(target.id, property, heldBy(target.element, property, how));
      }
    }
  });

  on('change', changed);

  // What an element inside announces or tells is not its parent's.
  for (const type of announced()) {
    on(type, (target, event) => {
      if (event.target === target.element && target.spec.announces?.includes(type) === true) {
        changed(target);
      }
    });
  }

  for (const type of told()) {
    on(type, (target, event) => {
      const name = target.spec.tells?.get(type);
      if (event.target === target.element && name !== undefined && !isDisabled(target.element)) {
        send([...fields.takeAll(), [target.id, name]]);
      }
    });
  }

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
