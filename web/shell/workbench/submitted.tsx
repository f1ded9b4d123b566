import { useEffect, useState, useSyncExternalStore } from 'react';
import { api, problemFrom } from '../../core/api.ts';
import type { Work } from '../../core/contract.ts';
import { useCommands } from '../../core/keys.ts';
import { navigate } from '../../core/router.tsx';
import { Button } from '../../ui/button.tsx';
import { StateShape } from '../../ui/state-mark.tsx';
import { projectPath, queries, refresh } from '../data.ts';
import { useReadView } from '../outbox-context.tsx';
import { workKey } from './work-key.ts';

/** For so long Undo is offered after a submission, in ms; the server takes it a little longer. */
const offeredFor = 60_000;

interface Submitted {
  project: string;
  read: string;
  title: string;
  at: number;
}

let last: Submitted | undefined;
const listeners = new Set<() => void>();

function setLast(next: Submitted | undefined): void {
  last = next;
  for (const listener of listeners) listener();
}

/** Remembers what was submitted, so that the next page can offer to take it back. */
export function noteSubmitted(work: Work): void {
  setLast({ project: work.project.id, read: work.read.id, title: work.item.title, at: Date.now() });
}

function useLast(): Submitted | undefined {
  const held = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => last,
  );
  useEffect(() => {
    if (!held) return;
    const timer = setTimeout(() => last === held && setLast(undefined), Math.max(0, held.at + offeredFor - Date.now()));
    return () => clearTimeout(timer);
  }, [held]);
  return held;
}

/** "Submitted · Undo", for a while: the read is opened again, on the record, and is on screen. */
export function SubmittedNotice() {
  const held = useLast();
  return held ? <Notice key={held.read} held={held} /> : null;
}

function Notice({ held }: { held: Submitted }) {
  const { project, read, title } = held;
  const view = useReadView(read);
  const [wanted, setWanted] = useState(false);
  const [error, setError] = useState<unknown>();
  // What is still on its way to the server cannot be taken back there yet.
  const arrived = !view || view.waiting === 0;
  useEffect(() => {
    if (!wanted || !arrived) return;
    const path = `/api/reads/${encodeURIComponent(read)}/undo`;
    const key = workKey(project, read);
    api
      .post(path)
      .then(() => api.get<Work>(key[0]!))
      .then(
        (work) => {
          queries.setQueryData(key, work);
          setLast(undefined);
          void refresh(projectPath(project, '/work'), '/api/projects');
          navigate(`/p/${project}/work/${read}`);
        },
        (cause: unknown) => {
          setWanted(false);
          setError(cause);
        },
      );
  }, [wanted, arrived, project, read]);
  const undo = () => setWanted(true);
  useCommands([
    { id: 'read.unsubmit', title: 'Undo the submission', group: 'Read', keys: ['Ctrl+Shift+Z'], run: undo },
  ]);
  if (error) {
    const { title: what, next } = problemFrom(error);
    return (
      <span className="row submitted" role="alert">
        <StateShape tone="dispute" />
        <span className="ellipsis">
          {what} {next}
        </span>
      </span>
    );
  }
  return (
    <span className="row submitted" role="status">
      <StateShape tone="agree" />
      <span>Submitted ·</span>
      <Button size="small" onClick={undo} disabled={wanted} aria-label={`Undo the submission of ${title}`}>
        {wanted ? (arrived ? 'Undoing' : 'Waiting for connection') : 'Undo'}
      </Button>
      <span className="dim ellipsis">{title}</span>
    </span>
  );
}
