import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { CharterView, KeepingView, ProcessingSheet, Project } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, useTitle } from '../../core/router.tsx';
import { day } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { holds, usePerson } from '../session.tsx';
import { CharterDialog, FurtherUseDialog } from './charter-dialogs.tsx';

export function GovernancePage({ params }: { params: PageParams }) {
  return <ProjectFrame id={params.project!}>{(project) => <Governance project={project} />}</ProjectFrame>;
}

/** What the data may be used for, where they may go, how long they are kept, and the sheet of processing that follows. */
function Governance({ project }: { project: Project }) {
  useTitle('Governance', project.name);
  const path = projectPath(project.id, '/charter');
  const view = useGet<CharterView>(path);
  const lead = holds(usePerson(), project.id, 'lead');
  const [asking, setAsking] = useState<'charter' | 'use'>();
  const charter = view.data?.charter;
  return (
    <>
      <PageHead title="Governance" note="What is laid down here the server holds every release and download to.">
        {lead && view.data ? (
          <Button look="primary" onClick={() => setAsking('charter')}>
            {charter ? 'Change the charter' : 'Lay down a charter'}
          </Button>
        ) : null}
      </PageHead>
      {view.isError ? <ProblemNote error={view.error} /> : null}
      {view.isPending ? <Loading /> : null}
      {view.data && !charter ? (
        <EmptyState>Nothing is laid down: any purpose is recorded, and none is refused.</EmptyState>
      ) : null}
      {view.data && charter ? (
        <section className="stack" aria-labelledby="charter-title">
          <h2 id="charter-title">Charter</h2>
          <p className="dim small">
            Laid down by {view.data.by} on {day(view.data.at)}: {view.data.reason}
          </p>
          <ul>
            {(charter.uses ?? []).map((u) => (
              <li key={u.name}>
                Use: {u.name} ({[u.basis, u.condition].filter(Boolean).join('; ')})
              </li>
            ))}
            {(charter.destinations ?? []).map((d) => (
              <li key={d.country}>
                Country: {d.country}, {[d.instrument, d.reference].filter(Boolean).join(', ')}
              </li>
            ))}
            <li>
              Impact assessment:{' '}
              {charter.impactAssessment ??
                (charter.noImpactAssessment ? `none, because: ${charter.noImpactAssessment}` : 'not named')}
            </li>
          </ul>
          <h3>Other uses</h3>
          {view.data.decided.length === 0 ? <p className="dim">Nobody has decided about another use.</p> : null}
          <ul>
            {view.data.decided.map((d) => (
              <li key={`${d.use} ${d.at}`}>
                <StateMark tone={d.compatible ? 'agree' : 'dispute'}>
                  {d.use}: {d.compatible ? 'compatible' : 'not compatible'}
                </StateMark>{' '}
                {d.reason} ({d.by}, {day(d.at)})
              </li>
            ))}
          </ul>
          {lead ? (
            <div>
              <Button onClick={() => setAsking('use')}>Decide about another use</Button>
            </div>
          ) : null}
        </section>
      ) : null}
      <Keeping project={project} lead={lead} />
      <Processing project={project} />
      {asking === 'charter' ? (
        <CharterDialog path={path} charter={charter} onClose={() => setAsking(undefined)} />
      ) : null}
      {asking === 'use' ? (
        <FurtherUseDialog path={path} project={project} onClose={() => setAsking(undefined)} />
      ) : null}
    </>
  );
}

function Keeping({ project, lead }: { project: Project; lead: boolean }) {
  const path = projectPath(project.id, '/keeping');
  const keeping = useGet<KeepingView>(path);
  const [erasing, setErasing] = useState<KeepingView['releases'][number]>();
  const [reason, setReason] = useState('');
  return (
    <section className="stack" aria-labelledby="keeping-title">
      <h2 id="keeping-title">Keeping</h2>
      {keeping.isError ? <ProblemNote error={keeping.error} /> : null}
      {keeping.data?.releases.length === 0 ? <p className="dim">There is no release yet.</p> : null}
      <ul className="plain-list">
        {(keeping.data?.releases ?? []).map((r) => (
          <li key={r.id} className="row between">
            <span>
              {r.name}:{r.version}{' '}
              {r.state === 'erased'
                ? 'was destroyed'
                : r.kept
                  ? r.until
                    ? `is kept until ${r.until}`
                    : 'is kept, without an end yet'
                  : `had to be kept until ${r.until}`}
            </span>
            {lead && !r.kept && r.state !== 'erased' ? (
              <Button size="small" aria-label={`Destroy ${r.name}:${r.version}`} onClick={() => setErasing(r)}>
                Destroy
              </Button>
            ) : null}
          </li>
        ))}
        {(keeping.data?.quarantine ?? []).map((b) => (
          <li key={b.id}>
            <StateMark tone={b.over ? 'dispute' : 'quiet'}>
              {b.name}: {b.days} days in quarantine{b.over ? ', too long' : ''}
            </StateMark>{' '}
            <Link href={`/p/${project.id}/gate`}>Gate</Link>
          </li>
        ))}
      </ul>
      {erasing ? (
        <Ask
          title={`Destroy ${erasing.name}:${erasing.version}`}
          open
          danger
          onClose={() => setErasing(undefined)}
          action="Destroy it"
          disabled={!reason.trim()}
          onDo={async () => {
            await api.post(projectPath(project.id, `/releases/${encodeURIComponent(erasing.id)}/erase`), {
              reason: reason.trim(),
            });
            await refresh(path, projectPath(project.id, '/releases'));
          }}
        >
          <p>Its bundle goes for good. That it was, and what it held, stays in the record.</p>
          <ReasonField value={reason} onChange={setReason} label="Reason" />
        </Ask>
      ) : null}
    </section>
  );
}

function Processing({ project }: { project: Project }) {
  const sheet = useGet<ProcessingSheet>(projectPath(project.id, '/processing'));
  return (
    <section className="stack" aria-labelledby="processing-title">
      <h2 id="processing-title">Record of processing (GDPR 30)</h2>
      {sheet.isError ? <ProblemNote error={sheet.error} /> : null}
      <dl>
        {(sheet.data?.rows ?? []).map((r) => (
          <div key={r.title}>
            <dt>
              {r.title} <span className="dim small">{r.clause}</span>
            </dt>
            {r.said.map((s) => (
              <dd key={s} className={r.known ? undefined : 'dim'}>
                {s}
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  );
}
