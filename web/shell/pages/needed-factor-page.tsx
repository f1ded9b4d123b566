import type { Person } from '../../core/contract.ts';
import { useTitle } from '../../core/router.tsx';
import { Button } from '../../ui/button.tsx';
import { Brand } from '../brand.tsx';
import { Passkeys } from './passkeys.tsx';
import { SecondFactor } from './second-factor.tsx';

/** Where the server asks everybody for a second factor: nothing else is open until the person has one. */
export function NeededFactorPage({
  person,
  onCodes,
  onLeave,
}: {
  person: Person;
  onCodes: (shown: boolean) => void;
  onLeave: () => Promise<void>;
}) {
  useTitle('Set up a second factor');
  return (
    <main className="lobby">
      <Brand />
      <section className="panel stack lobby-card">
        <h1>Set up a second factor</h1>
        <p className="dim">
          This server asks everybody for more than a password: codes of an authenticator app, or a passkey. Set up one
          of them to go on.
        </p>
        <SecondFactor on={person.totp} left={person.recoveryCodes} onCodes={onCodes} />
        <Passkeys />
        <Button onClick={() => void onLeave()}>Sign out</Button>
      </section>
    </main>
  );
}
