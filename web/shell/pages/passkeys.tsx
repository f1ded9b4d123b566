import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, told } from '../../core/api.ts';
import type { PasskeyView } from '../../core/contract.ts';
import { makePasskey, passkeyHindrance, wasCancelled } from '../../core/passkey.ts';
import { day } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { EmptyState, ProblemNote } from '../../ui/notes.tsx';
import { Table } from '../../ui/table.tsx';
import { refresh, useGet } from '../data.ts';

const list = '/api/session/passkeys';
type Deed = { kind: 'new' } | { kind: 'name' | 'remove'; passkey: PasskeyView };

/** The person's passkeys: seen, added, named, removed. */
export function Passkeys() {
  const passkeys = useGet<PasskeyView[]>(list);
  const [deed, setDeed] = useState<Deed>();
  const hindrance = passkeyHindrance();
  const add = (
    <Button disabled={hindrance !== undefined} onClick={() => setDeed({ kind: 'new' })}>
      Add a passkey
    </Button>
  );
  const some = passkeys.data && passkeys.data.length > 0;
  return (
    <section className="stack" aria-labelledby="passkeys-title">
      <div className="row between">
        <h2 id="passkeys-title">Passkeys</h2>
        {some ? add : null}
      </div>
      {passkeys.isError ? <ProblemNote error={passkeys.error} /> : null}
      {hindrance ? <p className="dim">{hindrance}</p> : null}
      {passkeys.data ? (
        some ? (
          <Table
            name="passkeys"
            caption="Passkeys"
            rows={passkeys.data}
            rowKey={(p) => p.id}
            empty={null}
            columns={[
              { id: 'name', title: 'Name', value: (p) => p.name },
              { id: 'created', title: 'Added', width: 120, value: (p) => p.created, show: (p) => day(p.created) },
              {
                id: 'used',
                title: 'Last used',
                width: 120,
                value: (p) => p.used ?? '',
                show: (p) => (p.used ? day(p.used) : 'never'),
              },
              { id: 'copied', title: 'On several devices', width: 150, value: (p) => (p.copied ? 'yes' : 'no') },
              {
                id: 'deeds',
                title: '',
                width: 190,
                sortable: false,
                value: () => undefined,
                show: (p) => (
                  <span className="row">
                    <Button
                      size="small"
                      aria-label={`Rename ${p.name}`}
                      onClick={() => setDeed({ kind: 'name', passkey: p })}
                    >
                      Rename
                    </Button>
                    <Button
                      size="small"
                      look="danger"
                      aria-label={`Remove ${p.name}`}
                      onClick={() => setDeed({ kind: 'remove', passkey: p })}
                    >
                      Remove
                    </Button>
                  </span>
                ),
              },
            ]}
          />
        ) : (
          <EmptyState action={add}>
            You have no passkey. With one you sign in by finger, face or PIN: no password and no code are asked.
          </EmptyState>
        )
      ) : null}
      {deed ? <PasskeyDialog deed={deed} onClose={() => setDeed(undefined)} /> : null}
    </section>
  );
}

function PasskeyDialog({ deed, onClose }: { deed: Deed; onClose: () => void }) {
  const [name, setName] = useState(deed.kind === 'name' ? deed.passkey.name : '');
  const words = {
    new: { title: 'Add a passkey', action: 'Go on' },
    name: { title: 'Rename', action: 'Rename' },
    remove: { title: 'Remove', action: 'Remove' },
  }[deed.kind];
  const run = async () => {
    try {
      if (deed.kind === 'new') await makePasskey(name.trim());
      else if (deed.kind === 'name') await api.patch(`${list}/${deed.passkey.id}`, { name: name.trim() });
      else await api.delete(`${list}/${deed.passkey.id}`);
    } catch (cause) {
      throw wasCancelled(cause) ? told('Your device made no passkey.', 'Try again, or use another device.') : cause;
    }
    await refresh(list, '/api/session');
  };
  return (
    <Ask
      title={deed.kind === 'new' ? words.title : `${words.title}: ${deed.passkey.name}`}
      open
      onClose={onClose}
      action={words.action}
      danger={deed.kind === 'remove'}
      disabled={deed.kind !== 'remove' && !name.trim()}
      onDo={run}
    >
      {deed.kind === 'remove' ? (
        <p>It opens your account no more. Your other sessions end.</p>
      ) : (
        <TextInput
          label="Name"
          description="So that you know it again, such as the device it is on"
          maxLength={60}
          required
          data-autofocus
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
        />
      )}
    </Ask>
  );
}
