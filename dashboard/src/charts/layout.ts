/** Where everything of the band chart goes: points and a size in, coordinates and paths out. No DOM, no texts. */

import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';

import { levelsOf, type Medida, type Point } from './series';

export type Size = { width: number; height: number };
export type Layout = ReturnType<typeof layOut>;

export const MARGIN = { top: 14, right: 14, bottom: 40, left: 58 } as const;

/** From so many points on, dots touch each other and the line says it alone. */
const MAX_DOTS = 72;
const TICK_EVERY = { x: 48, y: 58 } as const; // px
const DAY = 86_400_000;

/** A corner of a line: a moment of a ciclo, or of none between two that do not touch. */
type Corner = { at: number; p: Point | null };

/**
 * Per ciclo, a value stands in the middle of its ciclo. Per day, it holds from the first day to the last: the line
 * has steps as wide as the ciclos, and the area under it is the energy, whatever their length.
 */
export function layOut(points: readonly Point[], { width, height }: Size, medida: Medida = 'ciclo') {
  const span = timeSpan(points);
  const x = scaleLinear(span, [MARGIN.left, Math.max(MARGIN.left + 1, width - MARGIN.right)]);
  const floor = height - MARGIN.bottom;
  // From zero: a cut axis makes every change look large.
  const y = scaleLinear([0, highest(points)], [floor, MARGIN.top]).nice(4);

  const yValues = y.ticks(Math.max(2, Math.floor((floor - MARGIN.top) / TICK_EVERY.y)));

  const middles = points.map((p): Corner => ({ at: p.time, p }));
  const corners = medida === 'ciclo' ? middles : stepsOf(points);

  const path = (value: (p: Point) => number | null, through: readonly Corner[] = corners) =>
    line<Corner>(
      ({ at }) => x(at),
      ({ p }) => y((p && value(p)) ?? 0),
    )
      .defined(({ p }) => p !== null && value(p) !== null)
      .digits(1)(through) ?? '';

  const between = (low: (p: Point) => number | null, high: (p: Point) => number | null) =>
    area<Corner>(
      ({ at }) => x(at),
      ({ p }) => y((p && low(p)) ?? 0),
      ({ p }) => y((p && high(p)) ?? 0),
    )
      .defined(({ p }) => p !== null && low(p) !== null && high(p) !== null)
      .digits(1)(corners) ?? '';

  const past = points.filter((p) => !p.future);
  const last = past.at(-1);
  const next = points.find((p) => p.future);
  const known = past.filter((p) => p.history !== null);
  // Joined to the last reading, so that the eye does not see a break where there is none.
  const joined = (p: Point) => p.forecast ?? (medida === 'ciclo' && next !== undefined && p === last ? p.history : null);

  return {
    floor,
    right: width - MARGIN.right,
    /** The centre of a point. */
    x: (p: Point) => x(p.time),
    y: (value: number) => y(value),
    xTicks: timeTicks(x, span, width - MARGIN.left - MARGIN.right),
    yTicks: yValues.map((value) => ({ value, at: y(value) })),
    yDecimals: tickDecimals(yValues),
    bands: levelsOf(points).map((level) => ({
      level,
      path: between(
        (p) => intervalOf(p, level)?.[0] ?? null,
        (p) => intervalOf(p, level)?.[1] ?? null,
      ),
    })),
    history: path((p) => p.history),
    /** The energy of the history, '' where the height of the line is not per day. */
    energy: medida === 'ciclo' ? '' : between(
      (p) => (p.history === null ? null : 0),
      (p) => p.history,
    ),
    trend: path((p) => p.trend, middles),
    reference: path((p) => p.reference),
    forecast: path(joined),
    /** What was measured of a ciclo under way: so high per ciclo, so high for so many days per day. */
    measured: points
      .filter((p) => p.measured !== null)
      .map(({ measured, start, time }) => {
        const [value, end] = [y(measured?.value ?? 0), measured?.end ?? start];
        return medida === 'ciclo' ? `M${x(time).toFixed(1)},${floor}V${value.toFixed(1)}` : `M${x(start).toFixed(1)},${value.toFixed(1)}H${x(end).toFixed(1)}`;
      })
      .join(''),
    dots: (medida === 'ciclo' && known.length <= MAX_DOTS ? known : known.filter(isMarked)),
    events: points.filter((p) => p.events.length > 0),
    /** Between what was read and what is forecast; null where nothing is forecast. */
    today: last !== undefined && next !== undefined ? x(next.measured?.end ?? (last.end + next.start) / 2) : null,
  };
}

/** Meters are read a day or two earlier or later than their ciclo ends: so much is no gap and no overlap. */
const SEAM = 7 * DAY;

/** Both edges of each ciclo; neighbours meet half way between the end of one and the start of the next. */
function stepsOf(points: readonly Point[]): Corner[] {
  const seam = (before: Point | undefined, after: Point | undefined): number | null =>
    before && after && Math.abs(after.start - before.end) <= SEAM ? (before.end + after.start) / 2 : null;
  return points.flatMap((p, k): Corner[] => {
    const after = seam(p, points[k + 1]);
    const corners = [{ at: seam(points[k - 1], p) ?? p.start, p }, { at: after ?? p.end, p }];
    return after === null ? [...corners, { at: p.end, p: null }] : corners;
  });
}

const isMarked = (p: Point): boolean => p.estimated || p.hallazgos > 0;

/** The index of the point nearest to `px`; points are in order of time. */
export function nearest(layout: Layout, points: readonly Point[], px: number): number {
  let best = 0;
  for (const [k, p] of points.entries()) {
    if (Math.abs(layout.x(p) - px) < Math.abs(layout.x(points[best] ?? p) - px)) best = k;
  }
  return best;
}

/** From the first day to the last, so that both measures have the same axis. */
function timeSpan(points: readonly Point[]): [number, number] {
  return [points[0]?.start ?? 0, points.at(-1)?.end ?? DAY];
}

function highest(points: readonly Point[]): number {
  const values = points.flatMap((p) => [p.history, p.trend, p.forecast, p.reference, p.measured?.value ?? null, ...p.bands.map((b) => b.interval[1])]);
  const top = Math.max(0, ...values.filter((v) => v !== null));
  return top > 0 ? top : 1;
}

/** How many decimals tell neighbouring ticks apart. */
export function tickDecimals([first = 0, second = 1]: readonly number[]): number {
  return Math.max(0, -Math.floor(Math.log10(second - first)));
}

function intervalOf(p: Point, level: string) {
  return p.bands.find((b) => b.level === level)?.interval ?? null;
}

/** Months between two ticks, as people count them. */
const STEPS = [1, 2, 3, 6, 12, 24, 60, 120] as const;

/** Ticks where months begin; `year` is set on the first tick and wherever the year changes. */
function timeTicks(x: (time: number) => number, [from, to]: readonly [number, number], width: number) {
  const months = (to - from) / (30.44 * DAY);
  const step = STEPS.find((s) => (s * width) / months >= TICK_EVERY.x) ?? 120;
  const first = new Date(from);
  let month = first.getUTCFullYear() * 12 + first.getUTCMonth() + (first.getUTCDate() > 1 ? 1 : 0);
  month += (step - (month % step)) % step;
  const ticks: { date: Date; at: number; year: number | null }[] = [];
  for (let year: number | null = null; ; month += step) {
    const own = Math.floor(month / 12);
    const date = new Date(Date.UTC(own, month % 12, 1));
    if (date.getTime() > to) return ticks;
    ticks.push({ date, at: x(date.getTime()), year: own === year ? null : own });
    year = own;
  }
}
