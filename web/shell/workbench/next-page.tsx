import { useEffect, useState } from 'react';
import { api } from '../../core/api.ts';
import type { Work } from '../../core/contract.ts';
import { Link, navigate, useTitle } from '../../core/router.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { projectPath, queries } from '../data.ts';
import { Frame } from '../frame.tsx';
import type { PageParams } from '../routes.tsx';

export const workKey = (project: string, read: string) => [projectPath(project, `/work/${encodeURIComponent(read)}`)];

/** Asks for the next item and goes there. */
export function NextPage({ params }: { params: PageParams }) {
  const project = params.project!;
  const [state, setState] = useState<{ error?: unknown; done?: boolean }>({});
  useTitle('Next item');
  useEffect(() => {
    let live = true;
    api
      .post<Work | undefined>(projectPath(project, '/work/next'), {})
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
  }, [project]);
  if (!state.done && !state.error) return <Loading what="Looking for your next item" />;
  return (
    <Frame crumbs={[{ title: 'Work', href: '/' }, { title: 'Next item' }]}>
      {state.error ? <ProblemNote error={state.error} /> : null}
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
