import { useState } from 'react';
import type { Project, TrainingSetRow } from '../../core/contract.ts';
import { Link } from '../../core/router.tsx';
import { count, percent } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { projectPath, useGet } from '../data.ts';
import { purposeWords } from './purpose-words.ts';
import { SetDialog } from './set-dialog.tsx';

function rulesOf(set: TrainingSetRow): string {
  if (set.goldShare !== undefined) return `${percent(set.goldShare, 1)} of each reader's items`;
  if (!set.test) return '';
  const { test } = set;
  return [
    `${count(test.items, 'item')} a test`,
    `${count(test.attempts ?? 3, 'attempt')}, ${test.coolingHours ?? 24} h between`,
    test.validDays ? `holds ${count(test.validDays, 'day')}` : 'holds without end',
  ].join(' · ');
}

/** What there is to practise on, to be tested with, and as gold in the queue. */
export function SetsSection({ project, may }: { project: Project; may: boolean }) {
  const found = useGet<TrainingSetRow[]>(projectPath(project.id, '/training/sets'));
  const [making, setMaking] = useState(false);
  const make = may ? (
    <Button look={found.data?.length === 0 ? 'primary' : undefined} onClick={() => setMaking(true)}>
      Make a set
    </Button>
  ) : null;
  return (
    <section className="stack" aria-labelledby="sets-title">
      <div className="row between">
        <h2 id="sets-title">Items with known answers</h2>
        {found.data && found.data.length > 0 ? make : null}
      </div>
      {found.isError ? <ProblemNote error={found.error} /> : null}
      {found.isPending ? <Loading /> : null}
      {found.data?.length === 0 ? (
        <EmptyState action={make}>
          No item has a known answer yet. Make a module to practise on, a bank of tests, or gold for the queue.
        </EmptyState>
      ) : null}
      {found.data && found.data.length > 0 ? (
        <table className="plain wide" aria-label="Sets of items with known answers">
          <thead>
            <tr>
              <th scope="col">Title</th>
              <th scope="col">For</th>
              <th scope="col">Items</th>
              <th scope="col">Protocol</th>
              <th scope="col">Rules</th>
            </tr>
          </thead>
          <tbody>
            {found.data.map((s) => (
              <tr key={s.id}>
                <th scope="row">
                  <Link href={`/p/${project.id}/training/sets/${s.id}`}>{s.title}</Link>
                </th>
                <td>{purposeWords[s.purpose]}</td>
                <td className="tabular">
                  {s.cases}
                  {s.retired > 0 ? `, ${s.retired} retired` : ''}
                </td>
                <td>Version {s.protocolVersion}</td>
                <td>{rulesOf(s)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {making ? <SetDialog project={project} onClose={() => setMaking(false)} /> : null}
    </section>
  );
}
