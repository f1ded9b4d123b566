import { describe, expect, test } from 'vitest';
import { alike, fillHoles, paint as paintTip, resizedBrush, tipOf } from './brush.ts';
import { edgeOf } from './edge.ts';
import { maskAt, masksHere } from './masks-here.ts';
import { bitsOf, boundsOfRuns, countRuns, isPainted, readRuns, runsOf } from './runs.ts';
import { seeded } from './seeded.ts';

const columns = 64;
const rows = 48;
const paint = (
  bits: Uint8Array,
  width: number,
  height: number,
  line: { x: number; y: number }[],
  size: number,
  value: 0 | 1,
  aspect = 1,
) => paintTip(bits, width, height, line, tipOf(size, aspect), value);
const blank = () => new Uint8Array(columns * rows);
const painted = (bits: Uint8Array) => bits.reduce((sum, b) => sum + b, 0);

/** Noise with a share of painted pixels. */
const noise = (random: () => number, share: number) => blank().map(() => (random() < share ? 1 : 0));

/** Parts that hang together over the sides of pixels, or over their corners too. */
function islands(bits: Uint8Array, corners: boolean): number {
  const left = bits.slice();
  let found = 0;
  for (let start = left.indexOf(1); start >= 0; start = left.indexOf(1)) {
    found++;
    const open = [start];
    left[start] = 0;
    for (let i = open.pop(); i !== undefined; i = open.pop()) {
      const [x, y] = [i % columns, Math.floor(i / columns)];
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          if (!corners && dx !== 0 && dy !== 0) continue;
          const [u, v] = [x + dx, y + dy];
          if (u < 0 || v < 0 || u >= columns || v >= rows || left[v * columns + u] !== 1) continue;
          left[v * columns + u] = 0;
          open.push(v * columns + u);
        }
      }
    }
  }
  return found;
}

describe('runs', () => {
  test('any picture is written and read back', () => {
    const random = seeded(1);
    for (let i = 0; i < 100; i++) {
      const bits = noise(random, random());
      const text = runsOf(bits);
      expect(bitsOf(text, bits.length)).toEqual(bits);
      expect(countRuns(text)).toBe(painted(bits));
      const at = Math.floor(random() * bits.length);
      expect(isPainted(text, at)).toBe(bits[at] === 1);
    }
  });

  test('the text is the one that the server takes', () => {
    expect(runsOf(blank())).toBe('');
    expect(runsOf(blank().fill(1))).toBe(`0 ${columns * rows}`);
    const bits = blank();
    bits.fill(1, 100, 105);
    bits.fill(1, 605, 612);
    expect(runsOf(bits)).toBe('100 5 500 7');
    expect(readRuns('100 5 500 7')).toEqual([100, 105, 605, 612]);
  });

  test('the box around is that of the pixels, also where a run goes on in the next row', () => {
    expect(boundsOfRuns('2 3', columns)).toEqual({ x: 2, y: 0, width: 3, height: 1 });
    expect(boundsOfRuns(`${columns - 1} 2`, columns)).toEqual({ x: 0, y: 0, width: columns, height: 2 });
    expect(boundsOfRuns('', columns)).toEqual({ x: 0, y: 0, width: 0, height: 0 });
  });
});

describe('brush', () => {
  test('a spot is a disc of its size, the same wherever it is set in a pixel', () => {
    for (const size of [1, 2, 3, 8, 15, 30]) {
      const counts = [
        [24.5, 20.5],
        [24.1, 20.9],
        [24.4, 20.2],
      ].map(([x, y]) => {
        const bits = blank();
        paint(bits, columns, rows, [{ x: x!, y: y! }], size, 1);
        return painted(bits);
      });
      if (size % 2 === 1) expect(new Set(counts).size).toBe(1);
      const disc = (Math.PI / 4) * size ** 2;
      if (size >= 8) expect(Math.abs(counts[0]! / disc - 1)).toBeLessThan(0.05);
    }
    const one = blank();
    paint(one, columns, rows, [{ x: 5.9, y: 7.2 }], 1, 1);
    expect(runsOf(one)).toBe(`${7 * columns + 5} 1`);
  });

  test('a stroke has no gap, however far apart the hand was seen', () => {
    const random = seeded(2);
    for (let i = 0; i < 60; i++) {
      const line = Array.from({ length: 4 }, () => ({ x: random() * columns, y: random() * rows }));
      for (const size of [1, 2, 5]) {
        for (const aspect of [1, 0.4, 1.5, 3]) {
          const bits = blank();
          paint(bits, columns, rows, line, size, 1, aspect);
          // One pixel wide it may go over corners; wider it hangs together over sides.
          expect(islands(bits, size / Math.max(1, aspect) < 2)).toBe(1);
        }
      }
    }
  });

  test('where pixels are not square the brush is round in the patient', () => {
    const bits = blank();
    paint(bits, columns, rows, [{ x: 32, y: 24 }], 30, 1, 2.5);
    expect(boundsOfRuns(runsOf(bits), columns)).toEqual({ x: 17, y: 18, width: 30, height: 12 });
  });

  test('erasing takes away what painting the same line has put there', () => {
    const bits = blank();
    const line = [
      { x: 10, y: 10 },
      { x: 50, y: 30 },
    ];
    paint(bits, columns, rows, line, 7, 1);
    expect(painted(bits)).toBeGreaterThan(200);
    paint(bits, columns, rows, line, 7, 0);
    expect(painted(bits)).toBe(0);
  });

  test('beyond the edge of the picture nothing is painted on its other side', () => {
    const bits = blank();
    paint(bits, columns, rows, [{ x: columns + 2, y: 10 }], 10, 1);
    for (const [i, bit] of bits.entries()) if (bit === 1) expect(i % columns).toBeGreaterThan(columns - 5);
    paint(bits, columns, rows, [{ x: -40, y: -40 }], 10, 1);
    expect(bits[0]).toBe(0);
  });

  test('holes are filled and bays are not', () => {
    const bits = blank();
    paint(bits, columns, rows, [{ x: 30.5, y: 20.5 }], 21, 1);
    const whole = painted(bits);
    paint(bits, columns, rows, [{ x: 30.5, y: 20.5 }], 9, 0);
    const ring = bits.slice();
    expect(fillHoles(bits, columns, rows)).toBe(true);
    expect(painted(bits)).toBe(whole);
    expect(fillHoles(bits, columns, rows)).toBe(false);
    // A way out of the ring, one pixel wide, and nothing is enclosed any more.
    paint(
      ring,
      columns,
      rows,
      [
        { x: 30.5, y: 20.5 },
        { x: 30.5, y: 0.5 },
      ],
      1,
      0,
    );
    expect(fillHoles(ring, columns, rows)).toBe(false);
  });

  test('a stroke that goes by values takes what looks like its beginning', () => {
    // Bright on the left of column 30, dark on the right, a speck in the bright.
    const values = {
      columns,
      rows,
      unit: 'HU',
      at: (x: number, y: number) => (x === 20 && y === 10 ? 0 : x < 30 ? 100 + y : -900),
    };
    const stroke = blank();
    paint(
      stroke,
      columns,
      rows,
      [
        { x: 15, y: 10 },
        { x: 40, y: 10 },
      ],
      10,
      1,
    );
    const taken = alike(stroke, values, { x: 15.2, y: 10.7 }, 400)!;
    for (let i = 0; i < taken.length; i++) {
      const [x, y] = [i % columns, Math.floor(i / columns)];
      expect(taken[i]).toBe(stroke[i] === 1 && x < 30 && !(x === 20 && y === 10) ? 1 : 0);
    }
    expect(alike(stroke, undefined, { x: 15, y: 10 }, 400)).toBeUndefined();
    expect(alike(stroke, values, { x: -1, y: 10 }, 400)).toBeUndefined();
    expect(alike(stroke, values, { x: 15, y: 10 }, undefined)).toBeUndefined();
  });

  test('sizes go up and down and stay within their bounds', () => {
    let size = 1;
    for (let i = 0; i < 80; i++) size = resizedBrush(size, 1);
    expect(size).toBe(500);
    for (let i = 0; i < 80; i++) size = resizedBrush(size, -1);
    expect(size).toBe(1);
  });
});

test('the edge goes around what is painted, holes apart', () => {
  const random = seeded(3);
  for (let i = 0; i < 60; i++) {
    const bits = noise(random, 0.2 + 0.6 * random());
    // Around painted pixels with the sun, around holes against it: the sum is what is painted.
    const loops = edgeOf(runsOf(bits), columns).split('Z').filter(Boolean);
    let area = 0;
    for (const loop of loops) {
      const points = loop
        .slice(1)
        .split('L')
        .map((p) => p.split(' ').map(Number) as [number, number]);
      for (const [k, [x, y]] of points.entries()) {
        const [u, v] = points[(k + 1) % points.length]!;
        if (x !== u && y !== v) throw new Error('a side that is askew');
        area += (x * v - u * y) / 2;
      }
    }
    expect(area).toBe(painted(bits));
  }
  expect(edgeOf('0 2', columns)).toBe('M0 0L2 0L2 1L0 1L0 0Z');
  expect(edgeOf('', columns)).toBe('');
});

test('a place lies in the uppermost mask that is painted there', () => {
  const mask = (id: string, runs: string) => ({
    id,
    field: 'f',
    geometry: {
      kind: 'mask' as const,
      file: 'a',
      width: columns,
      height: rows,
      parts: [{ file: 'a', frame: 0, runs }],
    },
  });
  const layer = {
    id: 'l',
    title: 'L',
    colour: '#fff',
    editable: true,
    marks: [mask('under', '0 5'), mask('over', '3 5')],
  };
  const here = masksHere([layer], 'a', 0);
  const at = (x: number, y = 0.5) => maskAt(here, { x, y })?.mark.id;
  expect([at(1.5), at(4.5), at(7.9), at(8.1), at(-3), at(1.5, 1.5)]).toEqual([
    'under',
    'over',
    'over',
    undefined,
    undefined,
    undefined,
  ]);
  expect(masksHere([layer], 'a', 1)).toEqual([]);
});
