import { NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Item, Member, Project, Protocol, ReaderRead, RecordEvent } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { useTitle } from '../../core/router.tsx';
import { duration, moment } from '../../core/words.ts';
import { markWords, saidWords } from '../../kinds/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { ReadStateMark } from '../../ui/state-mark.tsx';
import { ItemThreads } from '../conversation/item-threads.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ItemViewer } from '../item-viewer.tsx';
import { manifestFor } from '../modalities.ts';
import { ProjectFrame } from '../project-frame.tsx';
import { readerStyle } from '../reader-colours.ts';
import { Remarks } from '../remarks.tsx';
import { holds, usePerson } from '../session.tsx';
import { EventList } from './event-list.tsx';

export function ItemPage({ params }: { params: PageParams }) {
  const path = projectPath(params.project!, `/items/${encodeURIComponent(params.item!)}`);
  const item = useGet<Item>(path);
  return (
    <ProjectFrame id={params.project!} leaf={item.data?.title}>
      {(project) => (
        <>
          {item.isError ? <ProblemNote error={item.error} /> : null}
          {item.isPending ? <Loading /> : null}
          {item.data ? <ItemBody project={project} item={item.data} path={path} /> : null}
        </>
      )}
    </ProjectFrame>
  );
}

type Deed = { kind: 'assign' } | { kind: 'reassign' | 'reopen'; read: ReaderRead };

function ItemBody({ project, item, path }: { project: Project; item: Item; path: string }) {
  useTitle(item.title, project.name);
  const person = usePerson();
  const sees = holds(person, project.id, 'lead', 'auditor');
  const history = useGet<RecordEvent[]>(sees ? `${path}/history` : undefined);
  const reads = useGet<ReaderRead[]>(sees ? `${path}/reads` : undefined);
  const protocol = useGet<Protocol>(
    project.protocolVersion == null ? undefined : projectPath(project.id, '/protocols/current'),
  );
  const [selected, setSelected] = useState<string>();
  const [deed, setDeed] = useState<Deed>();
  const lead = holds(person, project.id, 'lead');
  const fields = protocol.data?.body.fields ?? [];
  const layers = (reads.data ?? []).map((r, i) => ({
    id: r.reader,
    title: r.reader,
    ...readerStyle(i),
    marks: r.read.marks,
    editable: false,
    label: (m: { field: string; class?: string }) => `${r.reader} ${markWords(fields, m)}`,
  }));
  return (
    <>
      <PageHead
        title={item.title}
        note={[`Subject ${item.subject}`, manifestFor(item)?.about(item)].filter(Boolean).join(' · ')}
      >
        {lead ? <Button onClick={() => setDeed({ kind: 'assign' })}>Assign a reader</Button> : null}
      </PageHead>
      {item.kind === 'reference' ? null : (
        <div
          style={{ height: 480, border: '1px solid var(--line)', borderRadius: 4, overflow: 'hidden' }}
          data-mantine-color-scheme="dark"
        >
          <ItemViewer
            item={item}
            layers={layers}
            targets={{}}
            selected={selected}
            onSelect={setSelected}
            onDraw={ignore}
            onRevise={ignore}
            onWithdraw={ignore}
            onShown={ignore}
          />
        </div>
      )}
      {item.reference ? (
        <p>
          Kept by its owner under <code>{item.reference}</code>
        </p>
      ) : null}
      {holds(person, project.id, 'lead', 'adjudicator', 'auditor') ? (
        <>
          <Remarks
            project={project.id}
            item={item.id}
            fields={fields}
            replies={project.may.includes('converse') && !project.closed}
          />
          <ItemThreads project={project} item={item.id} />
        </>
      ) : null}
      {sees ? (
        <>
          <section className="stack" aria-labelledby="reads-title">
            <h2 id="reads-title">Reads</h2>
            {reads.isError ? <ProblemNote error={reads.error} /> : null}
            {reads.data?.length === 0 ? <EmptyState>Nobody has read this item yet.</EmptyState> : null}
            {reads.data && reads.data.length > 0 ? (
              <Reads reads={reads.data} fields={fields} lead={lead} onDeed={setDeed} />
            ) : null}
          </section>
          <section className="stack" aria-labelledby="history-title">
            <h2 id="history-title">History</h2>
            {history.isError ? <ProblemNote error={history.error} /> : null}
            {history.data ? <EventList events={history.data} /> : null}
          </section>
        </>
      ) : null}
      {deed ? <DeedDialog deed={deed} project={project.id} path={path} onClose={() => setDeed(undefined)} /> : null}
    </>
  );
}

const ignore = () => undefined;

function Reads({
  reads,
  fields,
  lead,
  onDeed,
}: {
  reads: ReaderRead[];
  fields: Protocol['body']['fields'];
  lead: boolean;
  onDeed: (deed: Deed) => void;
}) {
  return (
    <div style={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label="Reads side by side">
      <table className="plain wide">
        <thead>
          <tr>
            <th>Field</th>
            {reads.map((r) => (
              <th key={r.read.id}>{r.reader}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">State</th>
            {reads.map((r) => (
              <td key={r.read.id}>
                <ReadStateMark state={r.read.state} />
                <div className="dim small">
                  {moment(r.read.submitted)} <WorkTime read={r.read} />
                </div>
                {lead && r.read.state === 'submitted' ? (
                  <Button size="small" onClick={() => onDeed({ kind: 'reopen', read: r })}>
                    Reopen
                  </Button>
                ) : null}
                {lead && r.read.state === 'open' ? (
                  <Button size="small" onClick={() => onDeed({ kind: 'reassign', read: r })}>
                    Reassign
                  </Button>
                ) : null}
              </td>
            ))}
          </tr>
          {fields.map((f) => (
            <tr key={f.id}>
              <th scope="row">{f.title}</th>
              {reads.map((r) => {
                const marks = r.read.marks.filter((m) => m.field === f.id);
                const answer = r.read.answers[f.id];
                return (
                  <td key={r.read.id}>
                    {answer || marks.length > 0 ? saidWords(f, answer, marks) : <span className="dim">No answer</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What counts as time of work, and beside it what was claimed where that is more, and what the server has measured. */
function WorkTime({ read }: { read: ReaderRead['read'] }) {
  if (read.seconds === undefined) return null;
  const claimed = read.claimed !== undefined && read.claimed > read.seconds ? `claimed ${duration(read.claimed)}` : '';
  const elapsed = read.elapsed !== undefined ? `${duration(read.elapsed)} from first sight to submission` : '';
  return (
    <div className="tabular">
      {duration(read.seconds)} of work{claimed ? `, ${claimed}` : ''}
      {elapsed ? `; ${elapsed}` : ''}
    </div>
  );
}

function DeedDialog({
  deed,
  project,
  path,
  onClose,
}: {
  deed: Deed;
  project: string;
  path: string;
  onClose: () => void;
}) {
  const members = useGet<Member[]>(projectPath(project, '/members'));
  const readers = (members.data ?? []).filter((m) => m.roles.includes('reader'));
  const [reader, setReader] = useState('');
  const [reason, setReason] = useState('');
  const needsReader = deed.kind !== 'reopen';
  const needsReason = deed.kind !== 'assign';
  const titles = { assign: 'Assign a reader', reassign: 'Reassign the read', reopen: 'Reopen the read' };
  const run = async () => {
    if (deed.kind === 'assign') await api.post(`${path}/assign`, { reader });
    else if (deed.kind === 'reassign')
      await api.post(`/api/reads/${encodeURIComponent(deed.read.read.id)}/reassign`, { reader, reason });
    else await api.post(`/api/reads/${encodeURIComponent(deed.read.read.id)}/reopen`, { reason });
    await refresh(path);
  };
  return (
    <Ask
      title={deed.kind === 'assign' ? titles.assign : `${titles[deed.kind]} of ${deed.read.reader}`}
      open
      onClose={onClose}
      action={titles[deed.kind]}
      disabled={(needsReader && !reader) || (needsReason && !reason.trim())}
      onDo={run}
    >
      {deed.kind === 'reopen' ? (
        <p className="dim">The reader can change the answers again. What was submitted stays in the record.</p>
      ) : null}
      {needsReader ? (
        <NativeSelect
          label="Reader"
          value={reader}
          onChange={(e) => setReader(e.currentTarget.value)}
          data={[
            { value: '', label: 'Choose a reader' },
            ...readers.map((m) => ({ value: m.person, label: `${m.name} (${m.pseudonym})` })),
          ]}
        />
      ) : null}
      {needsReason ? (
        <Textarea label="Reason" required value={reason} onChange={(e) => setReason(e.currentTarget.value)} />
      ) : null}
    </Ask>
  );
}
