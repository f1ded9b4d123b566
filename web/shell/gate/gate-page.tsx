import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { Batch, Project } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { useTitle, useUrlValue } from '../../core/router.tsx';
import { moment, size } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Table } from '../../ui/table.tsx';
import { projectPath, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { holds, usePerson } from '../session.tsx';
import { BatchView } from './batch-view.tsx';
import { batchWords as tones } from './deeds.ts';
import { UploadDialog } from './upload-panel.tsx';
import './gate.css';

export function GatePage({ params }: { params: PageParams }) {
  return (
    <ProjectFrame id={params.project!} full>
      {(project) => <Gate project={project} />}
    </ProjectFrame>
  );
}

function Gate({ project }: { project: Project }) {
  useTitle('Gate', project.name);
  const person = usePerson();
  const [uploading, setUploading] = useState(false);
  const [batch, setBatch] = useUrlValue('batch');
  const batches = useGet<Batch[]>(projectPath(project.id, '/batches'), { refetch: 5000 });
  const current =
    batches.data?.find((b) => b.id === batch) ?? batches.data?.find((b) => b.state === 'gate') ?? batches.data?.[0];
  const sees = holds(person, project.id, 'steward', 'auditor');
  const mayUpload = holds(person, project.id, 'steward', 'lead');
  const add = mayUpload ? (
    <Button look="primary" onClick={() => setUploading(true)}>
      Bring data in
    </Button>
  ) : null;
  return (
    <>
      <PageHead title="Gate" note="What arrived, what was removed, and the decision whether readers may see it.">
        {sees && batches.data && batches.data.length > 0 ? (
          <NativeSelect
            aria-label="Batch"
            value={current?.id ?? ''}
            onChange={(e) => setBatch(e.currentTarget.value)}
            data={batches.data.map((b) => ({ value: b.id, label: `${b.name} · ${tones[b.state].word}` }))}
          />
        ) : null}
        {add}
      </PageHead>
      {batches.isError ? <ProblemNote error={batches.error} /> : null}
      {batches.isPending ? <Loading /> : null}
      {batches.data?.length === 0 ? (
        <EmptyState action={add}>Nothing has arrived in this project yet.</EmptyState>
      ) : null}
      {current && sees ? <BatchView key={current.id} project={project} batch={current} /> : null}
      {current && !sees ? <BatchList batches={batches.data ?? []} /> : null}
      <UploadDialog project={project.id} open={uploading} onClose={() => setUploading(false)} />
    </>
  );
}

/** Who brings data in sees how far it is; what lies before the gate is for stewards' eyes. */
function BatchList({ batches }: { batches: readonly Batch[] }) {
  return (
    <>
      <p className="dim">What lies before the gate is shown to data stewards only.</p>
      <Table
        name="batches"
        caption="Batches"
        rows={batches}
        rowKey={(b) => b.id}
        empty={null}
        columns={[
          { id: 'name', title: 'Batch', value: (b) => b.name },
          {
            id: 'state',
            title: 'State',
            width: 180,
            value: (b) => tones[b.state].word,
            show: (b) => <StateMark tone={tones[b.state].tone}>{tones[b.state].word}</StateMark>,
          },
          { id: 'files', title: 'Files', width: 100, numeric: true, value: (b) => b.files },
          { id: 'bytes', title: 'Size', width: 110, numeric: true, value: (b) => b.bytes, show: (b) => size(b.bytes) },
          { id: 'entries', title: 'Entries', width: 100, numeric: true, value: (b) => b.entries },
          { id: 'refused', title: 'Refused', width: 100, numeric: true, value: (b) => b.refused },
          { id: 'duplicates', title: 'Duplicates', width: 110, numeric: true, value: (b) => b.duplicates },
          { id: 'received', title: 'Received', width: 190, value: (b) => b.received, show: (b) => moment(b.received) },
        ]}
      />
    </>
  );
}
