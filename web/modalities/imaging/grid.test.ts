import { describe, expect, test } from 'vitest';
import { cells, grids, type Pane, panesFor, single } from './grid.ts';

const open = (series: number): Pane => ({ series, index: 7 });

describe('panes of a grid', () => {
  test('every grid is filled, with each series once before any twice', () => {
    for (const grid of grids) {
      for (const many of [1, 2, 5, 12]) {
        const { panes, active } = panesFor(grid, [{ series: 0, index: 3 }], 0, many, open);
        expect(panes).toHaveLength(cells(grid));
        expect(active).toBe(0);
        expect(panes[0]).toEqual({ series: 0, index: 3 });
        expect(new Set(panes.map((p) => p.series)).size).toBe(Math.min(many, cells(grid)));
      }
    }
  });

  test('a smaller grid keeps the active picture', () => {
    const before = Array.from({ length: 9 }, (_, series) => ({ series, index: series }));
    for (let at = 0; at < 9; at++) {
      for (const grid of grids.filter((g) => cells(g) < 9)) {
        const { panes, active } = panesFor(grid, before, at, 9, open);
        expect(panes).toHaveLength(cells(grid));
        expect(panes[active]).toEqual(before[at]);
      }
    }
  });

  test('there and back shows what was there', () => {
    const { panes, active } = panesFor(grids[4]!, [{ series: 2, index: 1 }], 0, 4, open);
    expect(panes.map((p) => p.series)).toEqual([2, 3, 0, 1]);
    expect(panesFor(single, panes, active, 4, open).panes).toEqual([{ series: 2, index: 1 }]);
  });
});
