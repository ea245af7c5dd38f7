/** Where bars go: values in, coordinates out. The axis always holds zero. No DOM, no texts. */

import { scaleLinear } from 'd3-scale';

/** A bar from one value to another: from zero for an amount, from where the last one ended for a part of a sum. */
export type Bar = { from: number; to: number; kind: string; name: string };
/** What stands side by side over one label; without bars, what is not known. */
export type Group = { key: string; label: string; bars: readonly Bar[] };
export type BarsLayout = ReturnType<typeof layOutBars>;

const MARGIN = { top: 20, right: 8, bottom: 26, left: 56 } as const;
const TICK_EVERY = 46; // px
/** Room that a label of the axis needs [px]. */
const LABEL = 84;

export function layOutBars(groups: readonly Group[], { width, height }: { width: number; height: number }) {
  const values = groups.flatMap((g) => g.bars.flatMap((b) => [b.from, b.to]));
  const domain = [Math.min(0, ...values), Math.max(0, ...values)] as const;
  const floor = height - MARGIN.bottom;
  const y = scaleLinear(domain[0] === domain[1] ? [0, 1] : domain, [floor, MARGIN.top]).nice(4);
  const ticks = y.ticks(Math.max(2, Math.floor((floor - MARGIN.top) / TICK_EVERY)));
  const [first = 0, second = 1] = ticks;

  const slot = Math.max(1, (width - MARGIN.left - MARGIN.right) / Math.max(1, groups.length));
  const every = Math.ceil(LABEL / slot);
  return {
    left: MARGIN.left,
    right: width - MARGIN.right,
    floor,
    zero: y(0),
    ticks: ticks.map((value) => ({ value, at: y(value) })),
    step: second - first,
    groups: groups.map((g, k) => {
      const start = MARGIN.left + k * slot;
      const wide = (slot * 0.76) / Math.max(1, g.bars.length);
      return {
        key: g.key,
        middle: start + slot / 2,
        /** Where the label of the last one ends, where it is wider than its place. */
        end: k === groups.length - 1 && every > 1 ? start + slot : null,
        // The last one always has its label; the others where there is room for them.
        label: (groups.length - 1 - k) % every === 0 ? g.label : '',
        bars: g.bars.map((b, n) => ({
          of: b,
          kind: b.kind,
          name: b.name,
          x: start + slot * 0.12 + n * wide,
          width: Math.max(1, wide - 1),
          y: Math.min(y(b.from), y(b.to)),
          height: Math.max(b.from === b.to ? 0 : 1, Math.abs(y(b.from) - y(b.to))),
        })),
      };
    }),
  };
}

/** The parts of a change as steps from one sum to the other; parts that are nothing are left out. */
export function stepsOf(
  from: { name: string; value: number },
  parts: readonly { name: string; value: number }[],
  to: { name: string; value: number },
): Group[] {
  const whole = ({ name, value }: { name: string; value: number }): Group => ({
    key: name,
    label: name,
    bars: [{ from: 0, to: value, kind: 'whole', name }],
  });
  let at = from.value;
  const steps = parts
    .filter((p) => p.value !== 0)
    .map((p): Group => {
      const start = at;
      at += p.value;
      return { key: p.name, label: p.name, bars: [{ from: start, to: at, kind: p.value > 0 ? 'more' : 'less', name: p.name }] };
    });
  return [whole(from), ...steps, whole(to)];
}
