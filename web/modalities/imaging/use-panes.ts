import { useRef, useState } from 'react';
import type { Hanging, Item, Series } from '../../core/contract.ts';
import { cells, type Grid, grids, hangingKey, type Pane, panesFor, remember, remembered, single } from './grid.ts';
import { fitting, hang } from './hanging.ts';
import { layoutOf } from './layout.ts';
import { framesOf, type Slice } from './stack.ts';

/** How an item hangs, and what changes it. */
export interface HungItem {
  grid: Grid;
  panes: readonly Pane[];
  active: number;
  /** The hanging protocol by which it is laid out; undefined where the reader laid it out. */
  hanging: Hanging | undefined;
  /** The protocol's that fit this item. */
  hangings: readonly Hanging[];
  /** True where the reader chose otherwise than the protocol does. */
  isOwn: boolean;
  setGrid: (grid: Grid) => void;
  /** By one of those that fit; undefined for as the protocol does it. */
  setHanging: (hanging: Hanging | undefined) => void;
  nextHanging: () => void;
  /** One picture, or the several that there were. */
  split: () => void;
  setPanes: (change: (panes: readonly Pane[]) => readonly Pane[]) => void;
  setActive: (active: number) => void;
  open: (series: number) => Pane;
}

function middle(slices: readonly Slice[], series?: Series): number {
  const layout = layoutOf(series, slices.length);
  if (layout) return Math.floor(layout.positions / 2);
  return slices[0] && framesOf(slices[0].file) > 1 ? 0 : Math.floor(slices.length / 2);
}

/** The panes, how they stand, and what each shows. */
export function usePanes(
  item: Item,
  stacks: readonly (readonly Slice[])[],
  all: readonly Hanging[] | undefined,
): HungItem {
  const middleOf = (series: number) => middle(stacks[series] ?? [], item.series[series]);
  const open = (series: number): Pane => ({ series, index: middleOf(series) });
  const [hangings] = useState(() => fitting(all, item));
  const key = hangingKey(item.series[0]?.modality, item.series.length, hangings[0]?.title);
  const byGrid = (grid: Grid, panes: readonly Pane[], active: number) => ({
    grid,
    ...panesFor(grid, panes, active, item.series.length, open),
    hanging: undefined,
  });
  const byHanging = (hanging: Hanging) => {
    const { grid, panes } = hang(hanging, item, stacks, middleOf);
    const first = panes.findIndex((p) => p.series >= 0);
    return { grid, panes, active: Math.max(0, first), hanging };
  };
  const asProtocol = () => (hangings[0] ? byHanging(hangings[0]) : byGrid(single, [open(0)], 0));
  const [isOwn, setOwn] = useState(() => remembered(key) !== undefined);
  const [hung, setHung] = useState<{ grid: Grid; panes: Pane[]; active: number; hanging: Hanging | undefined }>(() => {
    const own = remembered(key);
    if (own && 'grid' in own) return byGrid(own.grid, [open(0)], 0);
    const chosen = own && hangings.find((h) => h.title === own.hanging);
    return chosen ? byHanging(chosen) : asProtocol();
  });
  // The grid that L goes back to.
  const several = useRef<Grid>(cells(hung.grid) > 1 ? hung.grid : grids[1]!);
  const setGrid = (grid: Grid) => {
    remember(key, { grid });
    setOwn(true);
    if (cells(grid) > 1) several.current = grid;
    setHung((h) => byGrid(grid, h.panes, h.active));
  };
  const setHanging = (hanging: Hanging | undefined) => {
    const own = hanging && hanging !== hangings[0];
    remember(key, own ? { hanging: hanging.title } : undefined);
    setOwn(own === true);
    const next = hanging ? byHanging(hanging) : asProtocol();
    if (cells(next.grid) > 1) several.current = next.grid;
    setHung(next);
  };
  return {
    ...hung,
    hangings,
    isOwn,
    setGrid,
    setHanging,
    nextHanging: () => {
      if (hangings.length === 0) return;
      const at = hung.hanging ? hangings.indexOf(hung.hanging) : -1;
      setHanging(hangings[(at + 1) % hangings.length]);
    },
    split: () => setGrid(cells(hung.grid) > 1 ? single : several.current),
    setPanes: (change) => setHung((h) => ({ ...h, panes: [...change(h.panes)] })),
    setActive: (active) => setHung((h) => (h.active === active ? h : { ...h, active })),
    open,
  };
}
