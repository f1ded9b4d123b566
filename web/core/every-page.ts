/** A page of rows, with what asks for the page after it; without that it was the last. */
export interface PageOf<T, C> {
  rows: readonly T[];
  next?: C | undefined;
}

/** How far fetching has come. */
export type Tell = (rows: number) => void;

/** Fetches page after page until the last, and tells after each how many rows there are. */
export async function everyPage<T, C>(
  fetchPage: (after: C | undefined) => Promise<PageOf<T, C>>,
  tell: Tell,
  signal: AbortSignal,
): Promise<T[]> {
  const rows: T[] = [];
  let after: C | undefined;
  do {
    const page = await fetchPage(after);
    signal.throwIfAborted();
    rows.push(...page.rows);
    tell(rows.length);
    after = page.next;
  } while (after !== undefined);
  return rows;
}

/**
 * Does something to many in portions, one after the other, and tells after each how many are done. A portion that fails
 * ends it: what `done` was told stands, the rest was not touched.
 */
export async function inPortions<T>(
  all: readonly T[],
  size: number,
  deed: (portion: T[]) => Promise<void>,
  done: (count: number) => void,
): Promise<void> {
  for (let from = 0; from < all.length; from += size) {
    await deed(all.slice(from, from + size));
    done(Math.min(all.length, from + size));
  }
}
