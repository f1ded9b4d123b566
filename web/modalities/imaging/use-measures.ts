import { useCallback, useEffect, useState } from 'react';
import { newId } from '../../core/ids.ts';
import type { Measure } from './measures.ts';

/** What is measured on an item, and what the reader does with it. */
export interface Measures {
  all: readonly Measure[];
  chosen: string | undefined;
  choose: (id: string | undefined) => void;
  add: (measure: Omit<Measure, 'id'>) => void;
  change: (measure: Measure) => void;
  remove: (id: string) => void;
}

const key = (item: string) => `overread.measures.${item}`;

function kept(item: string): Measure[] {
  try {
    return JSON.parse(sessionStorage.getItem(key(item)) ?? '[]') as Measure[];
  } catch {
    return [];
  }
}

/** Measures belong to whoever took them and to this window: a reload keeps them, the record does not know them. */
export function useMeasures(item: string): Measures {
  const [all, setAll] = useState(() => kept(item));
  const [chosen, choose] = useState<string>();
  useEffect(() => {
    if (all.length > 0) sessionStorage.setItem(key(item), JSON.stringify(all));
    else sessionStorage.removeItem(key(item));
  }, [item, all]);
  const add = useCallback((measure: Omit<Measure, 'id'>) => {
    const id = newId();
    setAll((before) => [...before, { ...measure, id }]);
    choose(id);
  }, []);
  const change = useCallback(
    (measure: Measure) => setAll((before) => before.map((m) => (m.id === measure.id ? measure : m))),
    [],
  );
  const remove = useCallback((id: string) => {
    setAll((before) => before.filter((m) => m.id !== id));
    choose(undefined);
  }, []);
  return { all, chosen, choose, add, change, remove };
}
