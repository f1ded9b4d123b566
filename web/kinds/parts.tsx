import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Answer, AnswerState, Field, Option } from '../core/contract.ts';
import type { FieldSession } from '../core/field-session.ts';
import { useShownKey } from '../core/keys.ts';
import type { RegionManifest } from '../core/modality.ts';
import { keyOf, optionsOf } from '../core/options.ts';
import { stateWords } from '../core/words.ts';
import type { EditorProps, Typed } from './module.ts';

/** The four answer states with their shape: never colour alone. */
export const stateShapes: Record<AnswerState, string> = { present: '●', absent: '○', uncertain: '◐', notAssessed: '–' };

interface PickProps {
  on: boolean;
  hint?: string;
  title: string;
  shape?: string;
  onClick: () => void;
  disabled: boolean;
}

export function Pick({ on, hint, title, shape, onClick, disabled }: PickProps) {
  return (
    <button type="button" className="pick" aria-pressed={on} onClick={onClick} disabled={disabled}>
      {hint ? <kbd aria-hidden="true">{hint}</kbd> : null}
      {shape ? <span aria-hidden="true">{shape}</span> : null}
      <span>{title}</span>
    </button>
  );
}

/** Uncertain and not assessed: every kind of field may be answered so. */
export function Doubts({ field, answer, session, current }: EditorProps) {
  if (!current && answer?.state !== 'uncertain' && answer?.state !== 'notAssessed') return null;
  const unsure: Answer = { state: 'uncertain', ...(answer?.value !== undefined ? { value: answer.value } : {}) };
  return (
    <div className="picks two quiet">
      <Pick
        on={answer?.state === 'uncertain'}
        hint="U"
        shape={stateShapes.uncertain}
        title={stateWords.uncertain}
        disabled={session.closed}
        onClick={() => session.answer(field, unsure, false)}
      />
      <Pick
        on={answer?.state === 'notAssessed'}
        hint="N"
        shape={stateShapes.notAssessed}
        title={stateWords.notAssessed}
        disabled={session.closed}
        onClick={() => session.answer(field, { state: 'notAssessed' })}
      />
    </div>
  );
}

export function optionTitle(field: Field, id: string): string {
  return optionsOf(field).find((o) => o.id === id)?.title ?? id;
}

/** The option that a digit gives. */
export function optionAt(field: Field, digit: string): Option | undefined {
  return optionsOf(field).find((o, i) => keyOf(o, i) === digit);
}

/** Puts the caret into the field's entry, with the key that was pressed as its first character. */
export function typeInto(field: Field, first = ''): void {
  const entry = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(
    `[data-field-entry="${CSS.escape(field.id)}"]`,
  );
  if (!entry) return;
  entry.focus();
  if (first) entry.value = first;
  else entry.select();
}

interface EntryProps extends EditorProps {
  given: string;
  label: string;
  unit: string | undefined;
  range: string;
  read: (text: string) => Typed;
}

/**
 * A number that is typed. What is not accepted stays in the entry with the reason under it, and the session knows it, so
 * that nothing is submitted as if it were saved.
 */
export function NumberEntry({ field, answer, session, current, given, label, unit, range, read }: EntryProps) {
  const words = session.refused[field.id];
  // What is held belongs to this answer: whatever changes it, the text that was refused is gone with it.
  const held = `${given} ${answer?.state ?? ''}`;
  useForget(session, field.id, held);
  const take = (text: string): boolean => {
    const typed = text.trim();
    if (typed === given) {
      session.refuse(field.id, undefined);
      return true;
    }
    const meant = read(typed);
    if (meant && 'refused' in meant) {
      session.refuse(field.id, meant.refused);
      return false;
    }
    const state = answer?.state === 'uncertain' ? 'uncertain' : 'present';
    session.answer(field, meant ? { state, value: meant.value } : undefined);
    return true;
  };
  const leave = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    const entry = event.currentTarget;
    if (event.key === 'Enter') event.preventDefault();
    const unchanged = entry.value.trim() === given;
    // Leaving the field takes the answer and moves on.
    entry.blur();
    if (event.key === 'Enter' && unchanged) session.step(1);
  };
  return (
    <>
      <div className="row">
        <input
          key={held}
          className="entry tabular"
          inputMode="decimal"
          defaultValue={given}
          data-field-entry={field.id}
          aria-label={label}
          aria-invalid={words !== undefined}
          aria-describedby={words === undefined ? undefined : `refused-${field.id}`}
          disabled={session.closed}
          onFocus={() => session.setCurrent(field.id)}
          onChange={(e) => {
            // Once refused, the words follow what is typed; before that nobody is corrected in mid-number.
            if (words !== undefined) {
              const meant = read(e.currentTarget.value.trim());
              session.refuse(field.id, meant && 'refused' in meant ? meant.refused : undefined);
            }
          }}
          onBlur={(e) => take(e.currentTarget.value)}
          onKeyDown={leave}
        />
        <span className="dim">{unit}</span>
        <span className="dim small">{range}</span>
      </div>
      <Refusal field={field.id} words={words} />
      <Doubts field={field} answer={answer} session={session} current={current} />
    </>
  );
}

/** Why an entry is not accepted, said beside it. */
export function Refusal({ field, words }: { field: string; words: string | undefined }) {
  if (words === undefined) return null;
  return (
    <p className="refused small" id={`refused-${field}`} role="alert">
      {words}
    </p>
  );
}

/** Takes the words of refusal away when the answer they stood beside changes or the field is no longer asked. */
export function useForget(session: FieldSession, field: string, held: string): void {
  const refuse = useRef(session.refuse);
  refuse.current = session.refuse;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is held is what it waits for
  useEffect(() => () => refuse.current(field, undefined), [field, held]);
}

/** "12,5" and "12.5" are the same number; undefined where it is none. */
export function numberIn(text: string): number | undefined {
  const plain = text.replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) && Number.isFinite(Number(plain))
    ? Number(plain)
    : undefined;
}

/** "between 1 and 100 mm", "at least 0"; empty where there are no bounds. */
export function boundsWords(least: number | undefined, most: number | undefined, unit: string | undefined): string {
  const of = unit ? ` ${unit}` : '';
  if (least !== undefined && most !== undefined) return `between ${least} and ${most}${of}`;
  if (least !== undefined) return `at least ${least}${of}`;
  return most !== undefined ? `at most ${most}${of}` : '';
}

interface Bounds {
  least: number | undefined;
  most: number | undefined;
  unit: string | undefined;
  step?: number | undefined;
}

/** Whether a number lies whole steps from the least; tenths and their like have no end in binary. */
function isOnStep(value: number, step: number | undefined, least: number | undefined): boolean {
  if (step === undefined || !(step > 0)) return true;
  const steps = (value - (least ?? 0)) / step;
  return Math.abs(steps - Math.round(steps)) <= Math.max(1e-6, 1e-12 * Math.abs(steps));
}

/** What a text means as a number between bounds and on steps. */
export function readNumber(text: string, { least, most, unit, step }: Bounds): Typed {
  if (text === '') return undefined;
  const value = numberIn(text);
  const bounds = boundsWords(least, most, unit);
  if (value === undefined) return { refused: `“${text}” is not a number; not saved.` };
  if ((least !== undefined && value < least) || (most !== undefined && value > most))
    return { refused: `Must be ${bounds}; ${text} is not saved.` };
  if (!isOnStep(value, step, least))
    return { refused: `Must lie in steps of ${step} from ${least ?? 0}; ${text} is not saved.` };
  return { value };
}

/** A field of marks: how many there are, the class of the next one, and "looked, none". */
export function MarksEditor({ field, answer, session, current, region }: EditorProps & { region: RegionManifest }) {
  const count = session.content.marks.filter((m) => m.field === field.id).length;
  const options = optionsOf(field);
  const chosen = session.classOf(field);
  const key = useShownKey(region.key);
  return (
    <>
      <p className="dim small">
        {count === 0 ? 'None drawn.' : `${count} drawn.`} Press <kbd>{key}</kbd> and {region.gesture}.
      </p>
      {current && options.length > 0 ? (
        <div className="picks" role="group" aria-label={`Class of a ${region.one}`}>
          {options.map((option, i) => (
            <Pick
              key={option.id}
              on={chosen === option.id}
              hint={keyOf(option, i)}
              title={option.title}
              disabled={session.closed}
              onClick={() => session.setClass(field, option.id)}
            />
          ))}
        </div>
      ) : null}
      {current ? (
        <div className="picks two quiet">
          <Pick
            on={answer?.state === 'absent'}
            hint="A"
            shape={stateShapes.absent}
            title={`Looked, no ${region.one}`}
            disabled={session.closed}
            onClick={() => session.answer(field, { state: 'absent' })}
          />
          <Pick
            on={answer?.state === 'notAssessed'}
            hint="N"
            shape={stateShapes.notAssessed}
            title={stateWords.notAssessed}
            disabled={session.closed}
            onClick={() => session.answer(field, { state: 'notAssessed' })}
          />
        </div>
      ) : null}
    </>
  );
}
