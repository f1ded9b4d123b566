import { Suspense, useEffect, useState } from 'react';
import { api } from '../../core/api.ts';
import type { ChosenPlan, Project, ProjectClaim, TriedPlan } from '../../core/contract.ts';
import { useCommands } from '../../core/keys.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, useTitle } from '../../core/router.tsx';
import { count, moment } from '../../core/words.ts';
import { modalities } from '../../modalities/registry.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Loading, ProblemNote } from '../../ui/notes.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { projectPath, queries, refresh, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { planBesides, planForms } from '../modalities.ts';
import { ProjectFrame } from '../project-frame.tsx';
import { holds, usePerson } from '../session.tsx';
import { ClaimForm } from './claim-form.tsx';
import { claimLine, claimTitle } from './claim-words.ts';
import './gate.css';

export function PlanPage({ params }: { params: PageParams }) {
  return <ProjectFrame id={params.project!}>{(project) => <Plans project={project} />}</ProjectFrame>;
}

/** By which plan a project's files are de-identified, and what it claims of the result. */
function Plans({ project }: { project: Project }) {
  useTitle('Plan and claim', project.name);
  const own = modalities.filter((m) => planForms.has(m.id));
  return (
    <>
      <PageHead
        title="Plan and claim"
        note="How what comes in is de-identified before the gate, and what the project says of the result."
      >
        <Link href={`/p/${project.id}/gate`} className="button">
          To the gate
        </Link>
      </PageHead>
      {own.map((m) => (
        <Plan key={m.id} project={project} modality={m.id} title={m.title} />
      ))}
    </>
  );
}

function Plan({ project, modality, title }: { project: Project; modality: string; title: string }) {
  const path = projectPath(project.id, `/plans/${modality}`);
  const plan = useGet<ChosenPlan>(path);
  if (plan.isError) return <ProblemNote error={plan.error} />;
  if (!plan.data) return <Loading />;
  return <LoadedPlan key={plan.data.revision} project={project} path={path} title={title} plan={plan.data} />;
}

interface LoadedProps {
  project: Project;
  path: string;
  title: string;
  plan: ChosenPlan;
}

function LoadedPlan({ project, path, title, plan }: LoadedProps) {
  const may = holds(usePerson(), project.id, 'steward');
  const [document, setDocument] = useState<unknown>(plan.document);
  const [claim, setClaim] = useState<ProjectClaim>(plan.claim);
  const [asking, setAsking] = useState(false);
  const { tried, error } = useTried(path, plan, document);
  const changed = tried.hash !== plan.hash || JSON.stringify(claim) !== JSON.stringify(plan.claim);
  const impossible = tried.stands.some((s) => s.claim === claim.claim && !s.possible);
  const ask = may && changed && !impossible && error === undefined;
  useCommands([
    {
      id: 'plan.save',
      title: 'Choose the plan and the claim',
      group: 'Plan',
      keys: ['Ctrl+Enter'],
      disabled: !ask,
      run: () => setAsking(true),
    },
  ]);
  const Form = planForms.get(plan.modality);
  const Beside = planBesides.get(plan.modality);
  return (
    <div className="plan-page">
      <section className="panel stack" aria-label={`Plan for ${title.toLowerCase()}`}>
        <h2>Plan for {title.toLowerCase()}</h2>
        <Suspense fallback={<Loading />}>
          {Form ? <Form document={document} may={may} onChange={setDocument} /> : null}
        </Suspense>
        <Suspense fallback={null}>{Beside ? <Beside path={projectPath(project.id)} may={may} /> : null}</Suspense>
        <p className="dim small">
          Whatever the plan, the gate looks for text in every image, asks about the face of every head, and has a second
          program look for what is left. An entry says where that could not be done.
        </p>
      </section>
      <section className="panel stack" aria-label="Claim">
        <h2>Claim</h2>
        {plan.ended ? (
          <StateMark tone="dispute">The expert’s determination has ended: nothing passes the gate.</StateMark>
        ) : null}
        <ClaimForm claim={claim} stands={tried.stands} hash={tried.hash} may={may} onChange={setClaim} />
        {error ? <ProblemNote error={error} /> : null}
        <div className="row wrap">
          <Button look="primary" hint="⌃ ⏎" disabled={!ask} onClick={() => setAsking(true)}>
            Choose …
          </Button>
          {changed ? (
            <Button
              onClick={() => {
                setDocument(plan.document);
                setClaim(plan.claim);
              }}
            >
              Undo
            </Button>
          ) : null}
          {may && document !== undefined ? (
            <Button onClick={() => setDocument(undefined)}>The first plan</Button>
          ) : null}
          {may ? null : <span className="dim">Data stewards choose the plan and the claim.</span>}
        </div>
        <Facts
          of={[
            ['Plan', <code key="hash">{tried.hash.slice(0, 16)}</code>],
            ['In force', plan.hash === tried.hash ? 'This one' : <code key="now">{plan.hash.slice(0, 16)}</code>],
            [
              'At the gate by another plan',
              plan.waiting === 0
                ? 'None'
                : `${count(plan.waiting, 'entry', 'entries')}, to prepare again under Patients`,
            ],
          ]}
        />
        <History plan={plan} />
      </section>
      <ChooseDialog
        open={asking}
        onClose={() => setAsking(false)}
        plan={plan}
        claim={claim}
        onDo={async (reason) => {
          const saved = await api.put<ChosenPlan>(path, {
            revision: plan.revision,
            claim,
            ...(document === undefined ? {} : { document }),
            ...(reason ? { reason } : {}),
          });
          queries.setQueryData([path], saved);
          await refresh(projectPath(project.id, '/batches'));
        }}
      />
    </div>
  );
}

/** What the plan in the form would allow; asked of the server once the hand has paused. */
function useTried(path: string, plan: ChosenPlan, document: unknown): { tried: TriedPlan; error: unknown } {
  const [tried, setTried] = useState<TriedPlan>(plan);
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    if (document === plan.document) {
      setTried(plan);
      setError(undefined);
      return;
    }
    let left = false;
    const timer = setTimeout(() => {
      api.post<TriedPlan>(`${path}/try`, document === undefined ? {} : { document }).then(
        (answer) => {
          if (left) return;
          setTried(answer);
          setError(undefined);
        },
        (refused) => {
          if (!left) setError(refused);
        },
      );
    }, 250);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [path, plan, document]);
  return { tried, error };
}

interface ChooseProps {
  open: boolean;
  onClose: () => void;
  plan: ChosenPlan;
  claim: ProjectClaim;
  onDo: (reason: string) => Promise<void>;
}

function ChooseDialog({ open, onClose, plan, claim, onDo }: ChooseProps) {
  const [reason, setReason] = useState('');
  return (
    <Ask title="Choose the plan and the claim" open={open} onClose={onClose} action="Choose" onDo={() => onDo(reason)}>
      <p>
        What comes in from now on is de-identified by this plan, and passes the gate only where nothing stands against “
        {claimTitle(claim)}”. What has passed stays as it is.
      </p>
      {plan.reasonNeeded ? null : (
        <p className="dim small">A first choice, before anything was received, needs no reason.</p>
      )}
      <ReasonField value={reason} onChange={setReason} required={plan.reasonNeeded} />
    </Ask>
  );
}

function History({ plan }: { plan: ChosenPlan }) {
  if (plan.history.length === 0) return <p className="dim small">Nothing was chosen yet: the platform’s first plan.</p>;
  return (
    <details>
      <summary>{count(plan.history.length, 'change')} before</summary>
      <ul className="plain-list small">
        {plan.history.map((h) => (
          <li key={`${h.at}-${h.hash ?? 'claim'}`} style={{ padding: '4px 0' }}>
            {h.claim ? claimLine(h.claim) : <code>{h.hash?.slice(0, 16)}</code>}
            <div className="dim">
              {moment(h.at)}
              {h.reason ? ` · ${h.reason}` : ''}
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}
