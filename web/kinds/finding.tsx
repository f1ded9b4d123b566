import type { AnswerState } from '../core/contract.ts';
import { stateWords } from '../core/words.ts';
import type { EditorProps, KindModule } from './module.ts';
import { Pick, stateShapes } from './parts.tsx';

const states: AnswerState[] = ['present', 'absent', 'uncertain', 'notAssessed'];

function Editor({ field, answer, session, current }: EditorProps<'finding'>) {
  return (
    <div className="picks two">
      {states.map((state, i) => (
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

/** The four states as their shapes alone. */
function Line({ field, answer, session }: EditorProps<'finding'>) {
  return (
    <span className="line-picks" role="group" aria-label={field.title}>
      {states.map((state) => (
        <button
          key={state}
          type="button"
          className="pick shape"
          aria-pressed={answer?.state === state}
          title={stateWords[state]}
          disabled={session.closed}
          onClick={() => session.answer(field, { state })}
        >
          <span aria-hidden="true">{stateShapes[state]}</span>
          <span className="unseen">{stateWords[state]}</span>
        </button>
      ))}
    </span>
  );
}

/** One question with the four answer states and nothing else. */
export const finding: KindModule<'finding'> = {
  title: 'Finding',
  hint: 'present, absent, uncertain, not assessed',
  scale: 'nominal',
  Editor,
  Line,
  digit: ({ field, session }, digit) => {
    const state = states[Number(digit) - 1];
    if (state) session.answer(field, { state });
  },
  none: { state: 'absent' },
  stateAlone: true,
  say: () => '',
  summary: () => '',
  make: (base) => ({ ...base, kind: 'finding' }),
};
