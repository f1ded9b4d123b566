import { squaredDistances } from './distance.ts';

interface Spacing {
  x: number;
  y: number;
}

/**
 * What lies between two pictures on which a shape is painted: the distances to its edge are weighed (shape-based interpolation,
 * Raya and Udupa 1990, doi:10.1109/42.52980), after both were moved so that their middles meet (Herman, Zheng and Bucholtz 1992), for a
 * vessel that runs askew has nothing in common from one picture to the next.
 * @param share 0 at the first picture, 1 at the second.
 */
export function between(
  first: Uint8Array,
  second: Uint8Array,
  columns: number,
  rows: number,
  share: number,
  spacing: Spacing,
): Uint8Array {
  const [a, b] = [middle(first, columns), middle(second, columns)];
  const found = new Uint8Array(first.length);
  if (!a || !b) return found;
  const at = { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
  const one = edgeDistances(moved(first, columns, rows, at.x - a.x, at.y - a.y), columns, rows, spacing);
  const other = edgeDistances(moved(second, columns, rows, at.x - b.x, at.y - b.y), columns, rows, spacing);
  for (let i = 0; i < found.length; i++) found[i] = Number((1 - share) * one[i]! + share * other[i]! <= 0);
  return found;
}

/** The middle of what is painted; undefined where nothing is. */
function middle(bits: Uint8Array, columns: number): { x: number; y: number } | undefined {
  let [count, x, y] = [0, 0, 0];
  for (let i = bits.indexOf(1); i >= 0; i = bits.indexOf(1, i + 1)) {
    count++;
    x += i % columns;
    y += Math.floor(i / columns);
  }
  return count > 0 ? { x: x / count, y: y / count } : undefined;
}

/** Moved by whole pixels; what goes over the edge of the picture is lost. */
function moved(bits: Uint8Array, columns: number, rows: number, dx: number, dy: number): Uint8Array {
  const [right, down] = [Math.round(dx), Math.round(dy)];
  const after = new Uint8Array(bits.length);
  for (let i = bits.indexOf(1); i >= 0; i = bits.indexOf(1, i + 1)) {
    const [x, y] = [(i % columns) + right, Math.floor(i / columns) + down];
    if (x >= 0 && y >= 0 && x < columns && y < rows) after[y * columns + x] = 1;
  }
  return after;
}

/** How far each pixel is outside the edge; negative inside. The edge runs half a pixel before the nearest centre on its other side. */
function edgeDistances(bits: Uint8Array, columns: number, rows: number, spacing: Spacing): Float64Array {
  const half = Math.min(spacing.x, spacing.y) / 2;
  const out = squaredDistances(bits, 1, columns, rows, spacing);
  const within = squaredDistances(bits, 0, columns, rows, spacing);
  return out.map((d, i) => (bits[i] === 1 ? half - Math.sqrt(within[i]!) : Math.sqrt(d) - half));
}
