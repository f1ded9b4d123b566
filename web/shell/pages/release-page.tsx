import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, query } from '../../core/api.ts';
import { writeAuthors } from '../../core/authors.ts';
import type { DisclosurePolicy, Project, ReleaseDetail } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { useTitle } from '../../core/router.tsx';
import { count, moment, size } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { Loading, ProblemNote } from '../../ui/notes.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Table } from '../../ui/table.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { holds, usePerson } from '../session.tsx';
import { Signatures } from '../signing/signatures.tsx';
import { RecipientField } from './recipient-field.tsx';
import { ReleaseState } from './releases-page.tsx';
import { SealedSetSection } from './sealed-set.tsx';

export function ReleasePage({ params }: { params: PageParams }) {
  const path = projectPath(params.project!, `/releases/${encodeURIComponent(params.release!)}`);
  const release = useGet<ReleaseDetail>(path);
  return (
    <ProjectFrame id={params.project!} leaf={release.data ? `${release.data.name}:${release.data.version}` : undefined}>
      {(project) => (
        <>
          {release.isError ? <ProblemNote error={release.error} /> : null}
          {release.isPending ? <Loading /> : null}
          {release.data ? <ReleaseBody project={project} release={release.data} path={path} /> : null}
        </>
      )}
    </ProjectFrame>
  );
}

function ReleaseBody({ project, release, path }: { project: Project; release: ReleaseDetail; path: string }) {
  const name = `${release.name}:${release.version}`;
  useTitle(name, project.name);
  const person = usePerson();
  const [asking, setAsking] = useState<'download' | 'recall'>();
  const [purpose, setPurpose] = useState('');
  const [recipient, setRecipient] = useState('');
  const policy = useGet<DisclosurePolicy>(projectPath(project.id, '/disclosure-policy'));
  const [reason, setReason] = useState('');
  const [aware, setAware] = useState(false);
  const withdrawn = release.notices
    .filter((n) => n.items > 0 && n.kind !== 'revised')
    .reduce((sum, n) => sum + n.items, 0);
  const refused =
    release.state === 'recalled' && policy.data?.refusesRecalled
      ? 'This release was recalled; the project gives it to nobody.'
      : withdrawn > 0 && policy.data?.refusesWithdrawn
        ? 'Items of it were withdrawn; the project gives it to nobody.'
        : undefined;
  const facts: [string, string][] = [
    ['Items', release.items.toLocaleString('en')],
    ['Subjects', release.subjects.toLocaleString('en')],
    ['Protocol', `Version ${release.protocolVersion}`],
    ['Published', moment(release.published)],
    ['Manifest hash', release.manifestHash],
  ];
  // A licence's whole text is in the bundle; here its first line says which one it is.
  const [licence = '', ...more] = (release.licence ?? 'None stated').split('\n');
  facts.push(['Licence', more.length > 0 ? `${licence} …` : licence]);
  if (release.authors.length > 0) facts.push(['Cited by', writeAuthors(release.authors)]);
  if (release.data && release.data.files > 0) {
    facts.push([
      'Labelled files',
      release.data.carried
        ? `${count(release.data.files, 'file')}, ${size(release.data.bytes)}, in the bundle`
        : `${count(release.data.files, 'file')}, ${size(release.data.bytes)}, listed: overread fetch gets them`,
    ]);
  }
  if (release.splitReason) {
    facts.push([`${count(release.subjectsMoved, 'subject')} moved`, release.splitReason]);
  }
  if (release.timestamp) {
    facts.splice(4, 0, ['Time-stamped', `${moment(release.timestamp.time)} by ${release.timestamp.authority}`]);
  }
  return (
    <>
      <PageHead title={name} note={release.notes}>
        {holds(person, project.id, 'lead') && release.state === 'published' ? (
          <Button look="danger" onClick={() => setAsking('recall')}>
            Recall
          </Button>
        ) : null}
        <Button look="primary" onClick={() => setAsking('download')}>
          Download
        </Button>
      </PageHead>
      <div className="row">
        <ReleaseState state={release.state} />
      </div>
      {release.notices.length > 0 ? (
        <section className="panel" aria-label="Since it was published">
          <ul className="plain-list">
            {release.notices.map((n) => (
              <li key={n.kind}>
                <StateMark tone={n.kind === 'superseded' ? 'quiet' : n.kind === 'revised' ? 'incomplete' : 'held'}>
                  {n.text}
                </StateMark>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <table className="plain">
        <tbody>
          {facts.map(([k, v]) => (
            <tr key={k}>
              <th scope="row">{k}</th>
              <td style={{ overflowWrap: 'anywhere' }}>{k === 'Manifest hash' ? <code>{v}</code> : v}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Signatures project={project.id} subject={`release/${release.id}`} />
      <section className="stack" aria-labelledby="files-title">
        <h2 id="files-title">Files</h2>
        <Table
          name="files"
          caption="Files of the release"
          rows={release.files}
          rowKey={(f) => f.path}
          height={Math.min(420, 36 + release.files.length * 32)}
          empty={null}
          columns={[
            { id: 'path', title: 'File', value: (f) => f.path, show: (f) => <code>{f.path}</code> },
            { id: 'size', title: 'Size', width: 110, numeric: true, value: (f) => f.size, show: (f) => size(f.size) },
            {
              id: 'hash',
              title: 'SHA-256',
              value: (f) => f.sha256,
              show: (f) => <code title={f.sha256}>{f.sha256}</code>,
            },
          ]}
        />
      </section>
      <SealedSetSection project={project} path={path} name={name} />
      <section className="stack" aria-labelledby="checkpoint-title">
        <h2 id="checkpoint-title">Checkpoint</h2>
        <pre className="panel mono" style={{ margin: 0, overflow: 'auto' }}>
          {release.checkpoint}
        </pre>
        <p className="dim">
          Verify it anywhere with{' '}
          <code>
            overread verify {release.name}-{release.version}.zip
          </code>
          . Nothing but the bundle is needed.
        </p>
      </section>
      <Ask
        title={`Download ${name}`}
        open={asking === 'download'}
        onClose={() => setAsking(undefined)}
        action="Download"
        disabled={
          !purpose.trim() ||
          (withdrawn > 0 && !aware) ||
          refused !== undefined ||
          (policy.data?.needsRecipient === true && !recipient)
        }
        onDo={() => {
          location.assign(
            `${path}/bundle${query({ purpose: purpose.trim(), confirm: withdrawn > 0 ? 'withdrawn' : undefined, recipient })}`,
          );
        }}
      >
        <TextInput
          label="Purpose"
          description="Who gets it, and for what. It is recorded."
          required
          data-autofocus
          value={purpose}
          onChange={(e) => setPurpose(e.currentTarget.value)}
        />
        <RecipientField project={project} value={recipient} onChange={setRecipient} />
        {refused ? <p role="alert">{refused}</p> : null}
        {withdrawn > 0 && !refused ? (
          <Checkbox
            mt="sm"
            label={`${count(withdrawn, 'item')} of it ${withdrawn === 1 ? 'was' : 'were'} withdrawn and must not be used. I know, and take it all the same.`}
            checked={aware}
            onChange={(e) => setAware(e.currentTarget.checked)}
          />
        ) : null}
      </Ask>
      <Ask
        title={`Recall ${name}`}
        open={asking === 'recall'}
        onClose={() => setAsking(undefined)}
        action={`Recall ${name}`}
        danger
        disabled={!reason.trim()}
        onDo={async () => {
          await api.post(`${path}/recall`, { reason: reason.trim() });
          await refresh(projectPath(project.id, '/releases'));
        }}
      >
        <p>The bundle stays as it is; whoever asks learns that it was recalled and why.</p>
        <ReasonField value={reason} onChange={setReason} />
      </Ask>
    </>
  );
}
