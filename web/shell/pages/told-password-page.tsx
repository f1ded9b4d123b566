import { PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api, told } from '../../core/api.ts';
import type { Session } from '../../core/contract.ts';
import { useTitle } from '../../core/router.tsx';
import { Button } from '../../ui/button.tsx';
import { NewPassword } from '../../ui/new-password.tsx';
import { ProblemNote } from '../../ui/notes.tsx';
import { Brand } from '../brand.tsx';

/** The first sign-in with a password that somebody told: nothing else is open until the person has one of their own. */
export function ToldPasswordPage({
  onDone,
  onLeave,
}: {
  onDone: (session: Session) => void;
  onLeave: () => Promise<void>;
}) {
  useTitle('Set your password');
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setError(undefined);
    if (password !== again) {
      setError(told('The two new passwords differ.', 'Type the new one twice.'));
      return;
    }
    setBusy(true);
    try {
      await api.put('/api/session/password', { current, password });
      onDone(await api.get<Session>('/api/session'));
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
        <h1>Set your password</h1>
        <p className="dim">
          The one that you signed in with was chosen by somebody else. Choose one that nobody knows but you.
        </p>
        <form className="stack" onSubmit={submit}>
          <PasswordInput
            label="The password that you were told"
            autoComplete="current-password"
            required
            autoFocus
            value={current}
            onChange={(e) => setCurrent(e.currentTarget.value)}
          />
          <NewPassword label="Your new password" value={password} onChange={setPassword} />
          <PasswordInput
            label="Your new password again"
            autoComplete="new-password"
            required
            value={again}
            onChange={(e) => setAgain(e.currentTarget.value)}
          />
          {error ? <ProblemNote error={error} /> : null}
          <Button type="submit" look="primary" disabled={busy}>
            Set it
          </Button>
        </form>
        <Button onClick={() => void onLeave()}>Sign out</Button>
      </section>
    </main>
  );
}
