import { NumberInput, Textarea, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { api } from '../../core/api.ts';
import type { DividedKey, Project, ProjectKey } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { useTitle } from '../../core/router.tsx';
import { day, moment } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { saveFile } from '../../ui/csv.ts';
import { Ask, Dialog } from '../../ui/dialog.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark, type Tone } from '../../ui/state-mark.tsx';
import { Table } from '../../ui/table.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';

export function KeysPage({ params }: { params: PageParams }) {
  return <ProjectFrame id={params.project!}>{(project) => <Keys project={project} />}</ProjectFrame>;
}

const tones: Record<ProjectKey['state'], Tone> = { current: 'agree', retired: 'quiet', destroyed: 'held' };
const words: Record<ProjectKey['state'], string> = { current: 'In use', retired: 'Retired', destroyed: 'Destroyed' };

type Open =
  | { what: 'divide' | 'destroy'; key: ProjectKey }
  | { what: 'rotate' | 'restore' }
  | { what: 'parts'; divided: DividedKey };

/** The keys from which pseudonyms and date offsets are derived: what becomes of them, and who could have them back. */
function Keys({ project }: { project: Project }) {
  useTitle('Keys', project.name);
  const path = projectPath(project.id, '/keys');
  const keys = useGet<ProjectKey[]>(path);
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const current = keys.data?.find((k) => k.state === 'current');
  const missing = keys.data?.filter((k) => k.state !== 'destroyed' && !k.inVault) ?? [];
  return (
    <>
      <PageHead
        title="Keys"
        note="Pseudonyms and date offsets are derived from a key that never leaves this server’s vault. Without it nobody can join new data to old."
      >
        <Button onClick={() => setOpen({ what: 'restore' })}>Restore from parts</Button>
        {keys.data?.length ? (
          <Button onClick={() => setOpen({ what: 'rotate' })}>{current ? 'Use a new key' : 'Make a new key'}</Button>
        ) : null}
      </PageHead>
      {keys.isError ? <ProblemNote error={keys.error} /> : null}
      {keys.isPending ? <Loading /> : null}
      {missing.length > 0 ? (
        <p role="alert">
          <StateMark tone="dispute">
            {missing.map((k) => k.fingerprint).join(', ')} is not in the vault. Put the vault back from its backup, or
            restore the key from its parts.
          </StateMark>
        </p>
      ) : null}
      {current && !current.escrowed ? (
        <p className="dim">
          The key in use has not been divided among custodians: if the vault is lost, its pseudonyms are lost with it.
        </p>
      ) : null}
      {keys.data ? (
        <Table
          name="keys"
          caption="Keys"
          rows={keys.data}
          rowKey={(k) => k.fingerprint}
          empty={<EmptyState>No key yet: the first batch that is read makes one.</EmptyState>}
          columns={[
            {
              id: 'fingerprint',
              title: 'Fingerprint',
              width: 190,
              value: (k) => k.fingerprint,
              show: (k) => <code>{k.fingerprint}</code>,
            },
            {
              id: 'state',
              title: 'State',
              width: 130,
              value: (k) => words[k.state],
              show: (k) => <StateMark tone={tones[k.state]}>{words[k.state]}</StateMark>,
            },
            { id: 'made', title: 'Made', value: (k) => k.made, show: (k) => moment(k.made) },
            { id: 'ended', title: 'Ended', value: (k) => k.ended, show: (k) => (k.ended ? moment(k.ended) : '–') },
            {
              id: 'vault',
              title: 'In the vault',
              width: 110,
              value: (k) => (k.inVault ? 'Yes' : k.state === 'destroyed' ? '–' : 'No'),
            },
            {
              id: 'parts',
              title: 'Parts',
              value: (k) => (k.escrowed ? `${k.needed} of ${k.shares}, ${day(k.escrowed)}` : 'None'),
            },
            {
              id: 'deeds',
              title: '',
              width: 170,
              sortable: false,
              value: () => undefined,
              show: (k) =>
                k.state === 'destroyed' ? null : (
                  <span className="row">
                    <Button
                      size="small"
                      aria-label={`Divide ${k.fingerprint}`}
                      disabled={!k.inVault}
                      onClick={() => setOpen({ what: 'divide', key: k })}
                    >
                      Divide
                    </Button>
                    <Button
                      size="small"
                      look="danger"
                      aria-label={`Destroy ${k.fingerprint}`}
                      onClick={() => setOpen({ what: 'destroy', key: k })}
                    >
                      Destroy
                    </Button>
                  </span>
                ),
            },
          ]}
        />
      ) : null}
      {open?.what === 'divide' ? (
        <DivideDialog
          path={path}
          of={open.key}
          onClose={close}
          onDone={(divided) => setOpen({ what: 'parts', divided })}
        />
      ) : null}
      {open?.what === 'parts' ? <PartsDialog divided={open.divided} onClose={close} /> : null}
      {open?.what === 'restore' ? <RestoreDialog path={path} onClose={close} /> : null}
      {open?.what === 'rotate' ? <RotateDialog path={path} current={current} onClose={close} /> : null}
      {open?.what === 'destroy' ? <DestroyDialog path={path} of={open.key} onClose={close} /> : null}
    </>
  );
}

interface DivideProps {
  path: string;
  of: ProjectKey;
  onClose: () => void;
  onDone: (divided: DividedKey) => void;
}

function DivideDialog({ path, of, onClose, onDone }: DivideProps) {
  const [shares, setShares] = useState(3);
  const [needed, setNeeded] = useState(2);
  const divided = useRef<DividedKey>(undefined);
  return (
    <Ask
      title={`Divide ${of.fingerprint}`}
      open
      // The dialog closes itself when its deed is done: then the parts are shown.
      onClose={() => (divided.current ? onDone(divided.current) : onClose())}
      action="Divide"
      disabled={needed > shares}
      onDo={async () => {
        divided.current = await api.post<DividedKey>(`${path}/${of.fingerprint}/escrow`, { shares, needed });
        await refresh(path);
      }}
    >
      <p>Each custodian gets one part. No part says anything by itself; enough of them together are the key.</p>
      <NumberInput label="Parts" min={2} max={16} value={shares} onChange={(v) => setShares(Number(v))} />
      <NumberInput
        label="Needed to restore"
        min={2}
        max={shares}
        value={needed}
        onChange={(v) => setNeeded(Number(v))}
      />
    </Ask>
  );
}

function PartsDialog({ divided, onClose }: { divided: DividedKey; onClose: () => void }) {
  return (
    <Dialog title={`Parts of ${divided.fingerprint}`} open onClose={onClose} firm size={680}>
      <div className="stack">
        <p>
          Shown once, and kept nowhere. Hand each part to another person; {divided.needed} of {divided.shares.length}{' '}
          restore the key.
        </p>
        {divided.shares.map((share, i) => (
          <div key={share} className="row">
            <TextInput
              className="grow"
              label={`Part ${i + 1}`}
              value={share}
              readOnly
              onFocus={(e) => e.currentTarget.select()}
            />
            <Button
              size="small"
              style={{ alignSelf: 'flex-end' }}
              aria-label={`Save part ${i + 1}`}
              onClick={() => saveFile(`key-${divided.fingerprint}-part-${i + 1}.txt`, `${share}\n`, 'text/plain')}
            >
              Save
            </Button>
          </div>
        ))}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button look="primary" onClick={onClose}>
            The parts are handed out
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function RestoreDialog({ path, onClose }: { path: string; onClose: () => void }) {
  const [text, setText] = useState('');
  const shares = text.split(/\n/).filter((line) => line.trim() !== '');
  return (
    <Ask
      title="Restore a key from its parts"
      open
      onClose={onClose}
      action="Restore"
      disabled={shares.length < 2}
      size={680}
      onDo={async () => {
        await api.post(`${path}/restore`, { shares });
        await refresh(path);
      }}
    >
      <Textarea
        label="Parts, one on each line"
        autosize
        minRows={4}
        spellCheck={false}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
    </Ask>
  );
}

interface RotateProps {
  path: string;
  current: ProjectKey | undefined;
  onClose: () => void;
}

function RotateDialog({ path, current, onClose }: RotateProps) {
  const [reason, setReason] = useState('');
  return (
    <Ask
      title={current ? 'Use a new key' : 'Make a new key'}
      open
      onClose={onClose}
      action={current ? 'Use a new key' : 'Make a new key'}
      disabled={reason.trim() === ''}
      onDo={async () => {
        await api.post(`${path}/rotate`, { reason });
        await refresh(path);
      }}
    >
      <p>
        What is here keeps its pseudonyms. A patient who comes again gets a new pseudonym and a new date offset: their
        old and new studies look like two patients’, also to the splits of a release.
      </p>
      <Textarea label="Reason" autosize minRows={2} value={reason} onChange={(e) => setReason(e.currentTarget.value)} />
    </Ask>
  );
}

function DestroyDialog({ path, of, onClose }: { path: string; of: ProjectKey; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  return (
    <Ask
      title={`Destroy ${of.fingerprint}`}
      open
      onClose={onClose}
      action="Destroy the key"
      danger
      disabled={reason.trim() === '' || typed.trim().toUpperCase() !== of.fingerprint}
      onDo={async () => {
        await api.post(`${path}/${of.fingerprint}/destroy`, { reason });
        await refresh(path);
      }}
    >
      <p>
        This cannot be undone. Nobody will be able to derive the pseudonyms made with it, join new data to old, or find
        a patient who withdraws. Backups of the vault and parts at custodians must be destroyed by hand.
      </p>
      <Textarea label="Reason" autosize minRows={2} value={reason} onChange={(e) => setReason(e.currentTarget.value)} />
      <TextInput
        label="Type the fingerprint to confirm"
        value={typed}
        onChange={(e) => setTyped(e.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
      />
    </Ask>
  );
}
