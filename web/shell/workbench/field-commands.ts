import type { Answer, AnswerState, Field } from '../../core/contract.ts';
import type { Command } from '../../core/keyboard.ts';
import { picked } from './field-panel.tsx';
import { type FieldSession, keyOf } from './read-session.ts';

const states: AnswerState[] = ['present', 'absent', 'uncertain', 'notAssessed'];

/** Puts the caret into the entry of a number or text field, with the key that was pressed as its first character. */
function type(field: Field, first = ''): void {
  const entry = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(
    `[data-field-entry="${CSS.escape(field.id)}"]`,
  );
  if (!entry) return;
  entry.focus();
  if (first) entry.value = first;
  else entry.select();
}

function digit(session: FieldSession, key: string, onClass: (field: string, cls: string) => void): void {
  const field = session.current;
  if (!field || session.closed) return;
  if (field.kind === 'finding') {
    const state = states[Number(key) - 1];
    if (state) session.answer(field, { state });
  } else if (field.kind === 'number') type(field, key);
  else if (field.kind !== 'text') {
    const option = field.options?.find((o, i) => keyOf(o, i) === key);
    if (!option) return;
    if (field.kind === 'boxes' || field.kind === 'points') onClass(field.id, option.id);
    else session.answer(field, picked(field, session.content.answers[field.id], option), field.kind !== 'multichoice');
  }
}

/** "Looked, and there is none": what A says depends on the kind of field. */
function none(session: FieldSession): void {
  const field = session.current;
  if (!field) return;
  if (field.kind === 'multichoice') session.answer(field, { state: 'present', value: [] });
  else if (field.kind === 'finding' || field.kind === 'boxes' || field.kind === 'points')
    session.answer(field, { state: 'absent' });
}

function uncertain(session: FieldSession): void {
  const field = session.current;
  if (!field) return;
  const value = session.content.answers[field.id]?.value;
  const answer: Answer = { state: 'uncertain', ...(value !== undefined && field.kind !== 'finding' ? { value } : {}) };
  session.answer(field, answer, field.kind === 'finding');
}

/** Keys of the field panel: digits answer, Enter moves on. */
export function fieldCommands(session: FieldSession, onClass: (field: string, cls: string) => void): Command[] {
  const group = 'Answers';
  const enter = () => {
    const { current } = session;
    if (current && (current.kind === 'text' || current.kind === 'number') && !session.content.answers[current.id])
      type(current);
    else session.step(1);
  };
  const clear = () =>
    session.current && session.content.answers[session.current.id] && session.answer(session.current, undefined);
  return [
    ...Array.from({ length: 10 }, (_, i): Command => {
      const key = String((i + 1) % 10);
      return {
        id: `answer.${key}`,
        title: `Answer ${key}`,
        group,
        keys: [key],
        run: () => digit(session, key, onClass),
      };
    }),
    { id: 'answer.none', title: 'Looked, none', group, keys: ['A'], run: () => none(session) },
    { id: 'answer.uncertain', title: 'Uncertain', group, keys: ['U'], run: () => uncertain(session) },
    {
      id: 'answer.notAssessed',
      title: 'Not assessed',
      group,
      keys: ['N'],
      run: () => session.current && session.answer(session.current, { state: 'notAssessed' }),
    },
    { id: 'answer.clear', title: 'Take the answer back', group, keys: ['Shift+Backspace'], run: () => void clear() },
    { id: 'answer.next', title: 'Next field, or type in it', group, keys: ['Enter'], run: enter },
    { id: 'answer.previous', title: 'Previous field', group, keys: ['Shift+Enter'], run: () => session.step(-1) },
  ];
}
