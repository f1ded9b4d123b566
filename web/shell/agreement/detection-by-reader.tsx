import type { Detection } from '../../core/contract.ts';
import { percent } from '../../core/words.ts';

/** What each reader found of what the others marked, and how much of the reader's own the others marked too. */
export function DetectionByReader({ rows }: { rows: readonly Detection[] }) {
  if (rows.length === 0) return null;
  const share = (part: number, whole: number) => (whole === 0 ? 'none drawn' : `${percent(part / whole)}`);
  return (
    <div className="stack tight">
      <h3>Detection by reader</h3>
      <table className="plain wide" aria-label="Detection by reader">
        <thead>
          <tr>
            <th scope="col">Reader</th>
            <th scope="col">Found of the others' marks</th>
            <th scope="col">Own marks that others drew too</th>
            <th scope="col" className="num">
              Items
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((r) => (
            <tr key={r.reader}>
              <th scope="row">{r.reader}</th>
              <Share part={r.found} whole={r.others} words={share(r.found, r.others)} />
              <Share part={r.shared} whole={r.own} words={share(r.shared, r.own)} />
              <td className="num">{r.items}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="dim small">Over items that somebody else read too; every mark that was drawn counts once.</p>
    </div>
  );
}

function Share({ part, whole, words }: { part: number; whole: number; words: string }) {
  return (
    <td>
      <span className="share-row">
        <span className="share-track" aria-hidden="true">
          <span className="share" style={{ width: `${whole === 0 ? 0 : (part / whole) * 100}%` }} />
        </span>
        <span className="tabular">
          {words}
          {whole === 0 ? '' : `, ${part} of ${whole}`}
        </span>
      </span>
    </td>
  );
}
