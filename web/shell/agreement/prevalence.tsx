import type { Agreement, Field } from '../../core/contract.ts';
import { percent } from '../../core/words.ts';
import { labelWords } from '../../kinds/words.ts';

/** How often each answer was given: a κ without it cannot be read. */
export function Prevalence({ of, field }: { of: Agreement['prevalence']; field: Field | undefined }) {
  if (of.length === 0) return null;
  const rows = [...of].sort((a, b) => b.share - a.share);
  return (
    <div className="stack tight">
      <h3>Prevalence</h3>
      <table className="plain wide small" aria-label="How often each answer was given">
        <tbody>
          {rows.map((p) => (
            <tr key={p.answer}>
              <th scope="row">{labelWords(field, p.answer)}</th>
              <td style={{ width: '40%' }} aria-hidden="true">
                <span className="share" style={{ width: `${p.share * 100}%` }} />
              </td>
              <td className="num">{percent(p.share, p.share < 0.1 ? 1 : 0)}</td>
              <td className="num dim">
                {p.count.toLocaleString('en')} {p.count === 1 ? 'answer' : 'answers'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
