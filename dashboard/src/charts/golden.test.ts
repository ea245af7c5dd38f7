/** The chart as drawn, against a picture that was looked at. After a wanted change: `npx vitest run -u`, and look. */

import { render } from 'svelte/server';
import { expect, it } from 'vitest';

import { formatOf } from '../format/format';
import { TEXTS, type Idioma } from '../i18n/i18n';
import BandChart from './BandChart.svelte';
import { readOut } from './readout';
import { sampleConsumo } from './sample';
import { aYearBefore, pointsOf, type Medida } from './series';

const LOCALE: Record<Idioma, string> = { es: 'es-CL', en: 'en-US' };

/** Per day with everything that may be drawn beside the history. */
function extras(medida: Medida) {
  const { historico, predicciones } = sampleConsumo();
  if (medida === 'ciclo') return {};
  return { reference: aYearBefore(historico, [...historico, ...predicciones]), events: new Map([['2024-08', ['Cambio de medidor']]]) };
}

it.each([
  ['es', 'ciclo'],
  ['en', 'dia'],
] as [Idioma, Medida][])('draws %s, %s', async (idioma, medida) => {
  const { body } = render(BandChart, {
    props: {
      points: pointsOf(sampleConsumo(), medida, extras(medida)),
      medida,
      reference: 'Un año antes',
      title: 'Usuario 0004',
      unit: 'kWh',
      texts: TEXTS[idioma],
      format: formatOf(LOCALE[idioma]),
    },
  });
  const svg = body.slice(body.indexOf('<svg'), body.indexOf('</svg>') + 6);
  // Without the marks of the compiler, one element a line: a change shows as the lines that changed.
  const tidy = svg.replace(/<!--.*?-->/g, '').replace(/ ?svelte-[a-z0-9]+/g, '').replaceAll('><', '>\n<');
  await expect(`${tidy}\n`).toMatchFileSnapshot(`golden/${idioma}-${medida}.svg`);
});

it('reads a point out for those who do not see it', () => {
  const points = pointsOf(sampleConsumo(), 'ciclo');
  const read = (k: number) => readOut(points[k]!, 'kWh', TEXTS.es, formatOf('es-CL')).replaceAll('\u00a0', ' ').replaceAll(' %', '%');
  expect(read(3)).toBe('abril de 2024, 30 días (kWh). Consumo: sin lectura · Tendencia: 283');
  expect(read(5)).toContain('Lectura estimada');
  expect(read(9)).toContain('Por revisar: 2');
  expect(read(13)).toBe(
    'febrero de 2025, 28 días (kWh). Pronóstico: 300 · Intervalo del 95%: 260 a 340 · Intervalo del 80%: 280 a 320 · Tendencia: 293',
  );
});
