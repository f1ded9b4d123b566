import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../../core/api.ts';
import type { Batch, BatchDetail, GateBox, GateEntry, GateEntryDetail, Job, Project } from '../../core/contract.ts';
import { useCommands } from '../../core/keys.ts';
import { useUrlValue } from '../../core/router.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { projectPath, queries, refresh, useGet } from '../data.ts';
import { jobStarted } from '../job-tray.tsx';
import { holds, usePerson } from '../session.tsx';
import { BatchFacts } from './batch-facts.tsx';
import { ApproveDialog, ReasonDialog, SampleDialog } from './decision-dialogs.tsx';
import type { Deed } from './deeds.ts';
import { EntryDeeds } from './entry-deeds.tsx';
import { EntryList } from './entry-list.tsx';
import { EntryReview } from './entry-review.tsx';
import { faceReason } from './faces.ts';
import { ReportDialog } from './report-dialog.tsx';
import { useBoxes } from './use-boxes.ts';

type Open = { what: 'reason'; deed: Deed; entry?: GateEntry } | { what: 'approve' | 'sample' | 'report' };

/** What the middle column lends to the keys: saving its boxes, and what has been on screen. */
interface Pane {
  save: () => Promise<void>;
  seen: () => Record<string, number[]>;
}

export function BatchView({ project, batch }: { project: Project; batch: Batch }) {
  const person = usePerson();
  const path = projectPath(project.id, `/batches/${encodeURIComponent(batch.id)}`);
  const detail = useGet<BatchDetail>(path);
  const [entry, setEntry] = useUrlValue('entry');
  const [open, setOpen] = useState<Open>();
  const [error, setError] = useState<unknown>();
  const [inBox, setInBox] = useState(false);
  const pane = useRef<Pane | undefined>(undefined);
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
    const seen = pane.current?.seen() ?? {};
    await pane.current?.save();
    const address = `${path}/entries/${encodeURIComponent(target.id)}/decision`;
    put(await api.post<GateEntryDetail>(address, { decision: deed, seen, ...(reason ? { reason } : {}) }));
    stepToOpen(target);
  };
  const decideBatch = async (deed: Deed, reason?: string) => {
    await pane.current?.save();
    await api.post<Job>(`${path}/decision`, { decision: deed, ...(reason ? { reason } : {}) });
    jobStarted();
    await refresh(projectPath(project.id, '/batches'), projectPath(project.id, '/overview'));
  };
  const begin = (deed: Deed, target: GateEntry | undefined) => {
    if (!may || !target) return;
    if (deed === 'approve' && target.decision !== 'hold') decide(deed, target).catch(setError);
    else setOpen({ what: 'reason', deed, entry: target });
  };
  const readNow = async () => {
    await api.post<Job>(`${path}/close`);
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
    { id: 'gate.down', title: 'Next entry', group: 'Gate', keys: ['ArrowDown'], disabled: inBox, run: () => step(1) },
    { id: 'gate.up', title: 'Previous entry', group: 'Gate', keys: ['ArrowUp'], disabled: inBox, run: () => step(-1) },
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
            pane={pane}
            onChosen={setInBox}
            onSaved={patch}
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
          detail={detail.data}
          state={batch.state}
          may={may}
          onApprove={() => setOpen({ what: 'approve' })}
          onDecide={(d) => setOpen({ what: 'reason', deed: d })}
          onSample={() => setOpen({ what: 'sample' })}
          onReport={() => setOpen({ what: 'report' })}
        />
      </aside>
      <ReasonDialog
        asking={open?.what === 'reason' ? open : undefined}
        suggestion={open?.what === 'reason' && open.deed === 'approve' ? reasonOf(path, open.entry) : ''}
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
      <ReportDialog path={path} open={open?.what === 'report'} onClose={() => setOpen(undefined)} />
    </div>
  );
}

/** Where each head of a held entry is decided, that is the reason for which it passes; the person may say it otherwise. */
function reasonOf(path: string, entry: GateEntry | undefined): string {
  const detail = entry && queries.getQueryData<GateEntryDetail>([`${path}/entries/${encodeURIComponent(entry.id)}`]);
  return detail ? faceReason(detail.faces) : '';
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
  pane: { current: Pane | undefined };
  onChosen: (chosen: boolean) => void;
  onSaved: (id: string, change: Partial<GateEntry>) => void;
}

function EntryPane(props: PaneProps) {
  const entry = useGet<GateEntryDetail>(props.path);
  if (entry.isError) return <ProblemNote error={entry.error} />;
  if (!entry.data) return <Loading />;
  return <LoadedEntry entry={entry.data} {...props} />;
}

function LoadedEntry({ entry, path, may, pane, onChosen, onSaved }: PaneProps & { entry: GateEntryDetail }) {
  const tell = useCallback(
    (saved: GateBox[]) => onSaved(entry.id, { undecided: saved.filter((b) => b.state === 'proposed').length }),
    [entry.id, onSaved],
  );
  const boxes = useBoxes(entry, path, tell);
  const seen = useRef<Record<string, number[]>>({});
  const { save } = boxes;
  useEffect(() => {
    pane.current = { save, seen: () => seen.current };
    return () => {
      pane.current = undefined;
      onChosen(false);
    };
  }, [pane, save, onChosen]);
  return (
    <EntryReview
      entry={entry}
      boxes={boxes}
      may={may}
      path={path}
      onDecision={(decision) => onSaved(entry.id, decision ? { decision } : {})}
      onChosen={onChosen}
      onShown={({ image, frame }) => {
        const known = seen.current[image.file] ?? [];
        if (!known.includes(frame)) seen.current[image.file] = [...known, frame];
      }}
    />
  );
}
