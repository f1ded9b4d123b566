import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Project, TestAttempt, TestRow, TrainingModule, TrainingView } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, navigate, useTitle } from '../../core/router.tsx';
import { count, day, moment } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { projectPath, queries, refresh, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { holds, usePerson } from '../session.tsx';
import { PeopleSection } from './people-section.tsx';
import { Scores } from './scores.tsx';
import { SetsSection } from './sets-section.tsx';
import './training.css';

/** A reader's modules and tests; for the lead what there is, and where everybody stands. */
export function TrainingPage({ params }: { params: PageParams }) {
  return <ProjectFrame id={params.project!}>{(project) => <Training project={project} />}</ProjectFrame>;
}

function Training({ project }: { project: Project }) {
  useTitle('Training', project.name);
  const person = usePerson();
  const reader = holds(person, project.id, 'reader');
  const sees = holds(person, project.id, 'lead', 'auditor');
  return (
    <>
      <PageHead
        title="Training"
        note="Nothing of practice and tests is a read: it is in no agreement, no consensus and no release."
      />
      {reader ? <Mine project={project} /> : null}
      {sees ? (
        <>
          <SetsSection project={project} may={holds(person, project.id, 'lead') && !project.closed} />
          <PeopleSection project={project} />
        </>
      ) : null}
    </>
  );
}

function Mine({ project }: { project: Project }) {
  const found = useGet<TrainingView>(projectPath(project.id, '/training'));
  const view = found.data;
  if (found.isPending) return <Loading />;
  if (!view) return <ProblemNote error={found.error} />;
  return (
    <>
      <section className="stack" aria-labelledby="practise-title">
        <h2 id="practise-title">Practise</h2>
        {view.modules.length === 0 ? <EmptyState>There is no module to practise on yet.</EmptyState> : null}
        <div className="cards">
          {view.modules.map((m) => (
            <Module key={m.id} project={project.id} module={m} />
          ))}
        </div>
      </section>
      <section className="stack" aria-labelledby="tests-title">
        <h2 id="tests-title">Tests</h2>
        {view.tests.length === 0 ? <EmptyState>There is no test here yet.</EmptyState> : null}
        {view.tests.map((t) => (
          <Test key={t.id} project={project.id} test={t} />
        ))}
      </section>
    </>
  );
}

function Module({ project, module }: { project: string; module: TrainingModule }) {
  const begun = module.done > 0 || module.round > 1;
  return (
    <article className="panel stack" aria-label={module.title}>
      <div>
        <h3>{module.title}</h3>
        <p className="dim small tabular">
          {count(module.items, 'item')} · protocol version {module.protocolVersion}
          {begun ? ` · round ${module.round}` : ''}
        </p>
      </div>
      <progress
        max={Math.max(1, module.items)}
        value={module.done}
        aria-label={`Practised in ${module.title}`}
        style={{ width: '100%' }}
      />
      <div className="row between">
        <span className="small dim tabular">
          {module.done} of {module.items} practised
        </span>
        <Link href={`/p/${project}/training/practice/${module.id}`} className="button">
          {begun ? 'Go on' : 'Practise'}
        </Link>
      </div>
    </article>
  );
}

function Test({ project, test }: { project: string; test: TestRow }) {
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const begin = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const attempt = await api.post<TestAttempt>(projectPath(project, `/training/sets/${test.id}/attempts`), {});
      queries.setQueryData([projectPath(project, `/training/attempts/${attempt.id}`)], attempt);
      await refresh(projectPath(project, '/training'));
      navigate(`/p/${project}/training/test/${attempt.id}`);
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  const last = test.sat.at(-1);
  return (
    <article className="panel stack" aria-label={test.title}>
      <div className="row between">
        <div>
          <h3>{test.title}</h3>
          <p className="dim small">
            {count(test.items, 'item')} · gives “{test.qualification}” for protocol version {test.protocolVersion}
            {test.demanded ? ' · demanded of readers here' : ''}
          </p>
        </div>
        {test.open ? (
          <Link href={`/p/${project}/training/test/${test.open}`} className="button primary">
            Go on with the test
          </Link>
        ) : test.why ? null : (
          <Button look="primary" onClick={() => void begin()} disabled={busy}>
            {test.qualified ? 'Take the test anew' : 'Start the test'}
          </Button>
        )}
      </div>
      <div className="row wrap">
        {test.qualified ? (
          <StateMark tone="agree">Qualified{test.until ? ` until ${day(test.until)}` : ''}</StateMark>
        ) : (
          <StateMark tone={test.open ? 'incomplete' : test.why ? 'held' : 'quiet'}>
            {test.open ? 'Begun' : test.why ? test.words : 'Not passed yet'}
          </StateMark>
        )}
        {!test.qualified ? <span className="dim">{count(test.left, 'attempt')} left</span> : null}
      </div>
      {test.qualified || test.open || test.why ? null : (
        <p className="dim small">
          The items are drawn for you and come one by one. You are told nothing before the end; what you answered cannot
          be changed.
        </p>
      )}
      {last ? (
        <div className="stack tight">
          <h4>
            Attempt {last.number}, {moment(last.ended)}: {last.passed ? 'passed' : 'not passed'}
          </h4>
          <Scores scores={last.scores} />
        </div>
      ) : null}
      {error ? <ProblemNote error={error} /> : null}
    </article>
  );
}
