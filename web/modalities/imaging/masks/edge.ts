import { boundsOfRuns, readRuns } from './runs.ts';

/**
 * The edge of what is painted as an SVG path along the sides of pixels, in pixels of the picture: closed lines, holes among
 * them, to be filled by the even-odd rule.
 */
export function edgeOf(runs: string, columns: number): string {
  const sides = new Map<number, number[]>();
  // Corners of pixels by one number; there is one corner more than there are columns.
  const stride = columns + 1;
  const side = (from: number, to: number) => {
    const held = sides.get(from);
    if (held) held.push(to);
    else sides.set(from, [to]);
  };
  const rows = stretches(runs, columns);
  const { y: top, height } = boundsOfRuns(runs, columns);
  for (let y = top; y <= top + height; y++) {
    // What one of two rows has and the other has not is edge between them: to the right under free pixels, to the left over them.
    for (const [from, to] of without(rows.get(y), rows.get(y - 1))) {
      for (let x = from; x < to; x++) side(y * stride + x, y * stride + x + 1);
    }
    for (const [from, to] of without(rows.get(y - 1), rows.get(y))) {
      for (let x = to; x > from; x--) side(y * stride + x, y * stride + x - 1);
    }
    for (const [from, to] of rows.get(y) ?? []) {
      side((y + 1) * stride + from, y * stride + from);
      side(y * stride + to, (y + 1) * stride + to);
    }
  }
  return joined(sides, stride);
}

type Stretch = readonly [from: number, to: number];

/** The painted stretches of each row. */
function stretches(runs: string, columns: number): Map<number, Stretch[]> {
  const rows = new Map<number, Stretch[]>();
  const ends = readRuns(runs);
  for (let i = 0; i + 1 < ends.length; i += 2) {
    for (let at = ends[i]!; at < ends[i + 1]!; ) {
      const y = Math.floor(at / columns);
      const end = Math.min(ends[i + 1]!, (y + 1) * columns);
      rows.set(y, [...(rows.get(y) ?? []), [at - y * columns, end - y * columns]]);
      at = end;
    }
  }
  return rows;
}

/** What some stretches have and others have not. */
function without(these: readonly Stretch[] = [], those: readonly Stretch[] = []): Stretch[] {
  const left: Stretch[] = [];
  for (const [from, to] of these) {
    let at = from;
    for (const [begin, end] of those) {
      if (end <= at || begin >= to) continue;
      if (begin > at) left.push([at, begin]);
      at = Math.max(at, end);
    }
    if (at < to) left.push([at, to]);
  }
  return left;
}

/** Sides joined to closed lines, corners where the way turns alone. */
function joined(sides: Map<number, number[]>, stride: number): string {
  const lines: string[] = [];
  for (const start of sides.keys()) {
    while (sides.get(start)?.length) {
      const corners = [start];
      let at = start;
      let way = 0;
      do {
        const next = sides.get(at)!.pop()!;
        if (next - at === way) corners[corners.length - 1] = next;
        else corners.push(next);
        way = next - at;
        at = next;
      } while (at !== start);
      lines.push(`M${corners.map((c) => `${c % stride} ${Math.floor(c / stride)}`).join('L')}Z`);
    }
  }
  return lines.join('');
}
