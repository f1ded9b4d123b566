import { describe, expect, test } from 'vitest';
import {
  crossing,
  followed,
  inPatient,
  movedAlong,
  normalOf,
  type Plane,
  sliceNearest,
  stepAlong,
  type Vector,
} from './plane.ts';

const unit = (v: Vector): Vector => {
  const length = Math.hypot(...v);
  return [v[0] / length, v[1] / length, v[2] / length];
};

function axial(z: number, more: Partial<Plane> = {}): Plane {
  return {
    frameOfReference: '1.2.3',
    origin: [-100, -90, z],
    row: [1, 0, 0],
    column: [0, 1, 0],
    columnSpacing: 0.5,
    rowSpacing: 0.75,
    columns: 400,
    rows: 240,
    ...more,
  };
}

const sagittal = (x: number): Plane => ({
  frameOfReference: '1.2.3',
  origin: [x, -90, 80],
  row: [0, 1, 0],
  column: [0, 0, -1],
  columnSpacing: 1,
  rowSpacing: 1,
  columns: 180,
  rows: 160,
});

describe('slices by position', () => {
  const thin = Array.from({ length: 100 }, (_, i) => axial(i * 1.25));
  const thick = Array.from({ length: 27 }, (_, i) => axial(130 - i * 5));

  test('the nearest lies within half a slice, in either direction and in stacks that run against each other', () => {
    for (const slice of thin) {
      const found = thick[sliceNearest(thick, slice)!]!;
      expect(Math.abs(found.origin[2] - slice.origin[2])).toBeLessThanOrEqual(2.5 + 1e-9);
    }
    for (const slice of thick.filter((s) => s.origin[2] <= 123.75)) {
      const found = thin[sliceNearest(thin, slice)!]!;
      expect(Math.abs(found.origin[2] - slice.origin[2])).toBeLessThanOrEqual(0.625 + 1e-9);
    }
  });

  test('what has not arrived is judged by what has', () => {
    const half = thin.map((s, i) => (i % 10 === 0 ? s : undefined));
    expect(sliceNearest(half, axial(1.25 * 47))).toBe(47);
    expect(sliceNearest(half, axial(1.25 * 50))).toBe(50);
    expect(sliceNearest([undefined, undefined], axial(0))).toBeUndefined();
  });

  test('a stack that lies across is not turned', () => {
    expect(sliceNearest(thin, sagittal(0))).toBeUndefined();
  });

  test('an oblique stack is measured along its own direction', () => {
    const tilt = 10 * (Math.PI / 180);
    const column: Vector = unit([0, Math.cos(tilt), Math.sin(tilt)]);
    const stack = Array.from({ length: 20 }, (_, i) =>
      movedAlong(axial(0, { column }), normalOf(axial(0, { column })), i * 3),
    );
    expect(sliceNearest(stack, stack[13]!)).toBe(13);
    expect(stepAlong(stack[2]!, stack[7]!)).toBeCloseTo(15, 9);
  });
});

describe('where a picture cuts another', () => {
  test('a sagittal slice is an upright line on an axial one, where it lies', () => {
    const line = crossing(sagittal(10), axial(20))!;
    for (const { x } of line) expect(x).toBeCloseTo((10 + 100) / 0.5 + 0.5, 9);
    const ends = line.map((p) => inPatient(axial(20), p)[1]).sort((a, b) => a - b);
    // From its first row's outer edge to its last, as far as the axial picture reaches.
    expect(ends[0]).toBeCloseTo(-90.375, 6);
    expect(ends[1]).toBeCloseTo(89.5, 6);
  });

  test('it ends where the other ends, and is not drawn where they do not meet or nothing is known', () => {
    expect(crossing(sagittal(500), axial(20))).toBeUndefined();
    expect(crossing(sagittal(10), axial(500))).toBeUndefined();
    expect(crossing(axial(1), axial(20))).toBeUndefined();
    expect(crossing({ ...sagittal(10), frameOfReference: '9' }, axial(20))).toBeUndefined();
    const { frameOfReference: _, ...unknown } = sagittal(10);
    expect(crossing(unknown, { ...axial(20) })).toBeUndefined();
  });
});

describe('a stack that follows another', () => {
  const other = (z: number) => axial(z, { frameOfReference: '9.9' });
  const stack = Array.from({ length: 20 }, (_, i) => other(300 + i * 2));

  test('of another space goes as far as the first went, from where the reader had it', () => {
    expect(followed(axial(0), axial(6), stack, 5)).toBe(8);
    expect(followed(axial(6), axial(0), stack, 5)).toBe(2);
    // Against its own direction where the first is stacked the other way round.
    const turned = (z: number) => axial(z, { column: [0, -1, 0] });
    expect(followed(turned(0), turned(6), stack, 5)).toBe(8);
    expect(followed(undefined, axial(6), stack, 5)).toBeUndefined();
  });

  test('of the same space goes to the place itself, wherever it was', () => {
    const own = Array.from({ length: 20 }, (_, i) => axial(i * 2));
    expect(followed(axial(0), axial(6), own, 19)).toBe(3);
    expect(followed(undefined, axial(6), own, 19)).toBe(3);
    expect(followed(axial(0), axial(6), [sagittal(0)], 0)).toBeUndefined();
  });
});
