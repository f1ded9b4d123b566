import { PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { ApiError, onSignatureNeeded, type Signature } from '../../core/api.ts';
import type { Problem } from '../../core/contract.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { ProblemNote } from '../../ui/notes.tsx';

interface Asked {
  shown: Problem;
  retry: (signature: Signature) => Promise<void>;
  done: () => void;
  failed: (cause: unknown) => void;
}

/** Asks for a signature wherever the server wants one: what is signed, what it means, and who signs. */
export function SignDialog() {
  const [asked, setAsked] = useState<Asked>();
  useEffect(
    () =>
      onSignatureNeeded(
        (shown, retry) => new Promise<void>((done, failed) => setAsked({ shown, retry, done, failed })),
      ),
    [],
  );
  return asked ? (
    <SignForm key={String(asked.shown.challenge)} asked={asked} onClose={() => setAsked(undefined)} />
  ) : null;
}

function SignForm({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const [values, setValues] = useState({ password: '', code: '', email: '' });
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const { shown } = asked;
  const components = shown.components as string[];
  const leave = (with_: () => void) => {
    onClose();
    with_();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await asked.retry({
        challenge: String(shown.challenge),
        meaning: String(shown.meaning),
        password: values.password,
        ...(values.code ? { code: values.code } : {}),
        ...(values.email ? { email: values.email } : {}),
      });
      leave(asked.done);
    } catch (cause) {
      // A wrong password is typed again; whatever else is said where the deed was asked for.
      if (cause instanceof ApiError && ['signature.wrong', 'session.too-many'].includes(cause.code)) {
        setError(cause);
        setBusy(false);
      } else {
        leave(() => asked.failed(cause));
      }
    }
  };
  const set = (part: Partial<typeof values>) => setValues((v) => ({ ...v, ...part }));
  return (
    <Dialog title="Sign" open onClose={() => leave(asked.done)}>
      <form className="stack" onSubmit={submit}>
        <p>
          <strong>{String(shown.meaning)}</strong>
        </p>
        <Facts
          of={[
            ['Signed by', String(shown.name)],
            ['Of what', <code key="subject">{String(shown.subject)}</code>],
            [
              'SHA-256',
              <code key="hash" style={{ overflowWrap: 'anywhere' }}>
                {String(shown.hash)}
              </code>,
            ],
          ]}
        />
        <p className="dim">
          Your name, the time and this meaning go on the record, and into every release that holds what you sign.
        </p>
        {components.includes('email') ? (
          <TextInput
            label="E-mail"
            description="The first signature after signing in needs both."
            type="email"
            autoComplete="off"
            required
            data-autofocus
            value={values.email}
            onChange={(e) => set({ email: e.currentTarget.value })}
          />
        ) : null}
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          required
          data-autofocus={components.includes('email') ? undefined : true}
          value={values.password}
          onChange={(e) => set({ password: e.currentTarget.value })}
        />
        {components.includes('totp') ? (
          <TextInput
            label="Code from your authenticator"
            description="The first signature after signing in needs both."
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            value={values.code}
            onChange={(e) => set({ code: e.currentTarget.value })}
          />
        ) : null}
        {error ? <ProblemNote error={error} /> : null}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={() => leave(asked.done)}>Cancel</Button>
          <Button type="submit" look="primary" disabled={busy || !values.password}>
            Sign
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
