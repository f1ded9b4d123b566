import type { GoldField, PersonTest, Project, TrainedPerson } from '../../core/contract.ts';
import { count, day, moment, percent } from '../../core/words.ts';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark, type Tone } from '../../ui/state-mark.tsx';
import { projectPath, useGet } from '../data.ts';

const states: Record<PersonTest['state'], [Tone, string]> = {
  qualified: ['agree', 'Qualified'],
  open: ['incomplete', 'Test begun'],
  cooling: ['held', 'Waits'],
  'used-up': ['dispute', 'No attempt left'],
  lacking: ['dispute', 'The bank has too few items for them'],
  ready: ['quiet', 'Not passed'],
  keeper: ['quiet', 'May see the answers, takes no test'],
};

/** Where every reader stands: practice, tests with their bounds, and gold. */
export function PeopleSection({ project }: { project: Project }) {
  const found = useGet<TrainedPerson[]>(projectPath(project.id, '/training/people'));
  return (
    <section className="stack" aria-labelledby="trained-title">
      <h2 id="trained-title">Readers</h2>
      {found.isError ? <ProblemNote error={found.error} /> : null}
      {found.isPending ? <Loading /> : null}
      {found.data?.length === 0 ? <EmptyState>There is no reader yet. Add one under Members.</EmptyState> : null}
      {found.data && found.data.length > 0 ? (
        <table className="plain wide" aria-label="Where readers stand">
          <thead>
            <tr>
              <th scope="col">Reader</th>
              <th scope="col">Practised</th>
              <th scope="col">Tests</th>
              <th scope="col">On gold, with 95 % interval</th>
            </tr>
          </thead>
          <tbody>
            {found.data.map((p) => (
              <tr key={p.person}>
                <th scope="row">{p.reader}</th>
                <td className="tabular">{count(p.practised, 'item')}</td>
                <td>
                  {p.tests.length === 0 ? 'No test here' : null}
                  <ul className="training-scores stack tight">
                    {p.tests.map((t) => (
                      <li key={t.set}>
                        <Standing test={t} />
                      </li>
                    ))}
                  </ul>
                </td>
                <td>
                  {p.gold.length === 0 ? 'No read of gold' : null}
                  <ul className="training-scores stack tight">
                    {p.gold.map((g) => (
                      <li key={g.field}>{goldWords(g)}</li>
                    ))}
                  </ul>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}

function Standing({ test }: { test: PersonTest }) {
  const [tone, said] = states[test.state];
  return (
    <>
      <StateMark tone={tone}>
        {test.title}: {said}
        {test.until ? ` until ${day(test.until)}` : ''}
        {test.next ? ` until ${moment(test.next)}` : ''}
      </StateMark>
      <div className="dim small tabular">
        {count(test.attempts, 'attempt')}
        {test.state === 'qualified' || test.state === 'keeper' ? '' : `, ${test.left} left`}
        {test.scores.map(
          (s) => ` · ${s.title} ${s.right} of ${s.count}, bound ${percent(s.low)}, mark ${percent(s.passMark)}`,
        )}
      </div>
    </>
  );
}

function goldWords(g: GoldField): string {
  return `${g.title}: ${g.right} of ${g.count} right (${percent(g.low)} to ${percent(g.high)})${g.near > 0 ? `, ${g.near} near` : ''}`;
}
