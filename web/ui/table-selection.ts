/**
 * Which rows are chosen: some that were picked, kept with what they say, or every row that the query finds but for some.
 * The second holds for rows that were never fetched.
 */
export type Selection<T> = { every: false; picked: ReadonlyMap<string, T> } | { every: true; but: ReadonlySet<string> };

export const nothing = { every: false, picked: new Map<string, never>() } as const;
export const everything = { every: true, but: new Set<string>() } as const;

export function isChosen<T>(selection: Selection<T>, key: string): boolean {
  return selection.every ? !selection.but.has(key) : selection.picked.has(key);
}

/** Rows chosen, of so many that the query finds. */
export function chosenOf<T>(selection: Selection<T>, total: number): number {
  return selection.every ? Math.max(0, total - selection.but.size) : selection.picked.size;
}

/** With some rows taken in or left out. */
export function withRows<T>(
  selection: Selection<T>,
  rows: readonly T[],
  keyOf: (row: T) => string,
  on: boolean,
): Selection<T> {
  if (selection.every) {
    const but = new Set(selection.but);
    for (const row of rows) {
      if (on) but.delete(keyOf(row));
      else but.add(keyOf(row));
    }
    return { every: true, but };
  }
  const picked = new Map(selection.picked);
  for (const row of rows) {
    if (on) picked.set(keyOf(row), row);
    else picked.delete(keyOf(row));
  }
  return { every: false, picked };
}

/** The chosen rows among those that are at hand, in their order; picked ones that are not among them come last. */
export function chosenAmong<T>(selection: Selection<T>, rows: readonly T[], keyOf: (row: T) => string): T[] {
  const found = rows.filter((row) => isChosen(selection, keyOf(row)));
  if (selection.every || found.length === selection.picked.size) return found;
  const here = new Set(found.map(keyOf));
  return [...found, ...[...selection.picked].filter(([key]) => !here.has(key)).map(([, row]) => row)];
}
