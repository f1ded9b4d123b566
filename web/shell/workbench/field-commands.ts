import type { Answer } from '../../core/contract.ts';
import type { FieldSession } from '../../core/field-session.ts';
import type { Command } from '../../core/keyboard.ts';
import { typeInto } from '../../kinds/parts.tsx';
import { kindOf } from '../../kinds/registry.ts';

function digit(session: FieldSession, key: string): void {
  const field = session.current;
  if (!field || session.closed) return;
  kindOf(field).digit?.({ field, answer: session.content.answers[field.id], session, current: true }, key);
}

/** "Looked, and there is none": what A says depends on the kind of field. */
function none(session: FieldSession): void {
  const field = session.current;
  const answer = field && kindOf(field).none;
  if (answer) session.answer(field, answer);
}

function uncertain(session: FieldSession): void {
  const field = session.current;
  if (!field) return;
  const value = session.content.answers[field.id]?.value;
  const answer: Answer = { state: 'uncertain', ...(value !== undefined ? { value } : {}) };
  session.answer(field, answer, kindOf(field).stateAlone ?? false);
}

/** Goes to the next field without an answer, from the last to the first again. */
function blank(session: FieldSession): void {
  const { asked, content, current } = session;
  const at = asked.findIndex((f) => f.id === current?.id);
  const next = [...asked.slice(at + 1), ...asked.slice(0, at + 1)].find((f) => !content.answers[f.id]);
  if (next) session.setCurrent(next.id);
}

/** Keys of the field panel: digits answer, Enter moves on. */
export function fieldCommands(session: FieldSession): Command[] {
  const group = 'Answers';
  const enter = () => {
    const { current } = session;
    if (current && kindOf(current).typed && !session.content.answers[current.id]) typeInto(current);
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
        run: () => digit(session, key),
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
    { id: 'answer.blank', title: 'Next blank field', group, keys: ['B'], run: () => blank(session) },
    { id: 'answer.previous', title: 'Previous field', group, keys: ['Shift+Enter'], run: () => session.step(-1) },
  ];
}
