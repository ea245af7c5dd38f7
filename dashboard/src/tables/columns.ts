/** What a table has in common with the file that it is exported to: its columns. */

import type { Snippet } from 'svelte';

/** How a value is written: on screen in the reader's language, in a file as what it is. */
export type Kind = 'text' | 'kwh' | 'count' | 'change' | 'share' | 'day' | 'moment' | 'findings';

export type Value = string | number | null | undefined;

export type Column<Row> = {
  key: string;
  title: string;
  kind: Kind;
  /** What it holds; a column without it is a picture and is not exported. */
  value?: (row: Row) => Value;
  /** How to draw it where that is more than its value; several columns may share one. */
  cell?: Snippet<[Row, Column<Row>]>;
  /** Whether the table can be ordered by it. */
  sortable?: boolean;
  /** A sentence, which gets the whole width where the row is a card. */
  wide?: boolean;
  /** Left out where the table is narrow. */
  roomy?: boolean;
};

const NUMBERS: ReadonlySet<Kind> = new Set(['kwh', 'count', 'change', 'share', 'findings']);

export const isNumber = (kind: Kind): boolean => NUMBERS.has(kind);

/** The order that a click on a column asks for: numbers from the largest down first, the other way the second time. */
export function nextOrder<Row>(column: Column<Row>, current: string): string {
  const first = isNumber(column.kind) ? `-${column.key}` : column.key;
  const second = isNumber(column.kind) ? column.key : `-${column.key}`;
  return current === first ? second : first;
}

/** `rows` in `order`; what is missing comes last in either direction, as in the lists of the API. */
export function sorted<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: string, locale: string): readonly Row[] {
  const descending = order.startsWith('-');
  const value = columns.find((c) => c.key === order.replace(/^-/, ''))?.value;
  if (value === undefined) return rows;
  const collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [value(a) ?? null, value(b) ?? null];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y)));
  });
}
