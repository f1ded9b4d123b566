/**
 * How far each pixel is from the nearest that has a value, centre to centre and squared: exact, row by row and then column by
 * column (Felzenszwalb and Huttenlocher 2012, doi:10.4086/toc.2012.v008a019). Infinity where none has it.
 */
export function squaredDistances(
  bits: Uint8Array,
  value: 0 | 1,
  columns: number,
  rows: number,
  spacing: { x: number; y: number },
): Float64Array {
  const far = new Float64Array(bits.length).fill(Infinity);
  for (let i = 0; i < bits.length; i++) if (bits[i] === value) far[i] = 0;
  const longest = Math.max(columns, rows);
  const hull = {
    places: new Int32Array(longest),
    from: new Float64Array(longest + 1),
    line: new Float64Array(longest),
  };
  for (let y = 0; y < rows; y++) along(far, y * columns, 1, columns, spacing.x, hull);
  for (let x = 0; x < columns; x++) along(far, x, columns, rows, spacing.y, hull);
  return far;
}

interface Hull {
  places: Int32Array;
  from: Float64Array;
  line: Float64Array;
}

/** One line: the lower hull of a parabola over each place that is not infinitely far. */
function along(far: Float64Array, start: number, step: number, count: number, width: number, hull: Hull): void {
  const { places, from, line } = hull;
  let last = -1;
  for (let i = 0; i < count; i++) {
    const at = far[start + i * step]!;
    line[i] = at;
    if (at === Infinity) continue;
    let meets = -Infinity;
    while (last >= 0) {
      const p = places[last]!;
      // Where the parabola of i goes below that of p.
      meets = (at - line[p]!) / (2 * width * width * (i - p)) + (i + p) / 2;
      if (meets > from[last]!) break;
      last--;
      meets = -Infinity;
    }
    places[++last] = i;
    from[last] = meets;
  }
  if (last < 0) return;
  let k = 0;
  for (let i = 0; i < count; i++) {
    while (k < last && from[k + 1]! < i) k++;
    const p = places[k]!;
    far[start + i * step] = line[p]! + ((i - p) * width) ** 2;
  }
}
