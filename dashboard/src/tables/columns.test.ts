import { describe, expect, it } from 'vitest';

import { nextOrder, sorted, type Column } from './columns';

type Row = { id: string; kwh: number | null };
const columns: Column<Row>[] = [
  { key: 'id', title: 'Id', kind: 'text', value: (r) => r.id },
  { key: 'kwh', title: 'kWh', kind: 'kwh', value: (r) => r.kwh },
];
const rows: Row[] = [
  { id: '10', kwh: null },
  { id: 'ñu', kwh: 3 },
  { id: '9', kwh: 0 },
  { id: 'Nu', kwh: -1 },
];

describe('sorted', () => {
  it.each([
    ['id', ['9', '10', 'Nu', 'ñu']],
    ['-id', ['ñu', 'Nu', '10', '9']],
    ['kwh', ['Nu', '9', 'ñu', '10']],
    ['-kwh', ['ñu', '9', 'Nu', '10']],
    ['nada', ['10', 'ñu', '9', 'Nu']],
  ])('by %s: %s', (order, ids) => expect(sorted(rows, columns, order, 'es').map((r) => r.id)).toEqual(ids));
});

it.each([
  [0, '', 'id'],
  [0, 'id', '-id'],
  [0, '-id', 'id'],
  [1, 'id', '-kwh'],
  [1, '-kwh', 'kwh'],
])('a click on column %i after «%s» asks for %s', (k, current, wanted) => expect(nextOrder(columns[k]!, current)).toBe(wanted));
