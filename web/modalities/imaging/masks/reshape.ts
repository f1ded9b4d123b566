import { squaredDistances } from './distance.ts';

interface Spacing {
  x: number;
  y: number;
}

/**
 * What is painted, wider by a margin, or narrower where it is negative, in the unit of the spacing. Beyond the edge of the picture
 * nothing is known: there nothing is taken away.
 */
export function withMargin(bits: Uint8Array, columns: number, rows: number, by: number, spacing: Spacing): Uint8Array {
  const far = squaredDistances(bits, by > 0 ? 1 : 0, columns, rows, spacing);
  const reach = by * by * (1 + 1e-9);
  return bits.map((_, i) => Number(by > 0 ? far[i]! <= reach : far[i]! > reach && bits[i] === 1));
}

/**
 * What is painted with a smoother edge: each pixel as most within a radius are (a median), those beyond the edge of the picture
 * left out. Specks and notches narrower than the radius go; a straight edge stays where it is.
 */
export function smoothed(
  bits: Uint8Array,
  columns: number,
  rows: number,
  radius: number,
  spacing: Spacing,
): Uint8Array {
  const offsets: [number, number][] = [];
  const [wide, high] = [Math.floor(radius / spacing.x), Math.floor(radius / spacing.y)];
  for (let dy = -high; dy <= high; dy++)
    for (let dx = -wide; dx <= wide; dx++)
      if ((dx * spacing.x) ** 2 + (dy * spacing.y) ** 2 <= radius * radius * (1 + 1e-9)) offsets.push([dx, dy]);
  const after = bits.slice();
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      let [painted, seen] = [0, 0];
      for (const [dx, dy] of offsets) {
        const [u, v] = [x + dx, y + dy];
        if (u < 0 || v < 0 || u >= columns || v >= rows) continue;
        seen++;
        painted += bits[v * columns + u]!;
      }
      // As it was where as many are painted as are free.
      if (2 * painted !== seen) after[y * columns + x] = Number(2 * painted > seen);
    }
  }
  return after;
}

/** Parts that hang together over the sides of pixels: the part of each pixel from 1 on, 0 where it is free, and how large each is. */
export function islandsOf(bits: Uint8Array, columns: number, rows: number): { of: Int32Array; sizes: number[] } {
  const of = new Int32Array(bits.length);
  const sizes: number[] = [];
  const open: number[] = [];
  for (let start = 0; start < bits.length; start++) {
    if (bits[start] !== 1 || of[start] !== 0) continue;
    const island = sizes.push(0);
    const reach = (i: number) => {
      if (bits[i] !== 1 || of[i] !== 0) return;
      of[i] = island;
      open.push(i);
    };
    reach(start);
    for (let i = open.pop(); i !== undefined; i = open.pop()) {
      sizes[island - 1]!++;
      const x = i % columns;
      if (x > 0) reach(i - 1);
      if (x < columns - 1) reach(i + 1);
      if (i >= columns) reach(i - columns);
      if (i < columns * (rows - 1)) reach(i + columns);
    }
  }
  return { of, sizes };
}

/** The largest part alone; of parts that are as large, the first from the upper left. */
export function largestIsland(bits: Uint8Array, columns: number, rows: number): Uint8Array {
  const { of, sizes } = islandsOf(bits, columns, rows);
  const kept = sizes.indexOf(Math.max(...sizes, 0)) + 1;
  return bits.map((bit, i) => Number(bit === 1 && of[i] === kept));
}
