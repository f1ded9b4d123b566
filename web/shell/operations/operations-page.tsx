import type { OperationsView } from '../../core/contract.ts';
import { useTitle } from '../../core/router.tsx';
import { count, moment, size } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Table } from '../../ui/table.tsx';
import { AdminTabs } from '../admin-tabs.tsx';
import { useGet } from '../data.ts';
import { Frame, PageHead } from '../frame.tsx';
import { clockWords, diskTones, diskWords, progressWords, shareWords, witnessTone, witnessWords } from './words.ts';

/** How the server fares, for whoever runs it. */
export function OperationsPage() {
  useTitle('Operations');
  const asked = useGet<OperationsView>('/api/operations', { refetch: 30_000 });
  const view = asked.data;
  return (
    <Frame crumbs={[{ title: 'Admin', href: '/admin' }, { title: 'Operations' }]}>
      <AdminTabs />
      <PageHead
        title="Operations"
        note="How this server fares: what wants doing comes first. Measurements for your own tools: overread serve --metrics, --otlp."
      >
        <Button onClick={() => void asked.refetch()}>Look again</Button>
      </PageHead>
      {asked.isError ? <ProblemNote error={asked.error} /> : null}
      {asked.isPending ? <Loading /> : null}
      {view ? <View view={view} answered={asked.dataUpdatedAt} /> : null}
    </Frame>
  );
}

function View({ view, answered }: { view: OperationsView; answered: number }) {
  return (
    <>
      <Attention view={view} />
      <Disk view={view} />
      <Jobs view={view} />
      <Copies view={view} />
      <Witnesses view={view} />
      <section aria-labelledby="machine" className="stack">
        <h2 id="machine">Clock, record, program</h2>
        <Facts
          of={[
            ['Clock', clockWords(view.now, answered)],
            [
              'Jumps of the clock',
              view.clock.jumps.length === 0
                ? 'None was noticed'
                : view.clock.jumps.map((j) => `${moment(j.at)}: by ${j.seconds} s`).join('; '),
            ],
            [
              'Certificate',
              view.certificate
                ? `Ends ${moment(view.certificate.expires)}, in ${Math.floor(view.certificate.daysLeft)} days`
                : 'This server speaks no TLS itself; a proxy’s certificate is not its to see',
            ],
            [
              'Record',
              `${count(view.record.events, 'event')}, ${view.record.sealed.toLocaleString('en')} of them under a signed checkpoint`,
            ],
            ['Version', `${view.program.version}, ${view.program.runtime}, ${view.program.system}`],
            ['Runs since', moment(view.program.started)],
            ['Memory', size(view.program.memoryBytes)],
          ]}
        />
      </section>
    </>
  );
}

function Witnesses({ view }: { view: OperationsView }) {
  return (
    <section aria-labelledby="witnesses" className="stack">
      <h2 id="witnesses">Witnesses</h2>
      <Table
        name="witnesses"
        caption="Who cosigns the record from outside"
        rows={view.witnesses}
        rowKey={(w) => w.name}
        empty={
          <EmptyState>
            Nobody does. overread serve --witness names one; without, whoever has the server and its keys can rewrite
            its history.
          </EmptyState>
        }
        columns={[
          { id: 'name', title: 'Witness', value: (w) => w.name },
          {
            id: 'state',
            title: 'State',
            value: witnessWords,
            show: (w) => <StateMark tone={witnessTone(w)}>{witnessWords(w)}</StateMark>,
          },
          { id: 'size', title: 'Events cosigned', width: 150, value: (w) => w.size },
          { id: 'at', title: 'Last', width: 200, value: (w) => w.at, show: (w) => moment(w.at) },
        ]}
      />
    </section>
  );
}

function Attention({ view }: { view: OperationsView }) {
  return (
    <section aria-labelledby="attention" className="stack">
      <h2 id="attention">What wants doing</h2>
      {view.attention.length === 0 ? (
        <p role="status">
          <StateMark tone="agree">
            Nothing: space, jobs, backups, audits, clock and certificate are as they should be.
          </StateMark>
        </p>
      ) : (
        <ul className="plain-list stack">
          {view.attention.map((c) => (
            <li key={c.code} className="stack tight">
              <StateMark tone={c.level === 'urgent' ? 'dispute' : 'held'}>
                {c.level === 'urgent' ? 'Urgent: ' : ''}
                {c.title}
              </StateMark>
              <span className="dim">{c.next}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Disk({ view }: { view: OperationsView }) {
  const { disk, parts } = view;
  return (
    <section aria-labelledby="space" className="stack">
      <h2 id="space">Space</h2>
      <p>
        <StateMark tone={diskTones[disk.state]}>{diskWords(disk)}</StateMark>
      </p>
      {parts ? (
        <Table
          name="parts"
          caption={`What the data folder takes, counted ${moment(parts.counted)}`}
          rows={parts.parts}
          rowKey={(p) => p.part}
          defaultSort="-bytes"
          empty={<EmptyState>The data folder is empty.</EmptyState>}
          columns={[
            { id: 'part', title: 'Part', value: (p) => p.part },
            { id: 'files', title: 'Files', width: 120, value: (p) => p.files },
            { id: 'bytes', title: 'Size', width: 120, value: (p) => p.bytes, show: (p) => size(p.bytes) },
          ]}
        />
      ) : (
        <EmptyState>What the data folder takes is being counted: look again in a moment.</EmptyState>
      )}
    </section>
  );
}

function Jobs({ view }: { view: OperationsView }) {
  const { jobs, left } = view;
  const rows = [
    ...jobs.running.map((j) => ({ ...j, state: 'Running' })),
    ...jobs.failed.map((j) => ({ ...j, state: 'Failed' })),
  ];
  return (
    <section aria-labelledby="jobs" className="stack">
      <h2 id="jobs">Jobs</h2>
      <p className="dim">
        {count(jobs.waiting, 'job')} waiting, {jobs.running.length} running, {jobs.failedCount} failed within a day.{' '}
        {left.entries === 0
          ? 'Nothing else is left to be done.'
          : `${count(left.entries, 'thing')} left to be done, ${left.failing} of them failing, the oldest since ${moment(left.oldest)}.`}
      </p>
      <Table
        name="jobs"
        caption="Jobs that run, and those that failed within a day"
        rows={rows}
        rowKey={(j) => j.id}
        empty={<EmptyState>No job runs, and none failed within a day.</EmptyState>}
        columns={[
          { id: 'kind', title: 'Kind', width: 150, value: (j) => j.kind },
          {
            id: 'state',
            title: 'State',
            width: 120,
            value: (j) => j.state,
            show: (j) => <StateMark tone={j.state === 'Failed' ? 'dispute' : 'incomplete'}>{j.state}</StateMark>,
          },
          { id: 'progress', title: 'Progress', width: 160, value: (j) => progressWords(j.done, j.total) },
          { id: 'started', title: 'Started', width: 200, value: (j) => j.started, show: (j) => moment(j.started) },
          { id: 'ended', title: 'Ended', width: 200, value: (j) => j.ended, show: (j) => moment(j.ended) },
          {
            id: 'problem',
            title: 'Problem',
            value: (j) => j.problem,
            show: (j) => (j.problem ? <code>{j.problem}</code> : null),
          },
        ]}
      />
    </section>
  );
}

function Copies({ view }: { view: OperationsView }) {
  const { backup, drill, audit, share } = view;
  const faults = [
    ...(backup?.faults ?? []),
    ...(drill?.faults ?? []),
    ...(audit?.first ?? []),
    ...(share?.first ?? []),
  ];
  return (
    <section aria-labelledby="copies" className="stack">
      <h2 id="copies">Backups and audits</h2>
      <Facts
        of={[
          [
            'Last backup',
            backup
              ? `${moment(backup.at)}, ${count(backup.events, 'event')}, ${size(backup.bytes)}, ${backup.keys ? 'keys in an archive of their own' : 'without keys'}`
              : 'None yet: overread backup DEST',
          ],
          [
            'Last restore for trial',
            drill ? `${moment(drill.at)}, in ${drill.seconds.toFixed(1)} s` : 'None yet: overread drill',
          ],
          [
            'Last audit',
            audit
              ? `${moment(audit.at)}, ${count(audit.events, 'event')}, ${count(audit.faults, 'fault')}`
              : 'None yet: start one on the page of the record',
          ],
          ['Last share of the files', shareWords(share)],
        ]}
      />
      {faults.length > 0 ? (
        <ul role="alert" className="plain-list">
          {faults.map((fault) => (
            <li key={fault}>
              <StateMark tone="dispute">{fault}</StateMark>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
