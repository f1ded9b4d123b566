import { useCallback, useEffect, useState } from 'react';
import { newId } from '../../core/ids.ts';
import type { Measure } from './measures.ts';

/** What is measured on an item, and what the reader does with it. */
export interface Measures {
  all: readonly Measure[];
  chosen: string | undefined;
  choose: (id: string | undefined) => void;
  add: (measure: Omit<Measure, 'id'>) => void;
  /** `done`: the hand has let go; until then nothing but the drawing follows. */
  change: (measure: Measure, done: boolean) => void;
  remove: (id: string) => void;
}

function kept(place: string): Measure[] {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? '[]') as Measure[];
  } catch {
    return [];
  }
}

/** Measures belong to whoever took them and to this window: a reload keeps them, the record does not know them. */
export function useMeasures(person: string, item: string): Measures {
  const place = `overread.measures.${person}.${item}`;
  const [all, setAll] = useState(() => kept(place));
  const [chosen, choose] = useState<string>();
  useEffect(() => {
    if (all.length > 0) sessionStorage.setItem(place, JSON.stringify(all));
    else sessionStorage.removeItem(place);
  }, [place, all]);
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
