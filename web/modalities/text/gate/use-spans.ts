import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../../../core/api.ts';
import type { GateEntryOf, GateSpan } from '../../../core/contract.ts';

const pause = 400;

type Saved = (spans: GateSpan[], revision: number) => void;

/** The places to black out as the person has them, saved a moment after the last change; the last changes can be undone. */
export function useSpans(entry: GateEntryOf<'text'>, path: string, onSaved: Saved) {
  const [spans, setSpans] = useState(entry.spans);
  const [past, setPast] = useState<GateSpan[][]>([]);
  const [problem, setProblem] = useState<unknown>();
  const saved = useRef({ revision: entry.revision, spans: entry.spans });
  const latest = useRef(spans);
  const running = useRef<Promise<void>>(Promise.resolve());

  const save = useCallback((): Promise<void> => {
    const done = running.current.then(async () => {
      const wanted = latest.current;
      if (wanted === saved.current.spans) return;
      const body = { revision: saved.current.revision, spans: wanted };
      const reply = await api.put<{ revision: number }>(`${path}/spans`, body);
      saved.current = { revision: reply.revision, spans: wanted };
      onSaved(wanted, reply.revision);
      setProblem(undefined);
    });
    // The next save must not fail for what this one met; whoever waits for this one is told.
    running.current = done.catch(setProblem);
    return done;
  }, [path, onSaved]);

  useEffect(() => {
    latest.current = spans;
    if (spans === saved.current.spans) return undefined;
    const timer = setTimeout(() => void save().catch(setProblem), pause);
    return () => clearTimeout(timer);
  }, [spans, save]);

  useEffect(
    () => () => {
      // Leaving the entry: what is not saved yet goes now; a refusal has nobody left to tell but the log of the browser.
      save().catch((cause: unknown) => console.error(cause));
    },
    [save],
  );

  const set = (next: GateSpan[]) => {
    setPast((all) => [...all, spans]);
    setSpans(next);
    latest.current = next;
  };
  const undo = () => {
    const before = past.at(-1);
    if (!before) return;
    setPast(past.slice(0, -1));
    setSpans(before);
    latest.current = before;
  };
  return { spans, set, undo, save, problem, canUndo: past.length > 0 };
}
