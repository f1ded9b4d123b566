import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, query } from '../../core/api.ts';
import type { ConsensusLabel, ConsensusRun, Field, LabelPage, Project, Protocol } from '../../core/contract.ts';
import { everyPage } from '../../core/every-page.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, useTitle, useUrlValue } from '../../core/router.tsx';
import { count, moment, probability } from '../../core/words.ts';
import { labelWords } from '../../kinds/words.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark, type Tone } from '../../ui/state-mark.tsx';
import { Chip, Table } from '../../ui/table.tsx';
import { projectPath, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { holds, usePerson } from '../session.tsx';
import { CalibrationNote } from '../studies/calibration-note.tsx';
import { ConsensusDialog } from './consensus-dialog.tsx';
import { RecheckDialog } from './recheck-dialog.tsx';

export function ConsensusPage({ params }: { params: PageParams }) {
  return <ProjectFrame id={params.project!}>{(project) => <Consensus project={project} />}</ProjectFrame>;
}

type Status = ConsensusLabel['status'];
const statuses: Record<Status, { tone: Tone; word: string }> = {
  accepted: { tone: 'agree', word: 'Accepted' },
  adjudicated: { tone: 'agree', word: 'Adjudicated' },
  disputed: { tone: 'dispute', word: 'Disputed' },
  tie: { tone: 'dispute', word: 'Tie' },
  incomplete: { tone: 'incomplete', word: 'Incomplete' },
  'not-asked': { tone: 'quiet', word: 'Not asked' },
};

function Consensus({ project }: { project: Project }) {
  useTitle('Consensus', project.name);
  const person = usePerson();
  const path = projectPath(project.id, '/consensus');
  const runs = useGet<ConsensusRun[]>(`${path}/runs`);
  const run = runs.data?.[0];
  const [asking, setAsking] = useState<'recheck' | 'compute'>();
  const none = runs.data !== undefined && run === undefined;
  const protocol = useGet<Protocol>(run ? projectPath(project.id, `/protocols/${run.protocolVersion}`) : undefined);
  const fields = protocol.data?.body.fields ?? [];
  const button = holds(person, project.id, 'lead') ? (
    <Button look="primary" onClick={() => setAsking('compute')}>
      Compute …
    </Button>
  ) : null;
  return (
    <>
      <PageHead
        title="Consensus"
        note="What a stated rule infers from the reads. Reads are never touched; ties are disputes."
      >
        <Link className="button" href={`/p/${project.id}/consensus/calibration`}>
          Calibration
        </Link>
        {holds(person, project.id, 'lead') ? (
          <Button onClick={() => setAsking('recheck')}>Draw a re-check sample</Button>
        ) : null}
        {none ? null : button}
      </PageHead>
      <RecheckDialog project={project.id} open={asking === 'recheck'} onClose={() => setAsking(undefined)} />
      {asking === 'compute' ? (
        <ConsensusDialog project={project} last={run} onClose={() => setAsking(undefined)} />
      ) : null}
      {runs.isError ? <ProblemNote error={runs.error} /> : null}
      {runs.isPending ? <Loading /> : null}
      {none ? <EmptyState action={button}>No consensus has been computed yet.</EmptyState> : null}
      {run ? (
        <>
          <Facts run={run} />
          <CalibrationNote project={project.id} />
          <Methods run={run} fields={fields} />
          <Labels project={project.id} run={run.id} fields={fields} />
        </>
      ) : null}
    </>
  );
}

function Facts({ run }: { run: ConsensusRun }) {
  return (
    <section className="stack" aria-label="The latest run">
      <div className="figures" style={{ gridTemplateColumns: 'repeat(5, 1fr)' }}>
        {[
          { tone: 'quiet' as Tone, value: run.items, word: run.items === 1 ? 'item' : 'items' },
          { tone: 'agree' as Tone, value: run.accepted, word: 'accepted' },
          { tone: 'dispute' as Tone, value: run.disputed, word: 'disputed' },
          { tone: 'incomplete' as Tone, value: run.incomplete, word: 'incomplete' },
          { tone: 'quiet' as Tone, value: run.notAsked, word: 'not asked' },
        ].map((f) => (
          <div key={f.word} className="figure">
            <strong>{f.value.toLocaleString('en')}</strong>
            <StateMark tone={f.tone}>{f.word}</StateMark>
          </div>
        ))}
      </div>
      <p className="dim small">
        {run.method === 'auto' ? 'The method of each field as suits its data' : run.method}, version {run.version},
        computed {moment(run.at)} on the record at {run.recordSize.toLocaleString('en')} events, input{' '}
        <code>{run.inputHash.slice(0, 16)}…</code>
      </p>
    </section>
  );
}

/** By what each field was inferred, and why by that. */
function Methods({ run, fields }: { run: ConsensusRun; fields: readonly Field[] }) {
  if (!run.fields || run.fields.length === 0) return null;
  return (
    <details>
      <summary>Methods of {count(run.fields.length, 'field')}</summary>
      <table className="plain wide small" aria-label="Methods by field">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Method</th>
            <th scope="col">Reason</th>
            <th scope="col">Parameters</th>
          </tr>
        </thead>
        <tbody>
          {run.fields.map((c) => (
            <tr key={c.field}>
              <th scope="row">{fields.find((f) => f.id === c.field)?.title ?? c.field}</th>
              <td>{c.method}</td>
              <td>{c.reason}</td>
              <td className="tabular">
                {Object.entries(c.parameters)
                  .map(([name, value]) => `${name} ${value}`)
                  .join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** How many readers are behind a label, how sure the method is, and how far numbers spread. */
function supportWords(label: ConsensusLabel): string {
  return label.support != null && label.asked != null ? `${label.support} of ${label.asked}` : '';
}

function Labels({ project, run, fields }: { project: string; run: string; fields: readonly Field[] }) {
  const fieldOf = (l: ConsensusLabel) => fields.find((f) => f.id === l.field);
  const [status, setStatus] = useUrlValue('status');
  const path = projectPath(project, '/consensus/labels');
  const found = useInfiniteQuery({
    queryKey: [path, run, status],
    queryFn: ({ pageParam, signal }) =>
      api.get<LabelPage>(path + query({ status, after: pageParam, take: 250 }), { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  });
  const rows = found.data?.pages.flatMap((p) => p.rows) ?? [];
  return (
    <>
      {found.isError ? <ProblemNote error={found.error} /> : null}
      {found.data ? (
        <Table
          name="labels"
          caption="Consensus labels"
          rows={rows}
          rowKey={(l) => `${l.item}-${l.field}`}
          height="calc(100vh - 400px)"
          remote={{
            total: found.data.pages.at(-1)?.total ?? rows.length,
            loading: found.isFetching,
            onNeedMore: () => void found.fetchNextPage(),
            query: status,
            all: (tell, signal) =>
              everyPage<ConsensusLabel, string>(
                (after) => api.get<LabelPage>(path + query({ status, after, take: 1000 }), { signal }),
                tell,
                signal,
              ),
          }}
          filters={(Object.keys(statuses) as Status[]).map((s) => (
            <Chip key={s} on={status === s} onChange={(on) => setStatus(on ? s : '')}>
              {statuses[s].word}
            </Chip>
          ))}
          empty={<EmptyState>No label has this status.</EmptyState>}
          columns={[
            {
              id: 'item',
              title: 'Item',
              sortable: false,
              value: (l) => l.title,
              show: (l) => <Link href={`/p/${project}/items/${l.item}`}>{l.title}</Link>,
            },
            {
              id: 'field',
              title: 'Field',
              sortable: false,
              value: (l) => l.field,
              show: (l) => fieldOf(l)?.title ?? l.field,
            },
            {
              id: 'label',
              title: 'Label',
              sortable: false,
              value: (l) => l.label ?? '',
              show: (l) =>
                l.label == null ? (
                  <span className="dim">None</span>
                ) : (
                  <span className="tabular">
                    {labelWords(fieldOf(l), l.label)}
                    {l.spread == null ? null : <span className="dim"> ± {Number(l.spread.toPrecision(2))}</span>}
                  </span>
                ),
            },
            {
              id: 'opinion',
              title: 'Method says otherwise',
              width: 190,
              sortable: false,
              value: (l) => l.opinion ?? '',
              show: (l) =>
                l.opinion == null ? null : (
                  <span className="tabular">
                    {labelWords(fieldOf(l), l.opinion)}
                    {l.opinionProbability == null ? null : (
                      <span className="dim"> {probability(l.opinionProbability)}</span>
                    )}
                  </span>
                ),
            },
            {
              id: 'support',
              title: 'Readers',
              width: 100,
              numeric: true,
              sortable: false,
              value: supportWords,
            },
            {
              id: 'probability',
              title: 'Probability',
              width: 120,
              numeric: true,
              sortable: false,
              value: (l) => l.probability ?? undefined,
              show: (l) =>
                l.label == null || l.probability == null ? (
                  <span className="dim">None</span>
                ) : (
                  probability(l.probability)
                ),
            },
            {
              id: 'status',
              title: 'Status',
              width: 160,
              sortable: false,
              value: (l) => l.status,
              show: (l) => <StateMark tone={statuses[l.status].tone}>{statuses[l.status].word}</StateMark>,
            },
          ]}
        />
      ) : null}
    </>
  );
}
