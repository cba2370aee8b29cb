import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { NoticeRegion } from '../src/notice';
import type { Notice } from '../src/wire';

const ERROR: Notice = {
  severity: 'error',
  title: 'The app stopped with an error',
  text: 'The last changes were not saved.',
  details: ['index out of bounds: <b>7</b>', 'examples/session_demo.rs:31:18'],
  actions: [
    ['retry', 'Try again'],
    ['copy', 'Copy report'],
  ].map(([action = '', label = '']) => ({ action, label })),
};

const open = () => {
  document.body.innerHTML = '<div id="notice"></div><div id="app"><input /></div>';
  const [region, app] = [...document.body.children];
  const field = document.querySelector('input');
  if (!(region instanceof HTMLElement) || !(app instanceof HTMLElement) || field === null) {
    throw new Error('the page is incomplete');
  }
  const acts: string[] = [];
  return { region, app, field, acts, notices: new NoticeRegion(region, app, (action) => acts.push(action)) };
};

beforeEach(() => {
  document.body.replaceChildren();
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a notice', () => {
  it('shows title, text and details as text, file and line included', () => {
    const { region, notices } = open();
    notices.show(ERROR);
    const panel = region.firstElementChild;
    expect(panel?.getAttribute('role')).toBe('alert');
    expect(panel?.firstElementChild?.getAttribute('variant')).toBe('danger');
    expect(region.querySelector('h2')?.textContent).toBe(ERROR.title);
    expect(region.querySelector('.hd-notice-text')?.textContent).toBe(ERROR.text);
    expect(region.querySelector('pre')?.textContent).toBe(ERROR.details.join('\n'));
    expect(region.querySelector('b')).toBeNull();
    expect(document.getElementById(panel?.getAttribute('aria-labelledby') ?? '')?.textContent).toBe(ERROR.title);
  });

  it('has a button for each action, which says which one it was', () => {
    const { region, notices, acts } = open();
    notices.show(ERROR);
    const buttons = [...region.querySelectorAll('button')];
    expect(buttons.map((button) => button.textContent)).toEqual(['Try again', 'Copy report']);
    buttons[0]?.click();
    expect(acts).toEqual(['retry']);
  });

  it('is copied by the page itself, and the button says that it was', async () => {
    const { region, notices, acts } = open();
    const written: string[] = [];
    vi.stubGlobal('navigator', { clipboard: { writeText: async (text: string) => void written.push(text) } });
    notices.show(ERROR);
    const copy = region.querySelector<HTMLElement>('[data-action=copy]');
    copy?.click();
    await vi.waitFor(() => expect(copy?.textContent).toBe('Copied'));
    expect(written).toEqual([
      'The app stopped with an error\nThe last changes were not saved.\nindex out of bounds: <b>7</b>\nexamples/session_demo.rs:31:18\n',
    ]);
    expect(acts).toEqual([]);
  });

  it('that cannot be copied says how else', async () => {
    const { region, field, notices } = open();
    vi.stubGlobal('navigator', {});
    document.execCommand = () => false;
    field.focus();
    notices.show(ERROR);
    const copy = region.querySelector<HTMLElement>('[data-action=copy]');
    copy?.click();
    await vi.waitFor(() => expect(copy?.textContent).toBe('Select the text to copy it'));
    expect(document.querySelector('textarea')).toBeNull();
    expect(document.activeElement).toBe(field);
  });

  it('goes at null', () => {
    const { region, notices } = open();
    notices.show(ERROR);
    notices.show(null);
    expect(region.childNodes).toHaveLength(0);
  });

  it('that is shown already is left alone', () => {
    const { region, notices } = open();
    notices.show(ERROR);
    const panel = region.firstElementChild;
    notices.show({ ...ERROR });
    expect(region.firstElementChild).toBe(panel);
    notices.show({ ...ERROR, text: 'Something else.' });
    expect(region.firstElementChild).not.toBe(panel);
  });

  it.each(['error', 'warning'] as const)('of severity %s leaves the focus and the app alone', (severity) => {
    const { app, field, notices } = open();
    field.focus();
    notices.show({ ...ERROR, severity });
    expect(document.activeElement).toBe(field);
    expect(app.inert).toBe(false);
  });

  it('that asks takes the focus, and gives it back', () => {
    const { region, app, field, notices } = open();
    field.focus();
    notices.show({ ...ERROR, severity: 'question' });
    expect(region.firstElementChild?.getAttribute('role')).toBe('alertdialog');
    expect(document.activeElement).toBe(region.firstElementChild);
    expect(app.inert).toBe(true);
    notices.show({ ...ERROR, severity: 'question', title: 'Another question' });
    expect(document.activeElement).toBe(region.firstElementChild);
    notices.show(null);
    expect(app.inert).toBe(false);
    expect(document.activeElement).toBe(field);
  });
});
