/** The figures of a chart as a table: its twin for those who do not see it, and the file of those who reckon on. */

import type { Format } from '../format/format';
import type { Texts } from '../i18n/i18n';
import type { Column } from '../tables/columns';
import { levelsOf, type Point } from './series';

type Options = { points: readonly Point[]; unit: string; texts: Texts; format: Format; reference: string };

export function chartColumns({ points, unit, texts, format, reference }: Options): Column<Point>[] {
  const words = texts.chart;
  const inUnit = (name: string) => `${name} [${unit}]`;
  const columns: Column<Point>[] = [
    { key: 'ciclo', title: words.ciclo, kind: 'text', value: (p) => format.ciclo(p.ciclo) },
    { key: 'desde', title: words.from, kind: 'day', value: (p) => p.desde, roomy: true },
    { key: 'dias', title: words.days, kind: 'count', value: (p) => p.dias },
    { key: 'consumo', title: inUnit(words.history), kind: 'kwh', value: (p) => p.history },
    { key: 'tendencia', title: words.trend, kind: 'kwh', value: (p) => p.trend },
  ];
  if (points.some((p) => p.reference !== null)) {
    columns.push({ key: 'referencia', title: reference, kind: 'kwh', value: (p) => p.reference });
  }
  if (points.some((p) => p.measured !== null)) {
    columns.push({ key: 'medido', title: inUnit(words.measured), kind: 'kwh', value: (p) => p.measured?.value });
  }
  if (points.some((p) => p.forecast !== null)) {
    columns.push({ key: 'pronostico', title: words.forecast, kind: 'kwh', value: (p) => p.forecast });
  }
  for (const level of levelsOf(points).toReversed()) {
    const limit = (k: 0 | 1) => (p: Point) => p.bands.find((b) => b.level === level)?.interval[k];
    columns.push({ key: `inf${level}`, title: words.lower(format.level(level)), kind: 'kwh', value: limit(0) });
    columns.push({ key: `sup${level}`, title: words.upper(format.level(level)), kind: 'kwh', value: limit(1) });
  }
  if (points.some((p) => notesOf(p, texts) !== '')) {
    columns.push({ key: 'notas', title: words.notes, kind: 'text', value: (p) => notesOf(p, texts) });
  }
  return columns;
}

/** What the marks of a point say. */
export function notesOf(p: Point, texts: Texts): string {
  const notes = [p.estimated ? texts.chart.estimated : '', p.hallazgos > 0 ? texts.chart.questionable : '', ...p.events];
  return notes.filter((note) => note !== '').join(' · ');
}
