import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { AccessView, PersonRow, SessionRow } from '../../core/contract.ts';
import { moment } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask, Dialog } from '../../ui/dialog.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Table } from '../../ui/table.tsx';
import { refresh, useGet } from '../data.ts';
import { TokenTable } from './token-table.tsx';

/** Where somebody is signed in, each to be ended. */
function SessionTable({ rows, onEnd }: { rows: SessionRow[]; onEnd: (row: SessionRow) => void }) {
  return (
    <Table
      name="sessions"
      caption="Sessions"
      rows={rows}
      rowKey={(s) => s.id}
      empty={<EmptyState>Nobody is signed in to this account.</EmptyState>}
      columns={[
        { id: 'device', title: 'Browser', value: (s) => s.device },
        { id: 'address', title: 'From', width: 150, value: (s) => s.address },
        { id: 'begun', title: 'Signed in', width: 170, value: (s) => s.begun, show: (s) => moment(s.begun) },
        { id: 'used', title: 'Last used', width: 170, value: (s) => s.used, show: (s) => moment(s.used) },
        { id: 'ends', title: 'Ends unused', width: 170, value: (s) => s.ends, show: (s) => moment(s.ends) },
        {
          id: 'deeds',
          title: '',
          width: 120,
          sortable: false,
          value: () => undefined,
          show: (s) =>
            s.current ? (
              <StateMark tone="agree">This one</StateMark>
            ) : (
              <Button
                size="small"
                look="danger"
                aria-label={`End the session of ${s.device} since ${moment(s.begun)}`}
                onClick={() => onEnd(s)}
              >
                End
              </Button>
            ),
        },
      ]}
    />
  );
}

/** The person's own sessions. */
export function OwnSessions() {
  const sessions = useGet<SessionRow[]>('/api/sessions');
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<unknown>();
  const end = (row: SessionRow) =>
    api
      .delete(`/api/sessions/${row.id}`)
      .then(() => refresh('/api/sessions'))
      .catch(setError);
  const others = (sessions.data ?? []).filter((s) => !s.current).length;
  return (
    <section className="stack" aria-labelledby="sessions-title">
      <div className="row between">
        <h2 id="sessions-title">Where you are signed in</h2>
        {others > 0 ? <Button onClick={() => setAsking(true)}>End all others</Button> : null}
      </div>
      {sessions.isError ? <ProblemNote error={sessions.error} /> : null}
      {error ? <ProblemNote error={error} /> : null}
      {sessions.data ? <SessionTable rows={sessions.data} onEnd={(s) => void end(s)} /> : null}
      <Ask
        title="End all other sessions"
        open={asking}
        onClose={() => setAsking(false)}
        action={`End ${others === 1 ? 'the other' : `${others} others`}`}
        danger
        onDo={async () => {
          await api.delete('/api/sessions');
          await refresh('/api/sessions');
        }}
      >
        <p>
          Whoever uses them has to sign in again. Change your password too if you do not know one of them: that also
          ends your tokens.
        </p>
      </Ask>
    </section>
  );
}

/** What an account has open, for administrators. */
export function AccessDialog({ person, onClose }: { person: PersonRow; onClose: () => void }) {
  const path = `/api/people/${person.id}/access`;
  const open = useGet<AccessView>(path);
  const [error, setError] = useState<unknown>();
  const [asking, setAsking] = useState(false);
  const run = (deed: Promise<unknown>) => deed.then(() => refresh(path)).catch(setError);
  const sessions = open.data?.sessions ?? [];
  const tokens = open.data?.tokens ?? [];
  return (
    <Dialog title={`Sessions and tokens: ${person.name}`} open onClose={onClose} size={980}>
      <div className="stack">
        {open.isError ? <ProblemNote error={open.error} /> : null}
        {error ? <ProblemNote error={error} /> : null}
        {open.isPending ? <Loading /> : null}
        {open.data ? (
          <>
            <SessionTable
              rows={sessions}
              onEnd={(s) => void run(api.delete(`/api/people/${person.id}/sessions/${s.id}`))}
            />
            <TokenTable
              name="tokens-of"
              rows={tokens}
              empty={<EmptyState>No program acts for this account.</EmptyState>}
              onRevoke={(t) => void run(api.delete(`/api/people/${person.id}/tokens/${t.id}`))}
            />
            <div className="row" style={{ justifyContent: 'flex-end' }}>
              <Button
                look="danger"
                disabled={sessions.every((s) => s.current) && tokens.length === 0}
                onClick={() => setAsking(true)}
              >
                End all of them
              </Button>
            </div>
          </>
        ) : null}
        <Ask
          title={`End all sessions and tokens of ${person.name}`}
          open={asking}
          onClose={() => setAsking(false)}
          action="End all"
          danger
          onDo={async () => {
            await api.delete(path);
            await refresh(path);
          }}
        >
          <p>They have to sign in again, and every program that acts for them is refused from now on.</p>
        </Ask>
      </div>
    </Dialog>
  );
}
