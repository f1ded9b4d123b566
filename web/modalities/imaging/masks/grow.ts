import type { PixelPoint } from '../geometry.ts';
import type { Values } from '../measures.ts';

/**
 * What hangs together with a place and looks alike: within a tenth of the window that the picture is seen with, as the brush for like
 * values takes it. Undefined where the picture has no values, or the place lies off it.
 */
export function grownFrom(
  at: PixelPoint | undefined,
  values: Values | undefined,
  windowWidth: number | undefined,
): Uint8Array | undefined {
  const [column, row] = [Math.floor(at?.x ?? -1), Math.floor(at?.y ?? -1)];
  if (!values || !windowWidth || column < 0 || row < 0 || column >= values.columns || row >= values.rows)
    return undefined;
  const middle = values.at(column, row);
  return grown(values, { column, row }, middle - windowWidth / 10, middle + windowWidth / 10);
}

/** The pixels that hang together with a place over their sides and whose values lie between two, ends included; none where the place itself does not. */
export function grown(values: Values, at: { column: number; row: number }, low: number, high: number): Uint8Array {
  const { columns, rows } = values;
  const bits = new Uint8Array(columns * rows);
  const open: number[] = [];
  const reach = (column: number, row: number) => {
    if (column < 0 || row < 0 || column >= columns || row >= rows) return;
    const i = row * columns + column;
    if (bits[i] === 1) return;
    const value = values.at(column, row);
    if (!(value >= low && value <= high)) return;
    bits[i] = 1;
    open.push(i);
  };
  reach(at.column, at.row);
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    reach(column - 1, row);
    reach(column + 1, row);
    reach(column, row - 1);
    reach(column, row + 1);
  }
  return bits;
}
