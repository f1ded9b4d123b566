import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, query } from '../../core/api.ts';
import type { Project, SealedOpening, SealedSet } from '../../core/contract.ts';
import { count, moment } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { ProblemNote } from '../../ui/notes.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Table } from '../../ui/table.tsx';
import { refresh, useGet } from '../data.ts';
import { holds, usePerson } from '../session.tsx';
import { SignatureList } from '../signing/signatures.tsx';
import { RecipientField, useNeedsRecipient } from './recipient-field.tsx';

/** The sealed test set of a release: its state, who asked, who agreed, who took its labels. Nothing where it seals nothing. */
export function SealedSetSection({ project, path, name }: { project: Project; path: string; name: string }) {
  const at = `${path}/sealed`;
  const found = useGet<SealedSet>(at);
  const person = usePerson();
  const [asking, setAsking] = useState<'open' | 'take'>();
  const [reason, setReason] = useState('');
  if (found.isError) return <ProblemNote error={found.error} />;
  if (!found.data || found.data.state === 'none') return null;
  const set = found.data;
  const open = set.state === 'open';
  const waiting = set.openings.some((o) => o.state === 'asked');
  return (
    <section className="stack" aria-labelledby="sealed-title">
      <div className="row between">
        <h2 id="sealed-title">Sealed test set</h2>
        <div className="row">
          {!open && !waiting && holds(person, project.id, 'lead') ? (
            <Button onClick={() => setAsking('open')}>Ask to open it</Button>
          ) : null}
          {open ? (
            <Button look="primary" onClick={() => setAsking('take')}>
              Take the labels
            </Button>
          ) : null}
        </div>
      </div>
      <div className="row">
        <StateMark tone={open ? 'incomplete' : 'agree'}>{open ? 'Open' : 'Sealed'}</StateMark>
        <span>
          {count(set.items, 'item')}.{' '}
          {open
            ? 'Whoever has the labels checks them against the bundle with overread verify --opened.'
            : 'The bundle commits to their labels and holds none of them.'}
        </span>
      </div>
      {set.openings.map((o) => (
        <Opening key={o.id} project={project} opening={o} path={at} name={name} />
      ))}
      {set.accesses.length > 0 ? (
        <Table
          name="sealed-accesses"
          caption="Who took the labels"
          rows={set.accesses}
          rowKey={(a) => String(a.seq)}
          empty={null}
          columns={[
            { id: 'at', title: 'When', width: 190, value: (a) => a.at, show: (a) => moment(a.at) },
            { id: 'by', title: 'Who', width: 160, value: (a) => a.by },
            { id: 'recipient', title: 'For whom', width: 180, value: (a) => a.recipient ?? 'Nobody outside' },
            { id: 'purpose', title: 'Purpose', value: (a) => a.purpose },
            { id: 'items', title: 'Items', width: 90, numeric: true, value: (a) => a.items },
            { id: 'seq', title: 'Event', width: 90, numeric: true, value: (a) => a.seq },
          ]}
        />
      ) : null}
      <Ask
        title={`Open the sealed set of ${name}`}
        open={asking === 'open'}
        onClose={() => setAsking(undefined)}
        action="Ask"
        disabled={!reason.trim()}
        onDo={async () => {
          await api.post(`${at}/openings`, { reason: reason.trim() });
          setReason('');
          await refresh(at);
        }}
      >
        <p>Somebody else has to agree with a signature. Once it is open it is never sealed again.</p>
        <ReasonField value={reason} onChange={setReason} />
      </Ask>
      {asking === 'take' ? <TakeLabels project={project} path={at} onClose={() => setAsking(undefined)} /> : null}
    </section>
  );
}

const stateWords: Record<SealedOpening['state'], string> = {
  asked: 'Waits for a second person',
  approved: 'Approved',
  refused: 'Refused',
};

function Opening({
  project,
  opening,
  path,
  name,
}: {
  project: Project;
  opening: SealedOpening;
  path: string;
  name: string;
}) {
  const person = usePerson();
  const [error, setError] = useState<unknown>();
  const [refusing, setRefusing] = useState(false);
  const [why, setWhy] = useState('');
  const at = `${path}/openings/${encodeURIComponent(opening.id)}`;
  const decides = opening.state === 'asked' && holds(person, project.id, 'lead', 'auditor');
  return (
    <article className="panel stack" aria-label={`Request of ${opening.by}`}>
      <div className="row between">
        <strong>{opening.reason}</strong>
        <span className="dim">
          {opening.by} asked on {moment(opening.at)}
        </span>
      </div>
      <div className="row">
        <StateMark tone={opening.state === 'asked' ? 'incomplete' : opening.state === 'approved' ? 'agree' : 'dispute'}>
          {stateWords[opening.state]}
        </StateMark>
        {opening.decidedBy ? (
          <span className="dim">
            {opening.decidedBy} on {moment(opening.decided!)}
            {opening.why ? `: ${opening.why}` : ''}
          </span>
        ) : null}
      </div>
      <SignatureList project={project.id} signatures={opening.signatures} />
      {error ? <ProblemNote error={error} /> : null}
      {decides ? (
        <div className="row">
          <Button
            look="primary"
            disabled={opening.blocks != null}
            title={opening.blocks ?? undefined}
            onClick={async () => {
              setError(undefined);
              try {
                await api.post(`${at}/approve`, {});
              } catch (cause) {
                setError(cause);
              }
              await refresh(path);
            }}
          >
            Approve and sign
          </Button>
          <Button look="danger" onClick={() => setRefusing(true)}>
            Refuse
          </Button>
        </div>
      ) : null}
      {decides && opening.blocks ? <p className="dim small">{opening.blocks}</p> : null}
      <Ask
        title={`Keep ${name} sealed`}
        open={refusing}
        onClose={() => setRefusing(false)}
        action="Refuse"
        danger
        disabled={!why.trim()}
        onDo={async () => {
          await api.post(`${at}/refuse`, { reason: why.trim() });
          await refresh(path);
        }}
      >
        <ReasonField value={why} onChange={setWhy} />
      </Ask>
    </article>
  );
}

function TakeLabels({ project, path, onClose }: { project: Project; path: string; onClose: () => void }) {
  const [purpose, setPurpose] = useState('');
  const [recipient, setRecipient] = useState('');
  const needed = useNeedsRecipient(project);
  return (
    <Ask
      title="Take the opened labels"
      open
      onClose={onClose}
      action="Download"
      disabled={!purpose.trim() || (needed && !recipient)}
      onDo={async () => {
        location.assign(`${path}/labels${query({ purpose: purpose.trim(), recipient: recipient || undefined })}`);
        // The answer is a file; the log has it once it was given.
        setTimeout(() => void refresh(path), 1_000);
      }}
    >
      <TextInput
        label="Purpose"
        description="Who gets them, and for what. It is recorded."
        required
        data-autofocus
        value={purpose}
        onChange={(e) => setPurpose(e.currentTarget.value)}
      />
      <RecipientField project={project} value={recipient} onChange={setRecipient} />
    </Ask>
  );
}
