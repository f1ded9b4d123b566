import { useEffect, useState } from 'react';
import { api } from '../../core/api.ts';
import type { Work } from '../../core/contract.ts';
import type { Outbox } from '../../core/outbox.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, navigate, useTitle } from '../../core/router.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { projectPath, queries } from '../data.ts';
import { Frame, PageHead } from '../frame.tsx';
import { HeldBack, isUnfit } from '../guideline/held-back.tsx';
import { useOutbox } from '../outbox-context.tsx';
import { SubmittedNotice } from './submitted.tsx';
import { workKey } from './work-key.ts';

/**
 * The next read that is not finished here already: a submission may still be on its way, and the server then offers
 * the same read once more.
 */
async function nextUnfinished(project: string, after: string, outbox: Outbox): Promise<Work | undefined> {
  let last = after;
  for (let tries = 0; ; tries++) {
    const work = await api.post<Work | undefined>(projectPath(project, '/work/next'), last ? { after: last } : {});
    if (!work || tries === 20 || !outbox.view(work.read.id)?.content.submitted) return work;
    last = work.read.id;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** Asks for the next item and goes there. */
export function NextPage({ params }: { params: PageParams }) {
  const project = params.project!;
  const [state, setState] = useState<{ error?: unknown; done?: boolean }>({});
  const [tries, setTries] = useState(0);
  const outbox = useOutbox();
  useTitle('Next item');
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks once more after the person has become fit
  useEffect(() => {
    let live = true;
    nextUnfinished(project, new URLSearchParams(location.search).get('after') ?? '', outbox)
      .then((work) => {
        if (!live) return;
        if (!work) return setState({ done: true });
        queries.setQueryData(workKey(project, work.read.id), work);
        navigate(`/p/${project}/work/${work.read.id}`, { replace: true });
      })
      .catch((error: unknown) => live && setState({ error }));
    return () => {
      live = false;
    };
  }, [project, outbox, tries]);
  const again = () => {
    outbox.fitAgain();
    setState({});
    setTries((n) => n + 1);
  };
  if (!state.done && !state.error) return <Loading what="Looking for your next item" />;
  return (
    <Frame crumbs={[{ title: 'Work', href: '/' }, { title: 'Next item' }]}>
      <PageHead title="Next item" />
      <SubmittedNotice />
      {isUnfit(state.error) ? (
        <HeldBack project={project} onFit={again} />
      ) : state.error ? (
        <ProblemNote error={state.error} />
      ) : null}
      {state.done ? <HeldBack project={project} onFit={again} /> : null}
      {state.done ? (
        <EmptyState
          action={
            <Link href="/" className="button primary">
              Back to my work
            </Link>
          }
        >
          Nothing is waiting for you in this project now.
        </EmptyState>
      ) : null}
    </Frame>
  );
}
