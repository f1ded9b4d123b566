import type { Answer, Option } from '../core/contract.ts';
import { keyOf, optionsOf } from '../core/options.ts';
import { OptionsForm } from './forms.tsx';
import type { EditorProps, FieldOf, FormProps, KindModule } from './module.ts';
import { Doubts, optionAt, optionTitle, Pick } from './parts.tsx';

/** The two kinds that are answered by one of several options: of a list, or of a scale. */
type OneOption = 'choice' | 'ordinal';

const picked = (option: Option): Answer => ({ state: 'present', value: option.id });

function Editor({ field, answer, session, current }: EditorProps<OneOption>) {
  return (
    <>
      <div className="picks">
        {field.options.map((option, i) => (
          <Pick
            key={option.id}
            on={answer?.value === option.id}
            {...(current ? { hint: keyOf(option, i) } : {})}
            title={option.title}
            disabled={session.closed}
            onClick={() => session.answer(field, picked(option))}
          />
        ))}
      </div>
      <Doubts field={field} answer={answer} session={session} current={current} />
    </>
  );
}

function Form({ field, onChange }: FormProps<OneOption>) {
  return (
    <OptionsForm
      legend="Answers"
      one="an answer"
      options={field.options}
      onChange={(options) => onChange({ ...field, options })}
    />
  );
}

/** What choice and ordinal have in common. */
export function oneOption<K extends OneOption>(
  kind: K,
  words: Pick<KindModule<K>, 'title' | 'hint' | 'scale'>,
): KindModule<K> {
  return {
    ...words,
    Editor,
    digit: ({ field, session }, digit) => {
      const option = optionAt(field, digit);
      if (option) session.answer(field, picked(option));
    },
    say: (field, { value }) => (typeof value === 'string' ? optionTitle(field, value) : ''),
    answers: (field) => field.options,
    Form,
    summary: (field) => field.options.map((o) => o.title).join(', '),
    make: (base, from) => ({ ...base, kind, options: [...optionsOf(from)] }) as FieldOf<K>,
  };
}
