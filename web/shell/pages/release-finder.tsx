import { TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { query } from '../../core/api.ts';
import type { DisclosureRow, Project, ReleasesHeld } from '../../core/contract.ts';
import { Link } from '../../core/router.tsx';
import { count, moment } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Loading, ProblemNote } from '../../ui/notes.tsx';
import { Table } from '../../ui/table.tsx';
import { projectPath, useGet } from '../data.ts';

/** Which releases hold a subject: for a withdrawal of consent, an erasure, a request for disclosures. */
export function ReleaseFinder({ project }: { project: Project }) {
  const [typed, setTyped] = useState('');
  const [subject, setSubject] = useState<string>();
  const found = useGet<ReleasesHeld>(
    subject ? projectPath(project.id, `/releases/holding${query({ subject })}`) : undefined,
  );
  const find = (event: FormEvent) => {
    event.preventDefault();
    setSubject(typed.trim() || undefined);
  };
  return (
    <section className="stack" aria-labelledby="finder-title">
      <h2 id="finder-title">Which releases hold a subject</h2>
      <form className="row" onSubmit={find} style={{ alignItems: 'flex-end' }}>
        <TextInput
          label="Subject"
          value={typed}
          onChange={(e) => setTyped(e.currentTarget.value)}
          style={{ width: 320 }}
        />
        <Button type="submit" disabled={!typed.trim()}>
          Find
        </Button>
      </form>
      {subject && found.isPending ? <Loading /> : null}
      {found.isError ? <ProblemNote error={found.error} /> : null}
      {found.data ? (
        <div role="status">
          {found.data.items.length === 0 ? (
            <p>No item of this project is of {found.data.subject}.</p>
          ) : found.data.releases.length === 0 ? (
            <p>
              {count(found.data.items.length, 'item')} of {found.data.subject}; no release holds any of them.
            </p>
          ) : (
            <>
              <table className="plain">
                <tbody>
                  {found.data.releases.map((r) => (
                    <tr key={r.id}>
                      <th scope="row">
                        <Link href={`/p/${project.id}/releases/${r.id}`}>{`${r.name}:${r.version}`}</Link>
                      </th>
                      <td>
                        {count(r.items.length, 'item')} in {r.split}, {r.state}, taken {count(r.taken, 'time')}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <Disclosures project={project} subject={subject!} />
            </>
          )}
        </div>
      ) : null}
    </section>
  );
}

/** The accounting that a patient may ask for (45 CFR 164.528): date, to whom and where, what, what for. */
function Disclosures({ project, subject }: { project: Project; subject: string }) {
  const found = useGet<DisclosureRow[]>(projectPath(project.id, `/disclosures${query({ subject })}`));
  if (found.isError) return <ProblemNote error={found.error} />;
  if (!found.data) return <Loading />;
  if (found.data.length === 0) return <p>None of them was given to anybody.</p>;
  return (
    <Table
      name="disclosures"
      caption={`Disclosures of ${subject}`}
      rows={found.data}
      rowKey={(d) => String(d.seq)}
      height={Math.min(300, 44 + Math.max(2, found.data.length) * 40)}
      empty={null}
      columns={[
        { id: 'at', title: 'Date', width: 180, value: (d) => d.at, show: (d) => moment(d.at) },
        { id: 'recipient', title: 'To whom', value: (d) => d.recipient },
        { id: 'address', title: 'Address', value: (d) => d.address },
        { id: 'what', title: 'What', value: (d) => d.what },
        { id: 'purpose', title: 'What for', value: (d) => d.purpose },
      ]}
    />
  );
}
