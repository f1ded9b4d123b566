import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Project, SubjectQuestion, SubjectView } from '../../core/contract.ts';
import { count } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { Loading, ProblemNote } from '../../ui/notes.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { holds, usePerson } from '../session.tsx';

const kinds: Record<SubjectQuestion['kind'], string> = {
  alike: 'Written alike',
  part: 'Names share a part',
  column: 'Column and name differ',
  identical: 'Identical content',
  similar: 'Look nearly the same',
};

/** What is unclear about who is who. Until somebody says, the subjects in question are kept in one split. */
export function SubjectQuestions({ project }: { project: Project }) {
  const person = usePerson();
  const path = projectPath(project.id, '/subjects');
  const subjects = useGet<SubjectView>(path);
  const [asking, setAsking] = useState<{ question: SubjectQuestion; same: boolean }>();
  const [reason, setReason] = useState('');
  const mayDecide = holds(person, project.id, 'lead');
  const ask = (question: SubjectQuestion, same: boolean) => {
    setReason('');
    setAsking({ question, same });
  };
  return (
    <section className="stack" aria-labelledby="subjects-title">
      <h2 id="subjects-title">Who is who</h2>
      {subjects.isError ? <ProblemNote error={subjects.error} /> : null}
      {subjects.isPending ? <Loading /> : null}
      {subjects.data ? (
        <>
          <p className="dim">
            {subjects.data.sources.length === 0
              ? 'There are no items yet'
              : subjects.data.sources
                  .map((s) => `${count(s.subjects, 'subject')} ${sourceWords[s.from] ?? s.from}`)
                  .join(', ')}
            .{' '}
            {subjects.data.open.length === 0
              ? 'Nothing is unclear.'
              : 'Until somebody says, the subjects of a question are kept in one split.'}
          </p>
          {subjects.data.open.map((q) => (
            <article key={q.id} className="panel stack" aria-label={`${kinds[q.kind]}: ${q.subjects.join(', ')}`}>
              <div className="row">
                <StateMark tone="dispute">{kinds[q.kind]}</StateMark>
                <span className="grow" style={{ overflowWrap: 'anywhere' }}>
                  {q.subjects.slice(0, 12).map((s) => (
                    <code key={s} style={{ marginInlineEnd: 8 }}>
                      {s}
                    </code>
                  ))}
                  {q.subjects.length > 12 ? `and ${q.subjects.length - 12} more` : null}
                </span>
                {mayDecide ? (
                  <>
                    <Button onClick={() => ask(q, true)}>One patient</Button>
                    <Button onClick={() => ask(q, false)}>Different patients</Button>
                  </>
                ) : null}
              </div>
              <p className="dim small">
                {q.why} {count(q.items.length, 'item')}.
              </p>
            </article>
          ))}
          {subjects.data.settled.length > 0 ? (
            <p className="dim small">{count(subjects.data.settled.length, 'question')} answered.</p>
          ) : null}
        </>
      ) : null}
      {asking ? (
        <Ask
          title={asking.same ? 'They are one patient' : 'They are different patients'}
          open
          onClose={() => setAsking(undefined)}
          action={asking.same ? 'They are one patient' : 'They are different patients'}
          disabled={!reason.trim()}
          onDo={async () => {
            await api.post(`${path}/decisions`, {
              question: asking.question.id,
              same: asking.same,
              reason: reason.trim(),
            });
            await refresh(path, projectPath(project.id, '/releases'), projectPath(project.id, '/overview'));
          }}
        >
          <p className="dim">
            {asking.same
              ? 'They will stand in one split for good. Where an earlier version has them in two, the next release needs a reason.'
              : 'They may stand in different splits.'}{' '}
            It is recorded; a later word counts.
          </p>
          <ReasonField value={reason} onChange={setReason} />
        </Ask>
      ) : null}
    </section>
  );
}

const sourceWords: Record<string, string> = {
  stated: 'named by the owner',
  path: 'taken from names such as patient1/study1',
  guess: 'guessed, one for each item',
  key: 'known by the project’s key',
};
