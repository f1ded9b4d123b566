import type { Geometry, Mark } from '../../core/contract.ts';

/** The shapes that lie on a picture; other modalities have others. */
export type ImageGeometry = Extract<Geometry, { frame: number }>;
export type ImageMark = Mark & { geometry: ImageGeometry };

export function onImage(mark: Mark): mark is ImageMark {
  return 'frame' in mark.geometry;
}

/** A place in pixels of the stored matrix: (0,0) is the outer corner of the first pixel, x right, y down. */
export interface PixelPoint {
  x: number;
  y: number;
}
/** A place in CSS pixels of the viewport. */
export interface CanvasPoint {
  left: number;
  top: number;
}

/** left = a·x + c·y + e, top = b·x + d·y + f: how the stored matrix lies on the screen. */
export interface Placement {
  a: number;
  b: number;
  c: number;
  d: number;
  e: number;
  f: number;
}

/**
 * The placement out of where three voxel centres are on the screen. Voxel (i, j) has its centre at pixel
 * (i + ½, j + ½); taking positions rather than spacings keeps non-square pixels, flips and rotations exact.
 */
export function placementFrom(
  centreOf: (i: number, j: number) => readonly [number, number],
  width: number,
  height: number,
): Placement {
  const [ox, oy] = centreOf(0, 0);
  const [xx, xy] = centreOf(width, 0);
  const [yx, yy] = centreOf(0, height);
  const a = (xx - ox) / width;
  const b = (xy - oy) / width;
  const c = (yx - ox) / height;
  const d = (yy - oy) / height;
  return { a, b, c, d, e: ox - (a + c) / 2, f: oy - (b + d) / 2 };
}

export function toCanvas(p: Placement, { x, y }: PixelPoint): CanvasPoint {
  return { left: p.a * x + p.c * y + p.e, top: p.b * x + p.d * y + p.f };
}

export function toPixel(p: Placement, { left, top }: CanvasPoint): PixelPoint {
  const det = p.a * p.d - p.b * p.c;
  const u = left - p.e;
  const v = top - p.f;
  return { x: (p.d * u - p.c * v) / det, y: (p.a * v - p.b * u) / det };
}

export function samePlacement(p: Placement | undefined, q: Placement): boolean {
  return p !== undefined && (['a', 'b', 'c', 'd', 'e', 'f'] as const).every((k) => Math.abs(p[k] - q[k]) < 1e-9);
}

/** Screen pixels per image pixel, along x. */
export function scaleOf(p: Placement): number {
  return Math.hypot(p.a, p.b);
}

export type Box = Extract<ImageGeometry, { kind: 'box' }>;
export type Corner = 'nw' | 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w';

/** Hundredths of a pixel: finer than any hand, short in the record, the same after a round trip. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

export function clampPoint(p: PixelPoint, width: number, height: number): PixelPoint {
  return { x: rounded(Math.min(Math.max(p.x, 0), width)), y: rounded(Math.min(Math.max(p.y, 0), height)) };
}

/** The box between two places, in either order, inside the image. */
export function boxBetween(p: PixelPoint, q: PixelPoint, width: number, height: number) {
  const from = clampPoint({ x: Math.min(p.x, q.x), y: Math.min(p.y, q.y) }, width, height);
  const to = clampPoint({ x: Math.max(p.x, q.x), y: Math.max(p.y, q.y) }, width, height);
  return { x: from.x, y: from.y, width: rounded(to.x - from.x), height: rounded(to.y - from.y) };
}

export function cornerOf(box: Pick<Box, 'x' | 'y' | 'width' | 'height'>, corner: Corner): PixelPoint {
  const x = corner.includes('w') ? box.x : corner.includes('e') ? box.x + box.width : box.x + box.width / 2;
  const y = corner.startsWith('n') ? box.y : corner.startsWith('s') ? box.y + box.height : box.y + box.height / 2;
  return { x, y };
}

/** The box after one corner or side was dragged to a place; dragging past the other side turns it over. */
export function resized<B extends Pick<Box, 'x' | 'y' | 'width' | 'height'>>(
  box: B,
  corner: Corner,
  to: PixelPoint,
  width: number,
  height: number,
): B {
  const left = corner.includes('w') ? to.x : box.x;
  const right = corner.includes('e') ? to.x : box.x + box.width;
  const top = corner.startsWith('n') ? to.y : box.y;
  const bottom = corner.startsWith('s') ? to.y : box.y + box.height;
  return { ...box, ...boxBetween({ x: left, y: top }, { x: right, y: bottom }, width, height) };
}

/** The box around a shape; a point's has no extent. */
export function boundsOf(geometry: ImageGeometry) {
  if (geometry.kind === 'polygon') {
    const [x, y] = [geometry.points.map((p) => p.x), geometry.points.map((p) => p.y)];
    const [left, top] = [Math.min(...x), Math.min(...y)];
    return { x: left, y: top, width: Math.max(...x) - left, height: Math.max(...y) - top };
  }
  const { x, y } = geometry;
  return geometry.kind === 'box'
    ? { x, y, width: geometry.width, height: geometry.height }
    : { x, y, width: 0, height: 0 };
}

/** Moved by a distance, as far as the image goes. */
export function moved(geometry: ImageGeometry, dx: number, dy: number, width: number, height: number): ImageGeometry {
  const bounds = boundsOf(geometry);
  const x = rounded(Math.min(Math.max(bounds.x + dx, 0), width - bounds.width));
  const y = rounded(Math.min(Math.max(bounds.y + dy, 0), height - bounds.height));
  if (geometry.kind !== 'polygon') return { ...geometry, x, y };
  const [byX, byY] = [x - bounds.x, y - bounds.y];
  return { ...geometry, points: geometry.points.map((p) => ({ x: rounded(p.x + byX), y: rounded(p.y + byY) })) };
}

const letters = [
  ['L', 'R'],
  ['P', 'A'],
  ['H', 'F'],
] as const;

/** Where a direction in patient space (LPS) points, its strongest part first: "L", "AL", "HP". */
export function directionLetters(direction: readonly number[]): string {
  return direction
    .map((value, axis) => ({ value, letter: letters[axis]?.[value > 0 ? 0 : 1] ?? '' }))
    .filter(({ value }) => Math.abs(value) > 0.2)
    .sort((p, q) => Math.abs(q.value) - Math.abs(p.value))
    .slice(0, 2)
    .map(({ letter }) => letter)
    .join('');
}

export function oppositeLetters(text: string): string {
  const pairs: Record<string, string> = { L: 'R', R: 'L', P: 'A', A: 'P', H: 'F', F: 'H' };
  return [...text].map((c) => pairs[c] ?? c).join('');
}

/** The longest round length in millimetres that fits into so many screen pixels. */
export function scaleBar(millimetresPerPixel: number, longest: number): { millimetres: number; pixels: number } {
  const most = longest * millimetresPerPixel;
  const power = 10 ** Math.floor(Math.log10(most));
  const millimetres = [5, 2, 1].map((m) => m * power).find((m) => m <= most) ?? power;
  return { millimetres, pixels: millimetres / millimetresPerPixel };
}
