import { useEffect, useRef } from 'react';
import type { Answer, AnswerState, Field, Option } from '../../core/contract.ts';
import { stateWords } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { type FieldSession, keyOf, type ReadSession } from './read-session.ts';

/** The four answer states with their shape: never colour alone. */
export const stateShapes: Record<AnswerState, string> = { present: '●', absent: '○', uncertain: '◐', notAssessed: '–' };

const findingStates: AnswerState[] = ['present', 'absent', 'uncertain', 'notAssessed'];

export function FieldPanel({ session }: { session: FieldSession }) {
  return (
    <div className="fields">
      {session.asked.map((field, i) => (
        <FieldRow key={field.id} field={field} index={i} session={session} />
      ))}
    </div>
  );
}

function FieldRow({ field, index, session }: { field: Field; index: number; session: FieldSession }) {
  const row = useRef<HTMLElement>(null);
  const current = session.current?.id === field.id;
  const answer = session.content.answers[field.id];
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <section
      ref={row}
      className="field"
      data-current={current}
      aria-labelledby={`field-${field.id}`}
      aria-current={current ? 'true' : undefined}
    >
      <button type="button" className="field-title" onClick={() => session.setCurrent(field.id)}>
        <span className="dim tabular">{index + 1}</span>
        <span id={`field-${field.id}`}>
          {field.title}
          {field.required ? <span className="dim"> · required</span> : null}
        </span>
        <span className="answer-shape" aria-hidden="true">
          {answer ? stateShapes[answer.state] : ''}
        </span>
      </button>
      {field.help && current ? <p className="dim small">{field.help}</p> : null}
      <FieldEditor field={field} answer={answer} session={session} current={current} />
    </section>
  );
}

interface EditorProps {
  field: Field;
  answer: Answer | undefined;
  session: FieldSession;
  current: boolean;
}

/** What answers one field, whatever its kind. */
export function FieldEditor(props: EditorProps) {
  const { field } = props;
  switch (field.kind) {
    case 'finding':
      return <Finding {...props} />;
    case 'choice':
    case 'ordinal':
    case 'multichoice':
      return <Choice {...props} options={field.options} />;
    case 'number':
      return <NumberEntry {...props} field={field} />;
    case 'text':
      return <TextEntry {...props} field={field} />;
    case 'boxes':
    case 'points':
      return <Marks {...props} field={field} />;
  }
}

function Pick({
  on,
  hint,
  title,
  shape,
  onClick,
  disabled,
}: {
  on: boolean;
  hint?: string;
  title: string;
  shape?: string;
  onClick: () => void;
  disabled: boolean;
}) {
  return (
    <button type="button" className="pick" aria-pressed={on} onClick={onClick} disabled={disabled}>
      {hint ? <kbd aria-hidden="true">{hint}</kbd> : null}
      {shape ? <span aria-hidden="true">{shape}</span> : null}
      <span>{title}</span>
    </button>
  );
}

function Finding({ field, answer, session, current }: EditorProps) {
  return (
    <div className="picks two">
      {findingStates.map((state, i) => (
        <Pick
          key={state}
          on={answer?.state === state}
          {...(current ? { hint: String(i + 1) } : {})}
          shape={stateShapes[state]}
          title={stateWords[state]}
          disabled={session.closed}
          onClick={() => session.answer(field, { state })}
        />
      ))}
    </div>
  );
}

/** The answer after an option was picked; multiple choice toggles. */
export function picked(field: Field, answer: Answer | undefined, option: Option): Answer {
  const state = answer?.state === 'uncertain' ? 'uncertain' : 'present';
  if (field.kind !== 'multichoice') return { state: 'present', value: option.id };
  const had = Array.isArray(answer?.value) ? answer.value : [];
  return { state, value: had.includes(option.id) ? had.filter((v) => v !== option.id) : [...had, option.id] };
}

function Choice({ field, answer, session, current, options }: EditorProps & { options: Option[] }) {
  const multiple = field.kind === 'multichoice';
  const has = (id: string) => (Array.isArray(answer?.value) ? answer.value.includes(id) : answer?.value === id);
  return (
    <>
      <div className="picks">
        {options.map((option, i) => (
          <Pick
            key={option.id}
            on={has(option.id)}
            {...(current ? { hint: keyOf(option, i) } : {})}
            title={option.title}
            disabled={session.closed}
            onClick={() => session.answer(field, picked(field, answer, option), !multiple)}
          />
        ))}
        {multiple ? (
          <Pick
            on={answer?.state === 'present' && Array.isArray(answer.value) && answer.value.length === 0}
            title="None of them"
            {...(current ? { hint: 'A' } : {})}
            disabled={session.closed}
            onClick={() => session.answer(field, { state: 'present', value: [] })}
          />
        ) : null}
      </div>
      <Doubts field={field} answer={answer} session={session} current={current} />
    </>
  );
}

/** Uncertain and not assessed: every kind of field may be answered so. */
function Doubts({ field, answer, session, current }: EditorProps) {
  if (!current && answer?.state !== 'uncertain' && answer?.state !== 'notAssessed') return null;
  const unsure: Answer = { state: 'uncertain', ...(answer?.value !== undefined ? { value: answer.value } : {}) };
  return (
    <div className="picks two quiet">
      <Pick
        on={answer?.state === 'uncertain'}
        hint="U"
        shape={stateShapes.uncertain}
        title="Uncertain"
        disabled={session.closed}
        onClick={() => session.answer(field, unsure, false)}
      />
      <Pick
        on={answer?.state === 'notAssessed'}
        hint="N"
        shape={stateShapes.notAssessed}
        title="Not assessed"
        disabled={session.closed}
        onClick={() => session.answer(field, { state: 'notAssessed' })}
      />
    </div>
  );
}

function NumberEntry({ field, answer, session, current }: EditorProps & { field: Extract<Field, { kind: 'number' }> }) {
  const given = typeof answer?.value === 'number' ? String(answer.value) : '';
  const take = (text: string): boolean => {
    if (text === given) return true;
    if (text === '') {
      session.answer(field, undefined);
      return true;
    }
    const value = Number(text.replace(',', '.'));
    const outside = (field.min !== undefined && value < field.min) || (field.max !== undefined && value > field.max);
    if (Number.isNaN(value) || outside) return false;
    session.answer(field, { state: answer?.state === 'uncertain' ? 'uncertain' : 'present', value });
    return true;
  };
  const range = [field.min, field.max].some((v) => v !== undefined) ? `${field.min ?? '…'} to ${field.max ?? '…'}` : '';
  return (
    <>
      <div className="row">
        <input
          key={given}
          className="entry tabular"
          inputMode="decimal"
          defaultValue={given}
          data-field-entry={field.id}
          aria-label={`${field.title}${field.unit ? ` in ${field.unit}` : ''}`}
          disabled={session.closed}
          onFocus={() => session.setCurrent(field.id)}
          onBlur={(e) => e.currentTarget.setAttribute('aria-invalid', String(!take(e.currentTarget.value)))}
          onKeyDown={(e) => {
            if (e.key !== 'Enter' && e.key !== 'Escape') return;
            if (e.key === 'Enter') e.preventDefault();
            const unchanged = e.currentTarget.value === given;
            // Leaving the field takes the answer and moves on.
            e.currentTarget.blur();
            if (e.key === 'Enter' && unchanged) session.step(1);
          }}
        />
        <span className="dim">{field.unit}</span>
        <span className="dim small">{range}</span>
      </div>
      <Doubts field={field} answer={answer} session={session} current={current} />
    </>
  );
}

function TextEntry({ field, answer, session, current }: EditorProps & { field: Extract<Field, { kind: 'text' }> }) {
  const given = typeof answer?.value === 'string' ? answer.value : '';
  return (
    <>
      <textarea
        key={given}
        className="entry"
        rows={2}
        defaultValue={given}
        maxLength={field.maxLength}
        data-field-entry={field.id}
        aria-label={field.title}
        disabled={session.closed}
        onFocus={() => session.setCurrent(field.id)}
        onBlur={(e) => {
          const text = e.currentTarget.value.trim();
          if (text !== given) session.answer(field, text ? { state: 'present', value: text } : undefined, false);
        }}
        onKeyDown={(e) => {
          if (e.key === 'Escape' || (e.key === 'Enter' && (e.ctrlKey || e.metaKey))) e.currentTarget.blur();
        }}
      />
      <Doubts field={field} answer={answer} session={session} current={current} />
    </>
  );
}

function Marks({
  field,
  answer,
  session,
  current,
}: EditorProps & { field: Extract<Field, { kind: 'boxes' | 'points' }> }) {
  const count = session.content.marks.filter((m) => m.field === field.id).length;
  const what = field.kind === 'boxes' ? 'box' : 'point';
  const key = field.kind === 'boxes' ? 'R' : 'K';
  return (
    <>
      <div className="row between small">
        <span className="dim">
          {count === 0 ? 'None drawn.' : `${count} drawn.`} Press <kbd>{key}</kbd> and{' '}
          {field.kind === 'boxes' ? 'drag' : 'click'} on the picture.
        </span>
      </div>
      {current ? (
        <div className="picks two quiet">
          <Pick
            on={answer?.state === 'absent'}
            hint="A"
            shape={stateShapes.absent}
            title={`Looked, no ${what}`}
            disabled={session.closed}
            onClick={() => session.answer(field, { state: 'absent' })}
          />
          <Pick
            on={answer?.state === 'notAssessed'}
            hint="N"
            shape={stateShapes.notAssessed}
            title="Not assessed"
            disabled={session.closed}
            onClick={() => session.answer(field, { state: 'notAssessed' })}
          />
        </div>
      ) : null}
    </>
  );
}

export function MarkList({
  session,
  selected,
  onSelect,
}: {
  session: ReadSession;
  selected: string | undefined;
  onSelect: (id: string) => void;
}) {
  const { marks } = session.content;
  return (
    <section className="mark-list" aria-labelledby="marks-title">
      <h2 id="marks-title" className="panel-title">
        Marks ({marks.length})
      </h2>
      {marks.length === 0 ? <p className="dim small">None yet.</p> : null}
      <ul className="plain-list">
        {marks.map((mark, i) => (
          <li key={mark.id} className="row" data-selected={mark.id === selected}>
            <button
              type="button"
              className="mark-name"
              aria-pressed={mark.id === selected}
              onClick={() => onSelect(mark.id)}
            >
              <span className="dim tabular">{i + 1}</span> {markWords(session.fields, mark.field, mark.class)}
              <span className="dim tabular">
                {mark.geometry.kind === 'box'
                  ? ` ${Math.round(mark.geometry.width)} × ${Math.round(mark.geometry.height)} px`
                  : ` ${Math.round(mark.geometry.x)}, ${Math.round(mark.geometry.y)}`}
              </span>
            </button>
            <Button
              size="small"
              look="quiet"
              aria-label={`Remove mark ${i + 1}`}
              disabled={session.closed}
              onClick={() => session.withdraw(mark.id)}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function markWords(fields: readonly Field[], field: string, cls: string | undefined): string {
  const found = fields.find((f) => f.id === field);
  const option = found && 'options' in found ? found.options?.find((o) => o.id === cls) : undefined;
  return option?.title ?? found?.title ?? field;
}
