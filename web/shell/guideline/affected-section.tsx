import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { AffectedReads, Field, Project } from '../../core/contract.ts';
import { count, longestWords, moment } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { Table } from '../../ui/table.tsx';
import { projectPath, refresh, useGet } from '../data.ts';

const most = 1000;

/** The reads that were made under earlier versions and that a change touches; the lead has them made again. */
export function AffectedSection({
  project,
  version,
  fields,
}: {
  project: Project;
  version: number;
  fields: readonly Pick<Field, 'id' | 'title'>[];
}) {
  const path = projectPath(project.id, `/guidelines/${version}`);
  const found = useGet<AffectedReads>(`${path}/affected`);
  const [calling, setCalling] = useState(false);
  const [reason, setReason] = useState('');
  const affected = found.data?.affected ?? [];
  const called = affected.slice(0, most);
  const title = (id: string) => fields.find((f) => f.id === id)?.title ?? id;
  return (
    <section className="stack" aria-labelledby="affected-title">
      <div className="row between">
        <h2 id="affected-title">Reads made under earlier versions</h2>
        {project.may.includes('manageReads') && called.length > 0 ? (
          <Button onClick={() => setCalling(true)}>Have {count(called.length, 'read')} made again</Button>
        ) : null}
      </div>
      {found.isError ? <ProblemNote error={found.error} /> : null}
      {found.isPending ? <Loading /> : null}
      {found.data ? (
        <>
          <p className="dim tabular">
            {count(affected.length, 'read')} touched by what changed · {found.data.untouched.toLocaleString('en')} not
            touched · {found.data.current.toLocaleString('en')} made under this version ·{' '}
            {found.data.rereading.toLocaleString('en')} being made again
          </p>
          {affected.length > 0 ? (
            <Table
              name="affected"
              caption="Reads that the changes touch"
              rows={affected}
              rowKey={(r) => r.read}
              height={Math.min(420, 44 + affected.length * 34)}
              empty={<EmptyState>No read is touched.</EmptyState>}
              columns={[
                { id: 'title', title: 'Item', value: (r) => r.title },
                { id: 'reader', title: 'Reader', width: 140, value: (r) => r.reader },
                {
                  id: 'guideline',
                  title: 'Made under',
                  width: 130,
                  value: (r) => (r.guideline === undefined ? 'None' : `Version ${r.guideline}`),
                },
                { id: 'fields', title: 'Fields', value: (r) => r.fields.map(title).join(', ') },
                {
                  id: 'submitted',
                  title: 'Submitted',
                  width: 190,
                  value: (r) => r.submitted,
                  show: (r) => moment(r.submitted),
                },
              ]}
            />
          ) : null}
        </>
      ) : null}
      <Ask
        title={`Have ${count(called.length, 'read')} made again`}
        open={calling}
        onClose={() => setCalling(false)}
        action="Open them again"
        disabled={!reason.trim()}
        onDo={async () => {
          await api.post(`${path}/rereads`, { reads: called.map((r) => r.read), reason: reason.trim() });
          setReason('');
          await refresh(path);
        }}
      >
        <p className="dim">
          Each goes back to its reader with its answers, who acknowledges version {version} and submits it again. What
          was answered before stays in the record.
        </p>
        <Textarea
          label="Reason"
          required
          data-autofocus
          autosize
          minRows={2}
          maxLength={longestWords}
          value={reason}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
      </Ask>
    </section>
  );
}
