import { describe, expect, it } from 'vitest';

import type { Column } from '../tables/columns';
import { toCsv } from './csv';
import { fileName } from './save';
import { sheetOf } from './sheet';
import { letters, toXlsx } from './xlsx';

type Row = { id: string; kwh: number | null; day: string };
const columns: Column<Row>[] = [
  { key: 'id', title: 'Usuario', kind: 'text', value: (r) => r.id },
  { key: 'drawn', title: 'Curva', kind: 'text' },
  { key: 'kwh', title: 'kWh', kind: 'kwh', value: (r) => r.kwh },
  { key: 'day', title: 'Desde', kind: 'day', value: (r) => r.day },
];
const rows: Row[] = [
  { id: '0012', kwh: 1234.5, day: '2024-01-31' },
  { id: '=1+1;"x"', kwh: null, day: '2024-03-01' },
];
const sheet = sheetOf('Usuarios', columns, rows);

describe('csv', () => {
  it('is what a Spanish Excel opens: semicolons and decimal commas, ids as they are, no formulas', () => {
    expect(toCsv(sheet, 'es-CL')).toBe('\uFEFFUsuario;kWh;Desde\r\n0012;1234,5;2024-01-31\r\n"\'=1+1;""x""";;2024-03-01\r\n');
  });
  it('is what an English one opens', () => {
    expect(toCsv(sheet, 'en-US').split('\r\n')[1]).toBe('0012,1234.5,2024-01-31');
  });
});

describe('xlsx', () => {
  const text = new TextDecoder().decode(toXlsx(sheet));
  it('keeps texts texts, numbers numbers, days days, and what is missing empty', () => {
    expect(text).toContain('<c r="A2" s="0" t="inlineStr"><is><t xml:space="preserve">0012</t></is></c>');
    expect(text).toContain('<c r="B2" s="2"><v>1234.5</v></c>');
    expect(text).toContain('<c r="C2" s="5"><v>45322</v></c>');
    expect(text).toContain('=1+1;&quot;x&quot;');
    expect(text).not.toContain('r="B3"');
    expect(text).not.toContain('<f>');
  });
  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [701, 'ZZ'],
    [702, 'AAA'],
  ])('names column %i %s', (k, name) => expect(letters(k)).toBe(name));
});

it('names files so that every system takes them', () => {
  expect(fileName('Batería A/B: «norte»?')).toBe('Batería A B «norte»');
});
