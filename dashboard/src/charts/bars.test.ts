import { describe, expect, it } from 'vitest';

import { layOutBars, stepsOf, type Group } from './bars';

const SIZE = { width: 500, height: 200 };
const group = (key: string, ...values: number[]): Group => ({
  key,
  label: key,
  bars: values.map((to, k) => ({ from: 0, to, kind: `k${k}`, name: key })),
});

describe('layout', () => {
  it('always holds zero, below or above the values', () => {
    for (const values of [[50, 60], [-50, -60], [-5, 10]]) {
      const { ticks, zero, groups } = layOutBars(values.map((v, k) => group(String(k), v)), SIZE);
      expect(ticks.some((t) => t.value === 0 && t.at === zero)).toBe(true);
      for (const bar of groups.flatMap((g) => g.bars)) expect([bar.y, bar.y + bar.height]).toContain(zero);
    }
  });

  it('sets the bars of a group side by side within its place', () => {
    const { groups } = layOutBars([group('a', 1, 2), group('b', 3, 4)], SIZE);
    const [first, second] = groups[0]!.bars;
    expect(second!.x).toBeGreaterThanOrEqual(first!.x + first!.width);
    expect(second!.x + second!.width).toBeLessThan(groups[1]!.bars[0]!.x);
  });

  it('labels what there is room for, the last one always', () => {
    const many = Array.from({ length: 40 }, (_, k) => group(String(k), 1));
    const labels = layOutBars(many, SIZE).groups.map((g) => g.label);
    expect(labels.at(-1)).toBe('39');
    expect(labels.filter((l) => l !== '').length).toBeLessThan(8);
  });

  it.each([[[]], [[group('a')]], [[group('a', 0)]]])('holds where there is nothing: %j', (groups) => {
    const { ticks, zero } = layOutBars(groups, SIZE);
    expect(ticks.length).toBeGreaterThan(1);
    expect(Number.isFinite(zero)).toBe(true);
  });
});

it('steps of a change lead from one sum to the other', () => {
  const groups = stepsOf({ name: 'ago', value: 100 }, [{ name: 'uso', value: -30 }, { name: 'factor', value: 0 }, { name: 'días', value: 5 }], { name: 'sep', value: 75 });
  expect(groups.map((g) => [g.label, g.bars[0]!.from, g.bars[0]!.to, g.bars[0]!.kind])).toEqual([
    ['ago', 0, 100, 'whole'],
    ['uso', 100, 70, 'less'],
    ['días', 70, 75, 'more'],
    ['sep', 0, 75, 'whole'],
  ]);
});
