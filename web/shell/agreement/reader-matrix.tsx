import type { AgreementMatrix } from '../../core/contract.ts';
import { count } from '../../core/words.ts';

/** One figure for each pair of readers, with the number of items that both read. */
export function ReaderMatrix({ matrix, title }: { matrix: AgreementMatrix | undefined; title: string }) {
  if (!matrix || matrix.readers.length < 2) return null;
  return (
    <div className="stack tight">
      <h3>Reader by reader: {title}</h3>
      <div style={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label={`${title} of each pair of readers`}>
        <table className="plain matrix">
          <thead>
            <tr>
              <td />
              {matrix.readers.map((r) => (
                <th key={r} scope="col">
                  {r}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.readers.map((r, i) => (
              <tr key={r}>
                <th scope="row">{r}</th>
                {matrix.readers.map((other, j) => (
                  <Pair
                    key={other}
                    self={i === j}
                    value={matrix.values[i]?.[j] ?? null}
                    items={matrix.items[i]?.[j] ?? 0}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Pair({ self, value, items }: { self: boolean; value: number | null; items: number }) {
  if (self) return <td className="self">–</td>;
  const strength = value === null ? 0 : Math.max(0, Math.round(value * 30));
  return (
    <td style={{ background: `color-mix(in srgb, var(--accent) ${strength}%, transparent)` }}>
      {value === null ? <span className="dim">none</span> : value.toFixed(3)}
      <div className="small">{count(items, 'item')}</div>
    </td>
  );
}
