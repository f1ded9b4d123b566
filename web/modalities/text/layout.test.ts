import { expect, test } from 'vitest';
import { blocksOf, lanesOf, looksAligned, piecesOf } from './layout.ts';

const stretch = (id: string, start: number, end: number) => ({ id, start, end, colour: 'red' });

test('blocks are whole lines, hold everything, and cut no line end in two', () => {
  const text = Array.from({ length: 200 }, (_, i) => `line ${i}${['\r\n', '\n', '\r'][i % 3]}`).join('');
  const blocks = blocksOf(text);
  expect(blocks.map((b) => text.slice(b.start, b.end)).join('')).toBe(text);
  expect(blocks).toHaveLength(5);
  for (const b of blocks.slice(1)) expect(text.slice(b.start - 2, b.start + 1)).not.toMatch(/.\r\n/);
  expect(blocksOf('')).toEqual([{ start: 0, end: 0 }]);
});

test('stretches that overlap lie on lines of their own, others share one', () => {
  const lanes = lanesOf([
    stretch('inner', 5, 8),
    stretch('outer', 0, 20),
    stretch('after', 20, 30),
    stretch('same', 5, 8),
  ]);
  expect(Object.fromEntries(lanes.map((l) => [l.id, l.lane]))).toEqual({ outer: 0, inner: 1, same: 2, after: 0 });
});

test('pieces have no gap and name what lies over them', () => {
  const lanes = lanesOf([stretch('a', 2, 6), stretch('b', 4, 12)]);
  const pieces = piecesOf({ start: 0, end: 10 }, lanes);
  expect(pieces.map((p) => [p.start, p.end, p.over.map((s) => s.id).join()])).toEqual([
    [0, 2, ''],
    [2, 4, 'a'],
    [4, 6, 'a,b'],
    [6, 10, 'b'],
  ]);
});

test('a text in columns is told from prose', () => {
  expect(looksAligned('Name      Value\nHb        13.2\nWBC\t7')).toBe(true);
  expect(looksAligned('The lungs are clear. No effusion.\n\nHeart is normal.')).toBe(false);
});
