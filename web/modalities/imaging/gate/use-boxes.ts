import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../../../core/api.ts';
import type { GateBox, GateEntryOf } from '../../../core/contract.ts';
import { begin, change, type History, redo, undo } from './boxes.ts';

const pause = 400;

/** The boxes of an entry as the person has them, saved a moment after the last change. */
export function useBoxes(
  entry: GateEntryOf<'imaging'>,
  path: string,
  onSaved: (boxes: GateBox[], revision: number) => void,
) {
  const [history, setHistory] = useState<History>(() => begin(entry.boxes));
  const [problem, setProblem] = useState<unknown>();
  const kind = useRef<string>('');
  const saved = useRef({ revision: entry.revision, boxes: entry.boxes });
  const latest = useRef(entry.boxes);
  const running = useRef<Promise<void>>(Promise.resolve());

  const save = useCallback((): Promise<void> => {
    running.current = running.current.then(async () => {
      const boxes = latest.current;
      if (boxes === saved.current.boxes) return;
      const reply = await api.put<{ revision: number }>(`${path}/boxes`, { revision: saved.current.revision, boxes });
      saved.current = { revision: reply.revision, boxes };
      onSaved(boxes, reply.revision);
      setProblem(undefined);
    });
    const done = running.current;
    // The next save must not fail for what this one met; whoever waits for this one is told.
    running.current = done.catch(setProblem);
    return done;
  }, [path, onSaved]);

  useEffect(() => {
    latest.current = history.now;
    if (history.now === saved.current.boxes) return undefined;
    const timer = setTimeout(() => void save().catch(setProblem), pause);
    return () => clearTimeout(timer);
  }, [history.now, save]);

  useEffect(
    () => () => {
      // Leaving the entry: what is not saved yet goes now; a refusal has nobody left to tell but the log of the browser.
      save().catch((cause: unknown) => console.error(cause));
    },
    [save],
  );

  /** A change with the same name as the one before is one step with it, such as a held arrow key. */
  const set = useCallback((boxes: GateBox[], name = '') => {
    const merge = name !== '' && name === kind.current;
    kind.current = name;
    setHistory((h) => change(h, boxes, merge));
  }, []);
  /** What the server has made of the boxes in one go: there is nothing to undo to. */
  const reset = useCallback((boxes: GateBox[], revision: number) => {
    saved.current = { revision, boxes };
    latest.current = boxes;
    kind.current = '';
    setHistory(begin(boxes));
  }, []);
  const step = (move: (h: History) => History) => () => {
    kind.current = '';
    setHistory(move);
  };
  return {
    boxes: history.now,
    set,
    save,
    problem,
    reset,
    /** Of what the server has. */
    revision: () => saved.current.revision,
    undo: step(undo),
    redo: step(redo),
  };
}
export type Boxes = ReturnType<typeof useBoxes>;
