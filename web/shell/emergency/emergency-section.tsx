import { NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Candidate, EmergencyView, Project, ProjectEmergencies } from '../../core/contract.ts';
import { count, longestWords, moment } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { EmptyState, ProblemNote } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Table } from '../../ui/table.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { usePerson } from '../session.tsx';
import { accessTone, accessWords } from './words.ts';

type Deed =
  | { kind: 'give' }
  | { kind: 'take'; person: string; name: string }
  | { kind: 'end' | 'review'; access: EmergencyView };

/** Emergency accesses to a project, and who may give them to themselves. */
export function EmergencySection({ project, may }: { project: Project; may: boolean }) {
  const me = usePerson();
  const listed = useGet<ProjectEmergencies>(projectPath(project.id, '/emergency'), { refetch: 30_000 });
  const [deed, setDeed] = useState<Deed>();
  const now = Date.now();
  return (
    <section aria-labelledby="emergency" className="stack">
      <div className="page-head">
        <div className="stack tight">
          <h2 id="emergency">Emergency access</h2>
          <p className="dim">
            Who has the right, and every administrator, can give themselves an auditor’s look for a while. It changes
            nothing, you are told, and all that it shows is recorded.
          </p>
        </div>
        {may ? <Button onClick={() => setDeed({ kind: 'give' })}>Give the right</Button> : null}
      </div>
      {listed.isError ? <ProblemNote error={listed.error} /> : null}
      {listed.data ? (
        <>
          {listed.data.rights.length === 0 ? (
            <p className="dim">Nobody but administrators has the right.</p>
          ) : (
            <ul className="plain-list row" aria-label="Who has the right">
              {listed.data.rights.map((r) => (
                <li key={r.person} className="row">
                  {r.name}
                  {may ? (
                    <Button
                      size="small"
                      aria-label={`Take it: the right of ${r.name} to emergency access`}
                      onClick={() => setDeed({ kind: 'take', person: r.person, name: r.name })}
                    >
                      Take it
                    </Button>
                  ) : null}
                </li>
              ))}
            </ul>
          )}
          <Table
            name="emergency"
            caption="Emergency accesses"
            rows={listed.data.accesses}
            rowKey={(a) => a.id}
            empty={<EmptyState>Nobody has used emergency access to this project.</EmptyState>}
            columns={[
              { id: 'name', title: 'Who', width: 160, value: (a) => a.name },
              { id: 'reason', title: 'Why', value: (a) => a.reason },
              { id: 'opened', title: 'From', width: 170, value: (a) => a.opened, show: (a) => moment(a.opened) },
              {
                id: 'until',
                title: 'Until',
                width: 170,
                value: (a) => a.ended ?? a.until,
                show: (a) => moment(a.ended ?? a.until),
              },
              { id: 'looks', title: 'Looks', width: 80, numeric: true, value: (a) => a.looks },
              {
                id: 'state',
                title: 'State',
                width: 230,
                value: (a) => accessWords(a, now),
                show: (a) => <StateMark tone={accessTone(a, now)}>{accessWords(a, now)}</StateMark>,
              },
              {
                id: 'deeds',
                title: '',
                width: 100,
                sortable: false,
                value: () => undefined,
                show: (a) =>
                  !may || a.reviewed ? null : accessWords(a, now) === 'Goes on' ? (
                    <Button
                      size="small"
                      look="danger"
                      aria-label={`End the emergency access of ${a.name}`}
                      onClick={() => setDeed({ kind: 'end', access: a })}
                    >
                      End
                    </Button>
                  ) : a.person === me.id ? null : (
                    <Button
                      size="small"
                      aria-label={`Review the emergency access of ${a.name}`}
                      onClick={() => setDeed({ kind: 'review', access: a })}
                    >
                      Review
                    </Button>
                  ),
              },
            ]}
          />
        </>
      ) : null}
      {deed ? <DeedDialog project={project} deed={deed} onClose={() => setDeed(undefined)} /> : null}
    </section>
  );
}

const titles = { give: 'Give the right', take: 'Take the right', end: 'End the emergency access', review: 'Review' };

function DeedDialog({ project, deed, onClose }: { project: Project; deed: Deed; onClose: () => void }) {
  const candidates = useGet<Candidate[]>(deed.kind === 'give' ? projectPath(project.id, '/candidates') : undefined);
  const [person, setPerson] = useState('');
  const [note, setNote] = useState('');
  const rights = projectPath(project.id, '/emergency/rights/');
  const run = async () => {
    if (deed.kind === 'give') await api.put(rights + encodeURIComponent(person), {});
    else if (deed.kind === 'take') await api.delete(rights + encodeURIComponent(deed.person));
    else if (deed.kind === 'end') await api.post(`/api/emergencies/${deed.access.id}/end`, {});
    else await api.post(`/api/emergencies/${deed.access.id}/review`, { note });
    await refresh('/api/emergencies', projectPath(project.id, '/emergency'));
  };
  return (
    <Ask
      title={titles[deed.kind]}
      open
      onClose={onClose}
      action={titles[deed.kind]}
      danger={deed.kind === 'end'}
      disabled={(deed.kind === 'give' && !person) || (deed.kind === 'review' && !note.trim())}
      onDo={run}
    >
      {deed.kind === 'give' ? (
        <>
          {candidates.isError ? <ProblemNote error={candidates.error} /> : null}
          <NativeSelect
            label="Person"
            description="Somebody with an account who is not a member. They see nothing until they open it with a reason."
            value={person}
            onChange={(e) => setPerson(e.currentTarget.value)}
            data={[
              { value: '', label: 'Choose a person' },
              ...(candidates.data ?? []).map((c) => ({ value: c.person, label: `${c.name} (${c.email})` })),
            ]}
          />
        </>
      ) : null}
      {deed.kind === 'take' ? <p>{deed.name} can no longer open it. One that goes on is ended apart.</p> : null}
      {deed.kind === 'end' ? <p>{deed.access.name} sees nothing of this project from now on.</p> : null}
      {deed.kind === 'review' ? (
        <>
          <p>
            {deed.access.name} looked {count(deed.access.looks, 'time')}: “{deed.access.reason}”. The record’s page
            lists each look.
          </p>
          <Textarea
            label="What you found"
            required
            data-autofocus
            maxLength={longestWords}
            value={note}
            onChange={(e) => setNote(e.currentTarget.value)}
          />
        </>
      ) : null}
    </Ask>
  );
}
