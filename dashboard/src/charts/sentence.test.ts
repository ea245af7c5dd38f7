import { expect, it } from 'vitest';

import { formatOf } from '../format/format';
import { TEXTS } from '../i18n/i18n';
import { begunConsumo, sampleConsumo } from './sample';
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

it('says of a ciclo under way what was measured so far and what the whole of it is projected at', () => {
  const of = (idioma: 'es' | 'en', locale: string) =>
    describe(begunConsumo(), TEXTS[idioma], formatOf(locale), { previous: 0.05, year: null }, true).replaceAll('\u00a0', ' ').replaceAll(' %', '%');
  expect(of('es', 'es-CL')).toBe(
    'El usuario 0004 (Ana Muñoz) lleva 132 kWh en 12 días de enero de 2025 (11 kWh por día), 5,0% más por día que en el ' +
      'ciclo anterior. Se proyectan 330 kWh para el ciclo entero (entre 315 y 345 con una probabilidad del 80%).',
  );
  expect(of('en', 'en-US')).toContain('stands at 132 kWh after 12 days of January 2025');
  expect(of('en', 'en-US')).toContain('The whole ciclo is projected at 330 kWh (between 315 and 345 with a probability of 80%).');
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
