import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { PersonRow, Session } from '../../core/contract.ts';
import { useTitle } from '../../core/router.tsx';
import { day } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { NewPassword } from '../../ui/new-password.tsx';
import { Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Table } from '../../ui/table.tsx';
import { AdminTabs } from '../admin-tabs.tsx';
import { refresh, useGet } from '../data.ts';
import { Frame, PageHead } from '../frame.tsx';
import { ProviderDialog } from '../provider.tsx';
import { usePerson } from '../session.tsx';
import { AccountReview } from './account-review.tsx';
import { AccessDialog } from './session-list.tsx';

type Deed = { kind: 'new' } | { kind: 'password' | 'disable' | 'enable' | 'factor'; person: PersonRow };

function factorWords(p: PersonRow): string {
  if (p.totp) return p.passkeys > 0 ? 'Code, passkey' : 'Code';
  return p.passkeys > 0 ? 'Passkey' : 'Off';
}

export function AdminPage() {
  useTitle('People');
  const people = useGet<PersonRow[]>('/api/people');
  const me = usePerson();
  const [deed, setDeed] = useState<Deed>();
  const [open, setOpen] = useState<PersonRow>();
  const [connecting, setConnecting] = useState<PersonRow>();
  const provider = useGet<Session>('/api/session').data?.provider;
  return (
    <Frame crumbs={[{ title: 'Admin', href: '/admin' }, { title: 'People' }]}>
      <AdminTabs />
      <PageHead title="People" note="Everybody with an account on this server. Roles are given per project.">
        <Button look="primary" onClick={() => setDeed({ kind: 'new' })}>
          Add a person
        </Button>
      </PageHead>
      {people.isError ? <ProblemNote error={people.error} /> : null}
      {people.isPending ? <Loading /> : null}
      {people.data ? (
        <Table
          name="people"
          caption="People"
          rows={people.data}
          rowKey={(p) => p.id}
          empty={null}
          columns={[
            { id: 'name', title: 'Name', value: (p) => p.name },
            { id: 'email', title: 'E-mail', value: (p) => p.email },
            { id: 'administrator', title: 'Administrator', width: 130, value: (p) => (p.administrator ? 'yes' : 'no') },
            {
              id: 'totp',
              title: 'Second factor',
              width: 130,
              value: (p) => factorWords(p),
              show: (p) => <StateMark tone={p.totp || p.passkeys > 0 ? 'agree' : 'quiet'}>{factorWords(p)}</StateMark>,
            },
            {
              id: 'state',
              title: 'Account',
              width: 130,
              value: accountWords,
              show: (p) => (
                <StateMark tone={p.disabled ? 'held' : p.passwordTold ? 'incomplete' : 'agree'}>
                  {accountWords(p)}
                </StateMark>
              ),
            },
            { id: 'created', title: 'Created', width: 120, value: (p) => p.created, show: (p) => day(p.created) },
            {
              id: 'deeds',
              title: '',
              width: 430,
              sortable: false,
              value: () => undefined,
              show: (p) => (
                <span className="row">
                  <Button size="small" aria-label={`Sessions of ${p.name}`} onClick={() => setOpen(p)}>
                    Sessions
                  </Button>
                  {provider ? (
                    <Button
                      size="small"
                      aria-label={`${p.provider ? 'Disconnect' : 'Connect'} ${p.name} ${p.provider ? 'from' : 'with'} ${provider.name}`}
                      onClick={() => setConnecting(p)}
                    >
                      {p.provider ? 'Disconnect' : 'Connect'}
                    </Button>
                  ) : null}
                  {(p.totp || p.passkeys > 0) && p.id !== me.id ? (
                    <Button
                      size="small"
                      aria-label={`Take the second factor off ${p.name}`}
                      onClick={() => setDeed({ kind: 'factor', person: p })}
                    >
                      Factor lost
                    </Button>
                  ) : null}
                  <Button
                    size="small"
                    aria-label={`New password for ${p.name}`}
                    onClick={() => setDeed({ kind: 'password', person: p })}
                  >
                    New password
                  </Button>
                  {p.id === me.id ? null : (
                    <Button
                      size="small"
                      look="danger"
                      aria-label={`${p.disabled ? 'Enable' : 'Disable'} ${p.name}`}
                      onClick={() => setDeed({ kind: p.disabled ? 'enable' : 'disable', person: p })}
                    >
                      {p.disabled ? 'Enable' : 'Disable'}
                    </Button>
                  )}
                </span>
              ),
            },
          ]}
        />
      ) : null}
      {connecting ? <ProviderDialog person={connecting} onClose={() => setConnecting(undefined)} /> : null}
      {open ? <AccessDialog person={open} onClose={() => setOpen(undefined)} /> : null}
      {deed ? <DeedDialog key={deed.kind} deed={deed} onClose={() => setDeed(undefined)} /> : null}
      <AccountReview />
    </Frame>
  );
}

function accountWords(p: PersonRow): string {
  if (p.disabled) return 'Disabled';
  return p.passwordTold ? 'Password told' : 'Active';
}

function DeedDialog({ deed, onClose }: { deed: Deed; onClose: () => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [administrator, setAdministrator] = useState(false);
  const words = {
    new: { title: 'Add a person', action: 'Add' },
    password: { title: 'New password', action: 'Set the password' },
    disable: { title: 'Disable', action: 'Disable' },
    enable: { title: 'Enable', action: 'Enable' },
    factor: { title: 'Second factor lost', action: 'Take it off' },
  }[deed.kind];
  const withPassword = deed.kind === 'new' || deed.kind === 'password';
  const run = async () => {
    if (deed.kind === 'new')
      await api.post('/api/people', { name, email, password, administrator, passwordTold: true });
    else if (deed.kind === 'factor') await api.patch(`/api/people/${deed.person.id}`, { secondFactor: false });
    else if (deed.kind === 'password')
      await api.patch(`/api/people/${deed.person.id}`, { password, passwordTold: true });
    else await api.patch(`/api/people/${deed.person.id}`, { disabled: deed.kind === 'disable' });
    await refresh('/api/people');
  };
  return (
    <Ask
      title={deed.kind === 'new' ? words.title : `${words.title}: ${deed.person.name}`}
      open
      onClose={onClose}
      action={words.action}
      danger={deed.kind === 'disable' || deed.kind === 'factor'}
      onDo={run}
    >
      {deed.kind === 'new' ? (
        <>
          <TextInput
            label="Name"
            required
            data-autofocus
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
          />
          <TextInput
            label="E-mail"
            type="email"
            required
            value={email}
            onChange={(e) => setEmail(e.currentTarget.value)}
          />
        </>
      ) : null}
      {withPassword ? (
        <NewPassword
          label="Password"
          more="Tell it to the person: they set one of their own before anything else"
          value={password}
          onChange={setPassword}
        />
      ) : null}
      {deed.kind === 'new' ? (
        <Checkbox
          label="Administrator of this server"
          checked={administrator}
          onChange={(e) => setAdministrator(e.currentTarget.checked)}
        />
      ) : null}
      {deed.kind === 'disable' ? <p>They can no longer sign in. Everything they did stays in the record.</p> : null}
      {deed.kind === 'factor' ? (
        <p>
          Their codes and passkeys are worth nothing any more: their password alone lets them in until they switch a
          second factor on again. Their sessions and tokens end, and the record says that you did it: be sure who asked
          you.
        </p>
      ) : null}
      {deed.kind === 'enable' ? <p>They can sign in again.</p> : null}
    </Ask>
  );
}
