import { expect, it } from 'vitest';

import { choice, readAddress, writeAddress } from './address';

it.each([
  ['./', ''],
  ['bateria?id=B%C3%BAho+1', 'bateria'],
  ['usuario?id=A%2FB&medida=dia', 'usuario'],
  ['usuarios?q=pe%C3%B1a&orden=-kwh&idioma=en', 'usuarios'],
])('an address leads back to itself: %s', (address, segment) => {
  expect(writeAddress(readAddress(segment, address.split('?')[1] ?? ''))).toBe(address);
});

it('reads nonsense as the usual', () => {
  expect(readAddress('nada', '?idioma=fr&q=')).toEqual({ page: 'resumen', query: {}, idioma: 'es' });
  expect(choice('x', ['ciclo', 'dia'])).toBe('ciclo');
  expect(choice('dia', ['ciclo', 'dia'])).toBe('dia');
});

it.each([
  ['?usuario=1&bateria=B&medida=dia', 'usuario?id=1&medida=dia'],
  ['?bateria=B', 'bateria?id=B'],
])('an address of the first edition still leads there: %s', (old, now) => {
  expect(writeAddress(readAddress('', old))).toBe(now);
});
