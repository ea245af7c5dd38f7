/** A table as the CSV that the spreadsheet of the reader's country opens with a double click. */

import type { Value } from '../tables/columns';
import type { Sheet } from './sheet';

/** Where the comma is the decimal mark, the columns are parted by semicolons. */
export function toCsv({ titles, rows }: Sheet, locale: string): string {
  const decimal = new Intl.NumberFormat(locale).formatToParts(1.5).find((p) => p.type === 'decimal')?.value ?? '.';
  const separator = decimal === ',' ? ';' : ',';
  const cell = (value: Value): string => {
    if (value === null || value === undefined) return '';
    if (typeof value === 'number') return String(value).replace('.', decimal);
    return quoted(harmless(value), separator);
  };
  const lines = [titles, ...rows].map((row) => row.map(cell).join(separator));
  return `\uFEFF${lines.join('\r\n')}\r\n`; // the mark at the start: without it Excel takes UTF-8 for something else
}

/** A text that a spreadsheet would run as a formula is kept a text. */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(text: string, separator: string): string {
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
