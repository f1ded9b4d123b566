import type { Project, Protocol, ThreadRow } from '../../core/contract.ts';
import { ProblemNote } from '../../ui/notes.tsx';
import { projectPath, useGet } from '../data.ts';
import { ThreadList } from './thread-list.tsx';
import './conversation.css';

/** The threads about one item; nothing where there are none. */
export function ItemThreads({ project, item }: { project: Project; item: string }) {
  const threads = useGet<ThreadRow[]>(projectPath(project.id, `/threads?item=${encodeURIComponent(item)}`));
  const protocol = useGet<Protocol>(projectPath(project.id, '/protocols/current'));
  if (threads.isError) return <ProblemNote error={threads.error} />;
  if (!threads.data || threads.data.length === 0) return null;
  return (
    <section className="stack tight" aria-labelledby="threads-title">
      <h2 id="threads-title">Threads</h2>
      <ThreadList
        project={project.id}
        threads={threads.data}
        fields={protocol.data?.body.fields ?? []}
        label="Threads about this item"
      />
    </section>
  );
}
