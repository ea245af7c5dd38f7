import { expect, it } from 'vitest';

import { readAddress, writeAddress } from './address';

it.each(['', '?bateria=B%C3%BAho+1', '?usuario=0004&medida=dia', '?usuario=6A&medida=dia&idioma=en'])(
  'an address leads back to itself: %s',
  (address) => expect(writeAddress(readAddress(address))).toBe(address),
);

it('reads nonsense as the usual', () => {
  expect(readAddress('?idioma=fr&medida=x&usuario=&otra=1')).toEqual({ scope: {}, idioma: 'es', medida: 'ciclo' });
});

it('takes the usuario where both are given: the API takes one', () => {
  expect(readAddress('?usuario=1&bateria=B').scope).toEqual({ usuario: '1' });
});
