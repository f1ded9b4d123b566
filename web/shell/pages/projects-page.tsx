import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { NewProject, ProjectRow } from '../../core/contract.ts';
import { Link, navigate, useTitle } from '../../core/router.tsx';
import { day, roleWords } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Table } from '../../ui/table.tsx';
import { refresh, useGet } from '../data.ts';
import { EmergencyDialog } from '../emergency/emergency-dialog.tsx';
import { Frame, PageHead } from '../frame.tsx';
import { usePerson } from '../session.tsx';

export function ProjectsPage() {
  useTitle('Projects');
  const person = usePerson();
  const projects = useGet<ProjectRow[]>('/api/projects');
  const [asking, setAsking] = useState(false);
  const [emergency, setEmergency] = useState(false);
  const may = person.administrator || Object.values(person.roles).some((r) => r.includes('lead'));
  const open = may ? (
    <Button look="primary" onClick={() => setAsking(true)}>
      New project
    </Button>
  ) : null;
  return (
    <Frame crumbs={[{ title: 'Projects' }]}>
      <PageHead title="Projects">
        {person.emergency || person.administrator ? (
          <Button onClick={() => setEmergency(true)}>Emergency access</Button>
        ) : null}
        {open}
      </PageHead>
      {emergency ? <EmergencyDialog projects={projects.data ?? []} onClose={() => setEmergency(false)} /> : null}
      {projects.isError ? <ProblemNote error={projects.error} /> : null}
      {projects.isPending ? <Loading /> : null}
      {projects.data ? (
        <Table
          name="projects"
          caption="Projects"
          rows={projects.data}
          rowKey={(p) => p.id}
          empty={<EmptyState action={open}>No project has been opened yet.</EmptyState>}
          columns={[
            {
              id: 'name',
              title: 'Project',
              value: (p) => p.name,
              show: (p) => <Link href={`/p/${p.id}`}>{p.name}</Link>,
            },
            { id: 'purpose', title: 'Purpose', value: (p) => p.purpose },
            { id: 'roles', title: 'My roles', width: 160, value: (p) => p.roles.map((r) => roleWords[r]).join(', ') },
            {
              id: 'items',
              title: 'Items',
              width: 90,
              numeric: true,
              value: (p) => p.items,
              show: (p) => p.items.toLocaleString('en'),
            },
            {
              id: 'reads',
              title: 'Reads',
              width: 140,
              numeric: true,
              value: (p) => p.readsDone,
              show: (p) => `${p.readsDone.toLocaleString('en')} of ${p.readsNeeded.toLocaleString('en')}`,
            },
            {
              id: 'version',
              title: 'Protocol',
              width: 110,
              value: (p) => p.protocolVersion ?? undefined,
              show: (p) =>
                p.protocolVersion == null ? (
                  <StateMark tone="incomplete">Draft</StateMark>
                ) : (
                  `Version ${p.protocolVersion}`
                ),
            },
            { id: 'opened', title: 'Opened', width: 110, value: (p) => p.opened, show: (p) => day(p.opened) },
            {
              id: 'closed',
              title: 'Closed',
              width: 110,
              aside: true,
              value: (p) => p.closed,
              show: (p) => day(p.closed),
            },
          ]}
        />
      ) : null}
      <NewProjectDialog open={asking} onClose={() => setAsking(false)} />
    </Frame>
  );
}

function NewProjectDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const templates = useGet<{ id: string; title: string; description: string }[]>(
    open ? '/api/protocol-templates' : undefined,
  );
  const [draft, setDraft] = useState<NewProject>({ name: '', purpose: '', legalBasis: '' });
  const set = (next: Partial<NewProject>) => setDraft((d) => ({ ...d, ...next }));
  const chosen = templates.data?.find((t) => t.id === draft.template);
  return (
    <Ask
      title="New project"
      open={open}
      onClose={onClose}
      action="Open the project"
      disabled={!draft.name.trim() || !draft.purpose.trim() || !draft.legalBasis.trim()}
      onDo={async () => {
        const made = await api.post<ProjectRow>('/api/projects', draft);
        await refresh('/api/projects', '/api/session');
        navigate(`/p/${made.id}/protocol`);
      }}
    >
      <TextInput
        label="Name"
        required
        data-autofocus
        value={draft.name}
        onChange={(e) => set({ name: e.currentTarget.value })}
      />
      <Textarea
        label="Purpose"
        description="What the labels are for. It is recorded, and stands in every release."
        required
        autosize
        minRows={2}
        value={draft.purpose}
        onChange={(e) => set({ purpose: e.currentTarget.value })}
      />
      <TextInput
        label="Legal basis"
        description="Consent, ethics vote, data use agreement, with its number."
        required
        value={draft.legalBasis}
        onChange={(e) => set({ legalBasis: e.currentTarget.value })}
      />
      <NativeSelect
        label="Protocol to start from"
        description={chosen?.description}
        value={draft.template ?? ''}
        onChange={(e) => {
          const { template: _, ...rest } = draft;
          setDraft(e.currentTarget.value ? { ...rest, template: e.currentTarget.value } : rest);
        }}
        data={[
          { value: '', label: 'An empty one' },
          ...(templates.data ?? []).map((t) => ({ value: t.id, label: t.title })),
        ]}
      />
    </Ask>
  );
}
