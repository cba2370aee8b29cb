// What axe-core, the checker of accessibility by Deque, finds in the elements as far as it needs no browser: names, roles, and what is in
// what. Colours and the whole page are looked at in the window, by tests/desktop.

import axe from 'axe-core';
import { expect, it, vi } from 'vitest';

import './internals';
import '../src/components';
import kinds from './kinds.json';
import { newPage } from './page';
import type { Value } from '../src/wire';

/** An element, what is set of it, and what is in it. */
type Tree = readonly [kind: string, properties?: Readonly<Record<string, Value>>, children?: readonly Tree[]];

const option = (kind: string, value: string): Tree => [kind, { value, label: value, disabled: false }];

const SHOWN: readonly Tree[] = [
  ['tab_group', { value: '' }, [['tab', { value: 'a', label: 'A' }], ['tab', { value: 'b', label: 'B', closable_tab: true }]]],
  ['badge', { label: 'New' }],
  ['tag', { label: 'home', removable: true }],
  ['progress_bar', { label: 'Upload', value: 3 }],
  ['progress_ring', { label: 'Disk', value: 3 }],
  ['skeleton'],
  ['avatar', { label: 'Ada', initials: 'AL' }],
  ['qr_code', { value: 'x', label: 'The address' }],
  ['slider', { label: 'Volume', value: 3, hint: 'Up to eleven', tooltip: true }],
  ['rating', { label: 'Opinion', value: 3 }],
  ['color_picker', { label: 'Ink', value: '#ff0000' }],
  ['combobox', { label: 'City', value: '' }, [option('suggestion', 'Bern')]],
  ['tags_input', { label: 'Tags', value: ['home'] }],
  ['multi_select', { label: 'Toppings', value: ['Basil'] }, [option('multi_option', 'Basil')]],
  ['radio_group', { label: 'Size', value: '', buttons: true }, [option('radio', 'S'), option('radio', 'M')]],
  ['date_input', { label: 'Day', value: '' }],
  ['details', { label: 'More', opened: true }, [['text', { content: 'Inside' }]]],
  [
    'dropdown',
    { label: 'Edit', opened: true },
    [
      [
        'menu',
        { label: 'Edit' },
        [['menu_label', { label: 'Clipboard' }], ['menu_item', { label: 'Cut', prefix_icon: 'scissors' }], ['divider'], ['menu_checkbox', { label: 'Wrap', checked: true }]],
      ],
    ],
  ],
  ['tooltip', { label: 'It says what it is' }, [['icon_button', { label: 'Help', icon: 'question-circle' }]]],
  ['split_panel', { label: 'Width', value: 30 }, [['split_panel_start', {}, [['text', { content: 'List' }]]], ['split_panel_end', {}, [['text', { content: 'Detail' }]]]]],
  [
    'tree',
    { label: 'Files', selected: [] },
    [['tree_item', { value: 'src', label: 'src', expanded: true }, [['tree_item', { value: 'lib', label: 'lib.rs', expanded: false }]]]],
  ],
  ['tree', { label: 'Parts', selection: 'multiple', selected: ['bell'] }, [['tree_item', { value: 'bell', label: 'Bell', expanded: false }]]],
  ['image_comparer', { label: 'Before and after', value: 50 }, [['image_comparer_before', {}, [['text', { content: 'Before' }]]]]],
  ['carousel', { label: 'Tour', slide: 0, navigation: true, pagination: true }, [['carousel_item', {}, [['text', { content: 'Welcome' }]]]]],
  ['copy_button', { label: 'Copy', text: 'the key' }],
  ['breadcrumb', {}, [['breadcrumb_item', { label: 'Home', href: '/' }], ['breadcrumb_item', { label: 'Here', href: '', current: true }]]],
  ['list', {}, [['list_item', { label: 'Bread' }]]],
  ['box_list', {}, [['box_list_item', { label: 'Milk' }]]],
  [
    'table',
    { label: 'Prices' },
    [
      ['thead', {}, [['tr', {}, [['th', { label: 'Item' }], ['th', { label: 'Price' }]]]]],
      ['tbody', {}, [['tr', {}, [['row_header', { label: 'Bread' }], ['td', { label: '3.20' }]]]]],
    ],
  ],
  ['audio', { label: 'Song', playing: false, volume: 1, muted: false }],
  ['button_group', { label: 'Play' }, [['button', { label: 'Go', prefix_icon: 'star', loading: true, caret: true }]]],
];

it('finds nothing wrong with the elements', async () => {
  const page = newPage();
  const put = ([kind, properties = {}, children = []]: Tree, parent: number): void => {
    const hasChildren = kinds.find(({ name }) => name === kind)?.children === true;
    const { id } = page.make(kind, properties, hasChildren, parent);
    children.forEach((child) => put(child, id));
  };
  SHOWN.forEach((tree) => put(tree, 1));
  await Promise.all([...document.querySelectorAll('*')].map((element) => Promise.resolve(Reflect.get(element, 'updateComplete'))));
  // What names an inner element, or describes one, comes a microtask later.
  await vi.waitFor(() => expect(document.querySelector('button[aria-describedby]')).not.toBeNull());
  const boxes = () => [...document.querySelectorAll('wa-tree-item')].flatMap((item) => [...(item.shadowRoot?.querySelectorAll('[part="checkbox"]') ?? [])]);
  await vi.waitFor(() => expect(boxes().map((box) => box.hasAttribute('inert'))).toEqual([true]));
  const { passes, violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(passes.length).toBeGreaterThan(25);
  expect(violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map(({ html }) => html) }))).toEqual([]);
}, 60_000);
