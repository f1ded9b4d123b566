import type { Answer, Option } from '../core/contract.ts';
import { keyOf, optionsOf } from '../core/options.ts';
import { OptionsForm } from './forms.tsx';
import type { EditorProps, FormProps, KindModule } from './module.ts';
import { Doubts, optionAt, optionTitle, Pick } from './parts.tsx';

const none: Answer = { state: 'present', value: [] };

/** The answer after an option was taken or taken back. */
function toggled(answer: Answer | undefined, option: Option): Answer {
  const state = answer?.state === 'uncertain' ? 'uncertain' : 'present';
  const had = Array.isArray(answer?.value) ? answer.value : [];
  return { state, value: had.includes(option.id) ? had.filter((v) => v !== option.id) : [...had, option.id] };
}

function Editor({ field, answer, session, current }: EditorProps<'multichoice'>) {
  const has = Array.isArray(answer?.value) ? answer.value : [];
  return (
    <>
      <div className="picks">
        {field.options.map((option, i) => (
          <Pick
            key={option.id}
            on={has.includes(option.id)}
            {...(current ? { hint: keyOf(option, i) } : {})}
            title={option.title}
            disabled={session.closed}
            onClick={() => session.answer(field, toggled(answer, option), false)}
          />
        ))}
        <Pick
          on={answer?.state === 'present' && Array.isArray(answer.value) && answer.value.length === 0}
          title="None of them"
          {...(current ? { hint: 'A' } : {})}
          disabled={session.closed}
          onClick={() => session.answer(field, none)}
        />
      </div>
      <Doubts field={field} answer={answer} session={session} current={current} />
    </>
  );
}

function Form({ field, onChange }: FormProps<'multichoice'>) {
  return (
    <OptionsForm
      legend="Answers"
      one="an answer"
      options={field.options}
      onChange={(options) => onChange({ ...field, options })}
    />
  );
}

/** Any number of several options; none of them is an answer too. */
export const multichoice: KindModule<'multichoice'> = {
  title: 'Several of several',
  hint: 'options, or none of them',
  scale: 'nominal',
  Editor,
  digit: ({ field, answer, session }, digit) => {
    const option = optionAt(field, digit);
    if (option) session.answer(field, toggled(answer, option), false);
  },
  none,
  say: (field, { value }) => {
    if (!Array.isArray(value)) return '';
    return value.length > 0 ? value.map((id) => optionTitle(field, id)).join(', ') : 'None of them';
  },
  answers: (field) => field.options,
  Form,
  summary: (field) => field.options.map((o) => o.title).join(', '),
  make: (base, from) => ({ ...base, kind: 'multichoice', options: [...optionsOf(from)] }),
};
