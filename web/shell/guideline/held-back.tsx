import { ApiError } from '../../core/api.ts';
import type { HoldView, MyFitness, Protocol } from '../../core/contract.ts';
import { Link } from '../../core/router.tsx';
import { count, moment } from '../../core/words.ts';
import { ProblemNote } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { projectPath, useGet } from '../data.ts';
import { Acknowledge } from './acknowledge.tsx';

/** True for a refusal that holds the person back from reading. */
export const isUnfit = (error: unknown) =>
  error instanceof ApiError && error.code.startsWith('work.') && error.code !== 'work.no-protocol';

/** What holds a reader back: each reason, what to do, and when it ends. */
export function Holds({ holds }: { holds: readonly HoldView[] }) {
  return (
    <ul className="plain-list stack tight">
      {holds.map((h) => (
        <li key={h.code + h.words}>
          <StateMark tone="dispute">{h.words}</StateMark>
          <div className="dim small">
            {h.items !== undefined ? `Concerns ${count(h.items, 'item')}. ` : ''}
            {h.until ? `Until ${moment(h.until)}. ` : ''}
            {h.next}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Why nothing is served to the person, or not everything; asks for the acknowledgement where that is what lacks. */
export function HeldBack({ project, onFit }: { project: string; onFit: () => void }) {
  const mine = useGet<MyFitness>(projectPath(project, '/fitness/mine'));
  const protocol = useGet<Protocol>(projectPath(project, '/protocols/current'));
  if (mine.isError) return <ProblemNote error={mine.error} />;
  const holds = mine.data?.holds ?? [];
  if (holds.length === 0) return null;
  return (
    <section className="panel stack" aria-labelledby="held-title">
      <h2 id="held-title">What holds you back</h2>
      <Holds holds={holds} />
      {holds.some((h) => h.code === 'work.unqualified' || h.code === 'work.qualification-expired') ? (
        <div className="row">
          <Link href={`/p/${project}/training`} className="button primary">
            Go to training
          </Link>
        </div>
      ) : null}
      {holds[0]!.code === 'work.guideline' ? (
        <Acknowledge project={project} fields={protocol.data?.body.fields ?? []} onDone={onFit} />
      ) : null}
    </section>
  );
}
