import type { ReactNode } from 'react';
import type { TokenRow } from '../../core/contract.ts';
import { day, moment } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Table } from '../../ui/table.tsx';

export type Scope = TokenRow['scopes'][number];
export const scopeWords: Record<Scope, string> = {
  read: 'Read',
  write: 'Write',
  suggest: 'Send in predictions',
  admin: 'Administer',
};

interface TokenTableProps {
  name: string;
  rows: TokenRow[];
  empty: ReactNode;
  onRevoke: (token: TokenRow) => void;
}

/** The tokens of an account, each to be revoked. */
export function TokenTable({ name, rows, empty, onRevoke }: TokenTableProps) {
  return (
    <Table
      name={name}
      caption="API tokens"
      rows={rows}
      rowKey={(t) => t.id}
      empty={empty}
      columns={[
        { id: 'name', title: 'Name', value: (t) => t.name },
        { id: 'scopes', title: 'May', width: 170, value: (t) => t.scopes.map((s) => scopeWords[s]).join(', ') },
        { id: 'created', title: 'Created', width: 120, value: (t) => t.created, show: (t) => day(t.created) },
        { id: 'expires', title: 'Expires', width: 120, value: (t) => t.expires, show: (t) => day(t.expires) },
        {
          id: 'used',
          title: 'Last used',
          width: 260,
          value: (t) => t.lastUsed,
          show: (t) => (t.lastUsed ? `${moment(t.lastUsed)} from ${t.lastAddress}` : 'Never'),
        },
        {
          id: 'deeds',
          title: '',
          width: 110,
          sortable: false,
          value: () => undefined,
          show: (t) => (
            <Button size="small" look="danger" aria-label={`Revoke ${t.name}`} onClick={() => onRevoke(t)}>
              Revoke
            </Button>
          ),
        },
      ]}
    />
  );
}
