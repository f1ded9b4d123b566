/** How many pictures stand beside and below each other. */
export interface Grid {
  rows: number;
  columns: number;
}

/** What a pane shows: a series of the item, and which of its pictures. */
export interface Pane {
  series: number;
  index: number;
}

export const single: Grid = { rows: 1, columns: 1 };

/** The grids on offer, from one picture to twelve. */
export const grids: readonly Grid[] = [
  single,
  { rows: 1, columns: 2 },
  { rows: 2, columns: 1 },
  { rows: 1, columns: 3 },
  { rows: 2, columns: 2 },
  { rows: 2, columns: 3 },
  { rows: 3, columns: 3 },
  { rows: 3, columns: 4 },
];

export const cells = (grid: Grid): number => grid.rows * grid.columns;

/** "2 × 3": rows by columns, as the picture lies. */
export const gridWords = (grid: Grid): string => `${grid.rows} × ${grid.columns}`;

/**
 * The panes after the grid has changed: those that were there stay in their order, the active one always; new ones take the
 * series that no pane shows yet, in the order of the item, then begin anew.
 */
export function panesFor(
  grid: Grid,
  before: readonly Pane[],
  active: number,
  many: number,
  open: (series: number) => Pane,
): { panes: Pane[]; active: number } {
  const count = cells(grid);
  if (before.length > count) {
    const from = active < count ? 0 : active - count + 1;
    return { panes: before.slice(from, from + count), active: active - from };
  }
  const panes = [...before];
  const first = before[active]?.series ?? 0;
  while (panes.length < count) {
    const order = Array.from({ length: many }, (_, i) => (first + i) % many);
    const free = order.find((s) => panes.every((p) => p.series !== s));
    panes.push(open(free ?? order[panes.length % Math.max(1, many)] ?? 0));
  }
  return { panes, active };
}

const place = 'overread.grids';

function kept(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(place) ?? '{}') as Record<string, string>;
  } catch {
    return {};
  }
}

/** What a reader's grid is remembered by: items of one modality with as many series are hung alike. */
export function hangingKey(modality: string | undefined, series: number): string {
  return `${modality ?? 'photo'}/${series}`;
}

/** The grid that the reader last had for such an item; undefined where they never chose. */
export function rememberedGrid(key: string): Grid | undefined {
  return grids.find((g) => gridWords(g) === kept()[key]);
}

export function rememberGrid(key: string, grid: Grid): void {
  localStorage.setItem(place, JSON.stringify({ ...kept(), [key]: gridWords(grid) }));
}
