import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { DisclosurePolicy, NoticeDue, Project, RecipientFacts, RecipientRow } from '../../core/contract.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Table } from '../../ui/table.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { holds, usePerson } from '../session.tsx';

const rules: [keyof DisclosurePolicy, string][] = [
  ['needsRecipient', 'A bundle is given only to a recipient whose agreement holds'],
  ['refusesWithdrawn', 'A bundle with withdrawn items is given to nobody'],
  ['refusesRecalled', 'A recalled release is given to nobody'],
  ['needsCharter', 'A release is made only under a charter (page Governance)'],
];

/** Who is given releases, what they have to be told, and how bundles are given out. */
export function RecipientsSection({ project }: { project: Project }) {
  const path = projectPath(project.id, '/recipients');
  const policyPath = projectPath(project.id, '/disclosure-policy');
  const recipients = useGet<RecipientRow[]>(path);
  const due = useGet<NoticeDue[]>(`${path}/due`);
  const policy = useGet<DisclosurePolicy>(policyPath);
  const lead = holds(usePerson(), project.id, 'lead');
  const [editing, setEditing] = useState<RecipientRow | 'new'>();
  const [telling, setTelling] = useState<NoticeDue>();
  const [error, setError] = useState<unknown>();
  const set = async (key: keyof DisclosurePolicy, value: boolean) => {
    setError(undefined);
    try {
      await api.put(policyPath, { ...policy.data!, [key]: value });
    } catch (cause) {
      setError(cause);
    }
    await refresh(policyPath);
  };
  const add = <Button onClick={() => setEditing('new')}>Add a recipient</Button>;
  return (
    <section className="stack" aria-labelledby="recipients-title">
      <div className="row between">
        <h2 id="recipients-title">Recipients</h2>
        {lead && recipients.data?.length ? add : null}
      </div>
      {recipients.isError ? <ProblemNote error={recipients.error} /> : null}
      {recipients.isPending ? <Loading /> : null}
      {due.data && due.data.length > 0 ? (
        <ul className="plain-list" aria-label="Recipients to be told">
          {due.data.map((d) => (
            <li key={`${d.recipient} ${d.release}`} className="row between">
              <StateMark tone="dispute">{d.text}</StateMark>
              {lead ? (
                <Button size="small" onClick={() => setTelling(d)} aria-label={`They were told: ${d.name}, ${d.title}`}>
                  They were told
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {recipients.data ? (
        recipients.data.length === 0 ? (
          <EmptyState action={lead ? add : null}>
            Nobody is registered. Downloads are recorded with their purpose all the same.
          </EmptyState>
        ) : (
          <Table
            name="recipients"
            caption="Recipients of releases"
            rows={recipients.data}
            rowKey={(r) => r.id}
            height={Math.min(300, 44 + Math.max(2, recipients.data.length) * 40)}
            empty={null}
            columns={[
              { id: 'name', title: 'Name', value: (r) => r.stated.name },
              { id: 'address', title: 'Address', value: (r) => r.stated.address },
              { id: 'agreement', title: 'Agreement', value: (r) => r.stated.agreement },
              {
                id: 'expires',
                title: 'Holds',
                width: 170,
                value: (r) => r.stated.expires,
                show: (r) => (
                  <StateMark tone={r.holds ? 'agree' : 'dispute'}>
                    {r.holds ? (r.stated.expires ? `Until ${r.stated.expires}` : 'Yes') : `Ended ${r.stated.expires}`}
                  </StateMark>
                ),
              },
              { id: 'taken', title: 'Bundles', width: 90, numeric: true, value: (r) => r.taken },
              {
                id: 'deeds',
                title: '',
                width: 90,
                sortable: false,
                value: () => undefined,
                show: (r) =>
                  lead ? (
                    <Button size="small" aria-label={`Change ${r.stated.name}`} onClick={() => setEditing(r)}>
                      Change
                    </Button>
                  ) : null,
              },
            ]}
          />
        )
      ) : null}
      {policy.data
        ? rules.map(([key, words]) => (
            <Checkbox
              key={key}
              label={words}
              checked={policy.data[key] ?? false}
              disabled={!lead}
              onChange={(e) => void set(key, e.currentTarget.checked)}
            />
          ))
        : null}
      {error ? <ProblemNote error={error} /> : null}
      {editing ? (
        <RecipientDialog
          path={path}
          row={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      ) : null}
      {telling ? <ToldDialog path={path} due={telling} onClose={() => setTelling(undefined)} /> : null}
    </section>
  );
}

function RecipientDialog({ path, row, onClose }: { path: string; row: RecipientRow | undefined; onClose: () => void }) {
  const [facts, setFacts] = useState<RecipientFacts>(row?.stated ?? { name: '', address: '', agreement: '' });
  const [uses, setUses] = useState((row?.stated.uses ?? []).join('; '));
  const set = (part: Partial<RecipientFacts>) => setFacts((f) => ({ ...f, ...part }));
  return (
    <Ask
      title={row ? `Change ${row.stated.name}` : 'Add a recipient'}
      open
      onClose={onClose}
      action="Save"
      disabled={![facts.name, facts.address, facts.agreement].every((v) => v.trim())}
      onDo={async () => {
        const { expires, country, uses: _, ...rest } = facts;
        const agreed = uses
          .split(';')
          .map((u) => u.trim())
          .filter(Boolean);
        const body = {
          ...rest,
          ...(expires ? { expires } : {}),
          ...(country?.trim() ? { country: country.trim().toUpperCase() } : {}),
          ...(agreed.length ? { uses: agreed } : {}),
        } satisfies RecipientFacts;
        await (row ? api.put(`${path}/${encodeURIComponent(row.id)}`, body) : api.post(path, body));
        await refresh(path);
      }}
    >
      <TextInput
        label="Name"
        description="A person or an organisation."
        required
        data-autofocus
        value={facts.name}
        onChange={(e) => set({ name: e.currentTarget.value })}
      />
      <TextInput
        label="Address"
        description="Where notices of a recall or a withdrawal go."
        required
        value={facts.address}
        onChange={(e) => set({ address: e.currentTarget.value })}
      />
      <TextInput
        label="Agreement"
        description="Such as the number of a data use agreement."
        required
        value={facts.agreement}
        onChange={(e) => set({ agreement: e.currentTarget.value })}
      />
      <TextInput
        label="Country"
        description="Two letters, such as DE. A project that lays down countries gives releases to those alone."
        maxLength={2}
        value={facts.country ?? ''}
        onChange={(e) => set({ country: e.currentTarget.value })}
      />
      <TextInput
        label="Uses agreed to"
        description="As the charter names them, with ; between. Left blank: all of them."
        value={uses}
        onChange={(e) => setUses(e.currentTarget.value)}
      />
      <TextInput
        label="Its last day"
        type="date"
        value={facts.expires ?? ''}
        onChange={(e) => set({ expires: e.currentTarget.value })}
      />
    </Ask>
  );
}

function ToldDialog({ path, due, onClose }: { path: string; due: NoticeDue; onClose: () => void }) {
  const [how, setHow] = useState('');
  return (
    <Ask
      title={`${due.name} was told`}
      open
      onClose={onClose}
      action="Record it"
      disabled={!how.trim()}
      onDo={async () => {
        await api.post(`${path}/${encodeURIComponent(due.recipient)}/notices`, {
          release: due.release,
          how: how.trim(),
        });
        await refresh(path);
      }}
    >
      <p className="dim">Write to {due.address}; this can go as it stands:</p>
      <p>{due.text}</p>
      <ReasonField value={how} onChange={setHow} label="How they were told" />
    </Ask>
  );
}
