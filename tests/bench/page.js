// Runs in the page of `rows_probe`: clicks through its rows, or through the same rows made by hand beside them, and tells how
// many milliseconds each click took until the document was changed, and until it was laid out as well.
const [side, count, done] = arguments;
const root = document.documentElement;

// As little as a page needs that is written for these rows alone: elements made by the calls of the DOM, each change where it
// belongs, one listener.
function byHand() {
  const page = document.querySelector('#app').cloneNode(true);
  const list = [];
  let next = 1;
  let clicks = 0;
  let selected;
  const words = [
    ['pretty', 'large', 'small', 'tall', 'quaint', 'plain', 'handsome'],
    ['red', 'yellow', 'blue', 'green', 'purple', 'orange'],
    ['table', 'chair', 'house', 'sandwich', 'pony'],
  ];
  const text = (value) => {
    const p = document.createElement('p');
    p.textContent = value;
    return p;
  };
  const row = (id) => {
    const box = document.createElement('div');
    box.className = 'hd-box hd-hbox';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'wa-neutral wa-outlined';
    button.textContent = 'remove';
    box.append(text(id), text(words.map((some) => some[id % some.length]).join(' ')), button);
    return box;
  };
  const more = () => {
    const rows = [];
    for (let i = 0; i < count; i += 1) rows.push(row(next + i));
    next += count;
    return rows;
  };
  const work = {
    create() {
      for (const old of list.splice(0)) old.remove();
      list.push(...more());
      page.append(...list);
    },
    append() {
      const rows = more();
      list.push(...rows);
      page.append(...rows);
    },
    update() {
      for (let i = 0; i < list.length; i += 10) list[i].children[1].textContent += ' !!!';
    },
    swap() {
      const [a, b] = [list[1], list[count - 2]];
      const behind = b.nextSibling;
      a.replaceWith(b);
      page.insertBefore(a, behind);
      [list[1], list[count - 2]] = [b, a];
    },
    select() {
      if (selected !== undefined) selected.style.padding = '';
      selected = list[count / 2];
      selected.style.padding = '1rem';
    },
    remove() {
      list.splice(Math.floor(count / 3), 1)[0].remove();
    },
    clear() {
      for (const row of list.splice(0)) row.remove();
      selected = undefined;
    },
    count() {
      clicks += 1;
      page.children[1].textContent = clicks;
    },
  };
  page.addEventListener('click', (event) => {
    work[event.target.textContent]();
    root.dataset.frame = Number(root.dataset.frame) + 1;
  });
  return page;
}

const own = document.querySelector('#app');
const page = side === 'hand' ? (window.hand ??= byHand()) : own;
if (page !== own) own.replaceWith(page);

// Both sides begin at rest, as for a person: what is drawn, and what the page still has to tell of it, belongs to the click before.
const rest = () => new Promise((rested) => requestAnimationFrame(() => setTimeout(rested, 30)));

const click = async (label) => {
  await rest();
  const button = [...page.firstElementChild.children].find((button) => button.textContent === label);
  return new Promise((changed) => {
    const start = performance.now();
    let middle;
    const observer = new MutationObserver(() => {
      observer.disconnect();
      middle = performance.now();
      const { height } = page.getBoundingClientRect();
      changed({ dom: middle - start, laid: performance.now() - start, height });
    });
    observer.observe(root, { attributes: true, attributeFilter: ['data-frame'] });
    button.click();
  });
};

(async () => {
  const times = {};
  for (const label of ['create', 'update', 'swap', 'select', 'remove', 'count', 'append']) {
    times[label] = await click(label);
  }
  // Before the rows go, for a look at whether both sides show the same.
  const shown = [...page.children].slice(2).map((row) => row.outerHTML.replace(/ style=""/, ''));
  const html = [shown.length, ...shown.slice(0, 3), ...shown.slice(-3), shown[count / 2 - 1]].join('\n');
  times.clear = await click('clear');
  if (page !== own) page.replaceWith(own);
  done({ times, html });
})();
