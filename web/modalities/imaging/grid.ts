/** How many pictures stand beside and below each other. */
export interface Grid {
  rows: number;
  columns: number;
}

/** How a picture is looked at when a hanging protocol opens it; what is absent is as the file says, whole and upright. */
export interface Opening {
  width?: number;
  centre?: number;
  /** Left and right exchanged. */
  flip?: boolean;
  invert?: boolean;
  /** Screen pixels for each of the picture's. */
  zoom?: number;
}

/** What a pane shows: a series of the item, and which of its pictures. */
export interface Pane {
  /** Its place in the item; -1 where nothing that was asked for is there. */
  series: number;
  index: number;
  opening?: Opening;
  /** What is not there, in words. */
  missing?: string;
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

/** What a reader's way of hanging is remembered by: items of one modality with as many series are hung alike. */
export function hangingKey(modality: string | undefined, series: number, hanging?: string): string {
  return `${modality ?? 'photo'}/${series}${hanging === undefined ? '' : `/${hanging}`}`;
}

/** What a reader chose instead of what the protocol does: a grid of their own, or another of its hanging protocols. */
export type OwnHanging = { grid: Grid } | { hanging: string };

const named = '=';

/** What the reader last chose for such an item; undefined where they never did. */
export function remembered(key: string): OwnHanging | undefined {
  const word = kept()[key];
  if (word?.startsWith(named)) return { hanging: word.slice(named.length) };
  const grid = grids.find((g) => gridWords(g) === word);
  return grid && { grid };
}

/** Keeps a choice; undefined to go by the protocol again. */
export function remember(key: string, own: OwnHanging | undefined): void {
  const { [key]: _, ...others } = kept();
  const word = !own ? undefined : 'grid' in own ? gridWords(own.grid) : named + own.hanging;
  localStorage.setItem(place, JSON.stringify(word === undefined ? others : { ...others, [key]: word }));
}
