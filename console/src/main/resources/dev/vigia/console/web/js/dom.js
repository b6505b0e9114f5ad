// Elements. Texts become text nodes, never markup, so whatever a log line says is shown as it is.

const SVG = 'http://www.w3.org/2000/svg';

export const $ = (id) => document.getElementById(id);

/** An element: h('p', {class: 'note', onclick: f}, 'text', otherElement). Children that are null or false are left out. */
export function h(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * Makes the children of `parent` those that `items` want, in their order. An element is made anew only when its item's
 * signature changed, so focus, hover and open details stay.
 */
export function reconcile(parent, items, {key, signature, render}) {
  const known = new Map([...parent.children].map((element) => [element.dataset.key, element]));
  let previous = null;
  for (const item of items) {
    const id = key(item);
    const wanted = signature(item);
    let element = known.get(id);
    if (!element || element.dataset.signature !== wanted) {
      const made = render(item);
      made.dataset.key = id;
      made.dataset.signature = wanted;
      const focus = element?.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
      if (element) element.replaceWith(made);
      if (focus) made.querySelector(`[data-focus="${focus}"]`)?.focus();
      element = made;
    }
    known.delete(id);
    const place = previous ? previous.nextSibling : parent.firstChild;
    if (element !== place) parent.insertBefore(element, place);
    previous = element;
  }
  known.forEach((element) => element.remove());
}

let toastTimer = 0;

/** Says something for a moment. */
export function toast(text, kind = 'info') {
  const element = $('toast');
  element.textContent = text;
  element.dataset.kind = kind;
  element.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { element.hidden = true; }, 6000);
}
