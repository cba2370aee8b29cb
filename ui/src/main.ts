import '@awesome.me/webawesome/dist/components/callout/callout.js';
import '@awesome.me/webawesome/dist/components/icon/icon.js';

import './components';

import { Bridge } from './bridge';
import { registerIcons } from './icons';
import { customTags } from './registry';

const byId = (id: string): HTMLElement => {
  const element = document.getElementById(id);
  if (element === null) {
    throw new Error(`index.html has no element ${id}`);
  }
  return element;
};

// First, because it brings the theme.
const bridge = new Bridge(window, byId('app'), byId('notice'), byId('busy'));
registerIcons();
// A property that is set before the component is defined would hide the component's own.
await Promise.all(customTags().map((tag) => customElements.whenDefined(tag)));
await bridge.start();
