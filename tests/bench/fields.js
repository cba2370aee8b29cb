// Runs in the page of `rows_probe` as a form: shows and hides its fields, or the same fields made by hand beside them, and tells how many
// milliseconds each click took until the document was changed, and until it was laid out as well.
const [side, count, done] = arguments;
const root = document.documentElement;

// As little as a page needs that is written for this form alone: a copy of the elements that the app has shown once, and one listener.
function byHand(own) {
  const page = own.cloneNode(false);
  page.append(own.firstElementChild.cloneNode(true));
  let ids = 0;
  const label = (text, id) => {
    const made = document.createElement('label');
    made.className = 'hd-field-label';
    made.htmlFor = id;
    made.textContent = text;
    return made;
  };
  const note = (className) => {
    const made = document.createElement('div');
    made.className = className;
    made.hidden = true;
    return made;
  };
  const native = (text, control) => {
    const made = document.createElement('div');
    made.className = 'hd-field';
    control.id = `hand-${(ids += 1)}`;
    made.append(label(text, control.id), control, note('hd-field-hint'), note('hd-field-error'));
    return made;
  };
  const library = (tag, set) => {
    const made = document.createElement(tag);
    set(made);
    return made;
  };
  const kinds = [
    (text) => library('wa-input', (made) => Object.assign(made, { label: text, value: '' })),
    (text) => native(text, document.createElement('textarea')),
    (text) => {
      const select = document.createElement('select');
      for (const option of ['', 'S', 'M', 'L']) select.append(new Option(option));
      return native(text, select);
    },
    (text) => library('wa-checkbox', (made) => made.append(text)),
  ];
  const fields = [];
  const work = {
    show() {
      for (let i = 0; i < count; i += 1) fields.push(kinds[i % 4](`Field ${i}`));
      page.append(...fields);
    },
    hide() {
      for (const field of fields.splice(0)) field.remove();
    },
  };
  page.addEventListener('click', (event) => {
    work[event.target.textContent]();
    root.dataset.frame = Number(root.dataset.frame) + 1;
  });
  return page;
}

const own = document.querySelector('#app');
const page = side === 'hand' ? (window.hand ??= byHand(own)) : own;
if (page !== own) own.replaceWith(page);

// Both sides begin at rest, as for a person.
const rest = () => new Promise((rested) => requestAnimationFrame(() => setTimeout(rested, 30)));

const click = async (label) => {
  await rest();
  const button = [...page.firstElementChild.children].find((button) => button.textContent === label);
  return new Promise((changed) => {
    const start = performance.now();
    let middle;
    const observer = new MutationObserver(async () => {
      observer.disconnect();
      middle = performance.now();
      // Components render in their own time.
      await Promise.all([...page.children].map((field) => field.updateComplete));
      const { height } = page.getBoundingClientRect();
      changed({ dom: middle - start, laid: performance.now() - start, height });
    });
    observer.observe(root, { attributes: true, attributeFilter: ['data-frame'] });
    button.click();
  });
};

(async () => {
  const times = { show: await click('show') };
  // Before the fields go, for a look at whether both sides show the same.
  const html = [...page.children].slice(1).map((field) => [
    field.localName,
    field.label || field.querySelector('label')?.textContent || field.textContent,
    field.querySelectorAll('option').length,
  ]);
  times.hide = await click('hide');
  if (page !== own) page.replaceWith(own);
  done({ times, html });
})();
