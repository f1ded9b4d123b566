import { NumberInput } from '@mantine/core';
import { put } from '../core/edits.ts';
import type { EditorProps, FormProps, KindModule } from './module.ts';
import { Doubts, Refusal, useForget } from './parts.tsx';

/** The longest text of a field that states none; the server refuses longer ones. */
const longest = 20_000;

/** Why a text cannot stand, in words that name what was typed; characters are code points, as the protocol counts them. */
export function tooLong(text: string, most = longest): string | undefined {
  // As many code units or fewer: it cannot have more characters.
  const length = text.length <= most ? 0 : [...text].length;
  return length > most
    ? `Must have at most ${most.toLocaleString('en')} characters; it has ${length.toLocaleString('en')} and is not saved.`
    : undefined;
}

function Editor({ field, answer, session, current }: EditorProps<'text'>) {
  const given = typeof answer?.value === 'string' ? answer.value : '';
  const words = session.refused[field.id];
  useForget(session, field.id, `${given} ${answer?.state ?? ''}`);
  const take = (typed: string) => {
    const text = typed.trim();
    const refused = tooLong(text, field.maxLength);
    if (refused || text === given) session.refuse(field.id, refused);
    else session.answer(field, text ? { state: 'present', value: text } : undefined, false);
  };
  return (
    <>
      <textarea
        key={given}
        className="entry"
        rows={2}
        defaultValue={given}
        onInput={(e) => {
          // Said at once and never cut: a paste that is too long would lose its end without a word.
          const refused = tooLong(e.currentTarget.value.trim(), field.maxLength);
          if (refused !== words) session.refuse(field.id, refused);
        }}
        data-field-entry={field.id}
        aria-label={field.title}
        aria-invalid={words !== undefined}
        aria-describedby={words === undefined ? undefined : `refused-${field.id}`}
        disabled={session.closed}
        onFocus={() => session.setCurrent(field.id)}
        onBlur={(e) => take(e.currentTarget.value)}
        onKeyDown={(e) => {
          if (e.key === 'Escape' || (e.key === 'Enter' && (e.ctrlKey || e.metaKey))) e.currentTarget.blur();
        }}
      />
      <Refusal field={field.id} words={words} />
      <Doubts field={field} answer={answer} session={session} current={current} />
    </>
  );
}

function Form({ field, onChange }: FormProps<'text'>) {
  return (
    <NumberInput
      label="Longest text"
      min={1}
      value={field.maxLength ?? ''}
      onChange={(v) => onChange(put(field, 'maxLength', v === '' ? undefined : Number(v)))}
    />
  );
}

/** Free words, which are compared by nobody but people. */
export const text: KindModule<'text'> = {
  title: 'Free text',
  hint: 'words',
  scale: 'none',
  Editor,
  typed: true,
  say: (_, { value }) => (typeof value === 'string' ? value : ''),
  Form,
  summary: (field) => (field.maxLength ? `up to ${field.maxLength.toLocaleString('en')} characters` : ''),
  make: (base) => ({ ...base, kind: 'text' }),
};
