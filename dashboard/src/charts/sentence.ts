/** The one sentence that says in plain words what the chart shows. */

import type { Consumo } from '../api/types';
import type { Format } from '../format/format';
import type { Texts } from '../i18n/i18n';
import { sameCicloAYearBefore, underWay } from './series';

/** Changes of kwh_dia as fractions; null where there is nothing to compare with. */
export type Changes = { previous: number | null; year: number | null };

type HistoryPoint = Consumo['historico'][number];

/** Below this a change is not worth a number. */
const SAME = 0.0005;

/**
 * @param changes those that the API worked out for this scope, where it has; otherwise they are of the history.
 * @param open whether the last ciclo still lacks readings.
 */
export function describe(consumo: Consumo, texts: Texts, format: Format, changes: Changes | null, open: boolean): string {
  const words = texts.sentence;
  const { tipo } = consumo.ambito;
  const subject = tipo === 'total' ? words.subject.total : words.subject[tipo](nameOf(consumo));
  const last = consumo.historico.at(-1);
  if (last === undefined) return '';

  const ciclo = format.ciclo(last.ciclo);
  if (last.kwh === null) return subject + words.none(ciclo) + expectation(consumo, texts, format);
  const compared = comparison(changes ?? changesOf(consumo.historico), texts, format);
  const partial = open ? words.partial : '';
  const begun = underWay(consumo)?.medido ?? null;
  if (begun !== null) {
    const so = words.soFar(format.kwh(begun.kwh), begun.dias, ciclo, format.kwh(begun.kwh / begun.dias));
    return `${subject}${so}${compared}.${tipo === 'usuario' ? '' : partial}${expectation(consumo, texts, format)}`;
  }
  const say = tipo === 'total' ? words.used : words.consumed;
  return `${subject}${say(format.kwh(last.kwh), ciclo, format.kwh(last.kwh_dia))}${compared}.${partial}${expectation(consumo, texts, format)}`;
}

/** Who it is: the id, and the name where it says more than the id. */
export function nameOf({ ambito: { id, nombre } }: Consumo): string {
  if (id === null) return nombre;
  return nombre === '' || nombre === id ? id : `${id} (${nombre})`;
}

/** The changes of the last ciclo of a history. */
export function changesOf(history: readonly HistoryPoint[]): Changes {
  const last = history.at(-1);
  if (last === undefined) return { previous: null, year: null };
  return { previous: change(last, history.at(-2)), year: change(last, sameCicloAYearBefore(history, last)) };
}

function change(now: HistoryPoint, before: { kwh_dia: number | null } | null | undefined): number | null {
  if (now.kwh_dia === null || !before?.kwh_dia) return null;
  return now.kwh_dia / before.kwh_dia - 1;
}

function comparison({ previous, year }: Changes, texts: Texts, format: Format): string {
  const words = texts.sentence;
  const parts = [
    previous === null ? '' : `${direction(previous, texts, format)} ${words.previous}`,
    year === null ? '' : `${direction(year, texts, format)} ${words.year}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `, ${parts.join(` ${words.and} `)}`;
}

function direction(fraction: number, texts: Texts, format: Format): string {
  const words = texts.sentence;
  if (Math.abs(fraction) < SAME) return words.same;
  return fraction > 0 ? words.more(format.size(fraction)) : words.less(format.size(fraction));
}

function expectation(consumo: Consumo, texts: Texts, format: Format): string {
  const next = consumo.predicciones[0];
  if (next === undefined) return '';
  const words = texts.sentence;
  const likely = next.intervalos['80'];
  const range = likely ? words.likely(format.kwh(likely[0]), format.kwh(likely[1]), format.level('80')) : '';
  const say = underWay(consumo)?.medido ? words.projected(format.kwh(next.kwh)) : words.expected(format.kwh(next.kwh), format.ciclo(next.ciclo));
  return `${say}${range}.`;
}
