import { useState } from 'react';
import type { Field, ThreadRow } from '../../core/contract.ts';
import { Link } from '../../core/router.tsx';
import { moment } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { aboutWords, standing } from './words.ts';

const atOnce = 100;

/** Threads one under the other, those with the newest word first. */
export function ThreadList({
  project,
  threads,
  fields,
  current,
  label,
}: {
  project: string;
  threads: readonly ThreadRow[];
  fields: readonly Pick<Field, 'id' | 'title'>[];
  current?: string | undefined;
  label: string;
}) {
  const title = (id: string) => fields.find((f) => f.id === id)?.title ?? id;
  const [most, setMost] = useState(atOnce);
  const more = threads.length - most;
  return (
    <ul className="thread-list" aria-label={label}>
      {threads.slice(0, most).map((t) => {
        const state = standing(t);
        return (
          <li key={t.id}>
            <Link href={`/p/${project}/threads/${t.id}`} aria-current={t.id === current ? 'true' : undefined}>
              <div className="row between small">
                <span className="ellipsis dim">{aboutWords(t, title)}</span>
                <StateMark tone={state.tone}>{state.word}</StateMark>
              </div>
              <div className={t.unread > 0 ? 'ellipsis new' : 'ellipsis'}>
                {t.words || (t.waiting > 0 ? 'Shown when your read is done' : 'Open it to read')}
              </div>
              <div className="row small dim tabular">
                <span>{t.mine ? `${t.by} (you)` : t.by}</span>
                <span>{moment(t.newest)}</span>
                <span>
                  {t.entries} {t.entries === 1 ? 'entry' : 'entries'}
                </span>
                {t.unread > 0 ? <strong>{t.unread} new</strong> : null}
                {t.callsMe ? <strong>calls you in</strong> : null}
                {t.waiting > 0 ? <span>{t.waiting} waiting</span> : null}
              </div>
            </Link>
          </li>
        );
      })}
      {more > 0 ? (
        <li className="row between" style={{ padding: '8px 12px' }}>
          <span className="dim small">{more.toLocaleString('en')} older</span>
          <Button size="small" onClick={() => setMost(most + atOnce)}>
            Show {Math.min(more, atOnce)} more
          </Button>
        </li>
      ) : null}
    </ul>
  );
}
