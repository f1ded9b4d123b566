import { expect, test } from 'vitest';
import type { Series } from '../../core/contract.ts';
import {
  axisWords,
  indexAt,
  inReadingOrder,
  type Layout,
  layoutOf,
  placeAt,
  turnAxis,
  turnPosition,
} from './layout.ts';

const layout: Layout = {
  positions: 3,
  axes: [
    { name: 'Temporal position', unit: '', values: [1, 2] },
    { name: 'Echo time', unit: 'ms', values: [5, 10.25] },
  ],
};

test('place and index are each the other', () => {
  for (let index = 0; index < 12; index++) expect(indexAt(layout, placeAt(layout, index))).toBe(index);
  expect(placeAt(layout, 7)).toEqual({ position: 1, steps: [1, 0] });
});

test('turning through positions stays on the axes, and on the ends', () => {
  expect(turnPosition(layout, 7, 1)).toBe(8);
  expect(turnPosition(layout, 8, 1)).toBe(8);
  expect(turnPosition(layout, 7, -5)).toBe(6);
});

test('an axis is gone along at the same position, round where it plays', () => {
  expect(turnAxis(layout, 1, 0, 1)).toBe(7);
  expect(turnAxis(layout, 7, 0, 1)).toBe(7);
  expect(turnAxis(layout, 7, 0, 1, true)).toBe(1);
  expect(turnAxis(layout, 1, 1, 1)).toBe(4);
});

test('parts are put in reading order', () => {
  expect(inReadingOrder(['a', 'b', 'c'], { ...layout, order: [2, 0, 1] })).toEqual(['c', 'a', 'b']);
  expect(inReadingOrder(['a', 'b'], undefined)).toEqual(['a', 'b']);
});

test('a layout that does not account for every picture is none', () => {
  const series = { layout } as Series;
  expect(layoutOf(series, 12)).toBe(layout);
  expect(layoutOf(series, 11)).toBeUndefined();
  expect(layoutOf(undefined, 0)).toBeUndefined();
});

test('a step is said with its value', () => {
  expect(axisWords(layout.axes[1]!, 1)).toBe('Echo time 10.25 ms (2 of 2)');
  expect(axisWords(layout.axes[0]!, 0)).toBe('Temporal position 1 (1 of 2)');
});
