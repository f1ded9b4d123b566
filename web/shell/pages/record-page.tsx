import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, query } from '../../core/api.ts';
import type { AuditResult, RecordPage as Events, Job, ProjectRow, RecordEvent } from '../../core/contract.ts';
import { everyPage, type Tell } from '../../core/every-page.ts';
import { followJob, isOver } from '../../core/jobs.ts';
import { useTitle, useUrlValue } from '../../core/router.tsx';
import { count } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { saveFile } from '../../ui/csv.ts';
import { Loading, Note, ProblemNote } from '../../ui/notes.tsx';
import { useGet } from '../data.ts';
import { Frame, PageHead } from '../frame.tsx';
import { jobStarted } from '../job-tray.tsx';
import { EventList } from './event-list.tsx';

export function RecordPage() {
  useTitle('Record');
  return (
    <Frame crumbs={[{ title: 'Record' }]} full>
      <PageHead title="Record" note="Every decision, in order. Nothing here can be changed without being seen.">
        <Checkpoint />
      </PageHead>
      <Audit />
      <Browser />
    </Frame>
  );
}

function Checkpoint() {
  const checkpoint = useGet<string>('/api/record/checkpoint');
  const [origin, size, root] = (checkpoint.data ?? '').split('\n');
  if (!checkpoint.data) return null;
  return (
    <div className="row">
      <span className="dim small" title={`Root ${root}`}>
        Checkpoint of {origin}: {count(Number(size), 'event')}, root <code>{root?.slice(0, 12)}…</code>
      </span>
      <Button onClick={() => saveFile('checkpoint.txt', checkpoint.data, 'text/plain')}>Save the checkpoint</Button>
    </div>
  );
}

function Audit() {
  const [job, setJob] = useState<Job>();
  const [error, setError] = useState<unknown>();
  const id = job?.id;
  useEffect(() => (id ? followJob(id, setJob) : undefined), [id]);
  const begin = () => {
    setError(undefined);
    api.post<Job>('/api/record/audit').then(
      (started) => {
        setJob(started);
        jobStarted();
      },
      (cause: unknown) => setError(cause),
    );
  };
  const result = job?.state === 'done' ? (job.result as unknown as AuditResult | undefined) : undefined;
  return (
    <div className="stack">
      <div className="row">
        <Button onClick={begin} disabled={job !== undefined && !isOver(job)}>
          Audit the record
        </Button>
        {job && !isOver(job) ? (
          <span className="dim tabular" role="status">
            Checked {job.done.toLocaleString('en')} of {job.total.toLocaleString('en')}
          </span>
        ) : (
          <span className="dim">Replays every event, recomputes every leaf and the tree, checks every signature.</span>
        )}
      </div>
      {error ? <ProblemNote error={error} /> : null}
      {job?.problem ? <Note tone="dispute">{job.problem.title}</Note> : null}
      {result ? (
        <Note tone={result.intact ? 'agree' : 'dispute'}>
          {result.intact
            ? `The record is whole: ${count(result.events, 'event')}, root `
            : `The record was altered: ${count(result.faults.length, 'fault')} in ${count(result.events, 'event')}, root `}
          <code>{result.root}</code>
          {result.faults.length > 0 ? (
            <ul>
              {result.faults.slice(0, 50).map((f) => (
                <li key={`${f.seq}-${f.what}`}>
                  {f.seq !== undefined ? `Event ${f.seq}: ` : ''}
                  {f.what}
                </li>
              ))}
            </ul>
          ) : null}
        </Note>
      ) : null}
    </div>
  );
}

const take = 200;
/** Events per page where all are wanted. */
const most = 1000;
const path = '/api/record/events';

/** What is asked for, a moment after the last key. */
function useSettled<T extends Record<string, string>>(filter: T): T {
  const [settled, setSettled] = useState(filter);
  const text = JSON.stringify(filter);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text) as T), 250);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

function useEvents(filter: Record<string, string>) {
  const found = useInfiniteQuery({
    queryKey: [path, filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<Events>(path + query({ ...filter, before: pageParam, take }), { signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => last.before,
    placeholderData: (before) => before,
  });
  const events = found.data?.pages.flatMap((p) => p.events) ?? [];
  // Asked apart from the rows: they need not wait until all are counted.
  const counted = useQuery({
    queryKey: [path, 'count', filter],
    queryFn: ({ signal }) => api.get<Events>(path + query({ ...filter, take: 1, count: true }), { signal }),
    enabled: found.hasNextPage,
    placeholderData: (before) => before,
  });
  const all = (tell: Tell, signal: AbortSignal) =>
    everyPage<RecordEvent, number>(
      async (before) => {
        const page = await api.get<Events>(path + query({ ...filter, before, take: most }), { signal });
        return { rows: page.events, next: page.before };
      },
      tell,
      signal,
    );
  const total = found.hasNextPage ? Math.max(counted.data?.total ?? 0, events.length + 1) : events.length;
  return { ...found, events, all, total };
}

function Browser() {
  const projects = useGet<ProjectRow[]>('/api/projects');
  const [project, setProject] = useUrlValue('project');
  const [type, setType] = useUrlValue('type');
  const [actor, setActor] = useUrlValue('actor');
  const [item, setItem] = useUrlValue('item');
  const [from, setFrom] = useUrlValue('from');
  const [to, setTo] = useUrlValue('to');
  const filter = useSettled({
    project,
    type: type.trim(),
    actor: actor.trim(),
    item: item.trim(),
    from: from && `${from}T00:00:00.000Z`,
    to: to && `${to}T23:59:59.999Z`,
  });
  const found = useEvents(filter);
  const field = (
    label: string,
    hint: string,
    value: string,
    set: (v: string) => void,
    kind = 'search',
    width = 128,
  ) => (
    <label className="row small">
      <span className="dim">{label}</span>
      <input
        className="entry"
        style={{ width }}
        type={kind}
        title={hint}
        value={value}
        onChange={(e) => set(e.currentTarget.value)}
      />
    </label>
  );
  return (
    <section className="stack" aria-label="Events" style={{ minHeight: 0 }}>
      <div className="row wrap">
        <label className="row small">
          <span className="dim">Project</span>
          <select
            className="entry"
            style={{ width: 150 }}
            value={project}
            onChange={(e) => setProject(e.currentTarget.value)}
          >
            <option value="">All</option>
            {(projects.data ?? []).map((p) => (
              <option key={p.id} value={p.id}>
                {p.name}
              </option>
            ))}
          </select>
        </label>
        {field('Event', 'Words, such as: submitted', type, setType)}
        {field('Who', 'Name, e-mail or pseudonym', actor, setActor)}
        {field('Item', 'Title or subject', item, setItem)}
        {field('From', 'First day', from, setFrom, 'date', 132)}
        {field('To', 'Last day', to, setTo, 'date', 132)}
        <span className="dim small">Days in UTC</span>
      </div>
      {found.isError ? <ProblemNote error={found.error} /> : null}
      {found.isPending ? <Loading /> : null}
      {found.data ? (
        <EventList
          events={found.events}
          whole
          height="calc(100vh - 330px)"
          more={{
            total: found.total,
            loading: found.isFetching,
            onNeedMore: () => void found.fetchNextPage(),
            query: JSON.stringify(filter),
            all: found.all,
          }}
        />
      ) : null}
    </section>
  );
}
