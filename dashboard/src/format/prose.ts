/** Sentences of the API as the page writes: the numbers of a Spanish one with the separators of the reader's country. */

import type { Format } from './format';

/** A number as the API writes Spanish: 1.234,5. Not part of a date, a name or an id, nor what a cell holds («1.234»). */
const NUMBER = /(?<![\w.,/«-]|(?:usuario|medidor|batería|hoja) )(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+)(?![\w/]|[.,]\d)/gi;

export function prose(text: string, { locale, separators: [group, point] }: Format): string {
  const shown =
    locale.startsWith('es') && point !== ',' ? text.replace(NUMBER, (n) => n.replace(/[.,]/g, (c) => (c === '.' ? group : point))) : text;
  return shown.charAt(0).toUpperCase() + shown.slice(1);
}
