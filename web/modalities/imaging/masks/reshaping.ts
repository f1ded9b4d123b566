import { type Part, withParts } from '../../../core/parts.ts';
import type { Slice } from '../stack.ts';
import { between } from './between.ts';
import type { MaskGeometry } from './masks-here.ts';
import { partOn } from './masks-here.ts';
import { largestIsland, smoothed, withMargin } from './reshape.ts';
import { bitsOf, boundsOfRuns, runsOf } from './runs.ts';

/** What can be made of a mask: lengths in millimetres, in pixels where the picture does not know any. */
export type Reshaping = { kind: 'margin'; by: number } | { kind: 'smooth'; radius: number } | { kind: 'largest' };

interface Spacing {
  x: number;
  y: number;
}

/** A mask with one part or all of them reshaped; the same one where that changes nothing. */
export function reshapedMask(
  geometry: MaskGeometry,
  parts: readonly Part[],
  how: Reshaping,
  spacing: (part: Part) => Spacing,
): MaskGeometry {
  const { width, height } = geometry;
  const changed = parts.map((part) => ({ ...part, runs: reshapedRuns(part.runs, width, height, how, spacing(part)) }));
  return withParts(geometry, { ...geometry, parts: changed });
}

/** Only what lies around the painted pixels is looked at: a lesion of thirty pixels need not cost a whole mammogram. */
function reshapedRuns(runs: string, width: number, height: number, how: Reshaping, spacing: Spacing): string {
  const reach = how.kind === 'margin' ? Math.abs(how.by) : how.kind === 'smooth' ? how.radius : 0;
  const box = boundsOfRuns(runs, width);
  const left = Math.max(0, box.x - Math.ceil(reach / spacing.x) - 1);
  const top = Math.max(0, box.y - Math.ceil(reach / spacing.y) - 1);
  const columns = Math.min(width, box.x + box.width + Math.ceil(reach / spacing.x) + 1) - left;
  const rows = Math.min(height, box.y + box.height + Math.ceil(reach / spacing.y) + 1) - top;
  const whole = bitsOf(runs, width * height);
  const cut = new Uint8Array(columns * rows);
  for (let y = 0; y < rows; y++) {
    const from = (top + y) * width + left;
    cut.set(whole.subarray(from, from + columns), y * columns);
  }
  const after = reshapedBits(cut, columns, rows, how, spacing);
  for (let y = 0; y < rows; y++) {
    whole.set(after.subarray(y * columns, (y + 1) * columns), (top + y) * width + left);
  }
  return runsOf(whole);
}

function reshapedBits(bits: Uint8Array, columns: number, rows: number, how: Reshaping, spacing: Spacing): Uint8Array {
  if (how.kind === 'margin') return withMargin(bits, columns, rows, how.by, spacing);
  if (how.kind === 'smooth') return smoothed(bits, columns, rows, how.radius, spacing);
  return largestIsland(bits, columns, rows);
}

/**
 * A mask with the pictures between those that it is painted on filled in, in the order of the stack; what is painted stays as it
 * is.
 * @param depth How deep in the patient a picture lies, in millimetres; where one does not say, they are taken to be evenly apart.
 */
export function filledBetween(
  geometry: MaskGeometry,
  slices: readonly Slice[],
  spacing: (part: Part) => Spacing,
  depth: (slice: Slice) => number | undefined,
): { geometry: MaskGeometry; pictures: number } {
  const { width, height } = geometry;
  const painted = slices.map((s) => partOn(geometry, s.file.id, s.frame));
  const made: Part[] = [];
  for (let from = painted.findIndex(Boolean); from >= 0; ) {
    const to = painted.findIndex((part, i) => i > from && part !== undefined);
    if (to < 0) break;
    if (to > from + 1) {
      const [first, last] = [painted[from]!, painted[to]!];
      const [a, b] = [bitsOf(first.runs, width * height), bitsOf(last.runs, width * height)];
      for (let i = from + 1; i < to; i++) {
        const share = shareOf(slices, from, i, to, depth);
        const runs = runsOf(between(a, b, width, height, share, spacing(first)));
        const slice = slices[i]!;
        if (runs !== '') made.push({ file: slice.file.id, frame: slice.frame, runs });
      }
    }
    from = to;
  }
  return { geometry: withParts(geometry, { ...geometry, parts: made }), pictures: made.length };
}

function shareOf(
  slices: readonly Slice[],
  from: number,
  at: number,
  to: number,
  depth: (slice: Slice) => number | undefined,
): number {
  const [first, here, last] = [from, at, to].map((i) => depth(slices[i]!)) as [number?, number?, number?];
  const share = ((here ?? Number.NaN) - (first ?? Number.NaN)) / ((last ?? Number.NaN) - (first ?? Number.NaN));
  return share > 0 && share < 1 ? share : (at - from) / (to - from);
}
