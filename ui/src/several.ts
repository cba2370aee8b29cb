// Fields that hold several things: boxes to tick, and tags to type.

import { attribute, field, fill, insideOf } from './controls';
import { holds, part, partOf, tellChange } from './parts';
import type { Change, ElementSpec } from './registry';
import { content, flagOf, numberOf, textOf, textsOf, type Setter } from './setters';
import { WireError } from './wire';

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

const PICKED = new Map<string, Change>([['value', 'picked']]);

const value: Setter = (element, texts) => Reflect.set(element, 'value', textsOf('value', texts));

const boxOf = (option: HTMLElement): HTMLInputElement => partOf<HTMLInputElement>(option, 'hd-option-box');

const createMultiSelect = (element: HTMLElement): void => {
  const control = element.ownerDocument.createElement('fieldset');
  control.setAttribute('role', 'group');
  const legend = part(control, 'legend', 'hd-field-label');
  fill(element, control, legend);
  const inside = part(control, 'div', 'hd-radios');
  let chosen: string[] = [];
  const boxes = (): HTMLInputElement[] => [...inside.querySelectorAll<HTMLInputElement>('.hd-option-box')];
  const show = (): void => {
    for (const box of boxes()) {
      box.checked = chosen.includes(box.value);
    }
  };
  holds<readonly string[]>(
    element,
    'value',
    () => chosen,
    (values) => {
      chosen = [...values];
      show();
    },
  );
  inside.addEventListener('change', (event) => {
    event.stopPropagation();
    if (event.target instanceof HTMLInputElement) {
      const { checked, value: changed } = event.target;
      const offered = new Set(boxes().filter((box) => !box.disabled).map((box) => box.value));
      chosen = [...chosen.filter((each) => each !== changed && offered.has(each)), ...(checked ? [changed] : [])];
      tellChange(element);
    }
  });
  new MutationObserver(show).observe(inside, { childList: true });
};

const createOption = (element: HTMLElement): void => {
  element.className = 'hd-radio';
  part(element, 'input', 'hd-option-box').type = 'checkbox';
  part(element, 'span', 'hd-radio-label');
};

const optionValue: Setter = (element, to) => {
  const text = textOf('value', to);
  if (text === '') {
    throw new WireError('there is something to choose that has no value');
  }
  boxOf(element).value = text;
};

/** The same limits as in Rust. */
const MOST_TAGS = 256;
const MAX_TAG_BYTES = 1024;

const createTagsInput = (element: HTMLElement): void => {
  const { ownerDocument: document } = element;
  const control = document.createElement('input');
  control.type = 'text';
  control.autocomplete = 'off';
  fill(element, control, document.createElement('label'));
  const list = document.createElement('span');
  list.className = 'hd-tags';
  control.before(list);
  let tags: string[] = [];

  const remove = (tag: string): void => {
    if (control.disabled) {
      return;
    }
    change(tags.filter((each) => each !== tag));
    control.focus();
  };
  const show = (): void => {
    list.replaceChildren(
      ...tags.map((tag) => {
        const chip = document.createElement('span');
        chip.className = 'hd-tag';
        part(chip, 'span', 'hd-tag-text').textContent = tag;
        const button = part(chip, 'button', 'hd-tag-remove');
        button.type = 'button';
        button.setAttribute('aria-label', `Remove ${tag}`);
        button.addEventListener('click', () => remove(tag));
        return chip;
      }),
    );
  };
  /** As the person does it. */
  const change = (next: string[]): void => {
    tags = next;
    show();
    tellChange(element);
  };
  const take = (): void => {
    const most = Number(element.dataset['most'] ?? MOST_TAGS);
    const fits = (tag: string): boolean => new TextEncoder().encode(tag).byteLength <= MAX_TAG_BYTES;
    const typed = control.value.split(',').map((tag) => tag.trim()).filter((tag) => tag !== '' && fits(tag));
    const next = [...new Set([...tags, ...typed])].slice(0, most);
    control.value = '';
    if (next.length !== tags.length) {
      change(next);
    }
  };
  control.addEventListener('keydown', (event) => {
    if (event.isComposing) {
      return;
    }
    if (event.key === 'Enter' || event.key === ',') {
      if (event.key === ',' || control.value.trim() !== '') {
        event.preventDefault();
        event.stopPropagation();
        take();
      }
    } else if (event.key === 'Backspace' && control.value === '' && tags.length > 0) {
      change(tags.slice(0, -1));
    }
  });
  // What was typed and not finished counts as well.
  control.addEventListener('blur', take);
  // Only tags are told, and not what is being typed.
  control.addEventListener('input', (event) => event.stopPropagation());
  control.addEventListener('change', (event) => event.stopPropagation());
  holds<readonly string[]>(
    element,
    'value',
    () => tags,
    (values) => {
      tags = [...values];
      show();
    },
  );
};

export const SEVERAL: readonly (readonly [string, ElementSpec])[] = [
  [
    'multi_select',
    field(createMultiSelect, [['value', value]], { changeable: PICKED, inside: insideOf('.hd-radios') }),
  ],
  [
    'multi_option',
    {
      tag: 'label',
      create: createOption,
      properties: new Map<string, Setter>([
        ['label', (element, to) => content(partOf(element, 'hd-radio-label'), to)],
        ['value', optionValue],
        ['disabled', (element, to) => {
          boxOf(element).disabled = flagOf('disabled', to);
        }],
      ]),
      changeable: NOTHING,
      clickable: false,
    },
  ],
  [
    'tags_input',
    field(
      createTagsInput,
      [
        ['value', value],
        ['placeholder', attribute('placeholder', 'placeholder')],
        ['max_tags', (element, to) => {
          element.dataset['most'] = String(to === null ? MOST_TAGS : numberOf('max_tags', to));
        }],
      ],
      { changeable: PICKED },
    ),
  ],
];
