import { NumberInput } from '@mantine/core';
import { put } from '../core/edits.ts';
import type { EditorProps, FormProps, KindModule } from './module.ts';
import { Doubts } from './parts.tsx';

/** The browser's own limit counts UTF-16 units; a protocol's counts code points. */
export function within(text: string, most: number | undefined): string {
  return most === undefined || text.length <= most ? text : [...text].slice(0, most).join('');
}

function keepWithin(entry: HTMLTextAreaElement, most: number | undefined): void {
  const kept = within(entry.value, most);
  if (kept !== entry.value) entry.value = kept;
}

function Editor({ field, answer, session, current }: EditorProps<'text'>) {
  const given = typeof answer?.value === 'string' ? answer.value : '';
  return (
    <>
      <textarea
        key={given}
        className="entry"
        rows={2}
        defaultValue={given}
        onInput={(e) => keepWithin(e.currentTarget, field.maxLength)}
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
