import { NumberInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Acquisition, AcquisitionRow, Project } from '../../core/contract.ts';
import { put } from '../../core/edits.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { EmptyState, ProblemNote } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { holds, usePerson } from '../session.tsx';

const asked: [Exclude<keyof Acquisition, 'fromYear' | 'toYear'>, string, string][] = [
  ['setting', 'Setting', 'Such as routine care, screening or a trial.'],
  ['collectedBy', 'By whom', 'A kind of institution; no person.'],
  ['selection', 'How subjects were chosen', 'Such as consecutive patients, and what kept them out.'],
  ['preparation', 'What was done before', 'Converted, resampled, cropped, compressed.'],
  ['quality', 'Checks of quality', 'Which they had passed.'],
  ['rights', 'Terms', 'On which they were given.'],
];

/** How the data of each import were acquired before they came here: nobody but whoever brings them can say it. */
export function AcquisitionSection({ project }: { project: Project }) {
  const path = projectPath(project.id, '/acquisitions');
  const person = usePerson();
  const may = holds(person, project.id, 'lead') || holds(person, project.id, 'steward');
  const imports = useGet<AcquisitionRow[]>(path);
  const [editing, setEditing] = useState<AcquisitionRow>();
  return (
    <section className="stack" aria-labelledby="acquisition-title">
      <h2 id="acquisition-title">How the data were acquired</h2>
      {imports.isError ? <ProblemNote error={imports.error} /> : null}
      {imports.data?.length === 0 ? <EmptyState>Nothing has come yet.</EmptyState> : null}
      {imports.data && imports.data.length > 0 ? (
        <ul className="plain-list" aria-label="Imports">
          {imports.data.map((row) => (
            <li key={row.import} className="row between">
              <span>
                {row.name}{' '}
                <StateMark tone={row.stated ? 'agree' : 'incomplete'}>
                  {row.stated ? (row.stated.setting ?? 'Declared') : 'Not declared: releases say that it is unknown'}
                </StateMark>
              </span>
              {may ? (
                <Button size="small" aria-label={`Declare ${row.name}`} onClick={() => setEditing(row)}>
                  {row.stated ? 'Change' : 'Declare'}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {editing ? <AcquisitionDialog path={path} row={editing} onClose={() => setEditing(undefined)} /> : null}
    </section>
  );
}

function AcquisitionDialog({ path, row, onClose }: { path: string; row: AcquisitionRow; onClose: () => void }) {
  const [stated, setStated] = useState<Acquisition>(row.stated ?? {});
  return (
    <Ask
      title={`How ${row.name} was acquired`}
      open
      onClose={onClose}
      action="Declare it"
      disabled={Object.keys(stated).length === 0}
      onDo={async () => {
        await api.put(`${path}/${encodeURIComponent(row.import)}`, stated);
        await refresh(path);
      }}
    >
      <p className="dim">In your own words; it stands in every release. Name nobody.</p>
      {asked.map(([key, label, hint], i) => (
        <Textarea
          key={key}
          label={label}
          description={hint}
          autosize
          minRows={1}
          data-autofocus={i === 0 ? true : undefined}
          value={stated[key] ?? ''}
          onChange={(e) => setStated(put(stated, key, e.currentTarget.value))}
        />
      ))}
      <div className="row">
        <NumberInput
          label="From year"
          min={1900}
          max={2200}
          value={stated.fromYear ?? ''}
          onChange={(v) => setStated(put(stated, 'fromYear', v === '' ? undefined : Number(v)))}
        />
        <NumberInput
          label="To year"
          min={1900}
          max={2200}
          value={stated.toYear ?? ''}
          onChange={(v) => setStated(put(stated, 'toYear', v === '' ? undefined : Number(v)))}
        />
      </div>
    </Ask>
  );
}
