import { type RefObject, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../../core/api.ts';
import type { Batch, BatchDetail, GateEntry, GateEntryDetail, Job, Project } from '../../core/contract.ts';
import { useCommands } from '../../core/keys.ts';
import type { GateStageHandle } from '../../core/modality.ts';
import { useUrlValue } from '../../core/router.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { projectPath, queries, refresh, useGet } from '../data.ts';
import { jobStarted } from '../job-tray.tsx';
import { gateStages, manifestAtGate } from '../modalities.ts';
import { holds, usePerson } from '../session.tsx';
import { BatchFacts } from './batch-facts.tsx';
import { ApproveDialog, ReasonDialog, SampleDialog } from './decision-dialogs.tsx';
import type { Deed } from './deeds.ts';
import { EntryDeeds } from './entry-deeds.tsx';
import { EntryList } from './entry-list.tsx';
import { PatientsDialog } from './patients-dialog.tsx';
import { ReportDialog } from './report-dialog.tsx';

type Open = { what: 'reason'; deed: Deed; entry?: GateEntry } | { what: 'approve' | 'sample' | 'report' | 'patients' };

export function BatchView({ project, batch }: { project: Project; batch: Batch }) {
  const person = usePerson();
  const path = projectPath(project.id, `/batches/${encodeURIComponent(batch.id)}`);
  const detail = useGet<BatchDetail>(path);
  const [entry, setEntry] = useUrlValue('entry');
  const [open, setOpen] = useState<Open>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const stage = useRef<GateStageHandle>(null);
  const state = useRef(batch.state);
  useEffect(() => {
    // The list of batches is asked again and again; this one only when its state has moved.
    if (state.current !== batch.state) void refresh(path);
    state.current = batch.state;
  }, [batch.state, path]);
  const gate = detail.data?.gate ?? [];
  const current = gate.find((e) => e.id === entry) ?? gate[0];
  const may = holds(person, project.id, 'steward') && (batch.state === 'gate' || batch.state === 'held');
  const step = (by: number) => {
    const at = gate.findIndex((e) => e.id === current?.id);
    const next = gate[Math.max(0, Math.min(gate.length - 1, at + by))];
    if (next) setEntry(next.id);
  };
  const stepToOpen = (after: GateEntry) => {
    const at = gate.findIndex((e) => e.id === after.id);
    const next = [...gate.slice(at + 1), ...gate.slice(0, at)].find((e) => !e.decision);
    if (next) setEntry(next.id);
  };
  const patch = useCallback(
    (id: string, change: Partial<GateEntry>) =>
      queries.setQueryData<BatchDetail>(
        [path],
        (old) => old && { ...old, gate: old.gate.map((e) => (e.id === id ? { ...e, ...change } : e)) },
      ),
    [path],
  );
  const put = (reply: GateEntryDetail) => {
    queries.setQueryData([`${path}/entries/${encodeURIComponent(reply.id)}`], reply);
    patch(reply.id, { leak: reply.leak, ...(reply.decision ? { decision: reply.decision } : {}) });
  };
  const decide = async (deed: Deed, target: GateEntry, reason?: string) => {
    setError(undefined);
    const seen = stage.current?.seen() ?? {};
    await stage.current?.save();
    const address = `${path}/entries/${encodeURIComponent(target.id)}/decision`;
    put(await api.post<GateEntryDetail>(address, { decision: deed, seen, ...(reason ? { reason } : {}) }));
    stepToOpen(target);
  };
  const decideBatch = async (deed: Deed, reason?: string) => {
    await stage.current?.save();
    await api.post<Job>(`${path}/decision`, { decision: deed, ...(reason ? { reason } : {}) });
    jobStarted();
    await refresh(projectPath(project.id, '/batches'), projectPath(project.id, '/overview'));
  };
  const begin = (deed: Deed, target: GateEntry | undefined) => {
    if (!may || !target) return;
    const asks = target.decision === 'hold' || target.decision === 'reject' || target.leak;
    if (deed === 'approve' && !asks) decide(deed, target).catch(setError);
    else setOpen({ what: 'reason', deed, entry: target });
  };
  const readNow = async () => {
    await api.post<Job>(`${path}/close`);
    jobStarted();
    await refresh(path, projectPath(project.id, '/batches'));
  };
  const prepare = async () => {
    await api.post<Job>(`${path}/patients/prepare`);
    jobStarted();
    await refresh(path, projectPath(project.id, '/batches'));
  };
  const markLeak = async (target: GateEntry) => {
    const address = `${path}/entries/${encodeURIComponent(target.id)}/leak`;
    put(await api.post<GateEntryDetail>(address, { found: !target.leak }));
  };
  const deed = (id: Deed, title: string, key: string) => ({
    id: `gate.${id}`,
    title,
    group: 'Gate',
    keys: [key],
    disabled: !may,
    run: () => begin(id, current),
  });
  useCommands([
    { id: 'gate.next', title: 'Next entry', group: 'Gate', keys: ['J'], run: () => step(1) },
    { id: 'gate.previous', title: 'Previous entry', group: 'Gate', keys: ['K'], run: () => step(-1) },
    { id: 'gate.down', title: 'Next entry', group: 'Gate', keys: ['ArrowDown'], disabled: busy, run: () => step(1) },
    { id: 'gate.up', title: 'Previous entry', group: 'Gate', keys: ['ArrowUp'], disabled: busy, run: () => step(-1) },
    deed('approve', 'Approve the entry', 'A'),
    deed('hold', 'Hold the entry', 'H'),
    deed('reject', 'Reject the entry', 'X'),
    {
      id: 'gate.leak',
      title: 'Something identifying was missed',
      group: 'Gate',
      keys: ['L'],
      disabled: !may,
      run: () => current && void markLeak(current).catch(setError),
    },
    {
      id: 'gate.sample',
      title: 'Draw a sample',
      group: 'Gate',
      keys: ['S'],
      disabled: !may,
      run: () => setOpen({ what: 'sample' }),
    },
    { id: 'gate.patients', title: 'Who is who', group: 'Gate', keys: ['P'], run: () => setOpen({ what: 'patients' }) },
    {
      id: 'gate.prepare',
      title: 'Prepare again',
      group: 'Gate',
      keys: ['G'],
      disabled: !may || !detail.data || detail.data.patients.changed === 0,
      run: () => void prepare().catch(setError),
    },
    { id: 'gate.report', title: 'Report', group: 'Gate', keys: ['I'], run: () => setOpen({ what: 'report' }) },
    {
      id: 'gate.finish',
      title: 'Let through what may pass',
      group: 'Gate',
      keys: ['Ctrl+Enter'],
      disabled: !may,
      run: () => setOpen({ what: 'approve' }),
    },
  ]);
  if (detail.isError) return <ProblemNote error={detail.error} />;
  if (!detail.data) return <Loading />;
  return (
    <div className="gate">
      <section className="panel gate-list" style={{ padding: 0 }} aria-label="Entries, most doubtful first">
        {gate.length > 0 ? <EntryList gate={gate} current={current?.id} onOpen={setEntry} /> : null}
        {gate.length === 0 ? (
          <EmptyState
            action={
              batch.state === 'receiving' && may ? (
                <Button onClick={() => void readNow().catch(setError)}>Read what has come</Button>
              ) : null
            }
          >
            {emptyWords(batch)}
          </EmptyState>
        ) : null}
      </section>
      <section className="panel" aria-label="Before and after" tabIndex={0}>
        {current ? (
          <EntryPane
            key={current.id}
            path={`${path}/entries/${encodeURIComponent(current.id)}`}
            may={may}
            stage={stage}
            onBusy={setBusy}
            onRow={patch}
          />
        ) : null}
      </section>
      <aside className="stack" aria-label="Decision">
        {error ? <ProblemNote error={error} /> : null}
        <EntryDeeds
          entry={current}
          may={may}
          begin={(d) => begin(d, current)}
          onLeak={() => current && void markLeak(current).catch(setError)}
        />
        <BatchFacts
          project={project.id}
          detail={detail.data}
          state={batch.state}
          may={may}
          onApprove={() => setOpen({ what: 'approve' })}
          onDecide={(d) => setOpen({ what: 'reason', deed: d })}
          onSample={() => setOpen({ what: 'sample' })}
          onReport={() => setOpen({ what: 'report' })}
          onPatients={() => setOpen({ what: 'patients' })}
          onPrepare={() => void prepare().catch(setError)}
        />
      </aside>
      <ReasonDialog
        asking={open?.what === 'reason' ? open : undefined}
        suggestion={open?.what === 'reason' && open.deed === 'approve' && open.entry ? stage.current?.reason() : ''}
        batch={batch}
        onClose={() => setOpen(undefined)}
        decide={(d, target, reason) => (target ? decide(d, target, reason) : decideBatch(d, reason))}
      />
      <ApproveDialog
        open={open?.what === 'approve'}
        gate={gate}
        onClose={() => setOpen(undefined)}
        onDo={() => decideBatch('approve')}
      />
      <SampleDialog
        open={open?.what === 'sample'}
        gate={gate}
        onClose={() => setOpen(undefined)}
        onDo={async (size) => {
          await api.post(`${path}/sample`, { size });
          await refresh(path);
        }}
      />
      <PatientsDialog
        path={path}
        may={may}
        open={open?.what === 'patients'}
        onClose={() => setOpen(undefined)}
        onEntry={(id) => {
          setEntry(id);
          setOpen(undefined);
        }}
        onPrepare={() => void refresh(path, projectPath(project.id, '/batches'))}
      />
      <ReportDialog
        project={project.id}
        batch={batch.id}
        path={path}
        open={open?.what === 'report'}
        onClose={() => setOpen(undefined)}
      />
    </div>
  );
}

function emptyWords(batch: Batch): string {
  if (batch.state === 'receiving') return 'Files are still arriving, or reading them was cut off.';
  if (batch.state === 'working') return 'This batch is still being prepared.';
  return batch.state === 'approved' || batch.state === 'rejected'
    ? 'Everything in this batch is decided; its report stays.'
    : 'This batch holds nothing to look at.';
}

interface PaneProps {
  path: string;
  may: boolean;
  stage: RefObject<GateStageHandle | null>;
  onBusy: (busy: boolean) => void;
  onRow: (id: string, change: Partial<GateEntry>) => void;
}

function EntryPane(props: PaneProps) {
  const entry = useGet<GateEntryDetail>(props.path);
  if (entry.isError) return <ProblemNote error={entry.error} />;
  if (!entry.data) return <Loading />;
  return <LoadedEntry entry={entry.data} {...props} />;
}

function LoadedEntry({ entry, path, may, stage, onBusy, onRow }: PaneProps & { entry: GateEntryDetail }) {
  const row = useCallback((change: Partial<GateEntry>) => onRow(entry.id, change), [entry.id, onRow]);
  const saved = useCallback(
    (change: (old: GateEntryDetail) => GateEntryDetail) =>
      queries.setQueryData<GateEntryDetail>([path], (old) => old && change(old)),
    [path],
  );
  const Stage = gateStages.get(manifestAtGate(entry)?.id ?? '');
  if (!Stage) return <p className="dim">Nothing here can show this kind of entry. Hold it or reject it.</p>;
  return (
    <Suspense fallback={<Loading />}>
      <Stage entry={entry} path={path} may={may} onSaved={saved} onRow={row} onBusy={onBusy} ref={stage} />
    </Suspense>
  );
}
