import type { AdjacentTable, Field } from '../../core/contract.ts';
import { count, percent } from '../../core/words.ts';
import { labelWords } from '../../kinds/words.ts';

/** How far apart two readers were on an ordered scale: one step is not the same as three. */
export function AdjacentCategories({ table, field }: { table: AdjacentTable | undefined; field: Field | undefined }) {
  const pairs = table?.steps.reduce((sum, n) => sum + n, 0) ?? 0;
  if (!table || pairs === 0) return null;
  const title = (id: string) => labelWords(field, id);
  const most = Math.max(1, ...table.counts.flat());
  return (
    <div className="stack tight">
      <h3>Steps apart</h3>
      <p className="small">
        {table.steps
          .map((n, steps) => ({ n, steps }))
          .filter(({ n, steps }) => n > 0 || steps < 2)
          .map(({ n, steps }) =>
            steps === 0
              ? `the same in ${n} of ${count(pairs, 'pair')} of answers (${percent(n / pairs)})`
              : `${count(steps, 'step')} apart in ${n} (${percent(n / pairs)})`,
          )
          .join(', ')}
        .{' '}
        {table.offScale > 0
          ? `${count(table.offScale, 'answer')} without a place on the scale, such as uncertain, left out.`
          : ''}
      </p>
      <div style={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label="Pairs of answers">
        <table className="plain matrix">
          <caption className="visually-hidden">
            Pairs of two readers' answers to one item: the lower answer in the row, the higher in the column
          </caption>
          <thead>
            <tr>
              <td className="dim small">lower ╲ higher</td>
              {table.categories.map((c) => (
                <th key={c} scope="col">
                  {title(c)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.categories.map((low, i) => (
              <tr key={low}>
                <th scope="row">{title(low)}</th>
                {table.categories.map((high, j) => {
                  if (j < i) return <td key={high} className="self" />;
                  const n = table.counts[i]?.[j] ?? 0;
                  const tone = i === j ? 'var(--agree)' : 'var(--dispute)';
                  const strength = Math.round((n / most) * 34);
                  return (
                    <td key={high} style={{ background: `color-mix(in srgb, ${tone} ${strength}%, transparent)` }}>
                      {n}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
