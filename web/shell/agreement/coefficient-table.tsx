import type { Coefficient } from '../../core/contract.ts';
import { coefficientTitle, figure, whyWords } from './words.ts';

/** Every figure of one field, with its interval or the reason why there is none. */
export function CoefficientTable({ rows, label }: { rows: readonly Coefficient[]; label: string }) {
  return (
    <table className="plain wide" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col" className="num">
            Value
          </th>
          <th scope="col">95 % interval</th>
          <th scope="col" className="num">
            Items
          </th>
          <th scope="col" className="num">
            Readers
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((r) => (
          <tr key={r.name}>
            <th scope="row">{coefficientTitle(r)}</th>
            <td className="num">{r.value == null ? <span className="dim">none</span> : figure(r.value, r)}</td>
            <td className="tabular">
              {r.low != null && r.high != null ? (
                `${figure(r.low, r)} to ${figure(r.high, r)}`
              ) : (
                <span className="dim">{whyWords(r)}</span>
              )}
            </td>
            <td className="num">{r.items}</td>
            <td className="num">{r.readers}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
