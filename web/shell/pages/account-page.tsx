import { Checkbox, NumberInput, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Session, TokenCreated, TokenRow } from '../../core/contract.ts';
import { useTitle } from '../../core/router.tsx';
import { Button } from '../../ui/button.tsx';
import { Ask, Dialog } from '../../ui/dialog.tsx';
import { NewPassword } from '../../ui/new-password.tsx';
import { EmptyState, Note, ProblemNote } from '../../ui/notes.tsx';
import { refresh, useGet } from '../data.ts';
import { Frame, PageHead } from '../frame.tsx';
import { MailWish } from '../notices/mail-wish.tsx';
import { OwnProvider } from '../provider.tsx';
import { usePerson } from '../session.tsx';
import { Passkeys } from './passkeys.tsx';
import { SecondFactor } from './second-factor.tsx';
import { OwnSessions } from './session-list.tsx';
import { type Scope, scopeWords, TokenTable } from './token-table.tsx';

export function AccountPage() {
  useTitle('Account');
  const person = usePerson();
  const provider = useGet<Session>('/api/session').data?.provider;
  return (
    <Frame crumbs={[{ title: 'Account' }]}>
      <PageHead title={person.name} note={person.email} />
      {person.password ? <Password /> : null}
      {provider ? <OwnProvider provider={provider} person={person} /> : null}
      <Passkeys />
      <SecondFactor on={person.totp} left={person.recoveryCodes} />
      <OwnSessions />
      <MailWish />
      <Tokens />
      <section className="stack" aria-labelledby="held-title">
        <h2 id="held-title">What is held of you</h2>
        <p className="dim">
          Account, sessions, tokens, your own reads, what the record has of you, and the releases you stand in by
          pseudonym (GDPR 15, 20).
        </p>
        <div>
          <a href="/api/session/held" download="held.json">
            Take it as JSON
          </a>
        </div>
      </section>
    </Frame>
  );
}

function Password() {
  const [open, setOpen] = useState(false);
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  return (
    <section className="stack" aria-labelledby="password-title">
      <h2 id="password-title">Password</h2>
      <div>
        <Button onClick={() => setOpen(true)}>Change the password</Button>
      </div>
      <Ask
        title="Change the password"
        open={open}
        onClose={() => setOpen(false)}
        action="Change it"
        onDo={async () => {
          await api.put('/api/session/password', { current, password });
          setCurrent('');
          setPassword('');
          await Promise.all([refresh('/api/sessions'), refresh('/api/tokens')]);
        }}
      >
        <p>Your other sessions and every token end.</p>
        <PasswordInput
          label="Current password"
          required
          autoComplete="current-password"
          value={current}
          onChange={(e) => setCurrent(e.currentTarget.value)}
        />
        <NewPassword label="New password" value={password} onChange={setPassword} />
      </Ask>
    </section>
  );
}

function Tokens() {
  const tokens = useGet<TokenRow[]>('/api/tokens');
  const [asking, setAsking] = useState(false);
  const [made, setMade] = useState<TokenCreated>();
  const [gone, setGone] = useState<TokenRow>();
  const create = (
    <Button look="primary" onClick={() => setAsking(true)}>
      New token
    </Button>
  );
  return (
    <section className="stack" aria-labelledby="tokens-title">
      <div className="row between">
        <h2 id="tokens-title">API tokens</h2>
        {tokens.data && tokens.data.length > 0 ? create : null}
      </div>
      {tokens.isError ? <ProblemNote error={tokens.error} /> : null}
      {tokens.data ? (
        <TokenTable
          name="tokens"
          rows={tokens.data}
          empty={
            <EmptyState action={create}>You have no token. Scripts and the command line sign in with one.</EmptyState>
          }
          onRevoke={setGone}
        />
      ) : null}
      {asking ? <NewToken onClose={() => setAsking(false)} onMade={setMade} /> : null}
      <Dialog title="Your new token" open={made !== undefined} onClose={() => setMade(undefined)}>
        <div className="stack">
          <Note tone="machine">It is shown only now. Keep it like a password.</Note>
          <code style={{ overflowWrap: 'anywhere' }}>{made?.token}</code>
          <div className="row" style={{ justifyContent: 'flex-end' }}>
            <Button onClick={() => void navigator.clipboard?.writeText(made?.token ?? '')}>Copy</Button>
            <Button look="primary" onClick={() => setMade(undefined)}>
              Done
            </Button>
          </div>
        </div>
      </Dialog>
      <Ask
        title={`Revoke the token ${gone?.name ?? ''}`}
        open={gone !== undefined}
        onClose={() => setGone(undefined)}
        action="Revoke"
        danger
        onDo={async () => {
          await api.delete(`/api/tokens/${gone!.id}`);
          await refresh('/api/tokens');
        }}
      >
        <p>Whatever uses it is refused from now on.</p>
      </Ask>
    </section>
  );
}

function NewToken({ onClose, onMade }: { onClose: () => void; onMade: (token: TokenCreated) => void }) {
  const person = usePerson();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>(['read']);
  const [days, setDays] = useState<number | string>(90);
  return (
    <Ask
      title="New token"
      open
      onClose={onClose}
      action="Make the token"
      disabled={!name.trim() || scopes.length === 0}
      onDo={async () => {
        onMade(await api.post<TokenCreated>('/api/tokens', { name: name.trim(), scopes, expiresInDays: Number(days) }));
        await refresh('/api/tokens');
      }}
    >
      <TextInput
        label="Name"
        description="What will use it"
        required
        data-autofocus
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
      />
      <Checkbox.Group label="It may" value={scopes} onChange={setScopes}>
        <div className="row" style={{ paddingTop: 6, gap: 16 }}>
          {(Object.keys(scopeWords) as Scope[])
            .filter((s) => s !== 'admin' || person.administrator)
            .map((s) => (
              <Checkbox key={s} value={s} label={scopeWords[s]} />
            ))}
        </div>
      </Checkbox.Group>
      <NumberInput label="Expires after" suffix=" days" min={1} max={366} value={days} onChange={setDays} />
    </Ask>
  );
}
