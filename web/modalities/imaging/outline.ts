import type { PixelPoint } from './geometry.ts';

/** Corners of one outline at most, as the server takes them. */
export const mostCorners = 1000;

const next = (points: readonly PixelPoint[], i: number) => points[(i + 1) % points.length]!;

/** Square pixels inside a line that does not cross itself. */
export function areaOf(points: readonly PixelPoint[]): number {
  return Math.abs(points.reduce((sum, p, i) => sum + p.x * next(points, i).y - next(points, i).x * p.y, 0)) / 2;
}

/** True where a place lies inside, by the even-odd rule. */
export function isInside(points: readonly PixelPoint[], at: PixelPoint): boolean {
  let inside = false;
  for (const [i, p] of points.entries()) {
    const q = next(points, i);
    if (p.y > at.y !== q.y > at.y && at.x < p.x + ((q.x - p.x) * (at.y - p.y)) / (q.y - p.y)) inside = !inside;
  }
  return inside;
}

const turn = (p: PixelPoint, q: PixelPoint, r: PixelPoint) =>
  Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));

/** True where two sides of the closed line cross. */
export function crossesItself(points: readonly PixelPoint[]): boolean {
  const n = points.length;
  for (let i = 0; i < n; i++) {
    for (let k = i + 2; k < n; k++) {
      if (i === 0 && k === n - 1) continue;
      const [a, b, c, d] = [points[i]!, next(points, i), points[k]!, next(points, k)];
      if (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0) return true;
    }
  }
  return false;
}

/** How far a place lies from the line between two others, squared. */
function distanceTo(p: PixelPoint, a: PixelPoint, b: PixelPoint): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const long = dx * dx + dy * dy;
  const t = long > 0 ? Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / long)) : 0;
  return (p.x - a.x - t * dx) ** 2 + (p.y - a.y - t * dy) ** 2;
}

/** An open line with as few of its places as keep it within a distance of where the hand went (Douglas and Peucker 1973). */
export function simplified(line: readonly PixelPoint[], within: number): PixelPoint[] {
  const kept = new Set([0, line.length - 1]);
  const open: [number, number][] = [[0, line.length - 1]];
  for (let part = open.pop(); part; part = open.pop()) {
    const [from, to] = part;
    let [far, at] = [0, -1];
    for (let i = from + 1; i < to; i++) {
      const distance = distanceTo(line[i]!, line[from]!, line[to]!);
      if (distance > far) [far, at] = [distance, i];
    }
    if (far <= within * within) continue;
    kept.add(at);
    open.push([from, at], [at, to]);
  }
  return line.filter((_, i) => kept.has(i));
}

/** The line that a hand drew as corners: as fine as it is seen, and never more than an outline may have. */
export function cornersOf(line: readonly PixelPoint[], within: number): PixelPoint[] {
  let corners = simplified(line, within);
  for (let coarser = within * 2; corners.length > mostCorners; coarser *= 2) corners = simplified(corners, coarser);
  return corners;
}

export const withCorner = (points: readonly PixelPoint[], i: number, to: PixelPoint): PixelPoint[] =>
  points.map((p, k) => (k === i ? to : p));

/** With a new corner behind one of them. */
export const insertedCorner = (points: readonly PixelPoint[], behind: number, at: PixelPoint): PixelPoint[] => [
  ...points.slice(0, behind + 1),
  at,
  ...points.slice(behind + 1),
];

/** Without one of them; of a triangle none is taken. */
export const withoutCorner = (points: readonly PixelPoint[], i: number): readonly PixelPoint[] =>
  points.length > 3 ? points.filter((_, k) => k !== i) : points;
