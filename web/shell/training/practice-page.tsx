import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Feedback, Practice } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, useTitle } from '../../core/router.tsx';
import { count } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { Frame, PageHead } from '../frame.tsx';
import { useAnswerSheet } from './answer-sheet.ts';
import { Introduction } from './introduction.tsx';
import { NotOpen, trainingHome } from './not-open.tsx';
import { SheetView } from './sheet-view.tsx';
import { Verdicts } from './verdicts.tsx';

/** A reader practises: answers, is told what is right and why, goes on. */
export function PracticePage({ params }: { params: PageParams }) {
  const project = params.project!;
  const path = projectPath(project, `/training/sets/${encodeURIComponent(params.set!)}/practice`);
  const [round, setRound] = useState<number>();
  const address = round === undefined ? path : `${path}?round=${round}`;
  const found = useGet<Practice>(address);
  const practice = found.data;
  useTitle(practice ? `Practice: ${practice.title}` : 'Practice');
  if (found.isPending) return <Loading what="Opening the item" />;
  if (!practice)
    return <NotOpen project={project} title="Practice" error={found.error} onFit={() => void found.refetch()} />;
  const crumbs = [{ title: 'Training', href: trainingHome(project) }, { title: practice.title }];
  if (!practice.item) {
    return (
      <Frame crumbs={crumbs}>
        <PageHead title={practice.title} />
        <EmptyState
          action={
            <span className="row">
              {practice.position.of > 0 ? (
                <Button onClick={() => setRound(practice.round + 1)}>Practise once more</Button>
              ) : null}
              <Link href={trainingHome(project)} className="button primary">
                Back to training
              </Link>
            </span>
          }
        >
          {practice.position.of === 0
            ? 'This module has no items yet.'
            : `Round ${practice.round} is done: ${count(practice.position.of, 'item')} practised.`}
        </EmptyState>
      </Frame>
    );
  }
  return (
    <Item
      key={`${practice.round} ${practice.item.id}`}
      project={project}
      path={path}
      practice={practice}
      item={practice.item}
      onNext={() => void refresh(projectPath(project, '/training'))}
    />
  );
}

function Item({
  project,
  path,
  practice,
  item,
  onNext,
}: {
  project: string;
  path: string;
  practice: Practice;
  item: NonNullable<Practice['item']>;
  onNext: () => void;
}) {
  const { body } = practice.protocol;
  const [told, setTold] = useState<Feedback>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const sheet = useAnswerSheet(
    `${practice.set} ${practice.round} ${item.id}`,
    body.fields,
    undefined,
    told !== undefined,
  );
  const go = async () => {
    if (told) return onNext();
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const stop = sheet.fields.find((f) => f.id in sheet.refused) ?? sheet.missing[0];
    if (stop) return sheet.setCurrent(stop.id);
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      setTold(await api.post<Feedback>(path, { item: item.id, round: practice.round, ...sheet.said() }));
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <SheetView
      project={project}
      guideline={body.guideline}
      hangings={body.hangings}
      item={item}
      sheet={sheet}
      title={`Practice: ${practice.title}`}
      note={`item ${Math.min(practice.position.done + 1, practice.position.of)} of ${practice.position.of} · ${item.title}`}
      back={{ href: trainingHome(project), title: 'Training' }}
      action={told ? 'Next item' : 'Show what is right'}
      onDo={() => void go()}
      {...(told
        ? {
            reference: told.marks,
            told: <Verdicts fields={body.fields} verdicts={told.verdicts} reason={told.reason} />,
          }
        : {})}
    >
      {practice.introduction && practice.position.done === 0 ? <Introduction text={practice.introduction} /> : null}
      {error ? <ProblemNote error={error} /> : null}
    </SheetView>
  );
}
