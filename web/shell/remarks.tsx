import { useState } from 'react';
import type { Field, Remark } from '../core/contract.ts';
import { moment } from '../core/words.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNote } from '../ui/notes.tsx';
import { StateMark, type Tone } from '../ui/state-mark.tsx';
import { ReplyDialog } from './conversation/reply-dialog.tsx';
import { projectPath, useGet } from './data.ts';

const kinds: Record<Remark['kind'], { tone: Tone; word: string }> = {
  comment: { tone: 'quiet', word: 'Comment' },
  flag: { tone: 'machine', word: 'Flagged' },
  skip: { tone: 'incomplete', word: 'Skipped' },
};

/** What readers wrote about an item in their own words. */
export function Remarks({
  project,
  item,
  fields,
  level = 2,
  replies = false,
}: {
  project: string;
  item: string;
  fields: readonly Field[];
  /** Of the heading. */
  level?: 2 | 3;
  /** Each can be answered in a thread. */
  replies?: boolean;
}) {
  const [answered, setAnswered] = useState<Remark>();
  const remarks = useGet<Remark[]>(projectPath(project, `/items/${encodeURIComponent(item)}/remarks`));
  if (remarks.isError) return <ProblemNote error={remarks.error} />;
  if (!remarks.data || remarks.data.length === 0) return null;
  const Heading = `h${level}` as const;
  return (
    <section className="stack tight remarks" aria-labelledby="remarks-title">
      <Heading id="remarks-title">What readers wrote</Heading>
      <ul className="plain-list">
        {remarks.data.map((r) => (
          <li key={r.id} className="comment">
            <div className="row wrap small">
              <StateMark tone={kinds[r.kind].tone}>{kinds[r.kind].word}</StateMark>
              <strong>{r.mine ? `${r.by} (you)` : r.by}</strong>
              {r.field ? <span>on {fields.find((f) => f.id === r.field)?.title ?? r.field}</span> : null}
              <span className="dim tabular">{moment(r.at)}</span>
            </div>
            <p className="words">{r.text}</p>
            {r.mine || !replies ? null : (
              <Button size="small" look="quiet" onClick={() => setAnswered(r)} aria-label={`Reply to ${r.by}`}>
                Reply
              </Button>
            )}
          </li>
        ))}
      </ul>
      {answered ? (
        <ReplyDialog project={project} item={item} remark={answered} onClose={() => setAnswered(undefined)} />
      ) : null}
    </section>
  );
}
