import { TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api } from '../../core/api.ts';
import type { Session } from '../../core/contract.ts';
import { useTitle } from '../../core/router.tsx';
import { Button } from '../../ui/button.tsx';
import { NewPassword } from '../../ui/new-password.tsx';
import { ProblemNote } from '../../ui/notes.tsx';
import { Brand } from '../brand.tsx';

/** The very first visit: whoever has the server in hand becomes its administrator. */
export function SetupPage({ onDone }: { onDone: (session: Session) => void }) {
  useTitle('First start');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await api.post('/api/setup', { name, email, password });
      const session = await api.get<Session>('/api/session');
      onDone(session.person ? session : await api.post<Session>('/api/session', { email, password }));
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="lobby">
      <Brand />
      <section className="panel stack lobby-card">
        <h1>Create the administrator</h1>
        <p className="dim">This server is new. The administrator opens projects and invites people.</p>
        <form className="stack" onSubmit={submit}>
          <TextInput
            label="Name"
            autoComplete="name"
            required
            autoFocus
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
          />
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(e) => setEmail(e.currentTarget.value)}
          />
          <NewPassword label="Password" value={password} onChange={setPassword} />
          {error ? <ProblemNote error={error} /> : null}
          <Button type="submit" look="primary" disabled={busy}>
            Create the administrator
          </Button>
        </form>
      </section>
    </main>
  );
}
