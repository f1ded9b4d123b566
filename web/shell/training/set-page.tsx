import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { ItemRow, Project, TrainingCase, TrainingSetView } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, useTitle } from '../../core/router.tsx';
import { count, day } from '../../core/words.ts';
import { saidWords } from '../../kinds/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask, Dialog } from '../../ui/dialog.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { holds, usePerson } from '../session.tsx';
import { purposeWords } from './purpose-words.ts';
import { SetDialog } from './set-dialog.tsx';

/** A set with its items and their right answers, for whoever keeps it. */
export function SetPage({ params }: { params: PageParams }) {
  return (
    <ProjectFrame id={params.project!}>{(project) => <SetBody project={project} id={params.set!} />}</ProjectFrame>
  );
}

type Asking = 'rules' | 'add' | TrainingCase;

function SetBody({ project, id }: { project: Project; id: string }) {
  const path = projectPath(project.id, `/training/sets/${encodeURIComponent(id)}`);
  const found = useGet<TrainingSetView>(path);
  const [asking, setAsking] = useState<Asking>();
  const may = holds(usePerson(), project.id, 'lead') && !project.closed;
  const view = found.data;
  useTitle(view?.set.title ?? 'Set', project.name);
  if (found.isPending) return <Loading />;
  if (!view) return <ProblemNote error={found.error} />;
  const close = () => setAsking(undefined);
  const add = may ? (
    <Button look="primary" onClick={() => setAsking('add')}>
      Add an item
    </Button>
  ) : null;
  return (
    <>
      <PageHead
        title={view.set.title}
        note={`${purposeWords[view.set.purpose]} · protocol version ${view.set.protocolVersion} · ${count(view.set.cases, 'item')} in use`}
      >
        {may ? <Button onClick={() => setAsking('rules')}>Change</Button> : null}
        {view.cases.length > 0 ? add : null}
      </PageHead>
      <p className="dim">
        You see the right answers here, so you take no test with these items and get none of them as gold. An item of a
        set is in nobody's ordinary queue any more.
      </p>
      {view.cases.length === 0 ? <EmptyState action={add}>This set has no items yet.</EmptyState> : null}
      {view.cases.length > 0 ? (
        <table className="plain wide" aria-label="Items of the set">
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col">Right answer</th>
              <th scope="col">Why</th>
              <th scope="col">Difficulty</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {view.cases.map((k) => (
              <tr key={k.item}>
                <th scope="row">
                  {may && !k.retired ? (
                    <Link href={`/p/${project.id}/training/sets/${id}/${k.item}`}>{k.title}</Link>
                  ) : (
                    k.title
                  )}
                </th>
                <td>{answersOf(view, k)}</td>
                <td>{k.reason}</td>
                <td className="tabular">{k.difficulty}</td>
                <td>
                  {k.retired ? (
                    `Retired ${day(k.retired)}`
                  ) : may ? (
                    <Button size="small" aria-label={`Retire ${k.title}`} onClick={() => setAsking(k)}>
                      Retire
                    </Button>
                  ) : (
                    'In use'
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {asking === 'rules' ? <SetDialog project={project} set={view.set} onClose={close} /> : null}
      {asking === 'add' ? <AddDialog project={project.id} set={id} onClose={close} /> : null}
      {typeof asking === 'object' ? <RetireDialog path={path} of={asking} onClose={close} /> : null}
    </>
  );
}

function answersOf(view: TrainingSetView, k: TrainingCase): string {
  return view.protocol.fields
    .filter((f) => k.answers[f.id])
    .map(
      (f) =>
        `${f.title}: ${saidWords(
          f,
          k.answers[f.id],
          k.marks.filter((m) => m.field === f.id),
        )}`,
    )
    .join('; ');
}

function RetireDialog({ path, of, onClose }: { path: string; of: TrainingCase; onClose: () => void }) {
  const [reason, setReason] = useState('');
  return (
    <Ask
      title={`Retire ${of.title}`}
      open
      onClose={onClose}
      action="Retire it"
      danger
      disabled={!reason.trim()}
      onDo={async () => {
        await api.post(`${path}/cases/${of.item}/retire`, { reason: reason.trim() });
        await refresh(path);
      }}
    >
      <p>The item is used no more, here or in another set. What was answered of it stays.</p>
      <ReasonField value={reason} onChange={setReason} />
    </Ask>
  );
}

/** Finds an item by its title, to state its right answer. */
function AddDialog({ project, set, onClose }: { project: string; set: string; onClose: () => void }) {
  const [text, setText] = useState('');
  const found = useGet<{ rows: ItemRow[] }>(
    projectPath(project, `/items?take=20&state=ready&q=${encodeURIComponent(text.trim())}`),
  );
  return (
    <Dialog title="Add an item" open onClose={onClose}>
      <div className="stack">
        <TextInput
          label="Title of the item"
          description="Items that nobody has read yet. You state the right answer next."
          data-autofocus
          value={text}
          onChange={(e) => setText(e.currentTarget.value)}
        />
        {found.isError ? <ProblemNote error={found.error} /> : null}
        {found.data?.rows.length === 0 ? <EmptyState>No item that nobody has read is called that.</EmptyState> : null}
        <ul className="plain-list stack tight" aria-label="Items found">
          {(found.data?.rows ?? []).map((r) => (
            <li key={r.id}>
              <Link href={`/p/${project}/training/sets/${set}/${r.id}`}>{r.title}</Link>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
