// Made by `cargo xtask codegen` out of `elements.toml`; to be changed there.

import { asset, attribute, currency, decimal, flag, iconIn, innerName, key, label, mark, number, text, texts, variable, word, type Property, type Row } from './library';

const VARIANT: ReadonlyMap<string, string> = new Map([['primary', 'brand'], ['success', 'success'], ['neutral', 'neutral'], ['warning', 'warning'], ['danger', 'danger']]);
const CONTROL_SIZE: ReadonlyMap<string, string> = new Map([['small', 's'], ['medium', 'm'], ['large', 'l']]);
const ATTENTION: ReadonlyMap<string, string> = new Map([['pulse', 'pulse'], ['bounce', 'bounce']]);
const AVATAR_SHAPE: ReadonlyMap<string, string> = new Map([['circle', 'circle'], ['square', 'square'], ['rounded', 'rounded']]);
const SKELETON_EFFECT: ReadonlyMap<string, string> = new Map([['pulse', 'pulse'], ['sheen', 'sheen']]);
const WORDING: ReadonlyMap<string, string> = new Map([['long', 'long'], ['short', 'short'], ['narrow', 'narrow']]);
const BYTE_UNIT: ReadonlyMap<string, string> = new Map([['byte', 'byte'], ['bit', 'bit']]);
const NUMBER_STYLE: ReadonlyMap<string, string> = new Map([['decimal', 'decimal'], ['percent', 'percent'], ['currency', 'currency']]);
const ERROR_CORRECTION: ReadonlyMap<string, string> = new Map([['low', 'L'], ['medium', 'M'], ['quartile', 'Q'], ['high', 'H']]);
const LIST_STYLE: ReadonlyMap<string, string> = new Map([['disc', 'disc'], ['circle', 'circle'], ['square', 'square'], ['none', 'none']]);
const NUMBERING: ReadonlyMap<string, string> = new Map([['decimal', 'decimal'], ['lower-latin', 'lower-latin'], ['upper-latin', 'upper-latin'], ['lower-roman', 'lower-roman'], ['upper-roman', 'upper-roman'], ['none', 'none']]);
const TABLE_BORDERS: ReadonlyMap<string, string> = new Map([['collapse', 'collapse'], ['separate', 'separate']]);
const ORIENTATION: ReadonlyMap<string, string> = new Map([['horizontal', 'horizontal'], ['vertical', 'vertical']]);
const ICON_PLACE: ReadonlyMap<string, string> = new Map([['start', 'start'], ['end', 'end']]);
const SIDE: ReadonlyMap<string, string> = new Map([['top', 'top'], ['bottom', 'bottom'], ['start', 'start'], ['end', 'end']]);
const PLACEMENT: ReadonlyMap<string, string> = new Map([['top', 'top'], ['top-start', 'top-start'], ['top-end', 'top-end'], ['bottom', 'bottom'], ['bottom-start', 'bottom-start'], ['bottom-end', 'bottom-end'], ['left', 'left'], ['left-start', 'left-start'], ['left-end', 'left-end'], ['right', 'right'], ['right-start', 'right-start'], ['right-end', 'right-end']]);
const PANEL_END: ReadonlyMap<string, string> = new Map([['start', 'start'], ['end', 'end']]);
const ARROW_PLACE: ReadonlyMap<string, string> = new Map([['anchor', 'anchor'], ['start', 'start'], ['center', 'center'], ['end', 'end']]);
const EXTENT: ReadonlyMap<string, string> = new Map([['width', 'width'], ['height', 'height'], ['both', 'both']]);
const ACTIVATION: ReadonlyMap<string, string> = new Map([['auto', 'auto'], ['manual', 'manual']]);
const COLOR_FORMAT: ReadonlyMap<string, string> = new Map([['hex', 'hex'], ['rgb', 'rgb'], ['hsl', 'hsl'], ['hsv', 'hsv']]);
const ANIMATION_DIRECTION: ReadonlyMap<string, string> = new Map([['normal', 'normal'], ['reverse', 'reverse'], ['alternate', 'alternate'], ['alternate-reverse', 'alternate-reverse']]);
const ANIMATION_FILL: ReadonlyMap<string, string> = new Map([['auto', 'auto'], ['backwards', 'backwards'], ['forwards', 'forwards'], ['both', 'both']]);

/** The rows that say all there is to an element. */
export const ROWS: readonly Row[] = [
  {
    kind: 'badge',
    tag: 'wa-badge',
    properties: [
      ['label', label],
      ['variant', word('variant', VARIANT, 'brand')],
      ['pill', flag('pill', false)],
      ['attention', word('attention', ATTENTION, 'none')],
      ['prefix_icon', iconIn('start')],
      ['suffix_icon', iconIn('end')],
    ],
    clickable: true,
  },
  {
    kind: 'tag',
    tag: 'wa-tag',
    properties: [
      ['label', label],
      ['variant', word('variant', VARIANT, 'neutral')],
      ['size', word('size', CONTROL_SIZE, 'm')],
      ['pill', flag('pill', false)],
      ['removable', flag('withRemove', false)],
    ],
    tells: [['wa-remove', 'removed']],
    clickable: true,
  },
  {
    kind: 'progress_bar',
    tag: 'wa-progress-bar',
    properties: [
      ['label', text('label', '')],
      ['caption', label],
      ['value', number('value', 0)],
      ['indeterminate', flag('indeterminate', false)],
      ['bar_height', variable('bar_height', '--track-height')],
      ['track_color', variable('track_color', '--track-color')],
      ['indicator_color', variable('indicator_color', '--indicator-color')],
      ['label_color', variable('label_color', '--hd-label-color')],
    ],
  },
  {
    kind: 'progress_ring',
    tag: 'wa-progress-ring',
    properties: [
      ['label', text('label', '')],
      ['caption', label],
      ['value', number('value', 0)],
      ['size', variable('size', '--size')],
      ['track_width', variable('track_width', '--track-width')],
      ['track_color', variable('track_color', '--track-color')],
      ['indicator_width', variable('indicator_width', '--indicator-width')],
      ['indicator_color', variable('indicator_color', '--indicator-color')],
      ['label_color', variable('label_color', '--hd-label-color')],
      ['transition_duration', variable('transition_duration', '--indicator-transition-duration')],
    ],
  },
  {
    kind: 'skeleton',
    tag: 'wa-skeleton',
    fixed: [['aria-hidden', 'true']],
    properties: [
      ['effect', word('effect', SKELETON_EFFECT, 'none')],
      ['color', variable('color', '--color')],
      ['sheen_color', variable('sheen_color', '--sheen-color')],
    ],
  },
  {
    kind: 'avatar',
    tag: 'wa-avatar',
    properties: [
      ['label', text('label', '')],
      ['image', asset('image')],
      ['initials', text('initials', '')],
      ['icon', iconIn('icon')],
      ['shape', word('shape', AVATAR_SHAPE, 'circle')],
      ['size', variable('size', '--size')],
    ],
    clickable: true,
  },
  {
    kind: 'qr_code',
    tag: 'wa-qr-code',
    properties: [
      ['value', text('value', '', 1024)],
      ['label', text('label', '')],
      ['size', number('size', 128)],
      ['radius', number('radius', 0)],
      ['error_correction', word('errorCorrection', ERROR_CORRECTION, 'H')],
    ],
  },
  {
    kind: 'format_number',
    tag: 'wa-format-number',
    properties: [
      ['value', decimal('value')],
      ['style', word('type', NUMBER_STYLE, 'decimal')],
      ['currency', currency('currency')],
      ['ungrouped', flag('withoutGrouping', false)],
      ['min_integer_digits', number('minimumIntegerDigits', undefined)],
      ['max_fraction_digits', number('maximumFractionDigits', undefined)],
    ],
  },
  {
    kind: 'format_bytes',
    tag: 'wa-format-bytes',
    properties: [
      ['value', decimal('value')],
      ['unit', word('unit', BYTE_UNIT, 'byte')],
      ['display', word('display', WORDING, 'short')],
    ],
  },
  {
    kind: 'relative_time',
    tag: 'wa-relative-time',
    properties: [
      ['date', text('date', '')],
      ['style', word('format', WORDING, 'long')],
      ['live', flag('sync', false)],
    ],
  },
  {
    kind: 'visually_hidden',
    tag: 'div',
    className: 'hd-visually-hidden',
    properties: [
    ],
  },
  {
    kind: 'list',
    tag: 'ul',
    className: 'hd-list',
    fixed: [['role', 'list']],
    properties: [
      ['style_type', attribute('data-style', LIST_STYLE)],
    ],
  },
  {
    kind: 'ordered_list',
    tag: 'ol',
    className: 'hd-list',
    fixed: [['role', 'list']],
    properties: [
      ['style_type', attribute('data-style', NUMBERING)],
    ],
  },
  {
    kind: 'list_item',
    tag: 'li',
    properties: [
      ['label', label],
    ],
  },
  {
    kind: 'box_list',
    tag: 'ul',
    className: 'hd-box hd-vbox hd-plain-list',
    fixed: [['role', 'list']],
    properties: [
    ],
  },
  {
    kind: 'box_list_item',
    tag: 'li',
    className: 'hd-box hd-vbox',
    properties: [
      ['label', label],
    ],
  },
  {
    kind: 'table',
    tag: 'table',
    className: 'hd-table',
    properties: [
      ['label', attribute('aria-label')],
      ['border_collapse', attribute('data-borders', TABLE_BORDERS)],
    ],
  },
  {
    kind: 'thead',
    tag: 'thead',
    properties: [
    ],
  },
  {
    kind: 'tbody',
    tag: 'tbody',
    properties: [
    ],
  },
  {
    kind: 'tfoot',
    tag: 'tfoot',
    properties: [
    ],
  },
  {
    kind: 'tr',
    tag: 'tr',
    properties: [
    ],
  },
  {
    kind: 'td',
    tag: 'td',
    properties: [
      ['label', label],
      ['colspan', attribute('colspan')],
      ['rowspan', attribute('rowspan')],
    ],
  },
  {
    kind: 'th',
    tag: 'th',
    fixed: [['scope', 'col']],
    properties: [
      ['label', label],
      ['colspan', attribute('colspan')],
      ['rowspan', attribute('rowspan')],
    ],
  },
  {
    kind: 'row_header',
    tag: 'th',
    fixed: [['scope', 'row']],
    properties: [
      ['label', label],
      ['colspan', attribute('colspan')],
      ['rowspan', attribute('rowspan')],
    ],
  },
  {
    kind: 'nav',
    tag: 'nav',
    className: 'hd-box hd-vbox',
    properties: [
      ['label', attribute('aria-label')],
    ],
  },
  {
    kind: 'breadcrumb',
    tag: 'nav',
    className: 'hd-box hd-hbox hd-breadcrumb',
    fixed: [['aria-label', 'Breadcrumb']],
    properties: [
      ['label', attribute('aria-label')],
    ],
  },
  {
    kind: 'button_group',
    tag: 'div',
    className: 'hd-button-group',
    fixed: [['role', 'group']],
    properties: [
      ['label', attribute('aria-label')],
    ],
  },
  {
    kind: 'details',
    tag: 'wa-details',
    base: 'control',
    properties: [
      ['label', text('summary', '')],
      ['group', key('name')],
      ['icon_place', word('iconPlacement', ICON_PLACE, 'end')],
      ['expand_icon', iconIn('expand-icon')],
      ['collapse_icon', iconIn('collapse-icon')],
      ['spacing', variable('spacing', '--spacing')],
    ],
    input: { name: 'opened', property: 'open', change: 'switched', announce: ['wa-show', 'wa-hide'] },
  },
  {
    kind: 'split_panel',
    tag: 'wa-split-panel',
    base: 'control',
    properties: [
      ['label', innerName('[part="divider"]', 'separator')],
      ['orientation', word('orientation', ORIENTATION, 'horizontal')],
      ['primary', word('primary', PANEL_END, undefined)],
      ['snap', text('snap', '')],
      ['snap_threshold', number('snapThreshold', 12)],
      ['divider_width', variable('divider_width', '--divider-width')],
      ['divider_hit_area', variable('divider_hit_area', '--divider-hit-area')],
      ['primary_min_size', variable('primary_min_size', '--min')],
      ['primary_max_size', variable('primary_max_size', '--max')],
    ],
    input: { name: 'value', property: 'position', change: 'moved', announce: ['wa-reposition'] },
  },
  { kind: 'split_panel_start', tag: 'div', className: 'hd-box hd-vbox', fixed: [['slot', 'start']], properties: [] },
  { kind: 'split_panel_end', tag: 'div', className: 'hd-box hd-vbox', fixed: [['slot', 'end']], properties: [] },
  {
    kind: 'image_comparer',
    tag: 'wa-comparison',
    properties: [
      ['label', innerName('[part="handle"]', 'slider')],
      ['divider_width', variable('divider_width', '--divider-width')],
      ['handle_size', variable('handle_size', '--handle-size')],
      ['handle_icon', iconIn('handle')],
    ],
    input: { name: 'value', property: 'position', change: 'moved', announce: [] },
  },
  { kind: 'image_comparer_before', tag: 'div', className: 'hd-box hd-vbox', fixed: [['slot', 'before']], properties: [] },
  { kind: 'image_comparer_after', tag: 'div', className: 'hd-box hd-vbox', fixed: [['slot', 'after']], properties: [] },
  {
    kind: 'slider',
    tag: 'wa-slider',
    base: 'field',
    properties: [
      ['label', text('label', '')],
      ['min', number('min', 0)],
      ['max', number('max', 100)],
      ['step', number('step', 1)],
      ['size', word('size', CONTROL_SIZE, 'm')],
      ['orientation', word('orientation', ORIENTATION, 'horizontal')],
      ['tooltip', flag('withTooltip', false)],
      ['markers', flag('withMarkers', false)],
      ['readonly', flag('readonly', false)],
      ['track_height', variable('track_height', '--track-size')],
      ['thumb_width', variable('thumb_width', '--thumb-width')],
      ['thumb_height', variable('thumb_height', '--thumb-height')],
    ],
    input: { name: 'value', property: 'value', change: 'moved', announce: [] },
  },
  {
    kind: 'rating',
    tag: 'wa-rating',
    base: 'control',
    properties: [
      ['label', text('label', '')],
      ['max', number('max', 5)],
      ['step', number('precision', 1)],
      ['size', word('size', CONTROL_SIZE, 'm')],
      ['readonly', flag('readonly', false)],
      ['symbol_color', variable('symbol_color', '--symbol-color')],
      ['symbol_color_active', variable('symbol_color_active', '--symbol-color-active')],
      ['symbol_spacing', variable('symbol_spacing', '--symbol-spacing')],
    ],
    input: { name: 'value', property: 'value', change: 'counted', announce: [] },
  },
  {
    kind: 'color_picker',
    tag: 'wa-color-picker',
    base: 'field',
    properties: [
      ['label', text('label', '')],
      ['color_format', word('format', COLOR_FORMAT, 'hex')],
      ['opacity', flag('opacity', false)],
      ['uppercase', flag('uppercase', false)],
      ['no_format_toggle', flag('withoutFormatToggle', false)],
      ['size', word('size', CONTROL_SIZE, 'm')],
      ['placement', word('placement', PLACEMENT, 'bottom-start')],
      ['swatches', texts('swatches')],
      ['grid_width', variable('grid_width', '--grid-width')],
      ['grid_height', variable('grid_height', '--grid-height')],
      ['grid_handle_size', variable('grid_handle_size', '--grid-handle-size')],
      ['slider_height', variable('slider_height', '--slider-height')],
      ['slider_handle_size', variable('slider_handle_size', '--slider-handle-size')],
    ],
    input: { name: 'value', property: 'value', change: 'chosen', announce: [] },
  },
  {
    kind: 'carousel_item',
    tag: 'wa-carousel-item',
    properties: [
    ],
  },
];

/** What elements whose rows are written elsewhere can be told besides. */
export const MORE: ReadonlyMap<string, readonly Property[]> = new Map<string, readonly Property[]>([
  ['text_input', [
    ['size', word('size', CONTROL_SIZE, 'm')],
    ['pill', flag('pill', false)],
    ['clearable', flag('withClear', false)],
    ['readonly', flag('readonly', false)],
    ['password_toggle', flag('passwordToggle', false)],
    ['min_length', number('minlength', undefined)],
    ['max_length', number('maxlength', undefined)],
    ['spellcheck', flag('spellcheck', true)],
    ['prefix_icon', iconIn('start')],
    ['suffix_icon', iconIn('end')],
    ['clear_icon', iconIn('clear-icon')],
    ['show_password_icon', iconIn('show-password-icon')],
    ['hide_password_icon', iconIn('hide-password-icon')],
  ]],
  ['checkbox', [
    ['size', word('size', CONTROL_SIZE, 'm')],
    ['indeterminate', flag('indeterminate', false)],
  ]],
  ['switch', [
    ['size', word('size', CONTROL_SIZE, 'm')],
    ['switch_width', variable('switch_width', '--width')],
    ['switch_height', variable('switch_height', '--height')],
    ['thumb_size', variable('thumb_size', '--thumb-size')],
  ]],
  ['textarea', [
    ['size', attribute('data-size', CONTROL_SIZE)],
    ['filled', mark('data-filled')],
  ]],
  ['select', [
    ['size', attribute('data-size', CONTROL_SIZE)],
    ['filled', mark('data-filled')],
    ['pill', mark('data-pill')],
  ]],
  ['radio_group', [
    ['size', attribute('data-size', CONTROL_SIZE)],
    ['pill', mark('data-pill')],
  ]],
  ['popup', [
    ['placement', word('placement', PLACEMENT, 'top')],
    ['distance', number('distance', 0)],
    ['skidding', number('skidding', 0)],
    ['arrow', flag('arrow', false)],
    ['arrow_placement', word('arrowPlacement', ARROW_PLACE, 'anchor')],
    ['arrow_padding', number('arrowPadding', 10)],
    ['arrow_size', variable('arrow_size', '--arrow-size')],
    ['arrow_color', variable('arrow_color', '--arrow-color')],
    ['flip', flag('flip', false)],
    ['flip_padding', number('flipPadding', 0)],
    ['shift', flag('shift', false)],
    ['shift_padding', number('shiftPadding', 0)],
    ['sync', word('sync', EXTENT, undefined)],
  ]],
  ['tab_group', [
    ['placement', word('placement', SIDE, 'top')],
    ['activation', word('activation', ACTIVATION, 'auto')],
    ['no_scroll_controls', flag('withoutScrollControls', false)],
    ['indicator_color', variable('indicator_color', '--indicator-color')],
    ['track_color', variable('track_color', '--track-color')],
    ['track_width', variable('track_width', '--track-width')],
  ]],
  ['tree', [
    ['indent_size', variable('indent_size', '--indent-size')],
    ['indent_guide_width', variable('indent_guide_width', '--indent-guide-width')],
    ['indent_guide_color', variable('indent_guide_color', '--indent-guide-color')],
    ['indent_guide_style', variable('indent_guide_style', '--indent-guide-style')],
    ['indent_guide_offset', variable('indent_guide_offset', '--indent-guide-offset')],
  ]],
  ['tree_item', [
    ['expand_icon', iconIn('expand-icon')],
    ['collapse_icon', iconIn('collapse-icon')],
  ]],
  ['carousel', [
    ['loop_around', flag('loop', false)],
    ['navigation', flag('navigation', false)],
    ['pagination', flag('pagination', false)],
    ['autoplay_interval', number('autoplayInterval', 3000)],
    ['slides_per_page', number('slidesPerPage', 1)],
    ['slides_per_move', number('slidesPerMove', 1)],
    ['orientation', word('orientation', ORIENTATION, 'horizontal')],
    ['mouse_dragging', flag('mouseDragging', false)],
    ['slide_gap', variable('slide_gap', '--slide-gap')],
    ['scroll_hint', variable('scroll_hint', '--scroll-hint')],
    ['next_icon', iconIn('next-icon')],
    ['previous_icon', iconIn('previous-icon')],
  ]],
  ['animation', [
    ['delay', number('delay', 0)],
    ['duration', number('duration', 1000)],
    ['end_delay', number('endDelay', 0)],
    ['iteration_start', number('iterationStart', 0)],
    ['playback_rate', number('playbackRate', 1)],
    ['direction', word('direction', ANIMATION_DIRECTION, 'normal')],
    ['fill', word('fill', ANIMATION_FILL, 'auto')],
  ]],
]);
