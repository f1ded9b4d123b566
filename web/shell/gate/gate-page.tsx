import { NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Batch, BatchDetail, BatchState, GateEntry, Project } from '../../core/contract.ts';
import { useCommands } from '../../core/keys.ts';
import { useTitle, useUrlValue } from '../../core/router.tsx';
import { count, moment, percent, size } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark, type Tone } from '../../ui/state-mark.tsx';
import { Table } from '../../ui/table.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import type { PageParams } from '../routes.tsx';
import { holds, usePerson } from '../session.tsx';
import { EntryDetail } from './entry-detail.tsx';
import { UploadDialog } from './upload-panel.tsx';
import './gate.css';

export function GatePage({ params }: { params: PageParams }) {
  return (
    <ProjectFrame id={params.project!} full>
      {(project) => <Gate project={project} />}
    </ProjectFrame>
  );
}

const tones: Record<BatchState, { tone: Tone; word: string }> = {
  receiving: { tone: 'incomplete', word: 'Receiving' },
  working: { tone: 'incomplete', word: 'Being prepared' },
  gate: { tone: 'held', word: 'Waits at the gate' },
  held: { tone: 'held', word: 'Held' },
  approved: { tone: 'agree', word: 'Approved' },
  rejected: { tone: 'dispute', word: 'Rejected' },
};

function Gate({ project }: { project: Project }) {
  useTitle('Gate', project.name);
  const person = usePerson();
  const [uploading, setUploading] = useState(false);
  const [batch, setBatch] = useUrlValue('batch');
  const batches = useGet<Batch[]>(projectPath(project.id, '/batches'), { refetch: 5000 });
  const current =
    batches.data?.find((b) => b.id === batch) ?? batches.data?.find((b) => b.state === 'gate') ?? batches.data?.[0];
  const sees = holds(person, project.id, 'steward', 'auditor');
  const mayUpload = holds(person, project.id, 'steward', 'lead');
  const add = mayUpload ? (
    <Button look="primary" onClick={() => setUploading(true)}>
      Bring data in
    </Button>
  ) : null;
  return (
    <>
      <PageHead title="Gate" note="What arrived, what was removed, and the decision whether readers may see it.">
        {sees && batches.data && batches.data.length > 0 ? (
          <NativeSelect
            aria-label="Batch"
            value={current?.id ?? ''}
            onChange={(e) => setBatch(e.currentTarget.value)}
            data={batches.data.map((b) => ({ value: b.id, label: `${b.name} · ${tones[b.state].word}` }))}
          />
        ) : null}
        {add}
      </PageHead>
      {batches.isError ? <ProblemNote error={batches.error} /> : null}
      {batches.isPending ? <Loading /> : null}
      {batches.data?.length === 0 ? (
        <EmptyState action={add}>Nothing has arrived in this project yet.</EmptyState>
      ) : null}
      {current && sees ? <BatchView key={current.id} project={project} batch={current} /> : null}
      {current && !sees ? <BatchList batches={batches.data ?? []} /> : null}
      <UploadDialog project={project.id} open={uploading} onClose={() => setUploading(false)} />
    </>
  );
}

/** Who brings data in sees how far it is; what lies before the gate is for stewards' eyes. */
function BatchList({ batches }: { batches: readonly Batch[] }) {
  return (
    <>
      <p className="dim">What lies before the gate is shown to data stewards only.</p>
      <Table
        name="batches"
        caption="Batches"
        rows={batches}
        rowKey={(b) => b.id}
        empty={null}
        columns={[
          { id: 'name', title: 'Batch', value: (b) => b.name },
          {
            id: 'state',
            title: 'State',
            width: 180,
            value: (b) => tones[b.state].word,
            show: (b) => <StateMark tone={tones[b.state].tone}>{tones[b.state].word}</StateMark>,
          },
          { id: 'files', title: 'Files', width: 100, numeric: true, value: (b) => b.files },
          { id: 'bytes', title: 'Size', width: 110, numeric: true, value: (b) => b.bytes, show: (b) => size(b.bytes) },
          { id: 'entries', title: 'Entries', width: 100, numeric: true, value: (b) => b.entries },
          { id: 'refused', title: 'Refused', width: 100, numeric: true, value: (b) => b.refused },
          { id: 'duplicates', title: 'Duplicates', width: 110, numeric: true, value: (b) => b.duplicates },
          { id: 'received', title: 'Received', width: 190, value: (b) => b.received, show: (b) => moment(b.received) },
        ]}
      />
    </>
  );
}

const risks = [
  { title: 'Doubtful', least: 0.5 },
  { title: 'Worth a look', least: 0.15 },
  { title: 'Nothing noticed', least: 0 },
];

function BatchView({ project, batch }: { project: Project; batch: Batch }) {
  const person = usePerson();
  const path = projectPath(project.id, `/batches/${encodeURIComponent(batch.id)}`);
  const detail = useGet<BatchDetail>(
    path,
    batch.state === 'working' || batch.state === 'receiving' ? { refetch: 3000 } : {},
  );
  const [entry, setEntry] = useUrlValue('entry');
  const [asking, setAsking] = useState<{ decision: Deed; entry?: GateEntry }>();
  const [error, setError] = useState<unknown>();
  const gate = detail.data?.gate ?? [];
  const current = gate.find((e) => e.id === entry) ?? gate[0];
  const may = holds(person, project.id, 'steward') && (batch.state === 'gate' || batch.state === 'held');
  const step = (by: number) => {
    const at = gate.findIndex((e) => e.id === current?.id);
    const next = gate[Math.max(0, Math.min(gate.length - 1, at + by))];
    if (next) setEntry(next.id);
  };
  const decide = async (deed: Deed, target: GateEntry | undefined, reason?: string) => {
    setError(undefined);
    const address = target ? `${path}/entries/${encodeURIComponent(target.id)}/decision` : `${path}/decision`;
    await api.post(address, { decision: deed, ...(reason ? { reason } : {}) });
    await refresh(projectPath(project.id, '/batches'), projectPath(project.id, '/overview'));
    if (target) step(1);
  };
  const begin = (deed: Deed, target?: GateEntry) => {
    if (!may) return;
    if (deed === 'approve' && target) decide(deed, target).catch(setError);
    else setAsking({ decision: deed, ...(target ? { entry: target } : {}) });
  };
  useCommands([
    { id: 'gate.next', title: 'Next entry', group: 'Gate', keys: ['J', 'ArrowDown'], run: () => step(1) },
    { id: 'gate.previous', title: 'Previous entry', group: 'Gate', keys: ['K', 'ArrowUp'], run: () => step(-1) },
    {
      id: 'gate.approve',
      title: 'Approve the entry',
      group: 'Gate',
      keys: ['A'],
      disabled: !may,
      run: () => begin('approve', current),
    },
    {
      id: 'gate.hold',
      title: 'Hold the entry',
      group: 'Gate',
      keys: ['H'],
      disabled: !may,
      run: () => begin('hold', current),
    },
    {
      id: 'gate.reject',
      title: 'Reject the entry',
      group: 'Gate',
      keys: ['X'],
      disabled: !may,
      run: () => begin('reject', current),
    },
  ]);
  if (detail.isError) return <ProblemNote error={detail.error} />;
  if (!detail.data) return <Loading />;
  return (
    <div className="gate">
      <section className="panel gate-list" style={{ padding: 0 }} aria-label="Entries, most doubtful first">
        {risks.map((r, i) => {
          const inside = gate.filter((e) => e.risk >= r.least && (i === 0 || e.risk < risks[i - 1]!.least));
          return inside.length === 0 ? null : (
            <div key={r.title}>
              <h2 className="panel-title" style={{ padding: '10px 10px 4px' }}>
                {r.title} ({inside.length})
              </h2>
              {inside.map((e) => (
                <EntryRow key={e.id} entry={e} current={e.id === current?.id} onOpen={() => setEntry(e.id)} />
              ))}
            </div>
          );
        })}
        {gate.length === 0 ? (
          <EmptyState>
            {batch.state === 'working' || batch.state === 'receiving'
              ? 'This batch is still being prepared.'
              : 'This batch holds nothing to look at.'}
          </EmptyState>
        ) : null}
      </section>
      <section className="panel" aria-label="Before and after" tabIndex={0}>
        {current ? <EntryDetail key={current.id} path={`${path}/entries/${encodeURIComponent(current.id)}`} /> : null}
      </section>
      <aside className="stack" aria-label="Decision">
        {error ? <ProblemNote error={error} /> : null}
        <EntryDeeds entry={current} may={may} begin={begin} />
        <BatchFacts detail={detail.data} may={may} begin={begin} />
      </aside>
      <ReasonDialog
        key={`${asking?.decision}-${asking?.entry?.id}`}
        asking={asking}
        batch={batch}
        onClose={() => setAsking(undefined)}
        decide={decide}
      />
    </div>
  );
}

export type Deed = 'approve' | 'hold' | 'reject';

const deedWords: Record<Deed, { tone: Tone; done: string; name: string }> = {
  approve: { tone: 'agree', done: 'Approved', name: 'Approve' },
  hold: { tone: 'held', done: 'Held', name: 'Hold' },
  reject: { tone: 'dispute', done: 'Rejected', name: 'Reject' },
};

function EntryRow({ entry, current, onOpen }: { entry: GateEntry; current: boolean; onOpen: () => void }) {
  return (
    <button
      type="button"
      className="gate-row"
      aria-current={current}
      onClick={onOpen}
      ref={(node) => (current ? node?.scrollIntoView({ block: 'nearest' }) : undefined)}
    >
      <span className="row between">
        <span className="ellipsis">{entry.title}</span>
        {entry.decision ? (
          <StateMark tone={deedWords[entry.decision].tone}>{deedWords[entry.decision].done}</StateMark>
        ) : null}
      </span>
      <span className="row small dim">
        <span className="risk" aria-hidden="true">
          <i style={{ width: `${entry.risk * 100}%` }} />
        </span>
        <span className="ellipsis">{entry.riskReasons[0] ?? `Risk ${percent(entry.risk)}`}</span>
      </span>
    </button>
  );
}

function EntryDeeds({
  entry,
  may,
  begin,
}: {
  entry: GateEntry | undefined;
  may: boolean;
  begin: (deed: Deed, entry?: GateEntry) => void;
}) {
  if (!entry) return null;
  return (
    <section className="panel stack" aria-label="This entry">
      <div>
        <h2>{entry.title}</h2>
        <p className="dim small tabular">
          {count(entry.files, 'file')} · risk {percent(entry.risk)}
        </p>
      </div>
      {entry.riskReasons.length > 0 ? (
        <ul style={{ margin: 0, paddingLeft: 18 }} className="small">
          {entry.riskReasons.map((r) => (
            <li key={r}>{r}</li>
          ))}
        </ul>
      ) : null}
      {entry.decision ? (
        <StateMark tone={deedWords[entry.decision].tone}>{deedWords[entry.decision].done}</StateMark>
      ) : null}
      {may ? (
        <div className="row wrap" style={{ gap: 6 }}>
          <Button look="primary" hint="A" onClick={() => begin('approve', entry)}>
            Approve
          </Button>
          <Button hint="H" onClick={() => begin('hold', entry)}>
            Hold
          </Button>
          <Button look="danger" hint="X" onClick={() => begin('reject', entry)}>
            Reject
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function BatchFacts({ detail, may, begin }: { detail: BatchDetail; may: boolean; begin: (deed: Deed) => void }) {
  const { tone, word } = tones[detail.state];
  return (
    <section className="panel stack" aria-label="The batch">
      <div className="row between">
        <h2 className="ellipsis">{detail.name}</h2>
      </div>
      <StateMark tone={tone}>{word}</StateMark>
      <table className="plain wide">
        <tbody>
          {[
            ['Received', moment(detail.received)],
            ['Files', `${detail.files.toLocaleString('en')}, ${size(detail.bytes)}`],
            ['Entries', String(detail.entries)],
            ['Elements kept', detail.actions.kept.toLocaleString('en')],
            ['Elements changed', detail.actions.changed.toLocaleString('en')],
            ['Elements removed', detail.actions.removed.toLocaleString('en')],
            ['Plan', detail.plan?.title ?? ''],
            ['Claim', detail.plan?.claim ?? ''],
          ].map(([k, v]) => (
            <tr key={k}>
              <th scope="row">{k}</th>
              <td>{v}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {detail.problems.length > 0 ? (
        <details>
          <summary>{count(detail.problems.length, 'file')} not taken</summary>
          <ul className="plain-list small">
            {detail.problems.map((p) => (
              <li key={`${p.path}-${p.reason}`} style={{ padding: '4px 0' }}>
                <code>{p.path}</code>
                <div className="dim">
                  {p.reason}
                  {p.where ? ` (${p.where})` : ''}
                </div>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {may ? (
        <div className="row wrap">
          <Button onClick={() => begin('approve')}>Approve the batch</Button>
          <Button onClick={() => begin('hold')}>Hold it</Button>
          <Button look="danger" onClick={() => begin('reject')}>
            Reject it
          </Button>
        </div>
      ) : null}
    </section>
  );
}

interface ReasonProps {
  asking: { decision: Deed; entry?: GateEntry } | undefined;
  batch: Batch;
  onClose: () => void;
  decide: (deed: Deed, entry: GateEntry | undefined, reason?: string) => Promise<void>;
}

function ReasonDialog({ asking, batch, onClose, decide }: ReasonProps) {
  const [reason, setReason] = useState('');
  if (!asking) return null;
  const { decision, entry } = asking;
  const what = entry ? entry.title : `the batch “${batch.name}”`;
  const needed = decision !== 'approve';
  return (
    <Ask
      title={`${deedWords[decision].name} ${what}`}
      open
      onClose={onClose}
      action={deedWords[decision].name}
      danger={decision === 'reject'}
      disabled={needed && !reason.trim()}
      onDo={() => decide(decision, entry, reason.trim())}
    >
      <p className="dim">
        {decision === 'approve'
          ? 'Readers of this project will be able to see it. Entries that are held or rejected stay out.'
          : decision === 'hold'
            ? 'It stays in quarantine until somebody decides.'
            : 'It never becomes an item, and its files are removed.'}
      </p>
      <Textarea
        label={needed ? 'Reason' : 'Remark'}
        required={needed}
        autosize
        minRows={2}
        data-autofocus
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
    </Ask>
  );
}
