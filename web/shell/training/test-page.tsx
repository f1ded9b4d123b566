import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { TestAttempt } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, useTitle } from '../../core/router.tsx';
import { Loading, Note, ProblemNote } from '../../ui/notes.tsx';
import { projectPath, queries, refresh, useGet } from '../data.ts';
import { Frame, PageHead } from '../frame.tsx';
import { useAnswerSheet } from './answer-sheet.ts';
import { Introduction } from './introduction.tsx';
import { NotOpen, trainingHome } from './not-open.tsx';
import { Scores } from './scores.tsx';
import { SheetView } from './sheet-view.tsx';

/** A reader sits a sealed test: nothing of how it goes is told before the end. */
export function TestPage({ params }: { params: PageParams }) {
  const project = params.project!;
  const path = projectPath(project, `/training/attempts/${encodeURIComponent(params.attempt!)}`);
  const found = useGet<TestAttempt>(path);
  const attempt = found.data;
  useTitle(attempt ? `Test: ${attempt.title}` : 'Test');
  if (found.isPending) return <Loading what="Opening the test" />;
  if (!attempt)
    return <NotOpen project={project} title="Test" error={found.error} onFit={() => void found.refetch()} />;
  const crumbs = [{ title: 'Training', href: trainingHome(project) }, { title: attempt.title }];
  if (attempt.item) {
    return <Item key={attempt.item.id} project={project} path={path} attempt={attempt} item={attempt.item} />;
  }
  return (
    <Frame crumbs={crumbs}>
      <PageHead title={attempt.title} note={`Attempt ${attempt.number}`} />
      <Note tone={attempt.passed ? 'agree' : 'dispute'}>
        {attempt.passed
          ? 'Passed. You are qualified.'
          : 'Not passed: in each field the lower bound of the share right has to reach the mark.'}
      </Note>
      <Scores scores={attempt.scores ?? []} />
      <p className="dim">The right answers of a test are not shown: others are tested with the same items.</p>
      <div className="row">
        <Link href={trainingHome(project)} className="button">
          Back to training
        </Link>
        {attempt.passed ? (
          <Link href={`/p/${project}/work`} className="button primary">
            Read next
          </Link>
        ) : null}
      </div>
    </Frame>
  );
}

function Item({
  project,
  path,
  attempt,
  item,
}: {
  project: string;
  path: string;
  attempt: TestAttempt;
  item: NonNullable<TestAttempt['item']>;
}) {
  const { body } = attempt.protocol;
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const sheet = useAnswerSheet(`${attempt.id} ${item.id}`, body.fields);
  const go = async () => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const stop = sheet.fields.find((f) => f.id in sheet.refused) ?? sheet.missing[0];
    if (stop) return sheet.setCurrent(stop.id);
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      const next = await api.post<TestAttempt>(`${path}/answers`, { item: item.id, ...sheet.said() });
      queries.setQueryData([path], next);
      if (!next.item) await refresh(projectPath(project, '/training'), projectPath(project, '/fitness'));
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  const last = attempt.position.done + 1 >= attempt.position.of;
  return (
    <SheetView
      project={project}
      guideline={body.guideline}
      hangings={body.hangings}
      item={item}
      sheet={sheet}
      title={`Test: ${attempt.title}`}
      note={`item ${Math.min(attempt.position.done + 1, attempt.position.of)} of ${attempt.position.of} · attempt ${attempt.number} · ${item.title}`}
      back={{ href: trainingHome(project), title: 'Training' }}
      action={last ? 'Submit and end the test' : 'Submit'}
      disabled={busy}
      onDo={() => void go()}
    >
      {attempt.introduction && attempt.position.done === 0 ? <Introduction text={attempt.introduction} /> : null}
      {error ? <ProblemNote error={error} /> : null}
    </SheetView>
  );
}
