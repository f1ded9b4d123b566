import type { Values } from '../measures.ts';

/** The pixels that hang together with a place over their sides and whose values lie between two, ends included; none where the place itself does not. */
export function grown(
  values: Values,
  at: { column: number; row: number },
  low: number,
  high: number,
  most = Infinity,
): Uint8Array {
  const { columns, rows } = values;
  const bits = new Uint8Array(columns * rows);
  const open: number[] = [];
  let count = 0;
  const reach = (column: number, row: number) => {
    if (column < 0 || row < 0 || column >= columns || row >= rows) return;
    const i = row * columns + column;
    if (bits[i] === 1 || count >= most) return;
    const value = values.at(column, row);
    if (!(value >= low && value <= high)) return;
    bits[i] = 1;
    count++;
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
