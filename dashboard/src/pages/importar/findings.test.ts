import { expect, it } from 'vitest';

import { gathered, parted, type Finding } from './findings';

const finding = (codigo: string, severidad: string, veces = 1) => ({ codigo, severidad, veces }) as Finding;

it('parts what the workbook has from what the data have', () => {
  const [a, b, c] = [{ hoja: 'Enero' }, { hoja: null }, { hoja: 'Otra' }] as Finding[];
  expect(parted([a!, b!, c!], new Set(['Enero']))).toEqual({ book: [a], data: [b, c] });
});

it('gathers by code, the serious first, then the frequent', () => {
  const groups = gathered([
    finding('a.nota', 'informa', 90),
    finding('b.falta', 'revisar'),
    finding('b.falta', 'revisar', 2),
    finding('c.raro', 'revisar'),
    finding('d.roto', 'bloquea'),
  ]);
  expect(groups.map((g) => [g.codigo, g.veces, g.rows.length])).toEqual([
    ['d.roto', 1, 1],
    ['b.falta', 3, 2],
    ['c.raro', 1, 1],
    ['a.nota', 90, 1],
  ]);
});
