import type { MyRead, ProjectRow } from '../../core/contract.ts';
import { Link, useTitle } from '../../core/router.tsx';
import { duration, moment } from '../../core/words.ts';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { ReadStateMark } from '../../ui/state-mark.tsx';
import { Table } from '../../ui/table.tsx';
import { projectPath, useGet } from '../data.ts';
import { Frame, PageHead } from '../frame.tsx';
import { usePerson } from '../session.tsx';

/** Where a day starts: what waits for me, the next item, what I did. */
export function WorkPage() {
  useTitle('Work');
  const person = usePerson();
  const projects = useGet<ProjectRow[]>('/api/projects', { refetch: 30_000 });
  const mine = projects.data?.filter((p) => p.roles.includes('reader')) ?? [];
  const others = projects.data?.filter((p) => !p.roles.includes('reader')) ?? [];
  return (
    <Frame crumbs={[{ title: 'Work' }]}>
      <PageHead title={`Work of ${person.name}`} />
      {projects.isPending ? <Loading /> : null}
      {projects.isError ? <ProblemNote error={projects.error} /> : null}
      {projects.data?.length === 0 ? (
        <EmptyState
          action={
            <Link href="/projects" className="button">
              See projects
            </Link>
          }
        >
          You are not a member of a project yet. A lead adds you under Members.
        </EmptyState>
      ) : null}
      {mine.map((p) => (
        <ReaderProject key={p.id} project={p} />
      ))}
      {others.length > 0 ? (
        <section className="stack" aria-labelledby="others-title">
          <h2 id="others-title">{mine.length > 0 ? 'Other projects' : 'My projects'}</h2>
          <div className="cards">
            {others.map((p) => (
              <OtherProject key={p.id} project={p} />
            ))}
          </div>
        </section>
      ) : null}
    </Frame>
  );
}

const entries = [
  { role: 'adjudicator', path: '/disputes', title: 'Decide disputes' },
  { role: 'steward', path: '/gate', title: 'Look at the gate' },
  { role: 'lead', path: '', title: 'Overview' },
  { role: 'auditor', path: '', title: 'Overview' },
] as const;

function OtherProject({ project }: { project: ProjectRow }) {
  const found = entries.filter((e) => project.roles.includes(e.role));
  const shown = found.length > 0 ? found : [entries[2]];
  return (
    <div className="panel stack">
      <div>
        <h3>{project.name}</h3>
        <p className="dim small">{project.purpose}</p>
      </div>
      <Progress project={project} />
      <div className="row wrap">
        {shown.map((e) => (
          <Link key={e.role} href={`/p/${project.id}${e.path}`} className="button">
            {e.title}
          </Link>
        ))}
      </div>
    </div>
  );
}

export function Progress({ project }: { project: Pick<ProjectRow, 'name' | 'readsDone' | 'readsNeeded' | 'items'> }) {
  return (
    <div className="stack tight">
      <progress
        max={Math.max(project.readsNeeded, 1)}
        value={project.readsDone}
        style={{ width: '100%' }}
        aria-label={`Reads done in ${project.name}`}
      />
      <span className="small dim tabular">
        {project.readsDone.toLocaleString('en')} of {project.readsNeeded.toLocaleString('en')} reads ·{' '}
        {project.items.toLocaleString('en')} items
      </span>
    </div>
  );
}

function ReaderProject({ project }: { project: ProjectRow }) {
  const reads = useGet<MyRead[]>(projectPath(project.id, '/work'));
  const { waiting, done } = project.mine ?? { waiting: 0, done: 0 };
  return (
    <article className="stack" aria-label={project.name}>
      <div className="panel row between">
        <div className="stack tight grow">
          <h2>{project.name}</h2>
          <span className="dim tabular">
            {waiting.toLocaleString('en')} waiting for you · {done.toLocaleString('en')} done
          </span>
        </div>
        <Link href={`/p/${project.id}/protocol`} className="button">
          Protocol
        </Link>
        {waiting > 0 || reads.data?.some((r) => r.state === 'open') ? (
          <Link href={`/p/${project.id}/work`} className="button primary">
            Read next
          </Link>
        ) : (
          <span className="dim">Nothing waits for you now.</span>
        )}
      </div>
      {reads.isError ? <ProblemNote error={reads.error} /> : null}
      {reads.data && reads.data.length > 0 ? (
        <Table
          name="mine"
          caption={`My reads in ${project.name}`}
          rows={reads.data}
          rowKey={(r) => r.read}
          height={Math.min(420, 34 + reads.data.length * 32)}
          empty={null}
          columns={[
            {
              id: 'title',
              title: 'Item',
              value: (r) => r.title,
              show: (r) => <Link href={`/p/${project.id}/work/${r.read}`}>{r.title}</Link>,
            },
            {
              id: 'state',
              title: 'State',
              width: 160,
              value: (r) => r.state,
              show: (r) => <ReadStateMark state={r.state} />,
            },
            {
              id: 'submitted',
              title: 'Submitted',
              width: 200,
              value: (r) => r.submitted,
              show: (r) => moment(r.submitted),
            },
            {
              id: 'seconds',
              title: 'Time',
              width: 130,
              numeric: true,
              value: (r) => r.seconds,
              show: (r) => (r.seconds === undefined ? '' : duration(r.seconds)),
            },
          ]}
        />
      ) : null}
    </article>
  );
}
