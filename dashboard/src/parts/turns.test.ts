import { beforeEach, expect, it, vi } from 'vitest';

import { inTurn } from './turns';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', () => 0); // a tab that nobody sees: no frames
});

it('does one piece to a task, in the order asked', () => {
  const done: string[] = [];
  for (const name of ['a', 'b', 'c']) inTurn(() => done.push(name));
  expect(done).toEqual([]);
  vi.advanceTimersToNextTimer();
  expect(done).toEqual(['a']);
  vi.runAllTimers();
  expect(done).toEqual(['a', 'b', 'c']);
});

it('leaves out what was given up, and begins anew afterwards', () => {
  const done: string[] = [];
  inTurn(() => done.push('a'));
  inTurn(() => done.push('b'))();
  vi.runAllTimers();
  inTurn(() => done.push('c'));
  vi.runAllTimers();
  expect(done).toEqual(['a', 'c']);
});
