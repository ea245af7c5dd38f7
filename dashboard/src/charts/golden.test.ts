/** The chart as drawn, against a picture that was looked at. After a wanted change: `npx vitest run -u`, and look. */

import { render } from 'svelte/server';
import { expect, it } from 'vitest';

import { formatOf } from '../format/format';
import { TEXTS, type Idioma } from '../i18n/i18n';
import BandChart from './BandChart.svelte';
import { readOut } from './readout';
import { begunConsumo, sampleConsumo } from './sample';
import { aYearBefore, pointsOf, type Medida, type Point } from './series';

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
  const points = pointsOf(sampleConsumo(), medida, extras(medida));
  await expect(draw(points, idioma, medida)).toMatchFileSnapshot(`golden/${idioma}-${medida}.svg`);
});

it.each(['ciclo', 'dia'] as Medida[])('draws a ciclo under way, %s', async (medida) => {
  await expect(draw(pointsOf(begunConsumo(), medida), 'es', medida)).toMatchFileSnapshot(`golden/en-curso-${medida}.svg`);
});

function draw(points: Point[], idioma: Idioma, medida: Medida): string {
  const { body } = render(BandChart, {
    props: {
      points,
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
  return `${tidy}\n`;
}

it('has one point for a ciclo under way, which holds what was measured and what is projected', () => {
  const points = pointsOf(begunConsumo(), 'ciclo');
  expect(points.map((p) => p.ciclo)).toEqual([...new Set(points.map((p) => p.ciclo))]);
  const read = readOut(points[12]!, 'kWh', TEXTS.es, formatOf('es-CL')).replaceAll('\u00a0', ' ').replaceAll(' %', '%');
  expect(read).toBe(
    'enero de 2025, 31 días (kWh). Medido en 12 días: 132 · Pronóstico: 330 · Intervalo del 95%: 305 a 355 · ' +
      'Intervalo del 80%: 315 a 345 · Tendencia: 310',
  );
  expect(pointsOf(begunConsumo(), 'dia')[12]!.measured).toMatchObject({ value: 11, dias: 12 });
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
