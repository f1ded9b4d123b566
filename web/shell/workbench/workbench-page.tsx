import { Drawer } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../core/api.ts';
import type { Work } from '../../core/contract.ts';
import { useCommands } from '../../core/keys.ts';
import type { MeasuredTarget, ViewerProps } from '../../core/modality.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, navigate, useTitle } from '../../core/router.tsx';
import { duration } from '../../core/words.ts';
import { classColour } from '../../kinds/class-colours.ts';
import { kindOf } from '../../kinds/registry.ts';
import { markWords } from '../../kinds/words.ts';
import { Button } from '../../ui/button.tsx';
import { Loading, ProblemNote } from '../../ui/notes.tsx';
import { AskDialog } from '../conversation/ask-dialog.tsx';
import { projectPath, queries, refresh, useKept } from '../data.ts';
import { Frame } from '../frame.tsx';
import { GuidelineInForce } from '../guideline/guideline-text.tsx';
import { HeldBack, isUnfit } from '../guideline/held-back.tsx';
import { ItemViewer } from '../item-viewer.tsx';
import { KeySheet } from '../keys.tsx';
import { manifestFor, prefetchItem } from '../modalities.ts';
import { useOutbox, useOutboxView } from '../outbox-context.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { fieldCommands } from './field-commands.ts';
import { FieldPanel } from './field-panel.tsx';
import { MarkList } from './mark-list.tsx';
import { type ReadSession, useReadSession } from './read-session.ts';
import { SaveState } from './save-state.tsx';
import { CommentsPanel, FlagDialog, SkipDialog } from './side-dialogs.tsx';
import { noteSubmitted, SubmittedNotice } from './submitted.tsx';
import { targetsOf } from './viewer-targets.ts';
import { Warnings } from './warnings.tsx';
import { workKey } from './work-key.ts';
import './workbench.css';

export function WorkbenchPage({ params }: { params: PageParams }) {
  const project = params.project!;
  const read = params.read!;
  const key = workKey(project, read);
  const work = useKept<Work>('work', key[0]!);
  if (work.data && work.data.read.id === read) return <Workbench key={read} work={work.data} />;
  if (work.isPending) return <Loading what="Opening the item" />;
  return (
    <Frame crumbs={[{ title: 'Work', href: '/' }, { title: 'Item' }]}>
      {isUnfit(work.error) ? <HeldBack project={project} onFit={() => void work.refetch()} /> : null}
      <ProblemNote error={work.error}>
        <div className="row">
          <Button onClick={() => void work.refetch()}>Try again</Button>
          <Link href="/" className="button">
            Back to my work
          </Link>
        </div>
      </ProblemNote>
    </Frame>
  );
}

/** Reserves the item after this one and fetches it while this one is read. */
function usePrefetch(work: Work): { current: Work | undefined } {
  const outbox = useOutbox();
  const next = useRef<Work>(undefined);
  const { id } = work.read;
  const project = work.project.id;
  useEffect(() => {
    const control = new AbortController();
    const timer = setTimeout(() => {
      api
        .post<Work | undefined>(
          projectPath(project, '/work/next'),
          { after: id },
          { quiet: true, signal: control.signal },
        )
        .then(async (found) => {
          if (!found || found.read.id === id || outbox.view(found.read.id)?.content.submitted) return;
          next.current = found;
          queries.setQueryData(workKey(project, found.read.id), found);
          await prefetchItem(found.item, control.signal);
        })
        .catch(() => undefined);
    }, 1500);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [id, project, outbox]);
  return next;
}

type Panel = 'guideline' | 'skip' | 'flag' | 'keys' | 'comments' | 'ask';

function Workbench({ work }: { work: Work }) {
  const { item, protocol, position, project } = work;
  const session = useReadSession(work);
  const next = usePrefetch(work);
  const [panel, setPanel] = useState<Panel>();
  const [tried, setTried] = useState(false);
  useTitle(item.title, project.name);
  const leave = () => {
    const after = next.current;
    void refresh('/api/projects');
    navigate(after ? `/p/${project.id}/work/${after.read.id}` : `/p/${project.id}/work?after=${work.read.id}`);
  };
  const submit = () => {
    // A text that is still being typed is an answer too: leaving it takes it.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    if (session.closed) return leave();
    // Decided here and now: what is typed after it must find the field that was named, or the next read.
    const stop = session.refusals()[0] ?? session.blanks()[0];
    if (stop) {
      setTried(true);
      session.setCurrent(stop.id);
      return;
    }
    session.submit();
    noteSubmitted(work);
    leave();
  };
  const close = () => setPanel(undefined);
  useCommands([
    { id: 'read.submit', title: 'Submit and open the next item', group: 'Read', keys: ['Ctrl+Enter'], run: submit },
    { id: 'read.undo', title: 'Undo', group: 'Read', keys: ['Z', 'Ctrl+Z'], run: session.undo },
    { id: 'read.redo', title: 'Redo', group: 'Read', keys: ['Shift+Z', 'Ctrl+Y', 'Y'], run: session.redo },
    {
      id: 'read.rest',
      title: 'All that is blank is absent',
      group: 'Read',
      keys: ['Shift+A'],
      disabled: session.rest.length === 0,
      run: session.answerRest,
    },
    {
      id: 'read.suggestion',
      title: 'Take over what a model suggests, or ask for it',
      group: 'Read',
      keys: ['Shift+M'],
      disabled: !work.suggests || session.closed,
      run: () => takeSuggestion(session),
    },
    {
      id: 'read.guideline',
      title: 'Guideline',
      group: 'Read',
      keys: ['G'],
      run: () => setPanel((p) => (p === 'guideline' ? undefined : 'guideline')),
    },
    { id: 'read.comment', title: 'Comment', group: 'Read', keys: ['C'], run: () => setPanel('comments') },
    { id: 'read.ask', title: 'Ask the lead', group: 'Read', keys: ['Shift+Q'], run: () => setPanel('ask') },
    { id: 'read.flag', title: 'Flag', group: 'Read', keys: ['Ctrl+Shift+F'], run: () => setPanel('flag') },
    { id: 'read.skip', title: 'Skip', group: 'Read', keys: ['Ctrl+Shift+S'], run: () => setPanel('skip') },
    { id: 'shell.keys', title: 'Show the keys', group: 'Everywhere', keys: ['?'], run: () => setPanel('keys') },
    ...fieldCommands(session),
  ]);
  return (
    <div className="workbench">
      <header className="bar">
        <Link href="/" className="button quiet small" title="Back to my work">
          ‹ Work
        </Link>
        <h1 className="ellipsis">
          {protocol.title} v{protocol.version}
        </h1>
        <span className="dim ellipsis tabular">
          item {Math.min(position.done + 1, position.of)} of {position.of} · {item.title} ·{' '}
          <Timer seconds={session.seconds} />
        </span>
        <span className="grow" />
        <Button look="quiet" onClick={() => setPanel('guideline')}>
          Guideline
        </Button>
        <Button look="quiet" onClick={() => setPanel('comments')}>
          Comments{session.content.comments.length > 0 ? ` (${session.content.comments.length})` : ''}
        </Button>
        <Button look="quiet" onClick={() => setPanel('ask')}>
          Ask
        </Button>
        <Button look="quiet" onClick={() => setPanel('flag')}>
          Flag
        </Button>
        <Button look="quiet" onClick={() => setPanel('skip')} disabled={session.closed}>
          Skip
        </Button>
        <Button look="primary" hint="Ctrl ⏎" onClick={submit}>
          {session.closed ? 'Next item' : 'Submit'}
        </Button>
      </header>
      <Warnings work={work} session={session} />
      <main className="view">
        <ItemViewer {...useViewerProps(work, session)} />
      </main>
      <aside className="side" aria-label="Answers">
        <div className="scroll" tabIndex={0} role="group" aria-label="Fields and marks">
          <h2 className="panel-title">Fields</h2>
          <FieldPanel session={session} />
          <MarkList session={session} />
        </div>
        <Blanks session={session} tried={tried} />
      </aside>
      <footer className="foot">
        <SaveState view={session.view} refused={session.refusals().length} />
        <OtherWaiting />
        <SubmittedNotice />
        <span className="grow" />
        <Button size="small" look="quiet" onClick={session.undo} disabled={!session.canUndo}>
          Undo
        </Button>
        <Button size="small" look="quiet" onClick={session.redo} disabled={!session.canRedo}>
          Redo
        </Button>
        <button type="button" className="button small quiet" onClick={() => setPanel('keys')}>
          <kbd>?</kbd> Keys
        </button>
      </footer>
      <Drawer
        opened={panel === 'guideline'}
        onClose={close}
        position="right"
        title="Guideline"
        size={460}
        withOverlay={false}
        lockScroll={false}
        trapFocus={false}
        closeButtonProps={{ 'aria-label': 'Close the guideline' }}
      >
        <GuidelineInForce project={project.id} fallback={protocol.body.guideline} fields={protocol.body.fields} />
      </Drawer>
      <CommentsPanel open={panel === 'comments'} onClose={close} session={session} />
      {panel === 'ask' ? (
        <AskDialog
          project={project.id}
          item={item.id}
          fields={protocol.body.fields}
          field={session.current?.id}
          mark={session.selected}
          onClose={close}
        />
      ) : null}
      <FlagDialog open={panel === 'flag'} onClose={close} read={work.read.id} />
      <SkipDialog open={panel === 'skip'} onClose={close} read={work.read.id} onSkipped={leave} />
      <KeySheet open={panel === 'keys'} onClose={close} note={manifestFor(item)?.mouse} />
      <ConflictDialog read={work.read.id} fields={protocol.body.fields} />
    </div>
  );
}

/** Of the field in hand first; where the reader has to ask, this asks. */
function takeSuggestion({ suggestions, current, setCurrent }: ReadSession): void {
  if (current && suggestions?.offered(current.id)) {
    suggestions.ask(current.id);
    return;
  }
  const next = suggestions?.next(current?.id);
  if (!next) return;
  setCurrent(next.field);
  suggestions?.take(next);
}

/** Takes numbers that were measured: into the field in hand, and into those that follow a measure. */
function measuredOf(session: ReadSession): MeasuredTarget | undefined {
  const { current, closed } = session;
  if (closed) return undefined;
  return {
    ...(current && kindOf(current).measured ? { current: { field: current.id, title: current.title } } : {}),
    take: (id, value, unit) => {
      const field = session.fields.find((f) => f.id === id);
      const meant = field && kindOf(field).measured?.(field, value, unit);
      if (!field || !meant) return;
      if ('refused' in meant) {
        session.setCurrent(id);
        session.refuse(id, meant.refused);
      } else if (session.content.answers[id]?.value !== meant.value) {
        session.answer(field, { state: 'present', value: meant.value }, false);
      }
    },
  };
}

function useViewerProps(work: Work, session: ReadSession): Omit<ViewerProps, 'person'> {
  const { marks } = session.content;
  return {
    item: work.item,
    hangings: work.protocol.body.hangings ?? undefined,
    layers: [
      {
        id: 'mine',
        title: 'Mine',
        colour: '#2ba6a0',
        colourOf: (m) => classColour(session.fields, m),
        marks,
        editable: !session.closed,
        label: (m) => markWords(session.fields, m),
      },
    ],
    targets: targetsOf(session),
    selected: session.selected,
    onSelect: session.select,
    measured: measuredOf(session),
    onDraw: ({ field, geometry, class: cls }) => session.select(session.draw(field, geometry, cls)),
    onRevise: session.revise,
    onWithdraw: session.withdraw,
    onShown: (shown) => {
      if (session.closed) return;
      const opened = {
        ...shown,
        protocolVersion: work.read.protocolVersion,
        client: `overread-web ${navigator.userAgent.slice(0, 120)}`,
      };
      session.perform([{ type: 'ReadOpened', shown: opened }]);
    },
  };
}

function Timer({ seconds }: { seconds: () => number }) {
  const [now, setNow] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(() => setNow(seconds()), 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return <span title="Time of work, pauses left out">{duration(now)}</span>;
}

/** What still stands between the reader and Submit, by name. */
function Blanks({ session, tried }: { session: ReadSession; tried: boolean }) {
  const refused = session.view?.missing
    ?.map((id) => session.fields.find((f) => f.id === id))
    .filter((f) => f !== undefined);
  const missing = session.missing.length > 0 ? session.missing : (refused ?? []);
  const wrong = session.refusals();
  // Where many are blank, the fields above need the room.
  const shown = missing.length > 6 ? 2 : 4;
  if (session.closed) return <div className="submit dim">This read is submitted. A lead can reopen it.</div>;
  if (wrong.length > 0) {
    return (
      <div className="submit" role={tried ? 'alert' : undefined}>
        <span className="row wrap">
          <span className={tried ? '' : 'dim'}>Not accepted as it stands:</span>
          {wrong.map((f) => (
            <Button key={f.id} size="small" onClick={() => session.setCurrent(f.id)}>
              {f.title}
            </Button>
          ))}
        </span>
      </div>
    );
  }
  return (
    <div className="submit" role={tried ? 'alert' : undefined}>
      {missing.length === 0 ? (
        <span>Everything required is answered.</span>
      ) : (
        <span className="row wrap">
          <span className={tried ? '' : 'dim'}>Still blank:</span>
          {missing.slice(0, shown).map((f) => (
            <Button key={f.id} size="small" onClick={() => session.setCurrent(f.id)}>
              {f.title}
            </Button>
          ))}
          {missing.length > shown ? <span className="dim">and {missing.length - shown} more</span> : null}
        </span>
      )}
      {session.rest.length > 1 ? (
        <Button size="small" hint="⇧ A" onClick={session.answerRest}>
          All {session.rest.length} blank: absent
        </Button>
      ) : null}
    </div>
  );
}

function OtherWaiting() {
  const { held } = useOutboxView();
  const first = held[0];
  if (!first || location.pathname.endsWith(first.read)) return null;
  return (
    <Button size="small" onClick={() => navigate(`/p/${first.project}/work/${first.read}`)}>
      Open {first.title}
    </Button>
  );
}
