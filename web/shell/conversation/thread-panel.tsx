import { Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { api } from '../../core/api.ts';
import type { Field, Project, ThreadView } from '../../core/contract.ts';
import { Link } from '../../core/router.tsx';
import { longestWords, moment } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Loading, Note, ProblemNote } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { CallIn } from './call-in.tsx';
import { NoteDialog } from './note-dialog.tsx';
import { aboutWords, standing, waitingWords } from './words.ts';

/** One thread: what stands in it, what waits, and the next word. */
export function ThreadPanel({
  project,
  thread,
  fields,
}: {
  project: Project;
  thread: string;
  fields: readonly Pick<Field, 'id' | 'title'>[];
}) {
  const path = projectPath(project.id, `/threads/${encodeURIComponent(thread)}`);
  const found = useGet<ThreadView>(path, { refetch: 30_000 });
  const [noting, setNoting] = useState(false);
  const unread = found.data?.thread.unread ?? 0;
  useEffect(() => {
    // Shown is seen: the list and the bell count it no more.
    if (unread > 0) void refresh(projectPath(project.id, '/threads'), '/api/notices');
  }, [unread, project.id]);
  if (found.isPending) return <Loading what="Opening the thread" />;
  if (!found.data) return <ProblemNote error={found.error} />;
  const { thread: row, entries } = found.data;
  const title = (id: string) => fields.find((f) => f.id === id)?.title ?? id;
  const state = standing(row);
  const may = project.may.includes('converse') && !project.closed;
  const settle = async () => {
    await api.post(`${path}/${row.state === 'open' ? 'resolve' : 'reopen'}`, {});
    await refresh(projectPath(project.id, '/threads'), '/api/notices');
  };
  return (
    <section className="panel stack" aria-labelledby="thread-title">
      <div className="row between wrap">
        <div className="stack tight">
          <h2 id="thread-title">{aboutWords(row, title)}</h2>
          <div className="row small">
            <StateMark tone={state.tone}>{state.word}</StateMark>
            {row.item && project.may.includes('seeItems') ? (
              <Link href={`/p/${project.id}/items/${row.item}`}>Open the item</Link>
            ) : null}
            {row.state === 'noted' ? <Link href={`/p/${project.id}/guideline`}>Open the guideline</Link> : null}
          </div>
        </div>
        {may ? (
          <div className="row">
            {row.state !== 'noted' && project.may.includes('editProtocol') ? (
              <Button onClick={() => setNoting(true)}>Put it into the guideline</Button>
            ) : null}
            <Button onClick={() => void settle()}>{row.state === 'open' ? 'Settle' : 'Open again'}</Button>
          </div>
        ) : null}
      </div>
      <ol className="thread-entries">
        {entries.map((e) => (
          <li key={e.number}>
            <div className="row wrap small">
              <strong>{e.mine ? `${e.by} (you)` : e.by}</strong>
              <span className="dim tabular">{moment(e.at)}</span>
              {e.mentions.length > 0 ? <span className="dim">calls in {e.mentions.join(', ')}</span> : null}
            </div>
            <p className="words">{e.text}</p>
          </li>
        ))}
      </ol>
      {row.waiting > 0 ? <Note>{waitingWords(row.waiting)}</Note> : null}
      {may ? <Reply key={row.id} project={project.id} path={path} thread={row.id} /> : null}
      {noting ? (
        <NoteDialog
          project={project.id}
          view={found.data}
          field={row.field ? title(row.field) : undefined}
          onClose={() => setNoting(false)}
        />
      ) : null}
    </section>
  );
}

function Reply({ project, path, thread }: { project: string; path: string; thread: string }) {
  const [text, setText] = useState('');
  const [mentions, setMentions] = useState<string[]>([]);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const send = async () => {
    if (!text.trim() || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await api.post(`${path}/replies`, { text: text.trim(), ...(mentions.length > 0 ? { mentions } : {}) });
      setText('');
      setMentions([]);
      await refresh(projectPath(project, '/threads'), '/api/notices');
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="stack"
      onSubmit={(e) => {
        e.preventDefault();
        void send();
      }}
      onKeyDown={(e) => {
        if (e.key !== 'Enter' || !(e.ctrlKey || e.metaKey)) return;
        e.preventDefault();
        void send();
      }}
    >
      <Textarea
        label="Reply"
        autosize
        minRows={2}
        maxLength={longestWords}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      <CallIn project={project} thread={thread} value={mentions} onChange={setMentions} />
      {error ? <ProblemNote error={error} /> : null}
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button look="primary" type="submit" hint="Ctrl ⏎" disabled={!text.trim() || busy}>
          Reply
        </Button>
      </div>
    </form>
  );
}
