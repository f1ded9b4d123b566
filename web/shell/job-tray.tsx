import { Popover } from '@mantine/core';
import { useEffect, useState } from 'react';
import { api } from '../core/api.ts';
import type { Job } from '../core/contract.ts';
import { followJob, isOver } from '../core/jobs.ts';
import { Link } from '../core/router.tsx';
import { moment } from '../core/words.ts';
import { Button } from '../ui/button.tsx';
import { StateMark, type Tone } from '../ui/state-mark.tsx';
import { refresh, useGet } from './data.ts';

const listeners = new Set<() => void>();

/** Tells the tray that a job was started somewhere on a page. */
export function jobStarted(): void {
  for (const listener of listeners) listener();
}

/** Long work that was started by this person, wherever they are now. */
export function JobTray() {
  const jobs = useGet<Job[]>('/api/jobs', { refetch: 60_000 });
  const [live, setLive] = useState<Record<string, Job>>({});
  const [open, setOpen] = useState(false);
  const refetch = jobs.refetch;
  useEffect(() => {
    const listener = () => {
      setOpen(true);
      void refetch();
    };
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, [refetch]);
  const rows = (jobs.data ?? []).map((j) => live[j.id] ?? j);
  const running = rows
    .filter((j) => !isOver(j))
    .map((j) => j.id)
    .join(' ');
  useEffect(() => {
    const stops = running
      .split(' ')
      .filter(Boolean)
      .map((id) =>
        followJob(id, (job) => {
          setLive((known) => ({ ...known, [id]: job }));
          if (isOver(job)) void refresh('/api/');
        }),
      );
    return () => {
      for (const stop of stops) stop();
    };
  }, [running]);
  const busy = running ? running.split(' ').length : 0;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={360} withinPortal shadow="md">
      <Popover.Target>
        <button type="button" className="button quiet" onClick={() => setOpen((o) => !o)} aria-expanded={open}>
          {busy > 0 ? `${busy} running` : 'Jobs'}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <section className="stack" aria-label="Jobs">
          {rows.length === 0 ? <p className="dim">Nothing runs. Imports, releases and audits show up here.</p> : null}
          {rows.slice(0, 8).map((job) => (
            <JobRow key={job.id} job={job} onCancelled={() => void jobs.refetch()} />
          ))}
        </section>
      </Popover.Dropdown>
    </Popover>
  );
}

const tones: Record<Job['state'], Tone> = {
  waiting: 'quiet',
  running: 'incomplete',
  done: 'agree',
  failed: 'dispute',
  cancelled: 'held',
};
const states: Record<Job['state'], string> = {
  waiting: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const isRelease = (job: Job) => job.kind === 'release' || job.kind === 'release-publication';

export function JobRow({ job, onCancelled }: { job: Job; onCancelled?: () => void }) {
  return (
    <div className="stack tight">
      <div className="row between">
        <span className="ellipsis">{job.title}</span>
        <StateMark tone={tones[job.state]}>{states[job.state]}</StateMark>
      </div>
      {isOver(job) ? (
        <span className="dim small">
          {job.problem
            ? `${job.problem.title}${job.problem.detail ? `: ${job.problem.detail}` : ''}`
            : moment(job.ended)}
          {isRelease(job) && job.project && typeof job.result?.release === 'string' ? (
            <>
              {' '}
              {job.result.waits === true ? (
                <Link href={`/p/${job.project}/releases`}>It waits for signatures</Link>
              ) : (
                <Link href={`/p/${job.project}/releases/${job.result.release}`}>Open the release</Link>
              )}
            </>
          ) : null}
        </span>
      ) : (
        <div className="row">
          <progress className="grow" max={Math.max(job.total, 1)} value={job.done} aria-label={job.title} />
          <span className="small dim tabular">
            {job.done.toLocaleString('en')} of {job.total.toLocaleString('en')}
          </span>
          <Button size="small" look="quiet" onClick={() => void api.delete(`/api/jobs/${job.id}`).then(onCancelled)}>
            Cancel
          </Button>
        </div>
      )}
    </div>
  );
}
