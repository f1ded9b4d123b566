import { Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import { readAuthors } from '../../core/authors.ts';
import type { Job, NewRelease, Project, Release, ReleaseNotice } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, useTitle } from '../../core/router.tsx';
import { moment } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Table } from '../../ui/table.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { jobStarted } from '../job-tray.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { holds, usePerson } from '../session.tsx';
import { ReleaseDrafts } from '../signing/release-drafts.tsx';
import { SigningPolicySection } from '../signing/signing-policy.tsx';
import { AcquisitionSection } from './acquisition-section.tsx';
import { RecipientsSection } from './recipients-section.tsx';
import { ReleaseFinder } from './release-finder.tsx';
import { ReleasePreflightList } from './release-preflight.tsx';
import { SubjectQuestions } from './subject-questions.tsx';
import { TargetSection } from './target-section.tsx';

export function ReleasesPage({ params }: { params: PageParams }) {
  return <ProjectFrame id={params.project!}>{(project) => <Releases project={project} />}</ProjectFrame>;
}

export function ReleaseState({ state }: { state: Release['state'] }) {
  return (
    <StateMark tone={state === 'published' ? 'agree' : 'dispute'}>
      {state === 'published' ? 'Published' : state === 'recalled' ? 'Recalled' : 'Destroyed'}
    </StateMark>
  );
}

export const noticeWords: Record<ReleaseNotice['kind'], string> = {
  recalled: 'Recalled',
  destroyed: 'Destroyed after its keeping',
  superseded: 'Superseded',
  'consent-withdrawn': 'Consent withdrawn',
  erased: 'Erasure asked for',
  corrected: 'Correction',
  restricted: 'Restricted',
  withdrawn: 'Items withdrawn',
  revised: 'Items put right',
};

// That it was recalled or destroyed is its state already.
function NoticeMarks({ release }: { release: Release }) {
  const shown = release.notices.filter((n) => n.kind !== 'recalled' && n.kind !== 'destroyed');
  return (
    <>
      {shown.map((n) => (
        <StateMark key={n.kind} tone={n.kind === 'superseded' ? 'quiet' : n.kind === 'revised' ? 'incomplete' : 'held'}>
          {noticeWords[n.kind]}
          {n.items > 0 ? ` ${n.items}` : ''}
        </StateMark>
      ))}
    </>
  );
}

function Releases({ project }: { project: Project }) {
  useTitle('Releases', project.name);
  const person = usePerson();
  const releases = useGet<Release[]>(projectPath(project.id, '/releases'));
  const [asking, setAsking] = useState(false);
  const make = holds(person, project.id, 'lead') ? (
    <Button look="primary" onClick={() => setAsking(true)}>
      New release
    </Button>
  ) : null;
  return (
    <>
      <PageHead title="Releases" note="Frozen, numbered and signed; anybody can verify one offline.">
        {releases.data && releases.data.length > 0 ? make : null}
      </PageHead>
      {releases.isError ? <ProblemNote error={releases.error} /> : null}
      {releases.isPending ? <Loading /> : null}
      {releases.data ? (
        <Table
          name="releases"
          caption="Releases"
          rows={releases.data}
          rowKey={(r) => r.id}
          empty={<EmptyState action={make}>Nothing has been released yet.</EmptyState>}
          columns={[
            {
              id: 'name',
              title: 'Release',
              value: (r) => `${r.name}:${r.version}`,
              show: (r) => <Link href={`/p/${project.id}/releases/${r.id}`}>{`${r.name}:${r.version}`}</Link>,
            },
            {
              id: 'state',
              title: 'State',
              width: 130,
              value: (r) => r.state,
              show: (r) => <ReleaseState state={r.state} />,
            },
            {
              id: 'notices',
              title: 'Since then',
              width: 210,
              value: (r) => r.notices.map((n) => noticeWords[n.kind]).join(', '),
              show: (r) => <NoticeMarks release={r} />,
            },
            { id: 'items', title: 'Items', width: 90, numeric: true, value: (r) => r.items },
            { id: 'subjects', title: 'Subjects', width: 100, numeric: true, value: (r) => r.subjects },
            {
              id: 'protocol',
              title: 'Protocol',
              width: 110,
              value: (r) => r.protocolVersion,
              show: (r) => `Version ${r.protocolVersion}`,
            },
            {
              id: 'hash',
              title: 'Manifest',
              width: 190,
              value: (r) => r.manifestHash,
              show: (r) => <code>{r.manifestHash.slice(0, 16)}…</code>,
            },
            {
              id: 'published',
              title: 'Published',
              width: 190,
              value: (r) => r.published,
              show: (r) => moment(r.published),
            },
          ]}
        />
      ) : null}
      <ReleaseDrafts project={project} />
      <ReleasePreflightList project={project} name={releases.data?.[0]?.name} />
      <SubjectQuestions project={project} />
      {releases.data && releases.data.length > 0 ? <ReleaseFinder project={project} /> : null}
      <TargetSection project={project} />
      <AcquisitionSection project={project} />
      <RecipientsSection project={project} />
      <SigningPolicySection project={project} />
      {asking ? (
        <NewReleaseDialog project={project} onClose={() => setAsking(false)} last={releases.data?.[0]} />
      ) : null}
    </>
  );
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

type Declared = NonNullable<NewRelease['declared']>;

const declarations: [Exclude<keyof Declared, 'noActualKnowledge'>, string][] = [
  ['rationale', 'Why this reference standard'],
  ['originalPurpose', 'For what the data were collected first'],
  ['planItem', 'Item of the change control plan'],
  ['registration', 'Registration'],
  ['impactAssessment', 'Impact assessment'],
];

/** What the dialog always asks; the server has a usual answer to each. */
type Draft = NewRelease & {
  notes: string;
  splits: NonNullable<NewRelease['splits']>;
  seed: number;
  carryData: boolean;
  sealTest: boolean;
};

function NewReleaseDialog({
  project,
  last,
  onClose,
}: {
  project: Project;
  last: Release | undefined;
  onClose: () => void;
}) {
  const [draft, setDraft] = useState<Draft>({
    name: last?.name ?? slug(project.name),
    version: last ? last.version.replace(/\d+$/, (n) => String(Number(n) + 1)) : '1.0.0',
    notes: '',
    splits: { train: 0.7, tuning: 0.15, test: 0.15 },
    seed: 1,
    carryData: false,
    sealTest: false,
  });
  const [licence, setLicence] = useState('');
  const [authors, setAuthors] = useState('');
  const [moveReason, setMoveReason] = useState('');
  const [declared, setDeclared] = useState<Declared>({ noActualKnowledge: false });
  const cited = readAuthors(authors);
  const set = (next: Partial<Draft>) => setDraft((d) => ({ ...d, ...next }));
  const { train, tuning, test } = draft.splits;
  const whole = Math.abs(train + tuning + test - 1) < 1e-9;
  const share = (key: keyof Draft['splits'], label: string) => (
    <NumberInput
      label={label}
      suffix=" %"
      min={0}
      max={100}
      value={Math.round(draft.splits[key] * 100)}
      onChange={(v) => set({ splits: { ...draft.splits, [key]: Number(v) / 100 } })}
    />
  );
  return (
    <Ask
      title="New release"
      open
      onClose={onClose}
      action={`Release ${draft.name}:${draft.version}`}
      disabled={!draft.name || !draft.version || !whole || cited === undefined}
      onDo={async () => {
        await api.post<Job>(projectPath(project.id, '/releases'), {
          ...draft,
          licence: licence.trim() || undefined,
          authors: cited?.length ? cited : undefined,
          declared,
          splitChange: moveReason.trim() ? { reason: moveReason.trim(), anew: false } : undefined,
        } satisfies NewRelease);
        jobStarted();
        await refresh(projectPath(project.id, '/releases'));
      }}
    >
      <p className="dim">It freezes the labels as they are now. A release cannot be changed, only recalled.</p>
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <TextInput
          className="grow"
          label="Name"
          required
          value={draft.name}
          onChange={(e) => set({ name: slug(e.currentTarget.value) })}
        />
        <TextInput
          label="Version"
          required
          value={draft.version}
          onChange={(e) => set({ version: e.currentTarget.value.trim() })}
        />
      </div>
      <Textarea
        label="Notes"
        autosize
        minRows={2}
        value={draft.notes}
        onChange={(e) => set({ notes: e.currentTarget.value })}
      />
      <TextInput
        label="Licence"
        description="An SPDX id such as CC-BY-4.0, an address, or a sentence. Without one the release grants no right."
        value={licence}
        onChange={(e) => setLicence(e.currentTarget.value)}
      />
      <Textarea
        label="Authors to cite"
        description="One a line: Family, Given – and an ORCID iD after another comma. An organisation has no comma."
        autosize
        minRows={2}
        error={cited === undefined ? 'A line has more than two commas, or nothing before or after one.' : undefined}
        value={authors}
        onChange={(e) => setAuthors(e.currentTarget.value)}
      />
      <div className="row" style={{ alignItems: 'flex-start' }}>
        {share('train', 'Train')}
        {share('tuning', 'Tuning')}
        {share('test', 'Test')}
        <NumberInput label="Seed" min={0} value={draft.seed} onChange={(v) => set({ seed: Number(v) })} />
      </div>
      <Checkbox
        label="Carry the files that were labelled"
        description="De-identified, as readers saw them, up to 2 GiB. Without it the bundle lists them with their hashes, and overread fetch gets them."
        checked={draft.carryData}
        onChange={(e) => set({ carryData: e.currentTarget.checked })}
      />
      <Checkbox
        mt="sm"
        label="Seal the labels of the test part"
        description="The bundle commits to them and holds none. They are opened on request, with the signature of a second person."
        checked={draft.sealTest}
        onChange={(e) => set({ sealTest: e.currentTarget.checked })}
      />
      <details>
        <summary>Declarations</summary>
        <p className="dim small">
          In your words; they stand in the bundle and on the record. What is left out is printed as unknown.
        </p>
        {declarations.map(([key, label]) => (
          <TextInput
            key={key}
            label={label}
            value={declared[key] ?? ''}
            onChange={(e) => setDeclared({ ...declared, [key]: e.currentTarget.value || undefined })}
          />
        ))}
        <Checkbox
          mt="sm"
          label="I know of nothing by which somebody in it could be identified"
          checked={declared.noActualKnowledge}
          onChange={(e) => setDeclared({ ...declared, noActualKnowledge: e.currentTarget.checked })}
        />
      </details>
      {last ? (
        <TextInput
          label="Reason to move subjects"
          description="Only where subjects of an earlier version have to stand in another part now. It is signed with the release."
          value={moveReason}
          onChange={(e) => setMoveReason(e.currentTarget.value)}
        />
      ) : null}
      <p className={whole ? 'dim small' : 'small'} role={whole ? undefined : 'alert'}>
        {whole
          ? 'Split by subject: no subject is in two parts, and each keeps its part in later versions.'
          : `The parts add up to ${Math.round((train + tuning + test) * 100)} %, not 100 %.`}
      </p>
    </Ask>
  );
}
