/** Where everything of the band chart goes: points and a size in, coordinates and paths out. No DOM, no texts. */

import { scaleLinear, scaleUtc } from 'd3-scale';
import { area, line } from 'd3-shape';

import { levelsOf, type Point } from './series';

export type Size = { width: number; height: number };
export type Layout = ReturnType<typeof layOut>;

export const MARGIN = { top: 14, right: 14, bottom: 40, left: 58 } as const;

/** From so many points on, dots touch each other and the line says it alone. */
const MAX_DOTS = 72;
const TICK_EVERY = { x: 92, y: 58 } as const; // px

export function layOut(points: readonly Point[], { width, height }: Size) {
  const x = scaleUtc(timeSpan(points), [MARGIN.left, Math.max(MARGIN.left + 1, width - MARGIN.right)]);
  const floor = height - MARGIN.bottom;
  // From zero: a cut axis makes every change look large.
  const y = scaleLinear([0, highest(points)], [floor, MARGIN.top]).nice(4);

  const yValues = y.ticks(Math.max(2, Math.floor((floor - MARGIN.top) / TICK_EVERY.y)));

  const path = (value: (p: Point) => number | null) =>
    line<Point>(
      (p) => x(p.time),
      (p) => y(value(p) ?? 0),
    )
      .defined((p) => value(p) !== null)
      .digits(1)(points) ?? '';

  const band = (level: string) =>
    area<Point>(
      (p) => x(p.time),
      (p) => y(intervalOf(p, level)?.[0] ?? 0),
      (p) => y(intervalOf(p, level)?.[1] ?? 0),
    )
      .defined((p) => intervalOf(p, level) !== null)
      .digits(1)(points) ?? '';

  const past = points.filter((p) => !p.future);
  const last = past.at(-1);
  const next = points.find((p) => p.future);
  const known = past.filter((p) => p.history !== null);

  return {
    floor,
    right: width - MARGIN.right,
    /** The centre of a point. */
    x: (p: Point) => x(p.time),
    y: (value: number) => y(value),
    xTicks: timeTicks(x, width),
    yTicks: yValues.map((value) => ({ value, at: y(value) })),
    yDecimals: decimalsOf(yValues),
    bands: levelsOf(points).map((level) => ({ level, path: band(level) })),
    history: path((p) => p.history),
    trend: path((p) => p.trend),
    // Joined to the last reading, so that the eye does not see a break where there is none.
    forecast: path((p) => p.forecast ?? (next !== undefined && p === last ? p.history : null)),
    dots: known.length <= MAX_DOTS ? known : known.filter((p) => p.estimated || p.hallazgos > 0),
    /** Between the last ciclo read and the first one forecast; null where nothing is forecast. */
    today: last !== undefined && next !== undefined ? (x(last.time) + x(next.time)) / 2 : null,
  };
}

/** The index of the point nearest to `px`; points are in order of time. */
export function nearest(layout: Layout, points: readonly Point[], px: number): number {
  let best = 0;
  for (const [k, p] of points.entries()) {
    if (Math.abs(layout.x(p) - px) < Math.abs(layout.x(points[best] ?? p) - px)) best = k;
  }
  return best;
}

function timeSpan(points: readonly Point[]): [number, number] {
  const first = points[0]?.time ?? 0;
  const last = points.at(-1)?.time ?? 1;
  const day = 86_400_000;
  // One ciclo alone stands in the middle.
  return first === last ? [first - 15 * day, last + 15 * day] : [first, last];
}

function highest(points: readonly Point[]): number {
  const values = points.flatMap((p) => [p.history, p.trend, p.forecast, ...p.bands.map((b) => b.interval[1])]);
  const top = Math.max(0, ...values.filter((v) => v !== null));
  return top > 0 ? top : 1;
}

/** How many decimals tell neighbouring ticks apart. */
function decimalsOf([first = 0, second = 1]: readonly number[]): number {
  return Math.max(0, -Math.floor(Math.log10(second - first)));
}

function intervalOf(p: Point, level: string) {
  return p.bands.find((b) => b.level === level)?.interval ?? null;
}

/** Month ticks; `year` is set on the first tick and wherever the year changes. */
function timeTicks(x: ReturnType<typeof scaleUtc<number>>, width: number) {
  let year: number | null = null;
  return x.ticks(Math.max(2, Math.floor(width / TICK_EVERY.x))).map((date) => {
    const own = date.getUTCFullYear();
    const changed = own !== year;
    year = own;
    return { date, at: x(date), year: changed ? own : null };
  });
}
