import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Job, Project, ReleaseDraft } from '../../core/contract.ts';
import { count, moment } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { ProblemNote } from '../../ui/notes.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { jobStarted } from '../job-tray.tsx';
import { holds, usePerson } from '../session.tsx';
import { SignatureList } from './signatures.tsx';

/** Releases that were made and wait for signatures; nothing where none does. */
export function ReleaseDrafts({ project }: { project: Project }) {
  const path = projectPath(project.id, '/release-drafts');
  const drafts = useGet<ReleaseDraft[]>(path, { refetch: 5_000 });
  if (drafts.isError) return <ProblemNote error={drafts.error} />;
  if (!drafts.data?.length) return null;
  return (
    <section className="stack" aria-labelledby="drafts-title">
      <h2 id="drafts-title">Waiting for signatures</h2>
      {drafts.data.map((draft) => (
        <Draft key={draft.id} project={project} draft={draft} path={path} />
      ))}
    </section>
  );
}

function Draft({ project, draft, path }: { project: Project; draft: ReleaseDraft; path: string }) {
  const person = usePerson();
  const lead = holds(person, project.id, 'lead');
  const [error, setError] = useState<unknown>();
  const [giving, setGiving] = useState(false);
  const [reason, setReason] = useState('');
  const at = `${path}/${encodeURIComponent(draft.id)}`;
  const name = `${draft.name}:${draft.version}`;
  const act = async (what: 'approve' | 'publish') => {
    setError(undefined);
    try {
      await api.post<Job>(`${at}/${what}`);
      if (what === 'publish') jobStarted();
    } catch (cause) {
      setError(cause);
    }
    await refresh(path, projectPath(project.id, '/releases'));
  };
  return (
    <article className="panel stack" aria-label={name}>
      <div className="row between">
        <strong>{name}</strong>
        <span className="dim">
          {count(draft.items, 'item')} of {count(draft.subjects, 'subject')}, made by {draft.author} on{' '}
          {moment(draft.prepared)}
        </span>
      </div>
      {draft.notes ? <p>{draft.notes}</p> : null}
      <p className="dim">
        What is signed: <code style={{ overflowWrap: 'anywhere' }}>{draft.contentHash}</code>
      </p>
      <SignatureList project={project.id} signatures={draft.signatures} />
      {error ? <ProblemNote error={error} /> : null}
      <div className="row">
        <a className="button" href={`${at}/bundle`}>
          Look at it first
        </a>
        <Button disabled={draft.blocks != null} title={draft.blocks ?? undefined} onClick={() => void act('approve')}>
          Approve
        </Button>
        {lead ? (
          <>
            <Button
              look="primary"
              disabled={draft.waits != null}
              title={draft.waits ?? undefined}
              onClick={() => void act('publish')}
            >
              Publish
            </Button>
            <Button look="danger" onClick={() => setGiving(true)}>
              Give up
            </Button>
          </>
        ) : null}
      </div>
      {[draft.blocks, lead ? draft.waits : undefined].filter(Boolean).map((why) => (
        <p key={why} className="dim small">
          {why}
        </p>
      ))}
      <Ask
        title={`Give up ${name}`}
        open={giving}
        onClose={() => setGiving(false)}
        action={`Give up ${name}`}
        danger
        disabled={!reason.trim()}
        onDo={async () => {
          await api.post(`${at}/discard`, { reason: reason.trim() });
          await refresh(path);
        }}
      >
        <p>Its files are destroyed; the signatures stay on the record. The same version can be made again.</p>
        <ReasonField value={reason} onChange={setReason} />
      </Ask>
    </article>
  );
}
