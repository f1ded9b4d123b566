import type { FunnelStage, Overview, Project } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, useTitle } from '../../core/router.tsx';
import { count, day, duration, stageWords } from '../../core/words.ts';
import { IntervalBar } from '../../ui/interval-bar.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateShape, type Tone } from '../../ui/state-mark.tsx';
import { Table } from '../../ui/table.tsx';
import { projectPath, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { holds, usePerson } from '../session.tsx';
import { Progress } from './work-page.tsx';
import './overview.css';

export function OverviewPage({ params }: { params: PageParams }) {
  return <ProjectFrame id={params.project!}>{(project) => <OverviewBody project={project} />}</ProjectFrame>;
}

function OverviewBody({ project }: { project: Project }) {
  useTitle(project.name);
  const person = usePerson();
  const sees = holds(person, project.id, 'lead', 'auditor');
  const overview = useGet<Overview>(sees ? projectPath(project.id, '/overview') : undefined, { refetch: 15_000 });
  const reads = project.roles.includes('reader');
  return (
    <>
      <PageHead title={project.name} note={project.purpose}>
        {reads ? (
          <Link href={`/p/${project.id}/work`} className="button primary">
            Read next
          </Link>
        ) : null}
        {!sees && project.roles.includes('adjudicator') ? (
          <Link href={`/p/${project.id}/disputes`} className="button primary">
            Disputes
          </Link>
        ) : null}
        {!sees && project.roles.includes('steward') ? (
          <Link href={`/p/${project.id}/gate`} className="button primary">
            Gate
          </Link>
        ) : null}
      </PageHead>
      {sees ? null : (
        <div className="panel stack">
          <Progress project={project} />
          <span className="dim small">
            Legal basis: {project.legalBasis} · opened {day(project.opened)}
          </span>
        </div>
      )}
      {overview.isError ? <ProblemNote error={overview.error} /> : null}
      {sees && overview.isPending ? <Loading /> : null}
      {overview.data ? <Numbers project={project} overview={overview.data} /> : null}
    </>
  );
}

const links: Partial<Record<FunnelStage, string>> = {
  gate: '/gate',
  received: '/gate',
  ready: '/items?state=ready',
  reading: '/items?state=reading',
  disputed: '/items?state=disputed',
  agreed: '/items?state=agreed',
  adjudicated: '/items?state=adjudicated',
  released: '/releases',
};

function Numbers({ project, overview }: { project: Project; overview: Overview }) {
  const most = Math.max(1, ...overview.funnel.map((s) => s.count));
  const { attention } = overview;
  const person = usePerson();
  const base = `/p/${project.id}`;
  const figures: { tone: Tone; value: number; words: string; href: string }[] = [
    {
      tone: 'dispute',
      value: attention.disputes,
      words: attention.disputes === 1 ? 'dispute waits for a decision' : 'disputes wait for a decision',
      href: person.roles[project.id]?.includes('auditor') ? `${base}/disputes` : `${base}/items?state=disputed`,
    },
    {
      tone: 'held',
      value: attention.heldBatches,
      words: attention.heldBatches === 1 ? 'batch waits at the gate' : 'batches wait at the gate',
      href: `${base}/gate`,
    },
    {
      tone: 'machine',
      value: attention.flagged,
      words: attention.flagged === 1 ? 'item is flagged' : 'items are flagged',
      href: `${base}/items?flagged=true`,
    },
    {
      tone: 'incomplete',
      value: attention.subjects,
      words: attention.subjects === 1 ? 'question about who is who' : 'questions about who is who',
      href: `${base}/releases`,
    },
  ];
  return (
    <>
      <section aria-label="Where the items are">
        <div className="funnel">
          {overview.funnel.map((stage) => (
            <Link key={stage.stage} className="stage" href={`${base}${links[stage.stage] ?? '/items'}`}>
              <span className="name">{stageWords[stage.stage] ?? stage.stage}</span>
              <strong>{stage.count.toLocaleString('en')}</strong>
              <span className="age">{stage.oldest && stage.count > 0 ? `oldest ${duration(stage.oldest)}` : ''}</span>
              <span className="level" style={{ width: `${(stage.count / most) * 100}%` }} />
            </Link>
          ))}
        </div>
      </section>
      <section className="figures" aria-label="What needs somebody">
        {figures.map((f) => (
          <Link key={f.href} href={f.href} className="figure">
            <StateShape tone={f.value > 0 ? f.tone : 'agree'} />
            <strong>{f.value.toLocaleString('en')}</strong>
            <span className="dim">{f.words}</span>
          </Link>
        ))}
      </section>
      <section className="stack" aria-labelledby="readers-title">
        <h2 id="readers-title">Readers</h2>
        <Table
          name="readers"
          caption="Readers"
          rows={overview.readers}
          rowKey={(r) => r.reader}
          empty={
            <EmptyState
              action={
                <Link href={`${base}/members`} className="button">
                  Add readers
                </Link>
              }
            >
              Nobody reads in this project yet.
            </EmptyState>
          }
          columns={[
            { id: 'name', title: 'Reader', value: (r) => r.name },
            { id: 'done', title: 'Done', width: 90, numeric: true, value: (r) => r.done },
            { id: 'open', title: 'Open', width: 90, numeric: true, value: (r) => r.open },
            { id: 'skipped', title: 'Skipped', width: 100, numeric: true, value: (r) => r.skipped },
            {
              id: 'pace',
              title: 'Median time',
              width: 130,
              numeric: true,
              value: (r) => r.secondsMedian,
              show: (r) => (r.secondsMedian ? duration(r.secondsMedian) : ''),
            },
            {
              id: 'agreement',
              title: 'Agreement with the others',
              width: 340,
              value: (r) => r.agreement?.value,
              show: (r) =>
                r.agreement ? (
                  <span className="interval">
                    <IntervalBar {...r.agreement} />
                    <span className="tabular">
                      {r.agreement.value.toFixed(2)} [{r.agreement.low.toFixed(2)}, {r.agreement.high.toFixed(2)}],{' '}
                      {count(r.agreement.items, 'item')}
                    </span>
                  </span>
                ) : (
                  <span className="dim">Too few shared items</span>
                ),
            },
          ]}
        />
      </section>
    </>
  );
}
