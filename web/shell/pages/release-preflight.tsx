import type { Project, ReleasePreflight } from '../../core/contract.ts';
import { Link } from '../../core/router.tsx';
import { Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark, type Tone } from '../../ui/state-mark.tsx';
import { projectPath, useGet } from '../data.ts';

const tones: Record<'good' | 'look' | 'stop', Tone> = { good: 'agree', look: 'incomplete', stop: 'dispute' };
const words: Record<'good' | 'look' | 'stop', string> = { good: 'Good', look: 'Look', stop: 'In the way' };

/** What a lead should know before a release is made: what is open, held, disputed, unsampled, missing, unclear. */
export function ReleasePreflightList({ project, name }: { project: Project; name?: string | undefined }) {
  const path = projectPath(project.id, `/releases/preflight${name ? `?name=${encodeURIComponent(name)}` : ''}`);
  const preflight = useGet<ReleasePreflight>(path);
  return (
    <section className="stack" aria-labelledby="preflight-title">
      <h2 id="preflight-title">Before the next release</h2>
      {preflight.isError ? <ProblemNote error={preflight.error} /> : null}
      {preflight.isPending ? <Loading /> : null}
      {preflight.data ? (
        <table className="plain">
          <tbody>
            {preflight.data.checks.map((c) => (
              <tr key={c.id}>
                <th scope="row" style={{ whiteSpace: 'nowrap' }}>
                  <StateMark tone={tones[c.state]}>{words[c.state]}</StateMark>
                </th>
                <td>
                  {c.text} {c.next ? <span className="dim">{c.next}</span> : null}
                </td>
                <td style={{ whiteSpace: 'nowrap' }}>
                  {c.state !== 'good' && c.place && c.place !== '/releases' ? (
                    <Link href={`/p/${project.id}${c.place}`}>Go there</Link>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}
