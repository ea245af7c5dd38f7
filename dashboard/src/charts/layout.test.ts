import { describe, expect, it } from 'vitest';

import { layOut, MARGIN, nearest } from './layout';
import { sampleConsumo } from './sample';
import { pointsOf } from './series';

const SIZE = { width: 700, height: 340 };
const points = pointsOf(sampleConsumo(), 'ciclo');
const layout = layOut(points, SIZE);

/** How many strokes of a path are neither level nor upright. */
const slopes = (path: string) =>
  path
    .split('M')
    .map((run) => run.split('L').map((pair) => pair.split(',').map(Number)))
    .flatMap((run) => run.slice(1).map(([x, y], k) => x !== run[k]![0] && y !== run[k]![1]))
    .filter(Boolean).length;

const segments = (path: string) => path.split('M').length - 1;

describe('points', () => {
  it('are the history and then the forecast', () => {
    expect(points).toHaveLength(15);
    expect(points.filter((p) => p.future).map((p) => p.ciclo)).toEqual(['2025-02', '2025-03']);
    expect(points.at(-1)?.bands.map((b) => b.level)).toEqual(['95', '80']);
  });

  it('per day are divided by the days of each ciclo, bands and trend too', () => {
    const daily = pointsOf(sampleConsumo(), 'dia');
    expect(daily[0]).toMatchObject({ history: 10, trend: 280 / 31 });
    expect(daily[13]).toMatchObject({ forecast: 300 / 28, trend: 293 / 28 });
    expect(daily[13]?.bands[1]?.interval).toEqual([280 / 28, 320 / 28]);
    expect(daily[3]?.history).toBeNull();
  });

  it('of a sum are not marked', () => {
    const sum = sampleConsumo();
    sum.ambito = { tipo: 'total', id: null, nombre: 'Total' };
    expect(pointsOf(sum, 'ciclo').some((p) => p.estimated || p.hallazgos > 0)).toBe(false);
  });
});

describe('layout', () => {
  it('starts the axis at zero and holds every band', () => {
    expect(layout.yTicks[0]).toEqual({ value: 0, at: SIZE.height - MARGIN.bottom });
    expect(layout.y(350)).toBeGreaterThanOrEqual(MARGIN.top);
  });

  it.each([
    [900, ['2024-01', '2024-02', '2024-03']],
    [320, ['2024-01', '2024-04', '2024-07']],
  ])('has a tick where months begin, as many as %i px hold', (width, first) => {
    const { xTicks } = layOut(points, { width, height: 340 });
    expect(xTicks.slice(0, 3).map((t) => t.date.toISOString().slice(0, 7))).toEqual(first);
    expect(xTicks.filter((t) => t.year !== null).map((t) => t.year)).toEqual([2024, 2025]);
    expect(xTicks.every((t, k) => k === 0 || t.at - xTicks[k - 1]!.at > 40)).toBe(true);
  });

  it('leaves a gap where a reading is missing', () => {
    expect(segments(layout.history)).toBe(2);
    expect(layout.dots).toHaveLength(12);
  });

  it('places ciclos by their dates, not by their number', () => {
    const gaps = points.slice(1).map((p, k) => layout.x(p) - layout.x(points[k]!));
    expect(Math.max(...gaps) / Math.min(...gaps)).toBeCloseTo(31 / 29.5, 1);
  });

  it('per day has a step as wide as each ciclo, and no slope between two that are read a day apart', () => {
    const answer = sampleConsumo();
    answer.historico[6]!.hasta = '2024-08-02'; // read a day late
    const daily = pointsOf(answer, 'dia');
    const { history, energy } = layOut(daily, SIZE, 'dia');
    expect(slopes(history)).toBe(0);
    expect(segments(history)).toBe(2);
    expect(energy).not.toBe('');
    expect(layOut(daily, SIZE, 'ciclo').energy).toBe('');
  });

  it('per day does not join ciclos with nothing known between them', () => {
    const answer = sampleConsumo();
    answer.historico.splice(7, 2);
    expect(segments(layOut(pointsOf(answer, 'dia'), SIZE, 'dia').history)).toBe(3);
  });

  it('finds the point under the pointer', () => {
    expect(nearest(layout, points, -50)).toBe(0);
    expect(nearest(layout, points, layout.x(points[7]!) + 3)).toBe(7);
    expect(nearest(layout, points, 9999)).toBe(14);
  });

  it('tells small ticks apart', () => {
    const small = sampleConsumo();
    for (const p of small.historico) p.kwh = 0.4;
    small.predicciones = [];
    small.tendencia = { ...small.tendencia, valores: [], proyeccion: [] };
    const { yDecimals, today } = layOut(pointsOf(small, 'ciclo'), SIZE);
    expect([yDecimals, today]).toEqual([1, null]);
  });

  it.each([0, 1])('holds with %i ciclos', (count) => {
    const few = layOut(points.slice(0, count), SIZE);
    expect(few.yTicks.every((t) => Number.isFinite(t.at))).toBe(true);
    expect(few.dots).toHaveLength(count);
  });
});
