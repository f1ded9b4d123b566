import { describe, expect, test } from 'vitest';
import type { ItemFile } from '../../../core/contract.ts';
import { between } from './between.ts';
import { squaredDistances } from './distance.ts';
import { grown, grownFrom } from './grow.ts';
import type { MaskGeometry } from './masks-here.ts';
import { islandsOf, largestIsland, smoothed, withMargin } from './reshape.ts';
import { filledBetween, reshapedMask } from './reshaping.ts';
import { bitsOf, runsOf } from './runs.ts';
import { seeded } from './seeded.ts';

const columns = 60;
const rows = 44;
const square = { x: 1, y: 1 };
const blank = () => new Uint8Array(columns * rows);
const painted = (bits: Uint8Array) => bits.reduce((sum, b) => sum + b, 0);

function disc(cx: number, cy: number, radius: number, spacing = square): Uint8Array {
  return blank().map((_, i) => {
    const [x, y] = [i % columns, Math.floor(i / columns)];
    return Number(((x - cx) * spacing.x) ** 2 + ((y - cy) * spacing.y) ** 2 <= radius ** 2);
  });
}

const dice = (a: Uint8Array, b: Uint8Array) =>
  (2 * a.reduce((sum, bit, i) => sum + (bit & b[i]!), 0)) / (painted(a) + painted(b));

describe('distances', () => {
  test('are those that looking at every pixel gives, whatever the spacing', () => {
    const random = seeded(5);
    for (const spacing of [square, { x: 0.7, y: 2.5 }, { x: 3, y: 0.4 }]) {
      for (const share of [0.002, 0.05, 0.6]) {
        const [w, h] = [23, 17];
        const bits = new Uint8Array(w * h).map(() => Number(random() < share));
        const far = squaredDistances(bits, 1, w, h, spacing);
        for (let i = 0; i < bits.length; i++) {
          let nearest = Infinity;
          for (let k = 0; k < bits.length; k++) {
            if (bits[k] !== 1) continue;
            const dx = ((i % w) - (k % w)) * spacing.x;
            const dy = (Math.floor(i / w) - Math.floor(k / w)) * spacing.y;
            nearest = Math.min(nearest, dx * dx + dy * dy);
          }
          if (nearest === Infinity) expect(far[i]).toBe(Infinity);
          else expect(far[i]).toBeCloseTo(nearest, 9);
        }
      }
    }
  });

  test('are infinite where nothing is painted', () => {
    expect(squaredDistances(blank(), 1, columns, rows, square).every((d) => d === Infinity)).toBe(true);
  });
});

describe('margin', () => {
  test('a disc becomes a wider one, and a narrower one', () => {
    const bits = disc(30, 22, 8);
    expect(dice(withMargin(bits, columns, rows, 3, square), disc(30, 22, 11))).toBeGreaterThan(0.97);
    expect(dice(withMargin(bits, columns, rows, -3, square), disc(30, 22, 5))).toBeGreaterThan(0.97);
  });

  test('is in millimetres where pixels are not square', () => {
    const spacing = { x: 1, y: 2 };
    const one = blank();
    one[20 * columns + 30] = 1;
    const wide = withMargin(one, columns, rows, 4, spacing);
    expect(wide[20 * columns + 34]).toBe(1);
    expect(wide[20 * columns + 35]).toBe(0);
    expect(wide[22 * columns + 30]).toBe(1);
    expect(wide[23 * columns + 30]).toBe(0);
  });

  test('the edge of the picture takes nothing away', () => {
    const half = blank().map((_, i) => Number(i % columns < 20));
    const narrower = withMargin(half, columns, rows, -2, square);
    expect(narrower).toEqual(blank().map((_, i) => Number(i % columns < 18)));
    expect(painted(withMargin(blank(), columns, rows, 5, square))).toBe(0);
    expect(painted(withMargin(blank().fill(1), columns, rows, -5, square))).toBe(columns * rows);
  });
});

describe('smoothing', () => {
  test('takes specks away and fills notches, and leaves a straight edge', () => {
    const half = blank().map((_, i) => Number(i % columns < 20));
    expect(smoothed(half, columns, rows, 2, square)).toEqual(half);
    const bits = half.slice();
    bits[10 * columns + 40] = 1;
    bits[15 * columns + 5] = 0;
    expect(smoothed(bits, columns, rows, 2, square)).toEqual(half);
  });

  test('a radius below a pixel changes nothing', () => {
    const random = seeded(9);
    const noise = blank().map(() => Number(random() < 0.5));
    expect(smoothed(noise, columns, rows, 0.9, square)).toEqual(noise);
  });
});

describe('islands', () => {
  test('parts that touch at corners alone are two', () => {
    const bits = blank();
    bits.fill(1, 0, 3);
    bits[columns + 3] = 1;
    expect(islandsOf(bits, columns, rows).sizes).toEqual([3, 1]);
    expect(largestIsland(bits, columns, rows)).toEqual(blank().fill(1, 0, 3));
    expect(painted(largestIsland(blank(), columns, rows))).toBe(0);
  });

  test('the right edge does not hang together with the left one of the next row', () => {
    const bits = blank();
    bits[columns - 1] = 1;
    bits[columns] = 1;
    expect(islandsOf(bits, columns, rows).sizes).toEqual([1, 1]);
  });
});

describe('between two pictures', () => {
  test('a cone is the disc of its height', () => {
    for (const share of [0.25, 0.5, 0.75]) {
      const found = between(disc(30, 22, 16), disc(30, 22, 4), columns, rows, share, square);
      expect(dice(found, disc(30, 22, 16 - 12 * share))).toBeGreaterThan(0.96);
    }
  });

  test('what runs askew is between where it was and where it will be', () => {
    const found = between(disc(12, 12, 5), disc(46, 30, 5), columns, rows, 0.5, square);
    expect(dice(found, disc(29, 21, 5))).toBeGreaterThan(0.97);
  });

  test('its ends are the pictures themselves', () => {
    const [a, b] = [disc(20, 20, 7), disc(25, 18, 9)];
    expect(between(a, b, columns, rows, 0, square)).toEqual(a);
    expect(between(a, b, columns, rows, 1, square)).toEqual(b);
  });

  test('is nothing where one of the two has nothing', () => {
    expect(painted(between(blank(), disc(20, 20, 7), columns, rows, 0.5, square))).toBe(0);
  });
});

describe('growing', () => {
  const values = {
    columns,
    rows,
    unit: 'HU' as const,
    at: (column: number, row: number) => ((column - 30) ** 2 + (row - 22) ** 2 <= 64 ? 60 : -100),
  };

  test('takes what hangs together and is alike', () => {
    expect(grown(values, { column: 28, row: 20 }, 40, 80)).toEqual(disc(30, 22, 8));
    expect(painted(grown(values, { column: 2, row: 2 }, 40, 80))).toBe(0);
    expect(grownFrom({ x: 28.4, y: 20.9 }, values, 300)).toEqual(disc(30, 22, 8));
    expect(painted(grownFrom({ x: 28.4, y: 20.9 }, values, 1600)!)).toBe(columns * rows);
    expect(grownFrom({ x: -1, y: 3 }, values, 300)).toBeUndefined();
    expect(grownFrom({ x: 28, y: 20 }, undefined, 300)).toBeUndefined();
  });
});

describe('a mask through a stack', () => {
  const slices = Array.from({ length: 7 }, (_, i) => ({
    imageId: `i${i}`,
    file: { id: `f${i}` } as ItemFile,
    frame: 0,
  }));
  const cone = (parts: [number, Uint8Array][]): MaskGeometry => ({
    kind: 'mask',
    file: `f${parts[0]![0]}`,
    width: columns,
    height: rows,
    parts: parts.map(([i, bits]) => ({ file: `f${i}`, frame: 0, runs: runsOf(bits) })),
  });
  const onSlice = (geometry: MaskGeometry, i: number) =>
    bitsOf(geometry.parts.find((p) => p.file === `f${i}`)?.runs ?? '', columns * rows);

  test('is filled between those pictures that are painted, and nowhere else', () => {
    const mask = cone([
      [1, disc(30, 22, 12)],
      [4, disc(30, 22, 6)],
    ]);
    const { geometry, pictures } = filledBetween(
      mask,
      slices,
      () => square,
      () => undefined,
    );
    expect(pictures).toBe(2);
    expect(geometry.parts.map((p) => p.file)).toEqual(['f1', 'f2', 'f3', 'f4']);
    expect(dice(onSlice(geometry, 2), disc(30, 22, 10))).toBeGreaterThan(0.96);
    expect(dice(onSlice(geometry, 3), disc(30, 22, 8))).toBeGreaterThan(0.96);
    expect(onSlice(geometry, 1)).toEqual(disc(30, 22, 12));
  });

  test('goes by where pictures lie, where they say it', () => {
    const mask = cone([
      [0, disc(30, 22, 16)],
      [2, disc(30, 22, 4)],
    ]);
    const depths = [0, 9, 10];
    const { geometry } = filledBetween(
      mask,
      slices,
      () => square,
      (s) => depths[slices.findIndex((other) => other.imageId === s.imageId)],
    );
    expect(dice(onSlice(geometry, 1), disc(30, 22, 16 - 12 * 0.9))).toBeGreaterThan(0.95);
  });

  test('is reshaped as the whole picture would be, though only what lies around it is looked at', () => {
    const random = seeded(11);
    for (const how of [
      { kind: 'margin', by: 2 },
      { kind: 'margin', by: -1 },
      { kind: 'smooth', radius: 2 },
      { kind: 'largest' },
    ] as const) {
      const bits = disc(6, 40, 9).map((bit) => Number(bit === 1 && random() < 0.85));
      const mask = cone([[2, bits]]);
      const after = onSlice(
        reshapedMask(mask, mask.parts, how, () => square),
        2,
      );
      const whole =
        how.kind === 'margin'
          ? withMargin(bits, columns, rows, how.by, square)
          : how.kind === 'smooth'
            ? smoothed(bits, columns, rows, how.radius, square)
            : largestIsland(bits, columns, rows);
      expect(after).toEqual(whole);
    }
  });

  test('of which nothing is left has no part left', () => {
    const mask = cone([[2, disc(30, 22, 1)]]);
    const after = reshapedMask(mask, mask.parts, { kind: 'margin', by: -5 }, () => square);
    expect(after.parts).toEqual([]);
  });
});
