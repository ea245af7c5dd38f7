import { expect, it } from 'vitest';

import { formatOf } from '../format/format';
import { TEXTS } from '../i18n/i18n';
import { sampleConsumo } from './sample';
import { changesOf, describe } from './sentence';

const es = (...rest: [Parameters<typeof describe>[3], boolean]) =>
  describe(sampleConsumo(), TEXTS.es, formatOf('es-CL'), ...rest).replaceAll('\u00a0', ' ').replaceAll(' %', '%');

it('says what was used, how it changed and what is expected', () => {
  expect(es(null, false)).toBe(
    'El usuario 0004 (Ana Muñoz) consumió 318 kWh en enero de 2025 (10,3 kWh por día), 1,2% menos por día que en el ciclo ' +
      'anterior y 2,6% más por día que un año antes. Se esperan unos 300 kWh en febrero de 2025 (entre 280 y 320 con una ' +
      'probabilidad del 80%).',
  );
});

it('says so where the ciclo is open, and leaves out what cannot be compared', () => {
  expect(es({ previous: 0, year: null }, true)).toContain(
    '(10,3 kWh por día), por día lo mismo que en el ciclo anterior. Es el ciclo abierto: todavía faltan lecturas.',
  );
});

it('names the total without an id, in English too', () => {
  const total = { ...sampleConsumo(), ambito: { tipo: 'total' as const, id: null, nombre: 'Total' }, predicciones: [] };
  const text = describe(total, TEXTS.en, formatOf('en-US'), { previous: -0.1, year: 0.25 }, false);
  expect(text).toBe(
    'Total consumption was 318 kWh in January 2025 (10.3 kWh per day), 10.0% less per day than in the previous ciclo and ' +
      '25.0% more per day than a year earlier.',
  );
});

it('does not take a missing reading for zero', () => {
  const missing = sampleConsumo();
  Object.assign(missing.historico.at(-1)!, { kwh: null, kwh_dia: null });
  expect(describe(missing, TEXTS.es, formatOf('es-CL'), null, false)).toContain('no tiene consumo conocido en enero de 2025.');
  expect(changesOf(missing.historico)).toEqual({ previous: null, year: null });
});
