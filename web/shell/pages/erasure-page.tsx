import { TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api, query } from '../../core/api.ts';
import type { Erasure, Project } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, useTitle } from '../../core/router.tsx';
import { count } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { projectPath, refresh } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { holds, usePerson } from '../session.tsx';

export function ErasurePage({ params }: { params: PageParams }) {
  return <ProjectFrame id={params.project!}>{(project) => <Erase project={project} />}</ProjectFrame>;
}

interface Held {
  subject: string;
  view: Erasure;
}

/** What is held of a subject, what its erasure would destroy, and the decision: erase, or keep and say why. */
function Erase({ project }: { project: Project }) {
  useTitle('Erasure', project.name);
  const path = projectPath(project.id, '/subjects/erase');
  const steward = holds(usePerson(), project.id, 'steward');
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [held, setHeld] = useState<Held>();
  const [done, setDone] = useState<Held>();
  const [asking, setAsking] = useState<'erase' | 'retain'>();
  const look = async (event: FormEvent) => {
    event.preventDefault();
    const subject = typed.trim();
    setBusy(true);
    setError(undefined);
    setHeld(undefined);
    setDone(undefined);
    try {
      setHeld({ subject, view: await api.post<Erasure>(path, { subject, reason: '', preview: true }) });
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <PageHead
        title="Erasure"
        note="A patient who withdraws is erased here: what was read of them, their images and who they were. The record keeps that it was done, and names nobody."
      />
      {steward ? (
        <form className="row" onSubmit={look} style={{ alignItems: 'flex-end' }}>
          <TextInput
            label="Subject"
            description="The pseudonym, as items show it."
            value={typed}
            onChange={(e) => setTyped(e.currentTarget.value)}
            style={{ width: 320 }}
          />
          <Button type="submit" disabled={!typed.trim() || busy}>
            Show what is held
          </Button>
        </form>
      ) : (
        <EmptyState>Data stewards decide about erasure.</EmptyState>
      )}
      {busy ? <Loading /> : null}
      {error ? <ProblemNote error={error} /> : null}
      {steward && !held && !done && !busy && !error ? (
        <EmptyState>Nothing changes until you have seen what goes, said why, and typed the subject again.</EmptyState>
      ) : null}
      {held ? <WhatIsHeld project={project} held={held} onAsk={setAsking} /> : null}
      {done ? <Outcome project={project} done={done} /> : null}
      {held && asking ? (
        <Decision
          held={held}
          decision={asking}
          onClose={() => setAsking(undefined)}
          onDecide={async (form) => {
            const view = await api.post<Erasure>(path, { ...form, subject: held.subject, decision: asking });
            setDone({ subject: held.subject, view });
            setHeld(undefined);
            setTyped('');
            await refresh(projectPath(project.id, '/items'), projectPath(project.id, '/subjects'));
          }}
        />
      ) : null}
    </>
  );
}

function WhatIsHeld({
  project,
  held: { subject, view },
  onAsk,
}: {
  project: Project;
  held: Held;
  onAsk: (decision: 'erase' | 'retain') => void;
}) {
  const sees = holds(usePerson(), project.id, 'lead', 'auditor');
  return (
    <section className="stack" aria-labelledby="held-title">
      <div className="row between">
        <h2 id="held-title">
          Held of <code>{subject}</code>
        </h2>
        <div className="row">
          <Button onClick={() => onAsk('retain')}>Keep, and say why</Button>
          <Button look="danger" disabled={view.openBatches > 0} onClick={() => onAsk('erase')}>
            Erase
          </Button>
        </div>
      </div>
      <p className="dim" id="destroyed">
        What an erasure destroys:
      </p>
      <table className="plain" aria-labelledby="destroyed">
        <tbody>
          <tr>
            <th scope="row">{count(view.items, 'item')}</th>
            <td>with reads, comparisons and labels; out of service at once</td>
          </tr>
          <tr>
            <th scope="row">{count(view.events, 'event')}</th>
            <td>lose their content and who did them; their places in the record stay, so that every proof holds</td>
          </tr>
          <tr>
            <th scope="row">{count(view.files, 'file')}</th>
            <td>that no other item has; and number, names and decisions in the vault</td>
          </tr>
        </tbody>
      </table>
      {view.openBatches > 0 ? (
        <p role="alert">
          <StateMark tone="dispute">
            {count(view.openBatches, 'batch', 'batches')} not decided: what waits there may be the subject’s.
          </StateMark>{' '}
          <Link href={`/p/${project.id}/gate`}>Decide at the gate</Link> first.
        </p>
      ) : null}
      <h3>Releases</h3>
      {view.releases.length === 0 ? <p className="dim">No release holds the subject.</p> : null}
      <ul className="plain-list">
        {view.releases.map((r) => (
          <li key={r.id}>
            {sees ? (
              <Link href={`/p/${project.id}/releases/${r.id}`}>{`${r.name}:${r.version}`}</Link>
            ) : (
              `${r.name}:${r.version}`
            )}{' '}
            holds {count(r.items, 'item')} ({r.state}). Its bundle stays: copies that were taken are not within reach.
          </li>
        ))}
      </ul>
      {view.kept.length > 0 ? (
        <p>
          <StateMark tone="dispute">Evidence that has to be kept:</StateMark> {view.kept.join(', ')}. Say why that duty
          yields, or keep the subject.
        </p>
      ) : null}
    </section>
  );
}

interface Form {
  reason: string;
  keepReleases?: string;
  despiteKeeping?: string;
}

function Decision({
  held: { subject, view },
  decision,
  onClose,
  onDecide,
}: {
  held: Held;
  decision: 'erase' | 'retain';
  onClose: () => void;
  onDecide: (form: Form) => Promise<void>;
}) {
  const [reason, setReason] = useState('');
  const [keep, setKeep] = useState('');
  const [despite, setDespite] = useState('');
  const [again, setAgain] = useState('');
  const erase = decision === 'erase';
  const released = erase && view.releases.length > 0;
  const kept = erase && view.kept.length > 0;
  const wanting =
    !reason.trim() || (released && !keep.trim()) || (kept && !despite.trim()) || (erase && again.trim() !== subject);
  return (
    <Ask
      title={erase ? `Erase ${subject}` : `Keep ${subject}`}
      open
      danger={erase}
      onClose={onClose}
      action={erase ? 'Erase for good' : 'Keep'}
      disabled={wanting}
      onDo={() =>
        onDecide({
          reason: reason.trim(),
          ...(released ? { keepReleases: keep.trim() } : {}),
          ...(kept ? { despiteKeeping: despite.trim() } : {}),
        })
      }
    >
      <p>
        {erase
          ? `${count(view.items, 'item')} and the content of ${count(view.events, 'event')} are destroyed. This cannot be undone, and backups of before are removed with the next one.`
          : 'Nothing is destroyed. The record says that it was decided, and why.'}
      </p>
      <ReasonField value={reason} onChange={setReason} />
      {released ? <ReasonField label="Why its releases are kept" value={keep} onChange={setKeep} /> : null}
      {kept ? (
        <ReasonField label="Why the duty to keep the evidence yields" value={despite} onChange={setDespite} />
      ) : null}
      {erase ? (
        <TextInput
          label="Type the subject to confirm"
          value={again}
          onChange={(e) => setAgain(e.currentTarget.value)}
          autoComplete="off"
        />
      ) : null}
    </Ask>
  );
}

function Outcome({ project, done: { subject, view } }: { project: Project; done: Held }) {
  const seesRecord = holds(usePerson(), project.id, 'lead', 'auditor', 'administrator');
  const erased = view.decision === 'erased';
  const place = `event ${view.event}`;
  return (
    <section className="stack" role="status" aria-labelledby="outcome-title">
      <h2 id="outcome-title">{erased ? 'Erased' : 'Kept'}</h2>
      <p>
        {erased
          ? `${count(view.items, 'item')}, the content of ${count(view.events, 'event')}, ${count(view.files, 'file')}.`
          : `${subject} stays, with ${count(view.items, 'item')}.`}{' '}
        The record says so at{' '}
        {seesRecord ? (
          <Link href={`/record${query({ project: project.id, type: erased ? 'SubjectErased' : 'SubjectRetained' })}`}>
            {place}
          </Link>
        ) : (
          place
        )}
        .
      </p>
      {erased ? (
        <p className="dim">
          Files, vault and the freed space of the database are overwritten right after, and tried again where that
          fails. Make a backup: it removes those of before.
        </p>
      ) : null}
    </section>
  );
}
