/** Where the bars of the evidence go. From zero; each bar as wide as its ciclo is long. */

import { scaleLinear } from 'd3-scale';

import type { Hallazgo } from '../../api/types';
import { tickDecimals } from '../../charts/layout';

const PAD = { top: 26, right: 8, bottom: 26, left: 52 } as const;
const GAP = 3;
const TICKS = 3;

export type Bar = { ciclo: string; kwh: number | null; raw: number | null; x: number; width: number; y: number; yRaw: number; last: boolean };

/** @param proposed the consumption [kWh] if the proposal is right, null where there is none. */
export function evidenceLayout(h: Hallazgo, { width, height }: { width: number; height: number }, proposed: number | null) {
  const range = expectedOf(h);
  const points = h.historia;
  const highest = Math.max(0, range?.[1] ?? 0, proposed ?? 0, ...points.flatMap((p) => [p.kwh ?? 0, p.kwh_crudo ?? 0]));
  const floor = height - PAD.bottom;
  const y = scaleLinear([0, highest || 1], [floor, PAD.top]);
  const days = points.reduce((sum, p) => sum + p.dias, 0) || 1;
  const room = width - PAD.left - PAD.right;
  let at: number = PAD.left;
  const bars = points.map((p, k): Bar => {
    const wide = (p.dias / days) * room;
    const bar = {
      ciclo: p.ciclo,
      kwh: p.kwh,
      raw: p.kwh_crudo === p.kwh ? null : p.kwh_crudo,
      x: at + GAP / 2,
      width: Math.max(1, wide - GAP),
      y: y(p.kwh ?? 0),
      yRaw: y(p.kwh_crudo ?? 0),
      last: k === points.length - 1,
    };
    at += wide;
    return bar;
  });
  const values = y.ticks(TICKS);
  const ticks = values.map((kwh) => ({ kwh, y: y(kwh) }));
  return { bars, floor, left: PAD.left, ticks, tickDecimals: tickDecimals(values), range: range === null ? null : { top: y(range[1]), bottom: y(range[0]) }, proposed: proposed === null ? null : y(proposed) };
}

/** What was expected of the ciclo [kWh]; null where it is of a reading, or not in numbers. */
export function expectedOf(h: Hallazgo): [number, number] | null {
  if (h.rango !== null) return h.rango.unidad === 'kWh' ? [h.rango.minimo, h.rango.maximo] : null;
  const { esperado_min: low, esperado_max: high } = h.evidencia as Record<string, unknown>;
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : null;
}
