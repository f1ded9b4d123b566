import type { PixelPoint } from '../geometry.ts';
import type { Values } from '../measures.ts';

/** Pixels across, at least and at most. */
export const smallest = 1;
export const largest = 500;

/** The next size: by one pixel while it is small, by an eighth where it is large. */
export function resizedBrush(size: number, step: number): number {
  const by = Math.max(1, Math.round(size / 8));
  return Math.min(largest, Math.max(smallest, step > 0 ? size + by : size - by));
}

/** Half of the brush in columns and in rows: where pixels are not square it is round in the patient, never thinner than a row. */
export interface Tip {
  x: number;
  y: number;
}

/** The tip of a brush so many columns wide; `aspect` is the height of a pixel over its width. */
export const tipOf = (size: number, aspect: number): Tip => ({ x: size / 2, y: Math.max(0.5, size / 2 / aspect) });

const held = (at: number, half: number) => (Math.round(2 * half) % 2 === 1 ? Math.floor(at) + 0.5 : Math.round(at));

/**
 * Where a brush takes hold: an odd number of pixels at the middle of one, an even number at a corner, so that it paints as
 * many wherever it is.
 */
export const snapped = ({ x, y }: PixelPoint, tip: Tip): PixelPoint => ({ x: held(x, tip.x), y: held(y, tip.y) });

/**
 * Paints, or erases, along a line: every pixel whose centre lies as near to it as the brush is wide. The line runs through all
 * places that the hand was seen at, so that no gap is left however fast it went.
 */
export function paint(
  bits: Uint8Array,
  columns: number,
  rows: number,
  line: readonly PixelPoint[],
  tip: Tip,
  value: 0 | 1,
): void {
  const places = line.map((p) => snapped(p, tip));
  for (const [i, to] of places.entries()) segment(bits, columns, rows, places[i - 1] ?? to, to, tip, value);
}

function segment(
  bits: Uint8Array,
  columns: number,
  rows: number,
  from: PixelPoint,
  to: PixelPoint,
  tip: Tip,
  value: 0 | 1,
): void {
  // In columns: rows are as long as they are in the patient.
  const stretch = tip.x / tip.y;
  const [dx, dy] = [to.x - from.x, (to.y - from.y) * stretch];
  const long = dx * dx + dy * dy;
  const within = tip.x * tip.x + 1e-9;
  const first = Math.max(0, Math.floor(Math.min(from.y, to.y) - tip.y));
  const last = Math.min(rows - 1, Math.ceil(Math.max(from.y, to.y) + tip.y));
  const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - tip.x));
  const right = Math.min(columns - 1, Math.ceil(Math.max(from.x, to.x) + tip.x));
  for (let y = first; y <= last; y++) {
    const py = (y + 0.5 - from.y) * stretch;
    for (let x = left; x <= right; x++) {
      const px = x + 0.5 - from.x;
      const t = long > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / long)) : 0;
      if ((px - t * dx) ** 2 + (py - t * dy) ** 2 <= within) bits[y * columns + x] = value;
    }
  }
}

/** Paints what is free and enclosed: what no way over free sides of pixels joins to the edge of the picture. True where there was any. */
export function fillHoles(bits: Uint8Array, columns: number, rows: number): boolean {
  const outside = new Uint8Array(bits.length);
  const open: number[] = [];
  const reach = (i: number) => {
    if (bits[i] === 0 && outside[i] === 0) {
      outside[i] = 1;
      open.push(i);
    }
  };
  for (let x = 0; x < columns; x++) for (const y of [0, rows - 1]) reach(y * columns + x);
  for (let y = 0; y < rows; y++) for (const x of [0, columns - 1]) reach(y * columns + x);
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    const x = i % columns;
    if (x > 0) reach(i - 1);
    if (x < columns - 1) reach(i + 1);
    if (i >= columns) reach(i - columns);
    if (i < bits.length - columns) reach(i + columns);
  }
  let filled = false;
  for (let i = 0; i < bits.length; i++) {
    if (bits[i] === 0 && outside[i] === 0) {
      bits[i] = 1;
      filled = true;
    }
  }
  return filled;
}

/**
 * Of a stroke the pixels whose values lie near to that under its beginning: within a tenth of the window that the picture is
 * seen with, so that what looks alike is taken. Undefined where the picture has no values, or the stroke begins off it.
 */
export function alike(
  stroke: Uint8Array,
  values: Values | undefined,
  begin: PixelPoint | undefined,
  windowWidth: number | undefined,
): Uint8Array | undefined {
  const [x, y] = [Math.floor(begin?.x ?? -1), Math.floor(begin?.y ?? -1)];
  if (!values || !windowWidth || x < 0 || y < 0 || x >= values.columns || y >= values.rows) return undefined;
  const middle = values.at(x, y);
  return stroke.map((bit, i) =>
    bit === 1 && Math.abs(values.at(i % values.columns, Math.floor(i / values.columns)) - middle) <= windowWidth / 10
      ? 1
      : 0,
  );
}
