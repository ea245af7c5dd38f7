/** What a point of the chart says, as rows for the tooltip and as one sentence for a screen reader. */

import type { Format } from '../format/format';
import type { Texts } from '../i18n/i18n';
import type { Point } from './series';

export type Row = { name: string; value: string; kind: 'history' | 'trend' | 'forecast' | 'reference' | 'band' | 'note' };

/** `reference` names what the history is compared with. */
export function rowsOf(p: Point, texts: Texts, format: Format, reference = ''): Row[] {
  const rows: Row[] = [];
  const words = texts.chart;
  if (!p.future) {
    rows.push({ name: words.history, value: p.history === null ? words.missing : format.kwh(p.history), kind: 'history' });
  }
  if (p.measured !== null) {
    rows.push({ name: words.measuredIn(p.measured.dias), value: format.kwh(p.measured.value), kind: 'history' });
  }
  if (p.forecast !== null) rows.push({ name: words.forecast, value: format.kwh(p.forecast), kind: 'forecast' });
  for (const { level, interval } of p.bands) {
    const value = words.between(format.kwh(interval[0]), format.kwh(interval[1]));
    rows.push({ name: words.band(format.level(level)), value, kind: 'band' });
  }
  if (p.trend !== null) rows.push({ name: words.trend, value: format.kwh(p.trend), kind: 'trend' });
  if (p.reference !== null) rows.push({ name: reference, value: format.kwh(p.reference), kind: 'reference' });
  if (p.estimated) rows.push({ name: words.estimated, value: '', kind: 'note' });
  if (p.hallazgos > 0) rows.push({ name: words.questionable, value: format.count(p.hallazgos), kind: 'note' });
  for (const event of p.events) rows.push({ name: event, value: '', kind: 'note' });
  return rows;
}

export function readOut(p: Point, unit: string, texts: Texts, format: Format, reference = ''): string {
  const rows = rowsOf(p, texts, format, reference).map(({ name, value }) => (value === '' ? name : `${name}: ${value}`));
  return `${format.ciclo(p.ciclo)}, ${texts.chart.ofDays(p.dias)} (${unit}). ${rows.join(' · ')}`;
}
