import { PasswordInput, TextInput } from '@mantine/core';
import { createContext, type FormEvent, type ReactNode, useContext, useEffect, useState } from 'react';
import { ApiError, api, onSessionExpired, told } from '../core/api.ts';
import type { Person, Role, Session } from '../core/contract.ts';
import { forgetTab } from '../core/kept-for-tab.ts';
import { passkeyHindrance, provePasskey, wasCancelled } from '../core/passkey.ts';
import { useTitle } from '../core/router.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Loading, ProblemNote } from '../ui/notes.tsx';
import { Brand } from './brand.tsx';
import { ConfirmPerson } from './confirm-person.tsx';
import { queries, useKept } from './data.ts';
import { NeededFactorPage } from './pages/needed-factor-page.tsx';
import { SetupPage } from './pages/setup-page.tsx';
import { ToldPasswordPage } from './pages/told-password-page.tsx';
import { ProviderRefusal, ProviderSignIn } from './provider.tsx';
import { SignDialog } from './signing/sign-dialog.tsx';

const PersonContext = createContext<Person | undefined>(undefined);

export function usePerson(): Person {
  const person = useContext(PersonContext);
  if (!person) throw new Error('Nobody is signed in');
  return person;
}

/** Whether the person holds one of the roles in the project. Administrators look after the server, not after reads. */
export function holds(person: Person, project: string, ...roles: Role[]): boolean {
  return roles.some((role) =>
    role === 'administrator' ? person.administrator : (person.roles[project]?.includes(role) ?? false),
  );
}

/** Whether the person holds the role in any project. */
export function holdsAnywhere(person: Person, ...roles: Role[]): boolean {
  return Object.keys(person.roles).some((project) => holds(person, project, ...roles));
}

const path = '/api/session';
const signedIn = new Set<() => void>();

/** Calls back when somebody signed in again over the work. */
export function onSignedIn(listener: () => void): () => void {
  signedIn.add(listener);
  return () => signedIn.delete(listener);
}

export async function signOut(): Promise<void> {
  const left = await api.delete<Session>(path);
  forgetTab();
  location.assign(left?.signOutAt ?? '/');
}

export function SessionGate({ children }: { children: ReactNode }) {
  const session = useKept<Session>('session', path);
  const [expired, setExpired] = useState(false);
  // The page goes on to show the recovery codes once the factor is there and nothing is needed any more.
  const [codes, setCodes] = useState(false);
  useEffect(() => onSessionExpired(() => setExpired(true)), []);
  if (session.isPending) return <Loading what="Opening Overread" />;
  if (session.isError && !session.data) {
    return (
      <main className="lobby">
        <ProblemNote error={session.error}>
          <div>
            <Button onClick={() => void session.refetch()}>Try again</Button>
          </div>
        </ProblemNote>
      </main>
    );
  }
  const { needsSetup, person, demo, provider } = session.data!;
  const take = (next: Session) => queries.setQueryData([path], next);
  if (needsSetup) return <SetupPage onDone={take} />;
  if (!person) {
    return (
      <SignInPage
        demo={demo ?? []}
        provider={provider}
        onDone={(next) => {
          // What an earlier person saw on this page is forgotten.
          forgetTab();
          queries.removeQueries({ predicate: (q) => q.queryKey[0] !== path });
          take(next);
        }}
      />
    );
  }
  if (person.passwordTold) return <ToldPasswordPage onDone={take} onLeave={signOut} />;
  if (person.needsFactor || codes) {
    return (
      <PersonContext value={person}>
        <NeededFactorPage person={person} onCodes={setCodes} onLeave={signOut} />
        <ConfirmPerson passkeys={person.passkeys} totp={person.totp} password={person.password} provider={undefined} />
      </PersonContext>
    );
  }
  const back = (next: Session) => {
    if (next.person?.id !== person.id) {
      // Somebody else's work must not go out under this person's name, nor be seen by them.
      forgetTab();
      location.reload();
      return;
    }
    take(next);
    setExpired(false);
    for (const listener of signedIn) listener();
    void queries.invalidateQueries({ predicate: (q) => q.state.status === 'error' });
  };
  return (
    <PersonContext value={person}>
      {children}
      <ConfirmPerson
        passkeys={person.passkeys}
        totp={person.totp}
        password={person.password}
        provider={person.provider ? provider?.name : undefined}
      />
      <SignDialog />
      <Dialog title="Sign in to go on" open={expired} onClose={() => undefined} firm size={400}>
        <div className="stack">
          <p className="dim">Your session ended. What you did is kept on this device and is sent after you sign in.</p>
          {person.password ? <SignInForm email={person.email} onDone={back} /> : null}
          {person.provider && provider ? <SignInElsewhere name={provider.name} onDone={back} /> : null}
        </div>
      </Dialog>
    </PersonContext>
  );
}

/** Signs in by the provider in another window, so that this page and what waits on it stay. */
function SignInElsewhere({ name, onDone }: { name: string; onDone: (session: Session) => void }) {
  const [error, setError] = useState<unknown>();
  const look = async () => {
    setError(undefined);
    try {
      const session = await api.get<Session>(path);
      if (session.person) onDone(session);
      else setError(told('Nobody is signed in yet.', 'Sign in in the other window first.'));
    } catch (cause) {
      setError(cause);
    }
  };
  return (
    <div className="stack">
      <a className="button" href="/sign-in/start?why=sign-in&to=%2Fsigned-in" target="_blank" rel="noreferrer">
        Sign in with {name} in another window
      </a>
      {error ? <ProblemNote error={error} /> : null}
      <Button onClick={() => void look()}>I have signed in</Button>
    </div>
  );
}

function SignInPage({
  demo,
  provider,
  onDone,
}: {
  demo: NonNullable<Session['demo']>;
  provider: Session['provider'];
  onDone: (session: Session) => void;
}) {
  useTitle('Sign in');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  return (
    <main className="lobby">
      <Brand />
      <section className="panel stack lobby-card">
        <h1>Sign in</h1>
        <ProviderRefusal />
        {provider ? <ProviderSignIn provider={provider} /> : null}
        {provider?.passwordsForAdministratorsAlone ? (
          <details>
            <summary>Administrators: sign in with a password</summary>
            <div style={{ paddingTop: 12 }}>
              <SignInForm key={email} email={email} password={password} onDone={onDone} />
            </div>
          </details>
        ) : (
          <SignInForm key={email} email={email} password={password} onDone={onDone} />
        )}
      </section>
      {demo.length > 0 ? (
        <section className="panel stack lobby-card" aria-labelledby="demo-title">
          <h2 id="demo-title">Demo sign-ins</h2>
          <ul className="plain-list">
            {demo.map((d) => (
              <li key={d.email}>
                <button
                  type="button"
                  className="demo-row"
                  onClick={() => {
                    setEmail(d.email);
                    setPassword(d.password);
                  }}
                >
                  <strong>{d.role}</strong>
                  <span className="dim">{d.email}</span>
                  <code>{d.password}</code>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </main>
  );
}

function SignInForm({
  email: given,
  password: known = '',
  onDone,
}: {
  email: string;
  password?: string;
  onDone: (session: Session) => void;
}) {
  const [email, setEmail] = useState(given);
  const [password, setPassword] = useState(known);
  const [code, setCode] = useState('');
  const [needsCode, setNeedsCode] = useState(false);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const byPasskey = async () => {
    setError(undefined);
    try {
      const proof = await provePasskey('/api/session/passkey/question');
      onDone(await api.post<Session>('/api/session/passkey', proof, { quiet: true }));
    } catch (cause) {
      setError(
        wasCancelled(cause) ? told('Your device gave no passkey.', 'Try again, or sign in with your password.') : cause,
      );
    }
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      onDone(await api.post<Session>(path, { email, password, ...(code ? { code } : {}) }, { quiet: true }));
    } catch (cause) {
      if (cause instanceof ApiError && cause.code === 'session.totp-needed' && !needsCode) setNeedsCode(true);
      else setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="stack" onSubmit={submit}>
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(e) => setEmail(e.currentTarget.value)}
        autoFocus={!given}
        readOnly={Boolean(given) && !known}
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
        autoFocus={Boolean(given)}
        data-autofocus={given ? true : undefined}
      />
      {needsCode ? (
        <TextInput
          label="Code from your authenticator"
          description="Or one of your recovery codes"
          autoComplete="one-time-code"
          required
          value={code}
          onChange={(e) => setCode(e.currentTarget.value)}
          autoFocus
        />
      ) : null}
      {error ? <ProblemNote error={error} /> : null}
      <Button type="submit" look="primary" disabled={busy}>
        Sign in
      </Button>
      {passkeyHindrance() ? null : <Button onClick={() => void byPasskey()}>Use a passkey</Button>}
    </form>
  );
}
