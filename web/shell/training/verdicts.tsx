import type { Field, FieldVerdict } from '../../core/contract.ts';
import { count } from '../../core/words.ts';
import { labelWords } from '../../kinds/words.ts';
import { StateMark, type Tone } from '../../ui/state-mark.tsx';

const words: Record<FieldVerdict['verdict'], [Tone, string]> = {
  right: ['agree', 'Right'],
  near: ['incomplete', 'Near'],
  wrong: ['dispute', 'Wrong'],
  shown: ['quiet', 'To compare yourself'],
};

function marksWords({ found, missed, extra }: FieldVerdict): string {
  return [found ? `${found} found` : '', missed ? `${missed} missed` : '', extra ? `${extra} too many` : '']
    .filter(Boolean)
    .join(', ');
}

/** Each field with the own answer beside the reference. */
export function Verdicts({
  fields,
  verdicts,
  reason,
}: {
  fields: readonly Field[];
  verdicts: readonly FieldVerdict[];
  reason: string;
}) {
  const right = verdicts.filter((v) => v.verdict === 'right').length;
  const judged = verdicts.filter((v) => v.verdict !== 'shown').length;
  return (
    <section className="verdicts stack" aria-label="Feedback">
      <div role="status">
        <h2 className="panel-title">
          {right} of {count(judged, 'field')} right
        </h2>
      </div>
      <table className="plain" aria-label="Own answers beside the reference">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">You</th>
            <th scope="col">Reference</th>
          </tr>
        </thead>
        <tbody>
          {verdicts.map((v) => {
            const field = fields.find((f) => f.id === v.field);
            const [tone, said] = words[v.verdict];
            return (
              <tr key={v.field}>
                <th scope="row">
                  {field?.title ?? v.field}
                  <div className="small">
                    <StateMark tone={tone}>{said}</StateMark>
                  </div>
                </th>
                <td>
                  {v.given === undefined ? 'No answer' : labelWords(field, v.given)}
                  <div className="small dim">{marksWords(v)}</div>
                </td>
                <td>{v.reference === undefined ? 'Not asked' : labelWords(field, v.reference)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <div>
        <h3>Why</h3>
        <p className="why">{reason}</p>
      </div>
    </section>
  );
}
