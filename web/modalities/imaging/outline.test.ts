import { expect, test } from 'vitest';
import type { PixelPoint } from './geometry.ts';
import { boundsOf, moved } from './geometry.ts';
import {
  areaOf,
  cornersOf,
  crossesItself,
  insertedCorner,
  isInside,
  mostCorners,
  simplified,
  withCorner,
  withoutCorner,
} from './outline.ts';

const at = (...numbers: number[]): PixelPoint[] =>
  numbers.flatMap((x, i) => (i % 2 === 0 ? [{ x, y: numbers[i + 1]! }] : []));
const square = at(10, 10, 20, 10, 20, 20, 10, 20);
const round = (n: number, r: number) =>
  Array.from({ length: n }, (_, i) => ({
    x: 50 + r * Math.cos((2 * Math.PI * i) / n),
    y: 50 + r * Math.sin((2 * Math.PI * i) / n),
  }));

test('areas', () => {
  expect(areaOf(square)).toBe(100);
  expect(areaOf([...square].reverse())).toBe(100);
  expect(areaOf(at(0, 0, 30, 0, 0, 30))).toBe(450);
});

test('what lies inside', () => {
  expect(isInside(square, { x: 15, y: 15 })).toBe(true);
  expect(isInside(square, { x: 21, y: 15 })).toBe(false);
  expect(isInside(at(0, 0, 30, 0, 0, 30), { x: 20, y: 20 })).toBe(false);
});

test('a line that crosses itself is known, sides that touch do not cross', () => {
  expect(crossesItself(square)).toBe(false);
  expect(crossesItself(at(10, 10, 20, 20, 20, 10, 10, 20))).toBe(true);
  expect(crossesItself(round(200, 20))).toBe(false);
});

test('a drawn line keeps what is seen of it', () => {
  const straight = Array.from({ length: 100 }, (_, i) => ({ x: i, y: i / 2 }));
  expect(simplified(straight, 0.1)).toEqual([straight[0], straight[99]]);
  const circle = cornersOf(round(2000, 40), 0.1);
  expect(circle.length).toBeLessThan(120);
  expect(Math.abs(areaOf(circle) - Math.PI * 1600)).toBeLessThan(0.01 * Math.PI * 1600);
  expect(cornersOf(square, 0)).toEqual(square);
});

test('no line becomes more corners than an outline may have', () => {
  const jagged = Array.from({ length: 2500 }, (_, i) => ({ x: i, y: i % 2 === 0 ? 0 : 9 }));
  expect(cornersOf(jagged, 0.5).length).toBeLessThanOrEqual(mostCorners);
});

test('corners are set anew, put between, taken away', () => {
  expect(withCorner(square, 1, { x: 30, y: 10 })[1]).toEqual({ x: 30, y: 10 });
  expect(insertedCorner(square, 3, { x: 9, y: 15 })).toEqual([...square, { x: 9, y: 15 }]);
  expect(withoutCorner(square, 0)).toEqual(square.slice(1));
  const triangle = square.slice(1);
  expect(withoutCorner(triangle, 0)).toEqual(triangle);
});

test('an outline moves as a whole and stays on its picture', () => {
  const outline = { kind: 'polygon', file: 'f', frame: 0, points: square } as const;
  const shifted = moved({ ...outline, points: [...square] }, -50, 5, 100, 100);
  expect(boundsOf(shifted)).toEqual({ x: 0, y: 15, width: 10, height: 10 });
  expect(shifted.kind === 'polygon' && areaOf(shifted.points)).toBe(100);
});
