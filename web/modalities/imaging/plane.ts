import type { PixelPoint } from './geometry.ts';

export type Vector = readonly [number, number, number];

/** How a picture lies in the patient (DICOM PS3.3 C.7.6.2): millimetres, LPS. */
export interface Plane {
  /** Pictures with the same one share their space; without one nothing is known of where they lie to each other. */
  frameOfReference?: string;
  /** Centre of the first voxel. */
  origin: Vector;
  /** Unit vectors: along a row of the picture, and down a column. */
  row: Vector;
  column: Vector;
  /** Millimetres from one column to the next, and from one row to the next. */
  columnSpacing: number;
  rowSpacing: number;
  columns: number;
  rows: number;
}

const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const less = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const along = (a: Vector, b: Vector, by: number): Vector => [a[0] + b[0] * by, a[1] + b[1] * by, a[2] + b[2] * by];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

export const normalOf = (plane: Plane): Vector => cross(plane.row, plane.column);

/** The place of a pixel in the patient; (0,0) is the outer corner of the first pixel. */
export function inPatient(plane: Plane, { x, y }: PixelPoint): Vector {
  const right = along(plane.origin, plane.row, (x - 0.5) * plane.columnSpacing);
  return along(right, plane.column, (y - 0.5) * plane.rowSpacing);
}

function onPicture(plane: Plane, point: Vector): PixelPoint {
  const from = less(point, plane.origin);
  return {
    x: dot(from, plane.row) / plane.columnSpacing + 0.5,
    y: dot(from, plane.column) / plane.rowSpacing + 0.5,
  };
}

const centreOf = (plane: Plane) => inPatient(plane, { x: plane.columns / 2, y: plane.rows / 2 });

/** Slices that lean towards each other by more than this are of another orientation. */
const parallelWithin = Math.cos((15 * Math.PI) / 180);

export const isParallel = (a: Plane, b: Plane) => Math.abs(dot(normalOf(a), normalOf(b))) >= parallelWithin;

export const sharesSpace = (a: Plane, b: Plane) =>
  a.frameOfReference !== undefined && a.frameOfReference === b.frameOfReference;

/**
 * Where a stack is to be turned so that it lies at a place: the slice nearest to it along the stack's own direction. Slices that
 * have not arrived are judged by the even spacing of those that have.
 * @returns undefined where the stack lies across the plane, or too little of it is known.
 */
export function sliceNearest(stack: readonly (Plane | undefined)[], at: Plane): number | undefined {
  const first = stack.find((p) => p !== undefined);
  if (!first || !isParallel(first, at)) return undefined;
  const normal = normalOf(first);
  const wanted = dot(centreOf(at), normal);
  const known = stack.flatMap((p, index) => (p ? [{ index, depth: dot(centreOf(p), normal) }] : []));
  const ends = [known[0]!, known[known.length - 1]!];
  const step = (ends[1]!.depth - ends[0]!.depth) / Math.max(1, ends[1]!.index - ends[0]!.index);
  if (known.length < stack.length && step !== 0) {
    const guess = Math.round(ends[0]!.index + (wanted - ends[0]!.depth) / step);
    const bounded = Math.max(0, Math.min(stack.length - 1, guess));
    if (!stack[bounded]) return bounded;
  }
  let best = known[0]!;
  for (const slice of known) if (Math.abs(slice.depth - wanted) < Math.abs(best.depth - wanted)) best = slice;
  return best.index;
}

/** How far along its own direction a stack goes from one plane to another, in millimetres. */
export function stepAlong(from: Plane, to: Plane): number {
  return dot(less(centreOf(to), centreOf(from)), normalOf(from));
}

/** The same plane so many millimetres further along a direction. */
export function movedAlong(plane: Plane, direction: Vector, by: number): Plane {
  return { ...plane, origin: along(plane.origin, direction, by) };
}

/**
 * Where another pane is turned to when one has gone from a slice to another. In one space: to the slice that lies nearest. In
 * two spaces that lie alike: as far as the first has gone, so that stacks that a reader has lined up stay so. Undefined where
 * nothing is known, or the stacks lie across each other.
 */
export function followed(
  from: Plane | undefined,
  to: Plane,
  stack: readonly (Plane | undefined)[],
  index: number,
): number | undefined {
  const here = stack[index];
  if (!here || !isParallel(here, to)) return undefined;
  if (sharesSpace(here, to)) return sliceNearest(stack, to);
  if (!from) return undefined;
  const by = stepAlong(from, to);
  const sense = Math.sign(dot(normalOf(here), normalOf(from)));
  return sliceNearest(stack, movedAlong(here, normalOf(here), sense * by));
}

/**
 * Where one picture cuts another: the line on the second, in its pixels, as long as both reach.
 * @returns undefined where they share no space, are parallel, or do not meet.
 */
export function crossing(cutting: Plane, shown: Plane): readonly [PixelPoint, PixelPoint] | undefined {
  if (!sharesSpace(cutting, shown) || isParallel(cutting, shown)) return undefined;
  // The corners of the cutting picture, and where its edges pierce the plane of the shown one.
  const corners = [
    { x: 0, y: 0 },
    { x: cutting.columns, y: 0 },
    { x: cutting.columns, y: cutting.rows },
    { x: 0, y: cutting.rows },
  ].map((c) => inPatient(cutting, c));
  const normal = normalOf(shown);
  const heights = corners.map((c) => dot(less(c, shown.origin), normal));
  const ends: PixelPoint[] = [];
  corners.forEach((corner, i) => {
    const next = corners[(i + 1) % 4]!;
    const [h, k] = [heights[i]!, heights[(i + 1) % 4]!];
    if (h === k || h > 0 === k > 0) return;
    ends.push(onPicture(shown, along(corner, less(next, corner), h / (h - k))));
  });
  return ends.length === 2 ? clipped(ends[0]!, ends[1]!, shown.columns, shown.rows) : undefined;
}

/** A line as far as it lies on the picture (Liang and Barsky). */
function clipped(
  p: PixelPoint,
  q: PixelPoint,
  width: number,
  height: number,
): readonly [PixelPoint, PixelPoint] | undefined {
  const [dx, dy] = [q.x - p.x, q.y - p.y];
  let [from, to] = [0, 1];
  for (const [slope, room] of [
    [-dx, p.x],
    [dx, width - p.x],
    [-dy, p.y],
    [dy, height - p.y],
  ] as const) {
    if (slope === 0 && room < 0) return undefined;
    if (slope < 0) from = Math.max(from, room / slope);
    if (slope > 0) to = Math.min(to, room / slope);
  }
  if (from >= to) return undefined;
  const at = (t: number) => ({ x: p.x + dx * t, y: p.y + dy * t });
  return [at(from), at(to)];
}
