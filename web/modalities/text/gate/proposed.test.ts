import { expect, test } from 'vitest';
import { byDoubt, dismissed, stepped, typeName } from './proposed.ts';

const place = (id: string, start: number, end: number, score?: number) => ({
  id,
  file: 'f',
  start,
  end,
  ...(score === undefined ? {} : { found: { type: 'name', rule: 'r', score } }),
});

test('what a person does not cover wholly is dismissed', () => {
  const proposed = [place('p1', 10, 20, 0.9), place('p2', 30, 34, 0.6)];
  expect(dismissed(proposed, proposed)).toEqual([]);
  expect(dismissed(proposed, [place('a', 15, 20), place('b', 0, 15)]).map((s) => s.id)).toEqual(['p2']);
  expect(dismissed(proposed, [place('a', 10, 19), place('b', 29, 40)]).map((s) => s.id)).toEqual(['p1']);
  expect(
    dismissed(
      proposed,
      proposed.map((s) => ({ ...s, file: 'g' })),
    ),
  ).toHaveLength(2);
});

test('places are gone through in their order, and by doubt the least sure first', () => {
  const all = [place('c', 30, 31), place('a', 1, 2, 0.9), place('b', 10, 12, 0.55)];
  const [c, a, b] = all;
  expect(stepped(all, undefined, 1)).toBe(a);
  expect(stepped(all, undefined, -1)).toBe(c);
  expect(stepped(all, a, 1)).toBe(b);
  expect(stepped(all, c, 1)).toBe(a);
  expect(stepped([], undefined, 1)).toBe(undefined);
  expect(byDoubt(all, undefined)).toBe(b);
  expect(byDoubt(all, b)).toBe(a);
  expect(byDoubt(all, a)).toBe(b);
  expect(byDoubt([c!], undefined)).toBe(undefined);
});

test('types are words', () => {
  expect(typeName('medicalRecord')).toBe('medical record');
});
