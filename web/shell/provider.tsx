import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, told } from '../core/api.ts';
import type { Person, PersonRow, ProviderState, Session } from '../core/contract.ts';
import { navigate, useSearch } from '../core/router.tsx';
import { Button } from '../ui/button.tsx';
import { Ask } from '../ui/dialog.tsx';
import { Note, ProblemNote } from '../ui/notes.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { refresh, useGet } from './data.ts';

type Provider = NonNullable<Session['provider']>;

const words: Record<string, [title: string, next: string]> = {
  'provider.down': [
    'The provider does not answer.',
    'Try again in a minute. Administrators can sign in with their password.',
  ],
  'provider.declined': ['You were not signed in: the provider was told no.', 'Try again.'],
  'provider.answer': [
    'The provider’s answer did not fit what was asked, or came twice.',
    'Start again from this page.',
  ],
  'provider.group': [
    'None of your groups has a place on this server.',
    'Ask whoever looks after groups in your organisation.',
  ],
  'provider.strength': [
    'The provider let you in less surely than this server asks for.',
    'Sign in there with your second factor, or ask whoever looks after sign-in in your organisation.',
  ],
  'provider.disabled': ['Your account on this server is disabled.', 'Ask its administrator.'],
  'provider.unknown': ['You have no account on this server yet.', 'Ask its administrator to make one and connect it.'],
  'provider.email': [
    'An account with your e-mail address exists already, and is not connected.',
    'Sign in with its password and connect it on the account page, or ask the administrator.',
  ],
  'provider.no-email': [
    'The provider does not say your e-mail address.',
    'Ask whoever looks after it in your organisation.',
  ],
  'provider.taken': ['That person, or this account, is connected already.', 'Disconnect the other one first.'],
  'provider.session': ['Your session ended meanwhile.', 'Sign in and try again.'],
  'provider.not-confirmed': ['That did not prove that it is you.', 'Sign in at the provider as yourself, anew.'],
  'access.confirm': ['Prove once more that it is you.', 'Try again.'],
};

/** Why the provider's sign-in came to nothing, where the address says that it did. */
export function ProviderRefusal() {
  const code = new URLSearchParams(useSearch()).get('refused');
  const said = code ? words[code] : undefined;
  if (!said) return null;
  return <ProblemNote error={told(said[0], said[1])} />;
}

/** The way in by the organisation's own sign-in; says so where it cannot be used now. */
export function ProviderSignIn({ provider }: { provider: Provider }) {
  const state = useGet<ProviderState>('/api/session/provider');
  return (
    <div className="stack">
      <Button
        look="primary"
        onClick={() => location.assign(`/sign-in/start?why=sign-in&to=${encodeURIComponent(location.pathname)}`)}
      >
        Sign in with {provider.name}
      </Button>
      {state.data && !state.data.up ? (
        <Note tone="held">
          {provider.name} cannot be used now. {state.data.problem}{' '}
          {provider.passwordsForAdministratorsAlone
            ? 'Administrators can sign in with their password.'
            : 'You can sign in with a password, if your account has one.'}
        </Note>
      ) : null}
    </div>
  );
}

/** What connects the own account with the provider. */
export function OwnProvider({ provider, person }: { provider: Provider; person: Person }) {
  const [error, setError] = useState<unknown>();
  const [leaving, setLeaving] = useState(false);
  const connect = async () => {
    setError(undefined);
    try {
      // Asks who is there first: whoever finds a window open must not connect themselves.
      location.assign((await api.post<{ at: string }>('/api/session/provider')).at);
    } catch (cause) {
      setError(cause);
    }
  };
  return (
    <section className="stack" aria-labelledby="provider-title">
      <h2 id="provider-title">{provider.name}</h2>
      <ProviderRefusal />
      <div className="row">
        <StateMark tone={person.provider ? 'agree' : 'quiet'}>
          {person.provider ? 'Connected' : 'Not connected'}
        </StateMark>
        {person.provider ? (
          person.password ? (
            <Button onClick={() => setLeaving(true)}>Disconnect</Button>
          ) : (
            <span className="dim">It is the only way into this account, which has no password.</span>
          )
        ) : (
          <Button onClick={() => void connect()}>Connect</Button>
        )}
      </div>
      {error ? <ProblemNote error={error} /> : null}
      <Ask
        title={`Disconnect ${provider.name}`}
        open={leaving}
        onClose={() => setLeaving(false)}
        action="Disconnect"
        danger
        onDo={async () => {
          await api.delete('/api/session/provider');
          await refresh('/api/session');
        }}
      >
        <p>You sign in with your password from then on.</p>
      </Ask>
    </section>
  );
}

/** An administrator says who at the provider an account belongs to, or that it belongs to nobody there. */
export function ProviderDialog({ person, onClose }: { person: PersonRow; onClose: () => void }) {
  const [subject, setSubject] = useState('');
  return (
    <Ask
      title={`${person.provider ? 'Disconnect' : 'Connect'} ${person.name}`}
      open
      onClose={onClose}
      action={person.provider ? 'Disconnect' : 'Connect'}
      danger={person.provider}
      disabled={!person.provider && !subject.trim()}
      onDo={async () => {
        if (person.provider) await api.delete(`/api/people/${person.id}/provider`);
        else await api.put(`/api/people/${person.id}/provider`, { subject: subject.trim() });
        await refresh('/api/people');
      }}
    >
      {person.provider ? (
        <p>
          Their sessions end.{' '}
          {person.password ? 'They sign in with their password.' : 'They cannot sign in until they have a password.'}
        </p>
      ) : (
        <TextInput
          label="Their id at the provider"
          description="The claim sub: what the provider never gives to anybody else. An e-mail address is not one."
          required
          data-autofocus
          value={subject}
          onChange={(e) => setSubject(e.currentTarget.value)}
        />
      )}
    </Ask>
  );
}

/** The page that a proof at the provider comes back to, in a window of its own. */
export function SignedInPage() {
  const refused = new URLSearchParams(useSearch()).has('refused');
  return (
    <main className="lobby">
      <section className="panel stack lobby-card">
        <h1>{refused ? 'Not confirmed' : 'It is you'}</h1>
        <ProviderRefusal />
        <p>
          {refused
            ? 'Close this window and try again in the other one.'
            : 'Close this window and go on in the other one.'}
        </p>
        <div>
          <Button onClick={() => navigate('/')}>Go to my work</Button>
        </div>
      </section>
    </main>
  );
}
