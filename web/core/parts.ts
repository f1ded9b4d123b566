import type { Geometry } from './contract.ts';

/** A shape that goes through a stack: what of it lies in one file and frame is a part, and a change names its parts alone. */
export type Parted = Extract<Geometry, { parts: unknown }>;
export type Part = Parted['parts'][number];

export const isParted = (geometry: Geometry): geometry is Parted => 'parts' in geometry;

const placeOf = (part: Part) => `${part.file}/${part.frame}`;

const inOrder = (a: Part, b: Part) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.frame - b.frame);

/** The shape with parts in the place of those it had, as the server folds them: a part without content goes. */
export function withParts<G extends Geometry>(geometry: G, change: Geometry): G {
  if (!isParted(geometry) || !isParted(change)) return geometry;
  const parts = new Map(geometry.parts.map((p) => [placeOf(p), p]));
  for (const part of change.parts) parts.set(placeOf(part), part);
  const left = [...parts.values()].filter((p) => p.runs !== '').sort(inOrder);
  return { ...geometry, file: left[0]?.file ?? geometry.file, parts: left };
}

/**
 * The change that makes of one shape another: the parts that differ, without content where they are gone. Undefined where
 * more differs than parts, or nothing is left, or nothing differs.
 */
export function changedParts(from: Geometry, to: Geometry): Parted | undefined {
  if (!isParted(from) || !isParted(to) || to.parts.length === 0) return undefined;
  if (from.width !== to.width || from.height !== to.height) return undefined;
  const had = new Map(from.parts.map((p) => [placeOf(p), p]));
  const has = new Set(to.parts.map(placeOf));
  const changed = to.parts.filter((p) => had.get(placeOf(p))?.runs !== p.runs);
  const gone = from.parts.filter((p) => !has.has(placeOf(p))).map((p) => ({ ...p, runs: '' }));
  const parts = [...changed, ...gone].sort(inOrder);
  return parts[0] ? { ...to, file: parts[0].file, parts } : undefined;
}
