import type { TestScore } from '../../core/contract.ts';
import { percent } from '../../core/words.ts';
import { StateMark } from '../../ui/state-mark.tsx';

/** What each field of a test came to, with the bound that decides. */
export function Scores({ scores }: { scores: readonly TestScore[] }) {
  return (
    <table className="plain" aria-label="What the test came to">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Right</th>
          <th scope="col">Lower bound</th>
          <th scope="col">Mark</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {scores.map((s) => (
          <tr key={s.field}>
            <th scope="row">{s.title}</th>
            <td className="tabular">
              {s.right} of {s.count}
            </td>
            <td className="tabular">{percent(s.low, 1)}</td>
            <td className="tabular">{percent(s.passMark, 1)}</td>
            <td>
              <StateMark tone={s.passed ? 'agree' : 'dispute'}>{s.passed ? 'Reached' : 'Not reached'}</StateMark>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
