/** An answer of the API as the points of a chart, in kWh per ciclo or per day. */

import type { Consumo } from '../api/types';

export type Medida = 'ciclo' | 'dia';
export type Interval = readonly [low: number, high: number];

/** One ciclo; `null` is a value that is not known, which is drawn as a gap and never as zero. */
export type Point = {
  ciclo: string;
  desde: string;
  hasta: string;
  dias: number;
  /** Its first moment, its middle and its end [ms]: ciclos of unequal length stand where they lie in time. */
  start: number;
  time: number;
  end: number;
  history: number | null;
  trend: number | null;
  forecast: number | null;
  /** What the history is compared with, where something was chosen. */
  reference: number | null;
  /** By level [%], widest first. */
  bands: { level: string; interval: Interval }[];
  estimated: boolean;
  hallazgos: number;
  /** Of a ciclo under way, what was measured so far: `forecast` holds it. */
  measured: Measured | null;
  /** What happened to the meter: sentences. */
  events: readonly string[];
  future: boolean;
};

/** `value` in the unit of the chart, until `end` [ms]. */
export type Measured = { value: number; dias: number; end: number };

/** What is drawn beside the history. */
export type Extras = {
  /** In kWh per day, by ciclo. */
  reference?: ReadonlyMap<string, number | null>;
  events?: ReadonlyMap<string, readonly string[]>;
};

const ESTIMATED = new Set([8, 9]); // ESPI quality of reading: estimated forward, estimated
/** Days by which the ciclo of a year before may be off. */
const NEAR = 15;
const DAY = 86_400_000;

/**
 * The forecast of the ciclo that has begun and not ended, where the last one has: the history has its first days only.
 * Dates of one usuario may be off by some days from those of the ciclo, but not by half of what was read.
 */
export function underWay({ historico, predicciones }: Consumo): Prediccion | null {
  const [last, next] = [historico.at(-1), predicciones[0]];
  return last !== undefined && next !== undefined && Date.parse(next.desde) < middleOf(last) ? next : null;
}

export function pointsOf(consumo: Consumo, medida: Medida, { reference, events }: Extras = {}): Point[] {
  const trend = new Map<string, number | null>();
  for (const { ciclo, kwh } of [...consumo.tendencia.valores, ...consumo.tendencia.proyeccion]) trend.set(ciclo, kwh);
  // A sum of many usuarios nearly always has some reading to review: marking it would say nothing.
  const marked = consumo.ambito.tipo === 'usuario';

  // A ciclo under way is one point, that of its forecast: its first days alone would look like a fall.
  const begun = underWay(consumo) === null ? null : (consumo.historico.at(-1) ?? null);
  const past = consumo.historico.slice(0, begun === null ? undefined : -1).map((p): Point => {
    const days = ownDays(p);
    const scaled = scaling(medida, days);
    return {
      ...dates(p),
      history: scaled(p.kwh),
      trend: scaled(trend.get(p.ciclo)),
      forecast: null,
      reference: fromDaily(reference?.get(p.ciclo), medida, days),
      bands: [],
      estimated: marked && ESTIMATED.has(p.calidad ?? 0),
      hallazgos: marked ? p.hallazgos : 0,
      measured: null,
      events: events?.get(p.ciclo) ?? [],
      future: false,
    };
  });
  const future = consumo.predicciones.map((p, k): Point => {
    const known = k === 0 ? begun : null;
    const scaled = scaling(medida, p.dias);
    const bands = Object.entries(p.intervalos)
      .map(([level, [low, high]]) => ({ level, interval: [scaled(low) ?? 0, scaled(high) ?? 0] as const }))
      .sort((a, b) => Number(b.level) - Number(a.level));
    return {
      ...dates(p),
      history: null,
      trend: scaled(trend.get(p.ciclo)),
      forecast: scaled(p.kwh),
      reference: fromDaily(reference?.get(p.ciclo), medida, p.dias),
      bands,
      estimated: false,
      hallazgos: marked && known ? known.hallazgos : 0,
      measured: measuredOf(p, medida),
      events: (known && events?.get(known.ciclo)) ?? [],
      future: true,
    };
  });
  return [...past, ...future];
}

/** The levels that any point has, widest first. */
export function levelsOf(points: readonly Point[]): string[] {
  return points.find((p) => p.bands.length > 0)?.bands.map((b) => b.level) ?? [];
}

export type Dated = { ciclo: string; desde: string; hasta: string; dias: number };
type Prediccion = Consumo['predicciones'][number];
type Read = Dated & { kwh_dia: number | null };

/** For each ciclo, read or to come, the kwh_dia of the same one a year before; null where there is none near enough. */
export function aYearBefore(history: readonly Read[], ciclos: readonly Dated[]): Map<string, number | null> {
  return new Map(ciclos.map((c) => [c.ciclo, sameCicloAYearBefore(history, c)?.kwh_dia ?? null]));
}

export function sameCicloAYearBefore(history: readonly Read[], ciclo: Dated): Read | null {
  const wanted = middleOf(ciclo) - 365.25 * DAY;
  const near = history.filter((p) => Math.abs(middleOf(p) - wanted) <= NEAR * DAY);
  return near.toSorted((a, b) => Math.abs(middleOf(a) - wanted) - Math.abs(middleOf(b) - wanted))[0] ?? null;
}

/** The shortest and the longest ciclo, where that difference is worth a word [days]. */
export function unequalDays(points: readonly Point[]): [number, number] | null {
  const days = points.filter((p) => !p.future).map((p) => p.dias);
  const [least, most] = [Math.min(...days), Math.max(...days)];
  return most - least > 3 ? [least, most] : null; // months differ by three
}

function measuredOf({ desde, medido }: Prediccion, medida: Medida): Measured | null {
  if (medido === null) return null;
  const { kwh, dias } = medido;
  return { value: medida === 'dia' ? kwh / dias : kwh, dias, end: Date.parse(desde) + dias * DAY };
}

const middleOf = ({ desde, hasta }: Dated): number => (Date.parse(desde) + Date.parse(hasta)) / 2;

function dates({ ciclo, desde, hasta, dias }: Dated) {
  const [start, end] = [Date.parse(desde), Date.parse(hasta)];
  return { ciclo, desde, hasta, dias, start, time: (start + end) / 2, end };
}

/** Days that the kWh of a ciclo are of: of a sum those of its usuarios, who are not all read on the ciclo's own dates. */
function ownDays({ dias, kwh, kwh_dia }: { dias: number; kwh: number | null; kwh_dia: number | null }): number {
  return kwh && kwh_dia ? kwh / kwh_dia : dias;
}

function scaling(medida: Medida, dias: number) {
  return (kwh: number | null | undefined): number | null => {
    if (kwh === null || kwh === undefined) return null;
    return medida === 'dia' ? kwh / dias : kwh;
  };
}

function fromDaily(kwhDia: number | null | undefined, medida: Medida, dias: number): number | null {
  if (kwhDia === null || kwhDia === undefined) return null;
  return medida === 'dia' ? kwhDia : kwhDia * dias;
}
