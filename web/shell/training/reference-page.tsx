import { NumberInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Item, TrainingSetView } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { navigate, useTitle } from '../../core/router.tsx';
import { longestWords } from '../../core/words.ts';
import { Loading, ProblemNote } from '../../ui/notes.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { Frame } from '../frame.tsx';
import { blankSheet, useAnswerSheet } from './answer-sheet.ts';
import { SheetView } from './sheet-view.tsx';

/** The lead states the right answer of an item, and why it is right. */
export function ReferencePage({ params }: { params: PageParams }) {
  const project = params.project!;
  const path = projectPath(project, `/training/sets/${encodeURIComponent(params.set!)}`);
  const set = useGet<TrainingSetView>(path);
  const item = useGet<Item>(projectPath(project, `/items/${encodeURIComponent(params.item!)}`));
  useTitle('Right answer');
  if (set.data && item.data) return <Reference key={item.data.id} project={project} view={set.data} item={item.data} />;
  if (set.isPending || item.isPending) return <Loading what="Opening the item" />;
  return (
    <Frame crumbs={[{ title: 'Training', href: `/p/${project}/training` }, { title: 'Right answer' }]}>
      <ProblemNote error={set.error ?? item.error} />
    </Frame>
  );
}

function Reference({ project, view, item }: { project: string; view: TrainingSetView; item: Item }) {
  const { set, protocol } = view;
  const held = view.cases.find((k) => k.item === item.id);
  const back = `/p/${project}/training/sets/${set.id}`;
  const path = projectPath(project, `/training/sets/${set.id}`);
  const sheet = useAnswerSheet(
    `${set.id} ${item.id} reference`,
    protocol.fields,
    held ? { ...blankSheet, answers: held.answers, marks: held.marks } : undefined,
  );
  const [reason, setReason] = useState(held?.reason ?? '');
  const [difficulty, setDifficulty] = useState<string | number>(held?.difficulty ?? 0);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const stop = sheet.fields.find((f) => f.id in sheet.refused) ?? sheet.missing[0];
    if (stop) return sheet.setCurrent(stop.id);
    if (!reason.trim()) return document.querySelector<HTMLElement>('[data-reason]')?.focus();
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await api.put(`${path}/cases/${item.id}`, {
        ...sheet.said(),
        reason: reason.trim(),
        difficulty: typeof difficulty === 'number' ? difficulty : 0,
      });
      await refresh(projectPath(project, '/training'), projectPath(project, '/items'));
      navigate(back);
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <SheetView
      project={project}
      guideline={protocol.guideline}
      hangings={protocol.hangings}
      item={item}
      sheet={sheet}
      title={`Right answer: ${item.title}`}
      note={set.title}
      back={{ href: back, title: set.title }}
      action="Save the right answer"
      onDo={() => void save()}
    >
      <div className="stack reference-form">
        <Textarea
          label="Why this is right"
          description={
            set.purpose === 'practice' ? 'Readers see it after they have answered.' : 'For whoever keeps the set.'
          }
          required
          autosize
          minRows={2}
          maxLength={longestWords}
          data-reason
          value={reason}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
        <NumberInput
          label="Difficulty"
          description="0 to 9. Tests are drawn evenly over it."
          min={0}
          max={9}
          allowDecimal={false}
          value={difficulty}
          onChange={setDifficulty}
        />
        {error ? <ProblemNote error={error} /> : null}
      </div>
    </SheetView>
  );
}
