import { describe, expect, it } from 'vitest';

import { formatOf, localeOf } from './format';

const es = formatOf('es-CL');
const en = formatOf('en-US');

describe('numbers', () => {
  it.each([
    [es.kwh(1234.6), '1.235'],
    [es.kwh(12345678), '12.345.678'],
    [es.kwh(56.537), '56,5'],
    [es.kwh(0.5406), '0,541'],
    [es.kwh(0), '0'],
    [es.kwh(3.8), '3,80'],
    [es.kwh(74), '74'],
    [es.kwh(-12.34), '−12,3'],
    [en.kwh(1234.6), '1,235'],
    [formatOf('es-MX').kwh(1234.6), '1,235'],
    [es.plain(0.1), '0,1'],
    [es.plain(0.07692), '0,0769'],
    [es.plain(4), '4'],
    [es.share(0.983), '98,3 %'],
    [es.share(0.04), '4,0 %'],
    [es.share(1), '100 %'],
    [en.share(0), '0%'],
    [en.share(0.983), '98.3%'],
    [es.change(0.116), '+11,6 %'],
    [es.change(-0.006), '−0,6 %'],
    [es.change(0), '0,0 %'],
    [es.kwhChange(-1234.5), '−1.235'],
    [es.kwhChange(0.5), '+0,500'],
    [es.size(-0.032), '3,2 %'],
    [es.level('80'), '80 %'],
    [es.tick(0.5, 1), '0,5'],
    [es.tick(15000, 0), '15.000'],
    [en.tick(1_250_000, 0), '1.25M'],
    [en.tick(250_000, 0), '250K'],
    [es.tick(250_000, 0), '250 mil'],
    [es.tick(1_500_000_000, 0), '1.500 M'],
  ])('%s is written %s', (shown, wanted) => expect(shown.replaceAll('\u00a0', ' ')).toBe(wanted));

  it.each(['es-ES', 'es-CL', 'es-MX', 'es-PE', 'es-AR', 'es-CO', 'es-DO', 'es-CR', 'es-GT', 'es-UY', 'es-VE', 'es-419', 'en-US', 'en-GB'])(
    'groups and points as Intl does in %s',
    (locale) => {
      const wanted = new Intl.NumberFormat(locale, { useGrouping: 'always', minimumFractionDigits: 1, maximumFractionDigits: 1 });
      expect(formatOf(locale).tick(12345.6, 1)).toBe(wanted.format(12345.6));
    },
  );

  it('shows what is missing as a dash, never as zero', () => {
    for (const missing of [null, undefined, Number.NaN]) {
      expect([es.kwh(missing), es.share(missing), es.change(missing), es.count(missing)]).toEqual(['–', '–', '–', '–']);
    }
  });
});

describe('dates', () => {
  it('names days as written, whatever the time zone', () => {
    expect(en.day('2025-09-01')).toBe('Sep 1, 2025');
    expect(en.lastDay('2025-10-01')).toBe('Sep 30, 2025');
  });

  it('writes moments as the reader’s clock shows them', () => {
    const at = new Date(2025, 8, 1, 14, 5).toISOString();
    expect([es.moment(at), en.moment(at)]).toEqual(['1 sept 2025, 14:05', 'Sep 1, 2025, 2:05 PM']);
  });

  it.each([
    ['2025-09', 'septiembre de 2025'],
    ['2025-09b', 'septiembre de 2025 (2)'],
    ['2025-09y', 'septiembre de 2025 (25)'],
    ['2025-09z', 'septiembre de 2025 (26)'],
    ['2025-09zb', 'septiembre de 2025 (27)'],
    ['2025-13', '2025-13'],
    ['Sept-25', 'Sept-25'],
  ])('%s is %s', (id, name) => expect(es.ciclo(id)).toBe(name));
});

it('takes the reader’s own country for the language of the page', () => {
  expect(localeOf('es', ['en-GB', 'es-MX'])).toBe('es-MX');
  expect(localeOf('en', ['es-CO'])).toBe('en-US');
  expect(localeOf('es', [])).toBe('es-CL');
});
