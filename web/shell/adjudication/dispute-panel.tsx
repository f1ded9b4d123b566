import { useEffect, useRef } from 'react';
import type { Dispute, Field } from '../../core/contract.ts';
import { count, longestWords, moment, probability } from '../../core/words.ts';
import { answerWords, labelWords, saidWords } from '../../kinds/words.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemNote } from '../../ui/notes.tsx';
import { StateMark, type Tone } from '../../ui/state-mark.tsx';
import { readerStyle } from '../reader-colours.ts';
import { Signatures } from '../signing/signatures.tsx';
import { FieldEditor } from '../workbench/field-panel.tsx';
import { type Decisions, type DisputeField, isOpen, sessionOf } from './decision-draft.ts';

const tones: Record<DisputeField['status'], { tone: Tone; word: string }> = {
  agree: { tone: 'agree', word: 'Agreed' },
  dispute: { tone: 'dispute', word: 'Disputed' },
  incomplete: { tone: 'incomplete', word: 'Incomplete' },
  notasked: { tone: 'quiet', word: 'Not asked' },
  decided: { tone: 'agree', word: 'Decided' },
};

export function Swatch({ index }: { index: number }) {
  const { colour, dash } = readerStyle(index);
  return (
    <svg className="swatch" width="20" height="8" aria-hidden="true">
      <path d="M0 4h20" stroke={colour} strokeWidth="3" strokeDasharray={dash} />
    </svg>
  );
}

function readerWords(dispute: Dispute, index: number, field: Field | undefined, id: string): string {
  const { answers, marks } = dispute.readers[index]!.read;
  return saidWords(
    field,
    answers[id],
    marks.filter((m) => m.field === id),
  );
}

/** Nobody answered or marked the field: there is nothing to compare. */
function isSilent(dispute: Dispute, id: string): boolean {
  return dispute.readers.every(({ read }) => !read.answers[id] && !read.marks.some((m) => m.field === id));
}

/** "2 readers say present, 1 uncertain". */
function tally(dispute: Dispute, field: Field | undefined, id: string): string {
  const counts = new Map<string, number>();
  dispute.readers.forEach((_, i) => {
    const words = readerWords(dispute, i, field, id).toLowerCase();
    counts.set(words, (counts.get(words) ?? 0) + 1);
  });
  return [...counts.entries()]
    .sort((a, b) => b[1] - a[1])
    .map(([words, n], i) => (i === 0 ? `${count(n, 'reader')} ${n === 1 ? 'says' : 'say'} ${words}` : `${n} ${words}`))
    .join(', ');
}

interface PanelProps {
  dispute: Dispute;
  decisions: Decisions;
  onDecide: () => void;
}

export function DisputePanel({ dispute, decisions, onDecide }: PanelProps) {
  const fields = dispute.protocol.body.fields;
  const folded = dispute.fields.filter((f) => f.status === 'agree' && !isOpen(f, dispute));
  const silent = dispute.fields.filter(
    (f) => (f.status === 'incomplete' || f.status === 'notasked') && isSilent(dispute, f.field) && !isOpen(f, dispute),
  );
  const shown = dispute.fields.filter((f) => !folded.includes(f) && !silent.includes(f));
  return (
    <>
      {shown.map((f) => (
        <FieldDispute
          key={f.field}
          entry={f}
          field={fields.find((x) => x.id === f.field)}
          dispute={dispute}
          decisions={decisions}
          onDecide={onDecide}
        />
      ))}
      {folded.length > 0 ? (
        <details>
          <summary>{count(folded.length, 'field')} agreed</summary>
          {folded.map((f) => {
            const field = fields.find((x) => x.id === f.field);
            return (
              <div key={f.field} className="dispute">
                <div className="row between">
                  <strong>{field?.title ?? f.field}</strong>
                  <StateMark tone="agree">{readerWords(dispute, 0, field, f.field)}</StateMark>
                </div>
                <Button size="small" look="quiet" onClick={() => decisions.setChosen(f.field)}>
                  Decide it all the same
                </Button>
                {decisions.current?.field === f.field ? (
                  <FieldDispute entry={f} field={field} dispute={dispute} decisions={decisions} onDecide={onDecide} />
                ) : null}
              </div>
            );
          })}
        </details>
      ) : null}
    </>
  );
}

function FieldDispute({
  entry,
  field,
  dispute,
  decisions,
  onDecide,
}: PanelProps & { entry: DisputeField; field: Field | undefined }) {
  const box = useRef<HTMLElement>(null);
  const current = decisions.current?.field === entry.field;
  const { tone, word } = tones[entry.status];
  useEffect(() => {
    if (current) box.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <section ref={box} className="dispute" data-current={current} aria-label={field?.title ?? entry.field}>
      <button type="button" className="field-title" onClick={() => decisions.setChosen(entry.field)}>
        <span>{field?.title ?? entry.field}</span>
        <span className="answer-shape">
          <StateMark tone={tone}>{word}</StateMark>
        </span>
      </button>
      <div className="readers">
        {dispute.readers.map((reader, i) => (
          <button
            type="button"
            key={reader.reader}
            className="reader-answer"
            aria-pressed={current && decisions.draft.takenFrom === reader.reader}
            disabled={!reader.read.answers[entry.field]}
            onClick={() => (current ? decisions.take(i) : decisions.setChosen(entry.field))}
          >
            <span className="reader-head">
              <Swatch index={i} />
              {reader.reader} {current ? <kbd aria-hidden="true">{i + 1}</kbd> : null}
            </span>
            <span>{readerWords(dispute, i, field, entry.field)}</span>
          </button>
        ))}
      </div>
      <p className="consensus-line">
        <span>{tally(dispute, field, entry.field)}.</span>
        {entry.label != null ? (
          <span className="tabular">
            Consensus {labelWords(field, entry.label)}, probability {probability(entry.probability)}
          </span>
        ) : (
          <span>No consensus.</span>
        )}
      </p>
      {entry.decision ? (
        <p className="small">
          Decided by {entry.decision.by} on {moment(entry.decision.at)}:{' '}
          <strong>{answerWords(field, entry.decision.answer)}</strong>
          {entry.decision.takenFrom ? ` (from ${entry.decision.takenFrom})` : ''}. {entry.decision.reason}
        </p>
      ) : null}
      {entry.decision ? (
        <Signatures project={dispute.project.id} subject={`item/${dispute.item.id}/${entry.field}`} />
      ) : null}
      {current && field && (isOpen(entry, dispute) || entry.status === 'agree' || entry.status === 'decided') ? (
        <DecisionForm field={field} decisions={decisions} onDecide={onDecide} />
      ) : null}
    </section>
  );
}

function DecisionForm({ field, decisions, onDecide }: { field: Field; decisions: Decisions; onDecide: () => void }) {
  const reason = useRef<HTMLTextAreaElement>(null);
  const { draft } = decisions;
  const ready = draft.answer !== undefined && !draft.refused && draft.reason.trim() !== '';
  useEffect(() => {
    if (draft.takenFrom) reason.current?.focus();
  }, [draft.takenFrom]);
  const { answer } = draft;
  return (
    <div className="stack tight">
      {draft.anew ? (
        <FieldEditor field={field} answer={answer} current session={sessionOf(field, decisions)} />
      ) : (
        <Button size="small" hint="D" onClick={decisions.anew}>
          Decide anew
        </Button>
      )}
      <label className="stack tight small">
        <span>Reason {answer ? <span className="dim">for “{answerWords(field, answer)}”</span> : null}</span>
        <textarea
          ref={reason}
          className="entry reason"
          rows={2}
          maxLength={longestWords}
          value={draft.reason}
          onChange={(e) => decisions.change({ reason: e.currentTarget.value })}
          data-reason
        />
      </label>
      {decisions.error ? <ProblemNote error={decisions.error} /> : null}
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        {draft.refused ? (
          <span className="dim small">What is typed is not accepted</span>
        ) : !answer ? (
          <span className="dim small">Take an answer first</span>
        ) : !ready ? (
          <span className="dim small">A reason is needed</span>
        ) : null}
        <Button look="primary" hint="Ctrl ⏎" disabled={!ready || decisions.busy} onClick={onDecide}>
          Record the decision
        </Button>
      </div>
    </div>
  );
}
