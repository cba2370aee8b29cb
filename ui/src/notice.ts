// What the runtime itself says, above the app: an error of the app with its file and line, a store that cannot be written, a
// question at start. Text is text here too.

import { copyText } from './clipboard';
import { createButton, setButtonVariant } from './registry';
import type { Notice, Severity } from './wire';

/** The action that the page carries out by itself. */
const COPY = 'copy';

interface Look {
  readonly role: 'alert' | 'alertdialog';
  readonly variant: 'danger' | 'warning' | 'brand';
  readonly icon: string;
}

const LOOKS: { readonly [severity in Severity]: Look } = {
  error: { role: 'alert', variant: 'danger', icon: 'exclamation-octagon' },
  warning: { role: 'alert', variant: 'warning', icon: 'exclamation-triangle' },
  question: { role: 'alertdialog', variant: 'brand', icon: 'question-circle' },
};

/** The region of the page that notices are shown in. */
export class NoticeRegion {
  readonly #region: HTMLElement;
  readonly #app: HTMLElement;
  readonly #act: (action: string) => void;
  #shown = 'null';
  #report = '';
  #focusedBefore: Element | null = null;

  constructor(region: HTMLElement, app: HTMLElement, act: (action: string) => void) {
    this.#region = region;
    this.#app = app;
    this.#act = act;
    region.addEventListener('click', (event) => this.#clicked(event));
  }

  /** Shows a notice in place of the last one, or none. The one that is shown already is left alone, so that it is not read out again. */
  show(notice: Notice | null): void {
    const key = JSON.stringify(notice);
    if (key === this.#shown) {
      return;
    }
    this.#shown = key;
    if (notice === null) {
      this.#region.replaceChildren();
      this.#region.removeAttribute('data-severity');
      this.#letAppGo();
      return;
    }
    this.#report = [notice.title, notice.text, ...notice.details].map((line) => `${line}\n`).join('');
    this.#region.dataset['severity'] = notice.severity;
    const panel = this.#build(notice);
    this.#region.replaceChildren(panel);
    if (notice.severity === 'question') {
      this.#focusedBefore ??= this.#region.ownerDocument.activeElement;
      this.#app.inert = true;
      panel.focus();
    } else {
      this.#letAppGo();
    }
  }

  #build(notice: Notice): HTMLElement {
    const look = LOOKS[notice.severity];
    // A callout is a shadow host: with a tabindex of its own, WebKit leaves all that is slotted into it out of the Tab key's order.
    const panel = this.#make('div', 'hd-notice-panel');
    panel.setAttribute('role', look.role);
    panel.setAttribute('aria-labelledby', 'hd-notice-title');
    panel.tabIndex = -1;
    const callout = this.#make('wa-callout', 'hd-notice');
    callout.setAttribute('variant', look.variant);
    callout.setAttribute('appearance', 'filled-outlined');
    panel.append(callout);

    const icon = this.#make('wa-icon');
    icon.setAttribute('slot', 'icon');
    icon.setAttribute('name', look.icon);
    callout.append(icon);

    const title = this.#make('h2', 'hd-notice-title', notice.title);
    title.id = 'hd-notice-title';
    callout.append(title);

    if (notice.text !== '') {
      const text = this.#make('p', 'hd-notice-text', notice.text);
      text.id = 'hd-notice-text';
      panel.setAttribute('aria-describedby', text.id);
      callout.append(text);
    }
    if (notice.details.length > 0) {
      const details = this.#make('pre', 'hd-notice-details', notice.details.join('\n'));
      // A region that scrolls must be reachable by keyboard.
      details.tabIndex = 0;
      callout.append(details);
    }
    if (notice.actions.length > 0) {
      callout.append(this.#buildActions(notice));
    }
    return panel;
  }

  #buildActions(notice: Notice): HTMLElement {
    const row = this.#make('div', 'hd-notice-actions');
    notice.actions.forEach(({ action, label }, index) => {
      const button = this.#make('button', '', label);
      createButton(button);
      if (index === 0) {
        setButtonVariant(button, notice.severity === 'question' ? 'primary' : notice.severity === 'error' ? 'danger' : 'warning');
      }
      button.dataset['action'] = action;
      row.append(button);
    });
    return row;
  }

  #make(tag: string, className = '', text = ''): HTMLElement {
    const element = this.#region.ownerDocument.createElement(tag);
    if (className !== '') {
      element.className = className;
    }
    if (text !== '') {
      element.textContent = text;
    }
    return element;
  }

  #clicked(event: Event): void {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-action]') : null;
    const action = button?.dataset['action'];
    if (button !== null && action === COPY) {
      void this.#copy(button);
    } else if (action !== undefined) {
      this.#act(action);
    }
  }

  /** Copies the report without the app's help: it may be what failed. */
  async #copy(button: HTMLElement): Promise<void> {
    const copied = await copyText(this.#region.ownerDocument, this.#report);
    button.textContent = copied ? 'Copied' : 'Select the text to copy it';
  }

  /** Undoes what a question does to the app. */
  #letAppGo(): void {
    this.#app.inert = false;
    const element = this.#focusedBefore;
    this.#focusedBefore = null;
    if (element instanceof HTMLElement && element.isConnected) {
      element.focus({ preventScroll: true });
    }
  }
}
