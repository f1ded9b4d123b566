/** Sets a value, or takes the property away where the value is empty: what is sent keeps no empty strings. */
export function put<T extends object, K extends keyof T>(target: T, key: K, value: T[K] | undefined | ''): T {
  if (value !== undefined && value !== '') return { ...target, [key]: value };
  const { [key]: _, ...rest } = target;
  return rest as T;
}

/** The list with one entry moved up or down, as far as it goes. */
export function moved<T>(list: readonly T[], from: number, by: number): T[] {
  const to = Math.max(0, Math.min(list.length - 1, from + by));
  const next = [...list];
  const [one] = next.splice(from, 1);
  if (one !== undefined) next.splice(to, 0, one);
  return next;
}

/** An id from a title: lower-case letters, digits and dashes, not one of those taken. */
export function idFrom(title: string, taken: readonly string[]): string {
  const base =
    title
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'field';
  if (!taken.includes(base)) return base;
  for (let n = 2; ; n++) if (!taken.includes(`${base}-${n}`)) return `${base}-${n}`;
}
