import { describe, expect, it } from 'vitest';

import { fieldsOf, offered, orderOf, parseNumber, type Form } from './order';
import { sampleHallazgo } from './sample';

const form = (more: Partial<Form>): Form => ({ tipo: 'aceptar', quien: ' Ana ', motivo: ' Visto ', taken: false, fields: {}, ...more });
const h = sampleHallazgo();

describe('order', () => {
  it.each<[string, Partial<Form>, object]>([
    ['accepting takes no value', { fields: { kwh: '5' } }, { tipo: 'aceptar' }],
    ['the proposal is the server’s', { tipo: 'corregir', taken: true, fields: { kwh: '5' } }, { tipo: 'corregir', propuesta: true }],
    ['a value of one’s own', { tipo: 'corregir', fields: { lectura_actual: '1.602,5', factor: '' } }, { tipo: 'corregir', lectura_actual: 1602.5 }],
    ['the estimate is the server’s', { tipo: 'estimar', taken: true }, { tipo: 'estimar' }],
    ['another meter', { tipo: 'cambio_de_medidor', fields: { lectura_final: '99', lectura_inicial: '0', medidor: 'M2' } }, { tipo: 'cambio_de_medidor', lectura_final: 99, lectura_inicial: 0, medidor: 'M2' }],
  ])('%s', (_, given, wanted) => expect(orderOf(form(given), h)).toEqual({ order: { quien: 'Ana', motivo: 'Visto', ...wanted } }));

  it('replaces the decision in force', () => {
    const decided = sampleHallazgo({ decision: { decision: 7, tipo: 'aceptar', quien: 'X', cuando: '', motivo: '', datos: {}, anula: null, kwh_antes: 1, kwh_despues: 1 } });
    expect(orderOf(form({}), decided)).toMatchObject({ order: { reemplaza: 7 } });
  });

  it('names what is no number', () => {
    expect(orderOf(form({ tipo: 'corregir', fields: { kwh: 'diez', factor: '2' } }), h)).toEqual({ wrong: ['kwh'] });
  });
});

it('offers what the server has worked out, and asks for the rest', () => {
  expect(offered('corregir', h)).toBe('1.602 − 1.500 = 102 kWh');
  expect(offered('estimar', sampleHallazgo({ estimacion: null }))).toBeNull();
  expect(offered('releer', h)).toBeNull();
  expect(fieldsOf('corregir', true)).toEqual([]);
  expect(fieldsOf('estimar', false)).toEqual(['kwh']);
});

it.each([
  ['1234', 1234],
  ['1234,5', 1234.5],
  ['12.5', 12.5],
  ['1.234,5', 1234.5],
  ['1,234.5', 1234.5],
  ['1 234', 1234],
  ['0,125', 0.125],
  ['1.234', null],
  ['12,345', null],
  ['1.234.567', 1234567],
  ['', null],
  ['-5', null],
  ['1e3', null],
])('«%s» is %s', (text, value) => expect(parseNumber(text)).toBe(value));
