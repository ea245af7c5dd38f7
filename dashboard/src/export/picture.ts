/** The chart on screen as a picture of its own: title, unit, legend and source in it, colours as they are on screen. */

const NS = 'http://www.w3.org/2000/svg';
const DRAWN = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'font-size', 'font-weight', 'text-anchor'];
const PAD = 16;
/** Pixels of the PNG for each of the page: sharp in a printed document. */
const SHARPNESS = 2;

export type Caption = { title: string; unit: string; source: string };

/** @param panel holds the chart (`svg`) and its legend (`[data-legend] li`, each with a mark). */
export function toSvg(panel: Element, { title, unit, source }: Caption): { text: string; width: number; height: number } {
  const chart = panel.querySelector('.chart svg');
  if (!(chart instanceof SVGSVGElement)) throw new Error('no chart to export');
  const { width, height } = chart.getBoundingClientRect();
  const ink = getComputedStyle(panel);
  const font = ink.fontFamily.replaceAll('"', "'");

  const picture = document.createElementNS(NS, 'svg');
  const items = [...panel.querySelectorAll('[data-legend] li')];
  const { group: legend, rows } = legendOf(items, width);
  const tall = 58 + height + rows * 20 + 26;
  for (const [name, value] of Object.entries({ xmlns: NS, width, height: tall, viewBox: `0 0 ${width} ${tall}`, 'font-family': font })) {
    picture.setAttribute(name, String(value));
  }
  picture.append(
    shape('rect', { width, height: tall, fill: ink.backgroundColor }),
    label(title, { x: PAD, y: 26, 'font-size': 16, 'font-weight': 600, fill: ink.color }),
    label(unit, { x: PAD, y: 45, 'font-size': 12, fill: ink.color, opacity: 0.75 }),
  );
  const body = shape('g', { transform: 'translate(0 58)' });
  body.append(...[...chart.children].filter((e) => !e.classList.contains('cursor') && !e.classList.contains('at')).map(frozen));
  legend.setAttribute('transform', `translate(${PAD} ${58 + height + 14})`);
  legend.setAttribute('fill', ink.color);
  picture.append(body, legend, label(source, { x: PAD, y: tall - 10, 'font-size': 10, fill: ink.color, opacity: 0.7 }));
  return { text: new XMLSerializer().serializeToString(picture), width, height: tall };
}

export async function toPng(panel: Element, caption: Caption): Promise<Blob> {
  const { text, width, height } = toSvg(panel, caption);
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width * SHARPNESS, height * SHARPNESS];
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/png');
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** A copy of an element of the chart that needs no style sheet. */
function frozen(element: Element): Element {
  const copy = element.cloneNode(false) as Element;
  const style = getComputedStyle(element);
  for (const name of DRAWN) copy.setAttribute(name, style.getPropertyValue(name));
  copy.removeAttribute('class');
  for (const node of element.childNodes) {
    if (node instanceof Element) copy.append(frozen(node));
    else if (node.nodeType === Node.TEXT_NODE) copy.append(node.textContent ?? '');
  }
  return copy;
}

/** The legend in rows as wide as the chart. */
function legendOf(items: readonly Element[], width: number): { group: SVGElement; rows: number } {
  const group = shape('g', {});
  let [x, row] = [0, 0];
  for (const item of items) {
    const name = item.textContent?.trim() ?? '';
    const wide = 30 + name.length * 6.4;
    if (x > 0 && x + wide > width - 2 * PAD) [x, row] = [0, row + 1];
    group.append(markOf(item.querySelector('span'), x, row * 20), label(name, { x: x + 24, y: row * 20 + 4, 'font-size': 12 }));
    x += wide + 14;
  }
  return { group, rows: items.length === 0 ? 0 : row + 1 };
}

/** The mark of a legend entry, from how it is drawn on the page. */
function markOf(mark: Element | null, x: number, y: number): SVGElement {
  if (mark === null) return shape('g', {});
  const style = getComputedStyle(mark);
  if (mark.classList.contains('event')) return shape('path', { d: `M${x + 9},${y - 5}l5,5l-5,5l-5,-5z`, fill: style.backgroundColor });
  if (mark.classList.contains('round')) {
    const filled = mark.classList.contains('questionable');
    return shape('circle', { cx: x + 9, cy: y, r: 4.5, fill: filled ? style.borderTopColor : 'none', stroke: style.borderTopColor, 'stroke-width': 2 });
  }
  if (mark.classList.contains('band')) {
    return shape('rect', { x, y: y - 5, width: 18, height: 10, fill: style.backgroundColor });
  }
  const dashes = style.borderTopStyle === 'dashed' ? '5 4' : style.borderTopStyle === 'dotted' ? '2 3' : 'none';
  return shape('line', { x1: x, x2: x + 18, y1: y, y2: y, stroke: style.borderTopColor, 'stroke-width': 2, 'stroke-dasharray': dashes });
}

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

function label(text: string, attributes: Record<string, string | number>): SVGElement {
  const element = shape('text', attributes);
  element.textContent = text;
  return element;
}
