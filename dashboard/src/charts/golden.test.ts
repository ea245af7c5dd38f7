/** The chart as drawn, against a picture that was looked at. After a wanted change: `npx vitest run -u`, and look. */

import { render } from 'svelte/server';
import { expect, it } from 'vitest';

import { formatOf } from '../format/format';
import { TEXTS, type Idioma } from '../i18n/i18n';
import type { Medida } from '../state/address';
import BandChart from './BandChart.svelte';
import { readOut } from './readout';
import { sampleConsumo } from './sample';
import { pointsOf } from './series';

const LOCALE: Record<Idioma, string> = { es: 'es-CL', en: 'en-US' };

it.each([
  ['es', 'ciclo'],
  ['en', 'dia'],
] as [Idioma, Medida][])('draws %s, %s', async (idioma, medida) => {
  const { body } = render(BandChart, {
    props: {
      points: pointsOf(sampleConsumo(), medida),
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
  expect(read(3)).toBe('abril de 2024 (kWh). Consumo: sin lectura · Tendencia: 283');
  expect(read(5)).toContain('Lectura estimada');
  expect(read(9)).toContain('Por revisar: 2');
  expect(read(13)).toBe(
    'febrero de 2025 (kWh). Pronóstico: 300 · Intervalo del 95%: 260 a 340 · Intervalo del 80%: 280 a 320 · Tendencia: 293',
  );
});
