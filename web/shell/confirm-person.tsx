import { PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { api, confirmWith, told } from '../core/api.ts';
import { passkeyHindrance, provePasskey, wasCancelled } from '../core/passkey.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/notes.tsx';

/** Asks who is there when the server wants to know before a dangerous act, and lets the act go on. */
export function ConfirmPerson({
  totp,
  passkeys,
  password,
  provider,
}: {
  totp: boolean;
  passkeys: number;
  password: boolean;
  provider: string | undefined;
}) {
  const [waiting, setWaiting] = useState<(confirmed: boolean) => void>();
  const [proof, setProof] = useState('');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  useEffect(
    () =>
      confirmWith(
        () =>
          new Promise<boolean>((done) => {
            setProof('');
            setError(undefined);
            setWaiting(() => done);
          }),
      ),
    [],
  );
  const leave = (confirmed: boolean) => {
    waiting?.(confirmed);
    setWaiting(undefined);
    setProof('');
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    // The act behind this dialog has a form of its own.
    event.stopPropagation();
    setBusy(true);
    setError(undefined);
    try {
      // Without either, the proof is made at the provider, and the act itself shows whether it was.
      if (totp || password) await api.post('/api/session/confirm', totp ? { code: proof.trim() } : { password: proof });
      leave(true);
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  const byPasskey = async () => {
    setError(undefined);
    try {
      await api.post('/api/session/confirm/passkey', await provePasskey('/api/session/confirm/question'));
      leave(true);
    } catch (cause) {
      setError(wasCancelled(cause) ? told('Your device gave no passkey.', 'Try again.') : cause);
    }
  };
  return (
    <Dialog title="Is it you?" open={waiting !== undefined} onClose={() => leave(false)} size={400} over>
      <form className="stack" onSubmit={submit}>
        <p className="dim">This is asked before what only you may do, and not again for ten minutes.</p>
        {totp ? (
          <TextInput
            label="Code from your authenticator"
            autoComplete="one-time-code"
            required
            data-autofocus
            value={proof}
            onChange={(e) => setProof(e.currentTarget.value)}
          />
        ) : password ? (
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            data-autofocus
            value={proof}
            onChange={(e) => setProof(e.currentTarget.value)}
          />
        ) : (
          <a className="button" href="/sign-in/start?why=confirm&to=%2Fsigned-in" target="_blank" rel="noreferrer">
            Prove it with {provider} in another window
          </a>
        )}
        {passkeys > 0 && !passkeyHindrance() ? (
          <Button onClick={() => void byPasskey()}>Prove it with a passkey</Button>
        ) : null}
        {error ? <ProblemNote error={error} /> : null}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={() => leave(false)}>Cancel</Button>
          <Button type="submit" look="primary" disabled={busy || ((totp || password) && !proof.trim())}>
            Go on
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
