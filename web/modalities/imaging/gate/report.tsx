import type { BatchReport } from '../../../core/contract.ts';

/** What was done to each kind of header element, in counts. */
export function Report({ report }: { report: BatchReport }) {
  const { elements } = report;
  if (elements.length === 0) return null;
  return (
    <details>
      <summary>Elements by action ({elements.length})</summary>
      <div className="gate-scroll" tabIndex={0} role="group" aria-label="Elements by action">
        <table className="plain wide small">
          <thead>
            <tr>
              <th scope="col">Tag</th>
              <th scope="col">Element</th>
              <th scope="col">Action</th>
              <th scope="col" className="num">
                Count
              </th>
            </tr>
          </thead>
          <tbody>
            {elements.map((e) => (
              <tr key={`${e.tag}-${e.action}`}>
                <td>
                  <code>{e.tag}</code>
                </td>
                <td>{e.keyword}</td>
                <td>{e.action}</td>
                <td className="num">{e.count.toLocaleString('en')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
