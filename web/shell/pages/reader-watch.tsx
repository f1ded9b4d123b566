import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Project, WatchView } from '../../core/contract.ts';
import { day } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { ProblemNote } from '../../ui/notes.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { holds, usePerson } from '../session.tsx';

type Finding = WatchView['findings'][number];

/** What the watch over reads asks about readers; a person answers, and what they then do is theirs to do. */
export function ReaderWatchSection({ project }: { project: Project }) {
  const me = usePerson();
  const may = holds(me, project.id, 'lead', 'auditor');
  const path = projectPath(project.id, '/reader-watch');
  const watch = useGet<WatchView>(may ? path : undefined);
  const [asking, setAsking] = useState<{ finding: Finding; follows: boolean }>();
  const [reason, setReason] = useState('');
  if (!may) return null;
  const begin = (finding: Finding, follows: boolean) => {
    setReason('');
    setAsking({ finding, follows });
  };
  return (
    <section className="stack" aria-labelledby="watch-title">
      <h2 id="watch-title">Watch over reads</h2>
      {watch.isError ? <ProblemNote error={watch.error} /> : null}
      {watch.data ? (
        <p className="dim">
          {watch.data.looked
            ? `${watch.data.reads} reads were looked through on ${day(watch.data.looked)}. Each line is a question to a person; nobody's standing changes by it.`
            : 'The reads are looked through once a day; they were not yet.'}
        </p>
      ) : null}
      <ul className="plain-list">
        {(watch.data?.findings ?? []).map((f) => (
          <li key={f.id} className="row between">
            <StateMark tone={f.follows === undefined ? 'dispute' : 'quiet'}>
              {f.reader}
              {f.with ? ` with ${f.with}` : ''}: {f.kind} in {f.field}, after read {f.atRead}.{' '}
              {f.follows === undefined
                ? `${f.proposal}?`
                : `${f.follows ? 'Followed' : 'Let rest'} by ${f.by}: ${f.reason}`}
            </StateMark>
            {f.follows === undefined && holds(me, project.id, 'lead') ? (
              <span className="row">
                <Button size="small" aria-label={`Follow: ${f.reader}`} onClick={() => begin(f, true)}>
                  Follow
                </Button>
                <Button size="small" aria-label={`Let rest: ${f.reader}`} onClick={() => begin(f, false)}>
                  Let rest
                </Button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {asking ? (
        <Ask
          title={`${asking.follows ? 'Follow' : 'Let rest'}: ${asking.finding.reader}, ${asking.finding.kind}`}
          open
          onClose={() => setAsking(undefined)}
          action="Record the decision"
          disabled={!reason.trim()}
          onDo={async () => {
            await api.post(`${path}/${encodeURIComponent(asking.finding.id)}`, {
              follows: asking.follows,
              reason: reason.trim(),
            });
            await refresh(path);
          }}
        >
          <p>
            The decision is recorded. What follows from it, such as other roles or reads made anew, you do yourself.
          </p>
          <ReasonField value={reason} onChange={setReason} label="Reason" />
        </Ask>
      ) : null}
    </section>
  );
}
