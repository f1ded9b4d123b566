import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { api } from '../../core/api.ts';
import type { Job, PatientQuestion, PatientSide, PatientsView } from '../../core/contract.ts';
import { count } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { queries, refresh, useGet } from '../data.ts';
import { jobStarted } from '../job-tray.tsx';
import { type Answer, answerWords, decidedWords, factsOf, kindWords, nextOpen, rulesOf } from './patient-words.ts';

interface Props {
  /** The batch's address. */
  path: string;
  /** False for whoever may look and not decide. */
  may: boolean;
  onClose: () => void;
  /** Goes to an entry. */
  onEntry: (id: string) => void;
  /** Entries are being made again. */
  onPrepare: () => void;
}

/** Who is one patient and who is two: asked where files leave it open, decided by a person, by keyboard too. */
export function PatientsDialog({ open, ...props }: Props & { open: boolean }) {
  return (
    <Dialog title="Who is who" open={open} onClose={props.onClose} size={980}>
      {open ? <Questions {...props} /> : null}
    </Dialog>
  );
}

function Questions(props: Props) {
  const view = useGet<PatientsView>(`${props.path}/patients`);
  if (view.isError) return <ProblemNote error={view.error} />;
  if (!view.data) return <Loading />;
  return <Loaded {...props} view={view.data} />;
}

function Loaded({ path, may, onClose, onEntry, onPrepare, view }: Props & { view: PatientsView }) {
  const address = `${path}/patients`;
  const [chosen, setChosen] = useState(() => (view.findings.find((f) => f.open) ?? view.findings[0])?.id);
  const [reason, setReason] = useState('');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const current = view.findings.find((f) => f.id === chosen) ?? view.findings[0];

  useEffect(() => {
    list.current?.focus();
  }, []);
  useEffect(() => {
    if (current) list.current?.querySelector(`#question-${current.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const take = async (act: () => Promise<PatientsView>) => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      const next = await act();
      queries.setQueryData([address], next);
      void refresh(path);
      return next;
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  const answer = async (decision: Answer) => {
    if (!may || !current || !answersOf(current).includes(decision)) return;
    const next = await take(() =>
      api.post<PatientsView>(`${address}/${current.id}/decision`, { decision, ...(reason.trim() ? { reason } : {}) }),
    );
    if (!next) return;
    setReason('');
    if (decision !== 'open') setChosen(nextOpen(next.findings, current.id) ?? current.id);
  };
  const prepare = async () => {
    if (view.changed === 0) return;
    try {
      await api.post<Job>(`${address}/prepare`);
      jobStarted();
      onPrepare();
      onClose();
    } catch (cause) {
      setError(cause);
    }
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.altKey || event.metaKey) return;
    const at = view.findings.findIndex((f) => f.id === current?.id);
    const step = { ArrowDown: 1, j: 1, J: 1, ArrowUp: -1, k: -1, K: -1 }[event.key];
    if (step !== undefined) {
      setChosen(view.findings[Math.max(0, Math.min(view.findings.length - 1, at + step))]?.id);
      event.preventDefault();
    }
    const deed = (Object.keys(answerWords) as Answer[]).find(
      (a) => answerWords[a].key.toLowerCase() === event.key.toLowerCase(),
    );
    if (deed) {
      void answer(deed);
      event.preventDefault();
    } else if (event.key.toLowerCase() === 'p' && may) {
      void prepare();
      event.preventDefault();
    }
  };

  return (
    // Keys work wherever the focus is within, but in the field.
    <div className="stack" onKeyDown={onKey} role="presentation">
      {view.findings.length === 0 ? (
        <EmptyState>Nobody is doubted: every patient of this batch has a number of their own.</EmptyState>
      ) : (
        <div className="questions">
          <div
            className="question-list"
            role="listbox"
            aria-label="Questions"
            tabIndex={0}
            ref={list}
            data-autofocus
            aria-activedescendant={current ? `question-${current.id}` : undefined}
          >
            {view.findings.map((q) => (
              <div
                key={q.id}
                id={`question-${q.id}`}
                role="option"
                className="question"
                aria-selected={q.id === current?.id}
                onClick={() => setChosen(q.id)}
                // The list has the focus and the keys.
                onKeyDown={() => undefined}
                tabIndex={-1}
              >
                <span>{kindWords[q.kind]}</span>
                {q.open ? (
                  <StateMark tone="held">Open</StateMark>
                ) : (
                  <StateMark tone="agree">{q.decided ? decidedWords[q.decided] : 'Decided'}</StateMark>
                )}
              </div>
            ))}
          </div>
          {current ? (
            <section className="stack" aria-label="The question" aria-live="polite">
              <Two question={current} onEntry={onEntry} />
              {may ? (
                <>
                  <TextInput
                    label="Reason"
                    description="Kept with the project's key, never in the record."
                    value={reason}
                    onChange={(e) => setReason(e.currentTarget.value)}
                  />
                  <div className="row wrap" style={{ gap: 6 }}>
                    {answersOf(current).map((a) => (
                      <Button
                        key={a}
                        hint={answerWords[a].key}
                        look={a === 'open' ? 'quiet' : undefined}
                        disabled={busy}
                        onClick={() => void answer(a)}
                      >
                        {answerWords[a].name}
                      </Button>
                    ))}
                  </div>
                </>
              ) : null}
            </section>
          ) : null}
        </div>
      )}
      {view.joins.length > 0 ? <Joins view={view} /> : null}
      {error ? <ProblemNote error={error} /> : null}
      {may ? (
        <div className="row between">
          <FileOfDecisions
            disabled={busy}
            onFile={(file) =>
              take(() =>
                api.post<PatientsView>(`${address}/file`, undefined, { raw: { data: file, type: 'text/csv' } }),
              )
            }
          />
          <Button look="primary" hint="P" disabled={busy || view.changed === 0} onClick={() => void prepare()}>
            {view.changed === 0
              ? 'Nothing to prepare again'
              : `Prepare ${count(view.changed, 'entry', 'entries')} again`}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

const answersOf = (question: PatientQuestion): Answer[] => [
  ...(question.answers as Answer[]),
  ...(question.decided ? (['open'] as const) : []),
];

function Two({ question, onEntry }: { question: PatientQuestion; onEntry: (id: string) => void }) {
  const rules = rulesOf(question.rules);
  return (
    <>
      <div>
        <h3>{kindWords[question.kind]}</h3>
        {rules ? <p className="dim small">What differs: {rules}.</p> : null}
      </div>
      <table className="plain wide two-patients">
        <thead>
          <tr>
            <td />
            <th scope="col">First</th>
            <th scope="col">Second</th>
          </tr>
        </thead>
        <tbody>
          {factsOf(question).map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <td data-differs={row.differs || undefined}>{row.one}</td>
              <td data-differs={row.differs || undefined}>{row.other}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">Entries</th>
            <td>
              <Entries side={question.one} onEntry={onEntry} />
            </td>
            <td>
              <Entries side={question.other} onEntry={onEntry} />
            </td>
          </tr>
        </tbody>
      </table>
    </>
  );
}

function Entries({ side, onEntry }: { side: PatientSide; onEntry: (id: string) => void }) {
  if (side.entries.length === 0) return <span className="dim">Known from before</span>;
  return (
    <>
      {side.entries.slice(0, 5).map((e) => (
        <div key={e.id}>
          <Button size="small" look="quiet" onClick={() => onEntry(e.id)}>
            {e.title}
          </Button>
        </div>
      ))}
      {side.entries.length > 5 ? <span className="dim"> and {side.entries.length - 5} more</span> : null}
    </>
  );
}

/** What was given out cannot be changed: it is said. */
function Joins({ view }: { view: PatientsView }) {
  return (
    <section aria-label="Two pseudonyms of one patient">
      <p className="dim small">
        Given out before, and of one patient as is known now; what comes from now on has the first.
      </p>
      <ul className="small">
        {view.joins.map((j) => (
          <li key={j.givesWay}>
            <code>{j.stays}</code> and <code>{j.givesWay}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

function FileOfDecisions({ disabled, onFile }: { disabled: boolean; onFile: (file: File) => void }) {
  return (
    <label className="button" aria-disabled={disabled}>
      Take decisions from a file …
      <input
        type="file"
        className="visually-hidden"
        accept=".csv,.txt,.tsv,.hl7"
        disabled={disabled}
        onChange={(e) => {
          const file = e.currentTarget.files?.[0];
          if (file) onFile(file);
          e.currentTarget.value = '';
        }}
      />
    </label>
  );
}
