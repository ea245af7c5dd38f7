/** An answer of the API as the points of a chart, in kWh per ciclo or per day. */

import type { Consumo } from '../api/types';
import type { Medida } from '../state/address';

export type Interval = readonly [low: number, high: number];

/** One ciclo; `null` is a value that is not known, which is drawn as a gap and never as zero. */
export type Point = {
  ciclo: string;
  desde: string;
  hasta: string;
  dias: number;
  /** The middle of the ciclo [ms]: ciclos of unequal length stand where they lie in time. */
  time: number;
  history: number | null;
  trend: number | null;
  forecast: number | null;
  /** By level [%], widest first. */
  bands: { level: string; interval: Interval }[];
  estimated: boolean;
  hallazgos: number;
  future: boolean;
};

const ESTIMATED = new Set([8, 9]); // ESPI quality of reading: estimated forward, estimated

export function pointsOf(consumo: Consumo, medida: Medida): Point[] {
  const trend = new Map<string, number | null>();
  for (const { ciclo, kwh } of [...consumo.tendencia.valores, ...consumo.tendencia.proyeccion]) trend.set(ciclo, kwh);
  // A sum of many usuarios nearly always has some reading to review: marking it would say nothing.
  const marked = consumo.ambito.tipo === 'usuario';

  const past = consumo.historico.map((p): Point => {
    const scaled = scaling(medida, p.dias);
    return {
      ...dates(p),
      history: scaled(p.kwh),
      trend: scaled(trend.get(p.ciclo)),
      forecast: null,
      bands: [],
      estimated: marked && ESTIMATED.has(p.calidad ?? 0),
      hallazgos: marked ? p.hallazgos : 0,
      future: false,
    };
  });
  const future = consumo.predicciones.map((p): Point => {
    const scaled = scaling(medida, p.dias);
    const bands = Object.entries(p.intervalos)
      .map(([level, [low, high]]) => ({ level, interval: [scaled(low) ?? 0, scaled(high) ?? 0] as const }))
      .sort((a, b) => Number(b.level) - Number(a.level));
    return {
      ...dates(p),
      history: null,
      trend: scaled(trend.get(p.ciclo)),
      forecast: scaled(p.kwh),
      bands,
      estimated: false,
      hallazgos: 0,
      future: true,
    };
  });
  return [...past, ...future];
}

/** The levels that any point has, widest first. */
export function levelsOf(points: readonly Point[]): string[] {
  return points.find((p) => p.bands.length > 0)?.bands.map((b) => b.level) ?? [];
}

type Dated = { ciclo: string; desde: string; hasta: string; dias: number };

function dates({ ciclo, desde, hasta, dias }: Dated) {
  return { ciclo, desde, hasta, dias, time: (Date.parse(desde) + Date.parse(hasta)) / 2 };
}

function scaling(medida: Medida, dias: number) {
  return (kwh: number | null | undefined): number | null => {
    if (kwh === null || kwh === undefined) return null;
    return medida === 'dia' ? kwh / dias : kwh;
  };
}
