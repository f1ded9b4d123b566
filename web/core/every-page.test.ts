import { expect, test } from 'vitest';
import { everyPage, inPortions } from './every-page.ts';

const pagesOf = (total: number, size: number) => async (after: number | undefined) => {
  const from = after ?? 0;
  const rows = Array.from({ length: Math.min(size, total - from) }, (_, i) => from + i);
  return { rows, ...(from + size < total ? { next: from + size } : {}) };
};

test('every row of ten thousand comes once and in order', async () => {
  const told: number[] = [];
  const rows = await everyPage(pagesOf(10_000, 1000), (n) => told.push(n), new AbortController().signal);
  expect(rows).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
  expect(told.at(-1)).toBe(10_000);
  expect(told.length).toBe(10);
});

test('fetching stops when it is called off, and a page that fails fails the whole', async () => {
  const control = new AbortController();
  const stopped = everyPage(pagesOf(5000, 1000), (n) => n === 2000 && control.abort(), control.signal);
  await expect(stopped).rejects.toThrow();
  const broken = async (after: number | undefined) => {
    if (after !== undefined) throw new Error('gone');
    return { rows: [1], next: 1 };
  };
  await expect(everyPage(broken, () => undefined, new AbortController().signal)).rejects.toThrow('gone');
});

test('portions are done one after the other; where one fails, it is known what was done', async () => {
  const seen: number[] = [];
  let done = 0;
  const deed = async (portion: number[]) => {
    if (portion.includes(5)) throw new Error('refused');
    seen.push(...portion);
  };
  const tell = (n: number) => {
    done = n;
  };
  await expect(inPortions([1, 2, 3, 4, 5, 6], 2, deed, tell)).rejects.toThrow('refused');
  expect([seen, done]).toEqual([[1, 2, 3, 4], 4]);
  await inPortions([1, 2, 3], 2, deed, tell);
  expect(done).toBe(3);
});
