import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { ApiError } from '../../core/api.ts';
import type { GuidelineRow, GuidelineView, Project, Protocol } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { useTitle } from '../../core/router.tsx';
import { moment } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { projectPath, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { AffectedSection } from './affected-section.tsx';
import { GuidelineChanges, GuidelineText } from './guideline-text.tsx';
import { PublishDialog } from './publish-dialog.tsx';

export function GuidelinePage({ params }: { params: PageParams }) {
  return <ProjectFrame id={params.project!}>{(project) => <Guideline project={project} />}</ProjectFrame>;
}

/** The project's guideline: what is in force, what changed, and which reads that touches. */
function Guideline({ project }: { project: Project }) {
  useTitle('Guideline', project.name);
  const versions = useGet<GuidelineRow[]>(projectPath(project.id, '/guidelines'));
  const protocol = useGet<Protocol>(projectPath(project.id, '/protocols/current'));
  const [version, setVersion] = useState<number>();
  const [writing, setWriting] = useState(false);
  const newest = versions.data?.[0]?.version;
  const chosen = version ?? newest;
  const since = chosen !== undefined && chosen > 1 ? `?since=${chosen - 1}` : '';
  const shown = useGet<GuidelineView>(
    chosen === undefined ? undefined : projectPath(project.id, `/guidelines/${chosen}${since}`),
  );
  const fields = protocol.data?.body.fields ?? [];
  const may = project.may.includes('editProtocol') && !project.closed;
  const none = versions.data?.length === 0;
  const write = may ? (
    <Button look="primary" onClick={() => setWriting(true)}>
      {none ? 'Write the first version' : 'Write a new version'}
    </Button>
  ) : null;
  return (
    <>
      <PageHead title="Guideline" note="Readers acknowledge the version in force before they are given an item.">
        {newest !== undefined && newest > 1 ? (
          <NativeSelect
            aria-label="Version"
            value={chosen}
            onChange={(e) => setVersion(Number(e.currentTarget.value))}
            data={versions.data!.map((v) => ({
              value: String(v.version),
              label: `Version ${v.version}${v.version === newest ? ', in force' : ''}`,
            }))}
          />
        ) : null}
        {none ? null : write}
      </PageHead>
      {versions.isError ? <ProblemNote error={versions.error} /> : null}
      {versions.isPending || (shown.isPending && !none) ? <Loading /> : null}
      {none ? (
        <EmptyState action={write}>
          The project has no guideline of its own yet; readers see the one of the protocol, and acknowledge nothing.
        </EmptyState>
      ) : null}
      {shown.error instanceof ApiError ? <ProblemNote error={shown.error} /> : null}
      {shown.data ? (
        <>
          <h2>Version {shown.data.version}</h2>
          <p className="dim">
            Published {moment(shown.data.published)} by {shown.data.publishedBy}
          </p>
          <GuidelineChanges guideline={shown.data} fields={fields} />
          <section className="panel" aria-label="Text">
            <GuidelineText guideline={shown.data} fields={fields} />
          </section>
          {project.may.includes('seeReads') && shown.data.version === newest ? (
            <AffectedSection project={project} version={shown.data.version} fields={fields} />
          ) : null}
        </>
      ) : null}
      {writing ? (
        <PublishDialog
          project={project.id}
          based={shown.data}
          first={protocol.data?.body.guideline ?? ''}
          fields={fields}
          onClose={() => setWriting(false)}
          onDone={() => setVersion(undefined)}
        />
      ) : null}
    </>
  );
}
