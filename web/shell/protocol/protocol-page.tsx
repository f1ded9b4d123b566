import { Checkbox, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Project, Protocol, ProtocolBody, ProtocolRow, ReadingPolicy } from '../../core/contract.ts';
import { idFrom, moved, put } from '../../core/edits.ts';
import type { PageParams } from '../../core/page.ts';
import { useTitle, useUrlValue } from '../../core/router.tsx';
import { count, moment, percent } from '../../core/words.ts';
import { kindOf, newField } from '../../kinds/registry.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { EmptyState, Loading, Note, ProblemNote } from '../../ui/notes.tsx';
import { StateMark, type Tone } from '../../ui/state-mark.tsx';
import { projectPath, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { holds, usePerson } from '../session.tsx';
import { Signatures } from '../signing/signatures.tsx';
import { type DraftStatus, useDraft } from './draft.ts';
import { FieldForm } from './field-form.tsx';
import { HangingSection } from './hanging-section.tsx';
import { MeaningDemandSection } from './meaning-demand.tsx';
import { Preview } from './preview.tsx';
import './protocol.css';

export function ProtocolPage({ params }: { params: PageParams }) {
  return <ProjectFrame id={params.project!}>{(project) => <ProtocolBodyPage project={project} />}</ProjectFrame>;
}

function ProtocolBodyPage({ project }: { project: Project }) {
  useTitle('Protocol', project.name);
  const person = usePerson();
  const lead = holds(person, project.id, 'lead');
  const versions = useGet<ProtocolRow[]>(projectPath(project.id, '/protocols'));
  const [version, setVersion] = useUrlValue('version');
  const published = (versions.data ?? []).filter((v) => v.version !== 'draft');
  const shown = version || (lead ? 'draft' : 'current');
  const choose = (
    <NativeSelect
      aria-label="Version"
      value={shown}
      onChange={(e) => setVersion(e.currentTarget.value)}
      data={[
        ...(lead ? [{ value: 'draft', label: 'Draft' }] : [{ value: 'current', label: 'Current version' }]),
        ...published.map((v) => ({ value: String(v.version), label: `Version ${v.version}` })),
      ]}
    />
  );
  if (shown === 'draft' && lead)
    return (
      <Editor
        key={project.id}
        project={project}
        choose={choose}
        next={(published.length > 0 ? Math.max(...published.map((v) => Number(v.version))) : 0) + 1}
      />
    );
  return (
    <Published
      project={project.id}
      version={shown}
      choose={choose}
      none={project.protocolVersion == null && shown === 'current'}
    />
  );
}

const words: Record<DraftStatus['kind'], { tone: Tone; word: string }> = {
  loading: { tone: 'quiet', word: 'Opening' },
  typing: { tone: 'incomplete', word: 'Saving' },
  saving: { tone: 'incomplete', word: 'Saving' },
  saved: { tone: 'agree', word: 'Saved' },
  stale: { tone: 'dispute', word: 'Changed by somebody else' },
  failed: { tone: 'dispute', word: 'Not saved' },
};

function Editor({ project, choose, next }: { project: Project; choose: React.ReactNode; next: number }) {
  const draft = useDraft(project.id);
  const [asking, setAsking] = useState<'publish' | 'import'>();
  const { body, status, faults, change } = draft;
  if (!body) return status.kind === 'failed' ? <ProblemNote error={status.error} /> : <Loading />;
  const set = (part: Partial<ProtocolBody>) => change({ ...body, ...part });
  const { tone, word } = words[status.kind];
  const general = faults.filter((f) => !/^\/(fields|hangings)\//.test(f.where));
  return (
    <>
      <PageHead
        title={body.title || 'Protocol'}
        note="Publishing freezes a version; every read names the version it was made under."
      >
        <StateMark tone={tone}>{word}</StateMark>
        {choose}
        <Button onClick={() => setAsking('import')}>Import</Button>
        <Exports project={project.id} version="draft" />
        <Button
          look="primary"
          disabled={faults.length > 0 || body.fields.length === 0}
          onClick={() => setAsking('publish')}
        >
          Publish version {next}
        </Button>
      </PageHead>
      {status.kind === 'failed' ? <ProblemNote error={status.error} /> : null}
      {status.kind === 'stale' ? (
        <Note tone="dispute">
          <span className="row">
            Somebody else changed this draft. Your last change was not saved.
            <Button size="small" onClick={() => void draft.load()}>
              Show theirs
            </Button>
          </span>
        </Note>
      ) : null}
      {faults.length > 0 ? (
        <Note tone="dispute">{count(faults.length, 'fault')} to mend before it can be published.</Note>
      ) : null}
      {general.map((f) => (
        <p key={f.where + f.message} className="fault">
          {f.message} <code>{f.where}</code>
        </p>
      ))}
      <div className="protocol">
        <div className="stack">
          <TextInput label="Title" value={body.title} onChange={(e) => set({ title: e.currentTarget.value })} />
          <TextInput
            label="Description"
            value={body.description ?? ''}
            onChange={(e) => set({ description: e.currentTarget.value })}
          />
          <h2>Fields</h2>
          {body.fields.map((field, i) => (
            <FieldForm
              key={i}
              field={field}
              index={i}
              fields={body.fields}
              policy={body.policy}
              faults={faults}
              onChange={(f) => set({ fields: body.fields.with(i, f) })}
              onMove={(by) => set({ fields: moved(body.fields, i, by) })}
              onRemove={() => set({ fields: body.fields.filter((_, k) => k !== i) })}
            />
          ))}
          <div>
            <Button
              onClick={() => {
                const title = `Field ${body.fields.length + 1}`;
                const taken = body.fields.map((f) => f.id);
                set({ fields: [...body.fields, newField(idFrom(title, taken), title)] });
              }}
            >
              Add a field
            </Button>
          </div>
          <h2>Reading policy</h2>
          <Policy policy={body.policy} onChange={(policy) => set({ policy })} />
          <h2>Hanging protocols</h2>
          <HangingSection
            hangings={body.hangings ?? []}
            faults={faults}
            onChange={(hangings) => change(put(body, 'hangings', hangings.length > 0 ? [...hangings] : undefined))}
          />
          <MeaningDemandSection project={project} lead />
          <h2>Guideline</h2>
          <Textarea
            aria-label="Guideline in Markdown"
            description="Markdown. Pictures as data: addresses of PNG or JPEG."
            autosize
            minRows={10}
            maxRows={30}
            value={body.guideline}
            onChange={(e) => set({ guideline: e.currentTarget.value })}
            styles={{ input: { fontFamily: 'var(--mono)', fontSize: 13 } }}
          />
        </div>
        <Preview body={body} />
      </div>
      <Ask
        title={`Publish version ${next}`}
        open={asking === 'publish'}
        onClose={() => setAsking(undefined)}
        action={`Publish version ${next}`}
        onDo={draft.publish}
      >
        <p>
          “{body.title}” with {count(body.fields.length, 'field')}, {count(body.policy.readers, 'blind reader')} per
          item. Items that are not read yet are read under it. It can no longer be changed, only followed by another
          version.
        </p>
      </Ask>
      {asking === 'import' ? <ImportDialog onClose={() => setAsking(undefined)} onTake={draft.bring} /> : null}
    </>
  );
}

function Exports({ project, version }: { project: string; version: string }) {
  return (
    <>
      <a className="button" href={projectPath(project, `/protocols/${version}/export.yaml`)} download>
        YAML
      </a>
      <a className="button" href={projectPath(project, `/protocols/${version}/export.json`)} download>
        JSON
      </a>
    </>
  );
}

function ImportDialog({
  onClose,
  onTake,
}: {
  onClose: () => void;
  onTake: (text: string, json: boolean) => Promise<void>;
}) {
  const [text, setText] = useState('');
  return (
    <Ask
      title="Import a protocol"
      open
      onClose={onClose}
      action="Replace the draft"
      disabled={!text.trim()}
      onDo={() => onTake(text, text.trimStart().startsWith('{'))}
      size={680}
    >
      <p className="dim">YAML or JSON as an export writes it. It replaces the draft; published versions stay.</p>
      <label className="button" style={{ alignSelf: 'flex-start' }}>
        Choose a file
        <input
          type="file"
          accept=".yaml,.yml,.json"
          className="visually-hidden"
          onChange={(e) => {
            const file = e.currentTarget.files?.[0];
            if (file) void file.text().then(setText);
          }}
        />
      </label>
      <Textarea
        label="Protocol"
        autosize
        minRows={8}
        maxRows={18}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        styles={{ input: { fontFamily: 'var(--mono)', fontSize: 13 } }}
      />
    </Ask>
  );
}

function Policy({ policy, onChange }: { policy: ReadingPolicy; onChange: (policy: ReadingPolicy) => void }) {
  const set = (part: Partial<ReadingPolicy>) => onChange({ ...policy, ...part });
  return (
    <div className="protocol-field">
      <div className="body">
        <NumberInput
          label="Blind readers per item"
          min={1}
          max={20}
          value={policy.readers}
          onChange={(v) => set({ readers: Number(v) || 1 })}
        />
        <NativeSelect
          label="Readers agree when"
          value={policy.agreement}
          onChange={(e) => set({ agreement: e.currentTarget.value as ReadingPolicy['agreement'] })}
          data={[
            { value: 'all', label: 'all give the same answer' },
            { value: 'majority', label: 'more than half give the same answer' },
          ]}
        />
        <NativeSelect
          label="Disputes"
          value={policy.disputes}
          onChange={(e) => set({ disputes: e.currentTarget.value as ReadingPolicy['disputes'] })}
          data={[
            { value: 'adjudicator', label: 'are decided by an adjudicator' },
            { value: 'none', label: 'stay open' },
          ]}
        />
        <NumberInput
          label="Agreed items looked at again"
          suffix=" %"
          min={0}
          max={100}
          value={Math.round(policy.recheckShare * 100)}
          onChange={(v) => set({ recheckShare: Number(v) / 100 })}
        />
        <Checkbox
          className="wide"
          label="Readers may say by one act that all that is blank is absent"
          description="The record and the release tell such answers from those given one by one."
          checked={policy.restAbsent ?? false}
          onChange={(e) => set({ restAbsent: e.currentTarget.checked })}
        />
      </div>
    </div>
  );
}

function Published({
  project,
  version,
  choose,
  none,
}: {
  project: string;
  version: string;
  choose: React.ReactNode;
  none: boolean;
}) {
  const protocol = useGet<Protocol>(none ? undefined : projectPath(project, `/protocols/${version}`));
  if (none) return <EmptyState>No protocol version has been published yet.</EmptyState>;
  if (protocol.isError) return <ProblemNote error={protocol.error} />;
  if (!protocol.data) return <Loading />;
  const { body, published, publishedBy, hash } = protocol.data;
  const { policy } = body;
  return (
    <>
      <PageHead title={`${body.title}, version ${protocol.data.version}`} note={body.description}>
        {choose}
        <Exports project={project} version={String(protocol.data.version)} />
      </PageHead>
      <p className="dim small">
        Published {moment(published)}
        {publishedBy ? ` by ${publishedBy}` : ''} · {count(policy.readers, 'blind reader')} per item ·{' '}
        {policy.agreement === 'all' ? 'all must agree' : 'more than half must agree'} · {percent(policy.recheckShare)}{' '}
        looked at again
        {body.hangings?.length ? ` · hung by ${body.hangings.map((h) => h.title).join(', ')}` : ''}
        {policy.restAbsent ? ' · the rest may be answered absent at once' : ''} · hash <code>{hash.slice(0, 16)}…</code>
      </p>
      <Signatures project={project} subject={`protocol/${protocol.data.version}`} />
      <div className="protocol">
        <table className="plain wide">
          <thead>
            <tr>
              <th>Field</th>
              <th>Kind</th>
              <th>Answers</th>
              <th>Means</th>
              <th>Asked</th>
            </tr>
          </thead>
          <tbody>
            {body.fields.map((f) => (
              <tr key={f.id}>
                <th scope="row">
                  {f.title}
                  {f.required ? <span className="dim"> · required</span> : null}
                  <div className="dim small" style={{ fontWeight: 400 }}>
                    <code>{f.id}</code> {f.code ? `${f.code.system} ${f.code.code}` : ''}
                  </div>
                </th>
                <td>{kindOf(f).title}</td>
                <td>{kindOf(f).summary(f)}</td>
                <td>
                  {f.meaning?.measures ?? <span className="dim">not said</span>}
                  {f.meaning?.severity ? <div className="dim small">wrong: {f.meaning.severity}</div> : null}
                </td>
                <td className="dim">{f.when ? `after ${f.when.field} is ${f.when.is.join(' or ')}` : 'always'}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <Preview body={body} />
      </div>
    </>
  );
}
