/** A table as plain values, ready to be written to a file: numbers stay numbers, what is missing stays empty. */

import { type Column, type Kind, type Value } from '../tables/columns';

export type Sheet = { name: string; titles: string[]; kinds: Kind[]; rows: Value[][] };

export function sheetOf<Row>(name: string, columns: readonly Column<Row>[], rows: readonly Row[]): Sheet {
  const written = columns.filter((c) => c.value !== undefined);
  return {
    name,
    titles: written.map((c) => c.title),
    kinds: written.map((c) => c.kind),
    rows: rows.map((row) => written.map((c) => c.value?.(row) ?? null)),
  };
}
