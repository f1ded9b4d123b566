import { useCallback, useRef, useState } from 'react';
import type { Pane } from './grid.ts';
import { planeOf } from './pixels.ts';
import { followed } from './plane.ts';
import type { Slice } from './stack.ts';

/** What moves together in all panes. */
export interface Links {
  /** Slices, by where they lie in the patient. */
  slices: boolean;
  /** Window, zoom and place of the picture. */
  look: boolean;
}

const place = 'overread.links';

function kept(): Links {
  try {
    return { slices: true, look: false, ...(JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Links>) };
  } catch {
    return { slices: true, look: false };
  }
}

/** What the reader links; remembered. */
export function useLinks(): [Links, (change: Partial<Links>) => void] {
  const [links, set] = useState(kept);
  const change = useCallback((part: Partial<Links>) => {
    set((before) => {
      const next = { ...before, ...part };
      localStorage.setItem(place, JSON.stringify(next));
      return next;
    });
  }, []);
  return [links, change];
}

const planesOf = (slices: readonly Slice[]) => slices.map((s) => planeOf(s.imageId));

/** Turns the other panes with the one that was turned. */
export function useLinkedSlices(
  stacks: readonly (readonly Slice[])[],
  on: boolean,
): (panes: readonly Pane[], at: number, index: number) => readonly Pane[] {
  const last = useRef({ stacks, on });
  last.current = { stacks, on };
  return useCallback((panes, at, index) => {
    const { stacks, on } = last.current;
    const moved = panes.map((p, i) => (i === at ? { ...p, index } : p));
    const turned = panes[at];
    const to = turned && stacks[turned.series]?.[index];
    const plane = to && planeOf(to.imageId);
    if (!on || panes.length < 2 || !plane || !turned) return moved;
    const before = stacks[turned.series]?.[turned.index];
    const from = before && planeOf(before.imageId);
    return moved.map((p, i) => {
      // The same series twice is there to be compared with itself.
      if (i === at || p.series === turned.series) return p;
      const found = followed(from, plane, planesOf(stacks[p.series] ?? []), p.index);
      return found === undefined || found === p.index ? p : { ...p, index: found };
    });
  }, []);
}
