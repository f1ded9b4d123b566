import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { Project, Protocol, ThreadRow } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { navigate, useTitle, useUrlValue } from '../../core/router.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { projectPath, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { AskDialog } from './ask-dialog.tsx';
import { ThreadList } from './thread-list.tsx';
import { ThreadPanel } from './thread-panel.tsx';
import { type Shown, shownThreads } from './words.ts';
import './conversation.css';

export function ThreadsPage({ params }: { params: PageParams }) {
  return <ProjectFrame id={params.project!}>{(p) => <Threads project={p} thread={params.thread} />}</ProjectFrame>;
}

/** What the members wrote to each other, as far as it is for whoever looks. */
function Threads({ project, thread }: { project: Project; thread: string | undefined }) {
  useTitle('Threads', project.name);
  const threads = useGet<ThreadRow[]>(projectPath(project.id, '/threads'), { refetch: 30_000 });
  const protocol = useGet<Protocol>(projectPath(project.id, '/protocols/current'));
  const [shown, setShown] = useUrlValue('show', 'open');
  const [asking, setAsking] = useState(false);
  const fields = protocol.data?.body.fields ?? [];
  const rows = shownThreads(threads.data ?? [], shown as Shown);
  const begin =
    project.may.includes('converse') && !project.closed ? (
      <Button look="primary" onClick={() => setAsking(true)}>
        New thread
      </Button>
    ) : null;
  const none = threads.data?.length === 0;
  return (
    <>
      <PageHead
        title="Threads"
        note="Questions and answers about fields are everybody's. What is said about one item stays with its reader and the lead."
      >
        {none ? null : begin}
      </PageHead>
      {threads.isError ? <ProblemNote error={threads.error} /> : null}
      {threads.isPending ? <Loading /> : null}
      {none ? (
        <EmptyState action={begin}>
          Nobody has asked anything yet. Readers ask from the item in hand; what an answer settles can go into the
          guideline.
        </EmptyState>
      ) : null}
      {threads.data && !none ? (
        <>
          <SegmentedControl
            aria-label="Threads shown"
            value={shown}
            onChange={setShown}
            data={[
              { value: 'open', label: 'Open' },
              { value: 'questions', label: 'Questions' },
              { value: 'unread', label: 'New to me' },
              { value: 'settled', label: 'Settled' },
              { value: 'all', label: 'All' },
            ]}
            style={{ alignSelf: 'flex-start' }}
          />
          <div className={thread ? 'threads' : 'threads alone'}>
            {rows.length > 0 ? (
              <ThreadList project={project.id} threads={rows} fields={fields} current={thread} label="Threads" />
            ) : (
              <p className="dim">No thread of this sort.</p>
            )}
            {thread ? <ThreadPanel key={thread} project={project} thread={thread} fields={fields} /> : null}
          </div>
        </>
      ) : null}
      {asking ? (
        <AskDialog
          project={project.id}
          fields={fields}
          onClose={() => setAsking(false)}
          onOpened={(id) => navigate(`/p/${project.id}/threads/${id}`)}
        />
      ) : null}
    </>
  );
}
