import { query } from '../../core/api.ts';
import type { DisputeRow, Project } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, useTitle, useUrlValue } from '../../core/router.tsx';
import { moment } from '../../core/words.ts';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Chip, Table } from '../../ui/table.tsx';
import { projectPath, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { holds, usePerson } from '../session.tsx';

export function DisputesPage({ params }: { params: PageParams }) {
  return <ProjectFrame id={params.project!}>{(project) => <Disputes project={project} />}</ProjectFrame>;
}

function Disputes({ project }: { project: Project }) {
  useTitle('Disputes', project.name);
  const person = usePerson();
  const [state, setState] = useUrlValue('state', 'open');
  const [kind, setKind] = useUrlValue('kind');
  const rows = useGet<DisputeRow[]>(projectPath(project.id, `/disputes${query({ state, kind })}`));
  const first = state === 'open' ? rows.data?.[0] : undefined;
  return (
    <>
      <PageHead title="Disputes" note="Items whose readers differ, and agreed items drawn for a second look.">
        {first && holds(person, project.id, 'adjudicator') ? (
          <Link href={`/p/${project.id}/disputes/${first.item}`} className="button primary">
            Decide the first
          </Link>
        ) : null}
      </PageHead>
      {rows.isError ? <ProblemNote error={rows.error} /> : null}
      {rows.isPending ? <Loading /> : null}
      {rows.data ? (
        <Table
          name="disputes"
          caption="Disputes"
          rows={rows.data}
          rowKey={(r) => `${r.item}-${r.kind}`}
          height="calc(100vh - 290px)"
          filters={
            <>
              <Chip on={state === 'open'} onChange={() => setState('open')}>
                Open
              </Chip>
              <Chip on={state === 'decided'} onChange={() => setState('decided')}>
                Decided
              </Chip>
              <Chip on={kind === 'dispute'} onChange={(on) => setKind(on ? 'dispute' : '')}>
                Disputes
              </Chip>
              <Chip on={kind === 'recheck'} onChange={(on) => setKind(on ? 'recheck' : '')}>
                Second looks
              </Chip>
            </>
          }
          empty={
            <EmptyState>
              {state === 'open' ? 'Nothing waits for a decision.' : 'Nothing has been decided yet.'}
            </EmptyState>
          }
          columns={[
            {
              id: 'title',
              title: 'Item',
              value: (r) => r.title,
              show: (r) => <Link href={`/p/${project.id}/disputes/${r.item}`}>{r.title}</Link>,
            },
            {
              id: 'kind',
              title: 'Why',
              width: 160,
              value: (r) => r.kind,
              show: (r) => (
                <StateMark tone={r.kind === 'dispute' ? 'dispute' : 'incomplete'}>
                  {r.kind === 'dispute' ? 'Dispute' : 'Second look'}
                </StateMark>
              ),
            },
            { id: 'fields', title: 'Fields', value: (r) => r.fields.join(', ') },
            {
              id: 'decided',
              title: 'Decided',
              width: 110,
              numeric: true,
              value: (r) => r.decided,
              show: (r) => `${r.decided} of ${r.fields.length}`,
            },
            { id: 'since', title: 'Since', width: 180, value: (r) => r.since, show: (r) => moment(r.since) },
          ]}
        />
      ) : null}
    </>
  );
}
