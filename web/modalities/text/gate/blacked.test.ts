import { expect, test } from 'vitest';
import { Offsets } from '../offsets.ts';
import { blacked, joined } from './blacked.ts';

const span = (id: string, start: number, end: number, file = 'f') => ({ id, file, start, end });

test('blacking out keeps every offset and every line end', () => {
  const text = 'Mrs 😀 Doe\r\nborn 1950';
  const after = blacked(text, [span('a', 4, 13)]);
  expect(after).toBe('Mrs █████\r\n██rn 1950');
  expect(new Offsets(after).length).toBe(new Offsets(text).length);
});

test('a place that touches others becomes one with them, in its own document only', () => {
  const all = joined([span('a', 0, 4), span('b', 10, 12), span('c', 4, 6, 'g')], span('n', 4, 10));
  expect(all).toEqual([span('n', 0, 12), span('c', 4, 6, 'g')]);
  expect(joined([span('a', 0, 3)], span('n', 5, 6)).map((s) => s.id)).toEqual(['a', 'n']);
});
