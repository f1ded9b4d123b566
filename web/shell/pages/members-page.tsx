import { Checkbox, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Candidate, Member, Project, Role } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { useTitle } from '../../core/router.tsx';
import { roleWords } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { Table } from '../../ui/table.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { EmergencySection } from '../emergency/emergency-section.tsx';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { holds, usePerson } from '../session.tsx';
import { FitnessSection } from './fitness-section.tsx';
import { ReaderWatchSection } from './reader-watch.tsx';
import { RegisterSection } from './register-section.tsx';

export function MembersPage({ params }: { params: PageParams }) {
  return <ProjectFrame id={params.project!}>{(project) => <Members project={project} />}</ProjectFrame>;
}

const given: Role[] = ['lead', 'steward', 'reader', 'adjudicator', 'auditor'];

type Draft = { person: string; name: string; roles: Role[]; fresh: boolean };

function Members({ project }: { project: Project }) {
  useTitle('Members', project.name);
  const person = usePerson();
  const members = useGet<Member[]>(projectPath(project.id, '/members'));
  const [draft, setDraft] = useState<Draft>();
  const [leaving, setLeaving] = useState<Member>();
  const may = holds(person, project.id, 'lead', 'administrator');
  const add = (
    <Button look="primary" onClick={() => setDraft({ person: '', name: '', roles: ['reader'], fresh: true })}>
      Add a member
    </Button>
  );
  return (
    <>
      <PageHead title="Members" note="Readers see neither each other's reads nor each other's names.">
        {may ? add : null}
      </PageHead>
      {members.isError ? <ProblemNote error={members.error} /> : null}
      {members.isPending ? <Loading /> : null}
      {members.data ? (
        <Table
          name="members"
          caption="Members"
          rows={members.data}
          rowKey={(m) => m.person}
          empty={<EmptyState action={may ? add : null}>Nobody is a member yet.</EmptyState>}
          columns={[
            { id: 'name', title: 'Name', value: (m) => m.name },
            { id: 'email', title: 'E-mail', value: (m) => m.email },
            { id: 'pseudonym', title: 'Shown to others as', width: 180, value: (m) => m.pseudonym },
            { id: 'roles', title: 'Roles', value: (m) => m.roles.map((r) => roleWords[r]).join(', ') },
            {
              id: 'deeds',
              title: '',
              width: 190,
              sortable: false,
              value: () => undefined,
              show: (m) =>
                may ? (
                  <span className="row">
                    <Button
                      size="small"
                      aria-label={`Change roles of ${m.name}`}
                      onClick={() => setDraft({ person: m.person, name: m.name, roles: m.roles, fresh: false })}
                    >
                      Change roles
                    </Button>
                    <Button size="small" look="danger" aria-label={`Remove ${m.name}`} onClick={() => setLeaving(m)}>
                      Remove
                    </Button>
                  </span>
                ) : null,
            },
          ]}
        />
      ) : null}
      <RegisterSection project={project} may={may} />
      <FitnessSection project={project} may={may} />
      <ReaderWatchSection project={project} />
      <EmergencySection project={project} may={may} />
      {draft ? <RolesDialog project={project.id} draft={draft} setDraft={setDraft} /> : null}
      <Ask
        title={`Remove ${leaving?.name ?? ''} from ${project.name}`}
        open={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        action="Remove"
        danger
        onDo={async () => {
          await api.delete(projectPath(project.id, `/members/${leaving!.person}`));
          await refresh(projectPath(project.id, '/members'));
        }}
      >
        <p>Open reads are given back. What was submitted stays in the record.</p>
      </Ask>
    </>
  );
}

function RolesDialog({
  project,
  draft,
  setDraft,
}: {
  project: string;
  draft: Draft;
  setDraft: (draft: Draft | undefined) => void;
}) {
  const candidates = useGet<Candidate[]>(draft.fresh ? projectPath(project, '/candidates') : undefined);
  return (
    <Ask
      title={draft.fresh ? 'Add a member' : `Roles of ${draft.name}`}
      open
      onClose={() => setDraft(undefined)}
      action={draft.fresh ? 'Add' : 'Save the roles'}
      disabled={!draft.person || draft.roles.length === 0}
      onDo={async () => {
        await api.put(projectPath(project, `/members/${encodeURIComponent(draft.person)}`), { roles: draft.roles });
        await refresh(projectPath(project, '/members'));
      }}
    >
      {candidates.isError ? <ProblemNote error={candidates.error} /> : null}
      {draft.fresh ? (
        <NativeSelect
          label="Person"
          description="Everybody with an account on this server who is not a member yet. An administrator adds accounts."
          value={draft.person}
          onChange={(e) => setDraft({ ...draft, person: e.currentTarget.value })}
          data={[
            { value: '', label: 'Choose a person' },
            ...(candidates.data ?? []).map((c) => ({ value: c.person, label: `${c.name} (${c.email})` })),
          ]}
        />
      ) : null}
      <Checkbox.Group
        label="Roles"
        value={draft.roles}
        onChange={(roles) => setDraft({ ...draft, roles: roles as Role[] })}
      >
        <div className="stack tight" style={{ paddingTop: 6 }}>
          {given.map((role) => (
            <Checkbox key={role} value={role} label={roleWords[role]} />
          ))}
        </div>
      </Checkbox.Group>
      {draft.roles.includes('reader') && draft.roles.includes('adjudicator') ? (
        <p className="dim small">Nobody adjudicates an item they have read themselves.</p>
      ) : null}
    </Ask>
  );
}
