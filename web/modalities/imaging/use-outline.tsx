import { useState } from 'react';
import { useCommands } from '../../core/keys.ts';
import type { ImageGeometry, PixelPoint } from './geometry.ts';
import { areaOf, crossesItself, mostCorners } from './outline.ts';
import type { Tool } from './pointer.ts';
import type { Slice } from './stack.ts';

interface Scene {
  tool: Tool;
  slice: Slice | undefined;
  active: boolean;
  onDrawn: (geometry: ImageGeometry) => void;
}

const none: readonly PixelPoint[] = [];

/**
 * An outline in the making. It stays with its picture: turning to another slice and back, or taking another tool, loses no
 * corner of it; an outline begun elsewhere takes its place.
 */
export function useOutline({ tool, slice, onDrawn }: Scene) {
  const [held, setHeld] = useState<{ file: string; frame: number; points: readonly PixelPoint[] }>();
  const [note, setNote] = useState<string>();
  const here = held && slice && held.file === slice.file.id && held.frame === slice.frame;
  const points = here && tool === 'polygon' ? held.points : none;
  const keep = (next: readonly PixelPoint[]) => {
    setNote(next.length > mostCorners ? `An outline has ${mostCorners} corners at most.` : undefined);
    if (slice && next.length <= mostCorners) setHeld({ file: slice.file.id, frame: slice.frame, points: next });
  };
  const close = (closed: readonly PixelPoint[]) => {
    const why = whyNot(closed);
    if (why) {
      keep(closed);
      setNote(why);
      return;
    }
    setNote(undefined);
    setHeld(undefined);
    if (slice) onDrawn({ kind: 'polygon', file: slice.file.id, frame: slice.frame, points: [...closed] });
  };
  return {
    points,
    note: points.length > 0 ? note : undefined,
    keep,
    close,
    /** A corner here; the outline closes at its first. */
    set: (at: PixelPoint) => {
      const first = points[0];
      if (first && points.length > 2 && first.x === at.x && first.y === at.y) close(points);
      else keep([...points, at]);
    },
    /** Takes the last corner back; false where there is none. */
    drop: () => {
      if (points.length === 0) return false;
      keep(points.slice(0, -1));
      return true;
    },
    forget: () => {
      setNote(undefined);
      setHeld(undefined);
    },
  };
}

/** Why a line is no outline, and what to do; undefined where it is one. */
function whyNot(points: readonly PixelPoint[]): string | undefined {
  if (points.length < 3) return 'An outline has three corners at least. Set another, or press Escape.';
  if (crossesItself(points))
    return 'The outline crosses itself. Backspace takes corners back, and Enter closes it; Escape begins anew.';
  if (areaOf(points) < 0.01) return 'The outline goes around nothing. Set another corner, or press Escape.';
  return undefined;
}

/** The keys of an outline that is not closed yet; with the cross out, Enter sets a corner. */
export function OutlineKeys({ outline, crossing }: { outline: ReturnType<typeof useOutline>; crossing: boolean }) {
  const group = 'Outline';
  useCommands([
    {
      id: 'imaging.outline.close',
      title: 'Close the outline',
      group,
      keys: crossing ? ['P'] : ['Enter', 'P'],
      run: () => outline.close(outline.points),
    },
    {
      id: 'imaging.outline.back',
      title: 'Take the last corner back',
      group,
      keys: ['Backspace'],
      run: () => void outline.drop(),
    },
    { id: 'imaging.outline.forget', title: 'Begin the outline anew', group, keys: ['Escape'], run: outline.forget },
  ]);
  return null;
}
