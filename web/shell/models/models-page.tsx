import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Model, Project, ProtocolRow } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, useTitle } from '../../core/router.tsx';
import { longestWords, moment } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask, Dialog } from '../../ui/dialog.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark, type Tone } from '../../ui/state-mark.tsx';
import { Table } from '../../ui/table.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { holds, usePerson } from '../session.tsx';
import { PredictionsDialog } from './predictions-dialog.tsx';
import { RegisterDialog } from './register-dialog.tsx';
import './models.css';

export function ModelsPage({ params }: { params: PageParams }) {
  return <ProjectFrame id={params.project!}>{(project) => <Models project={project} />}</ProjectFrame>;
}

const tones: Record<Model['state'], Tone> = { approved: 'machine', waiting: 'incomplete', retired: 'quiet' };
const words: Record<Model['state'], string> = {
  approved: 'Approved',
  waiting: 'Waits for approval',
  retired: 'Retired',
};

type Open = { what: 'register' | 'predictions' } | { what: 'card' | 'approve' | 'retire'; model: Model };

const called = ({ model }: Model) => `${model.name} ${model.version}`;

/** The models of a project: what is stated of each, who approved it for what, and how much it has suggested. */
function Models({ project }: { project: Project }) {
  useTitle('Models', project.name);
  const lead = holds(usePerson(), project.id, 'lead');
  const path = projectPath(project.id, '/models');
  const models = useGet<Model[]>(path);
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  return (
    <>
      <PageHead
        title="Models"
        note="What a model suggests is no label: a reader sees it as the protocol allows, by default after their own first answer, and the record keeps both."
      >
        <Link href={`/p/${project.id}/models/report`} className="button">
          What suggestions do to readers
        </Link>
        {lead ? (
          <>
            <Button onClick={() => setOpen({ what: 'predictions' })} disabled={!models.data?.some((m) => m.current)}>
              Send in predictions
            </Button>
            <Button look="primary" onClick={() => setOpen({ what: 'register' })}>
              Register a model
            </Button>
          </>
        ) : null}
      </PageHead>
      {models.isError ? <ProblemNote error={models.error} /> : null}
      {models.isPending ? <Loading /> : null}
      {models.data ? (
        <Table
          name="models"
          caption="Models"
          rows={models.data}
          rowKey={(m) => m.model.id}
          empty={<EmptyState>No model yet. Register one to have it answer fields beside your readers.</EmptyState>}
          columns={[
            {
              id: 'model',
              title: 'Model',
              width: 200,
              value: called,
              show: (m) => (
                <Button size="small" look="quiet" onClick={() => setOpen({ what: 'card', model: m })}>
                  {called(m)}
                </Button>
              ),
            },
            {
              id: 'state',
              title: 'State',
              width: 160,
              value: (m) => words[m.state],
              show: (m) => <StateMark tone={tones[m.state]}>{words[m.state]}</StateMark>,
            },
            {
              id: 'approved',
              title: 'For protocol',
              width: 130,
              value: (m) => m.approvals.map((a) => `v${a.protocolVersion}`).join(', ') || '–',
            },
            { id: 'fields', title: 'Fields', value: (m) => m.model.card.fields.join(', ') },
            {
              id: 'suggestions',
              title: 'Suggestions',
              width: 110,
              numeric: true,
              value: (m) => m.suggestions,
            },
            { id: 'items', title: 'Items', width: 80, numeric: true, value: (m) => m.items },
            {
              id: 'hash',
              title: 'SHA-256',
              width: 130,
              value: (m) => m.model.sha256,
              show: (m) => <code title={m.model.sha256}>{m.model.sha256.slice(0, 12)}…</code>,
            },
            {
              id: 'deeds',
              title: '',
              width: 170,
              sortable: false,
              value: () => undefined,
              show: (m) =>
                !lead || m.state === 'retired' ? null : (
                  <span className="row">
                    <Button
                      size="small"
                      aria-label={`Approve ${called(m)}`}
                      onClick={() => setOpen({ what: 'approve', model: m })}
                    >
                      Approve
                    </Button>
                    <Button
                      size="small"
                      look="danger"
                      aria-label={`Retire ${called(m)}`}
                      onClick={() => setOpen({ what: 'retire', model: m })}
                    >
                      Retire
                    </Button>
                  </span>
                ),
            },
          ]}
        />
      ) : null}
      {open?.what === 'register' ? <RegisterDialog project={project.id} onClose={close} /> : null}
      {open?.what === 'predictions' ? <PredictionsDialog project={project.id} onClose={close} /> : null}
      {open?.what === 'card' ? <CardDialog of={open.model} onClose={close} /> : null}
      {open?.what === 'approve' ? <ApproveDialog project={project.id} of={open.model} onClose={close} /> : null}
      {open?.what === 'retire' ? <RetireDialog path={path} of={open.model} onClose={close} /> : null}
    </>
  );
}

function CardDialog({ of, onClose }: { of: Model; onClose: () => void }) {
  const { model, approvals, retired, retiredReason } = of;
  const { card } = model;
  const rows: [string, string | undefined][] = [
    ['Task', card.task],
    ['Fields', card.fields.join(', ')],
    ['Trained on', [card.trainingRelease, card.trainingData].filter(Boolean).join(' · ')],
    ['Licence', card.licence],
    ['Limits', card.limits],
    ['Intended use', card.intendedUse],
    ['Scores', card.calibration ?? 'Not calibrated: readers are shown none unless the protocol says so'],
    ['Endpoint', model.endpoint],
    ['SHA-256', model.sha256],
    ['Registered', `${moment(of.registered)} by ${of.registeredBy}`],
    ...approvals.map((a): [string, string] => [
      `Approved for v${a.protocolVersion}`,
      `${moment(a.at)} by ${a.by}: ${a.reason}`,
    ]),
    ['Retired', retired ? `${moment(retired)}: ${retiredReason}` : undefined],
  ];
  return (
    <Dialog title={called(of)} open onClose={onClose} size={680}>
      <dl className="model-facts">
        {rows
          .filter(([, said]) => said)
          .map(([name, said]) => (
            <div key={name}>
              <dt className="dim">{name}</dt>
              <dd>{said}</dd>
            </div>
          ))}
      </dl>
    </Dialog>
  );
}

function Reason({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  return (
    <Textarea
      label="Why"
      description="The record keeps it."
      autosize
      minRows={2}
      maxLength={longestWords}
      value={value}
      onChange={(e) => onChange(e.currentTarget.value)}
    />
  );
}

function ApproveDialog({ project, of, onClose }: { project: string; of: Model; onClose: () => void }) {
  const protocols = useGet<ProtocolRow[]>(projectPath(project, '/protocols'));
  const newest = protocols.data
    ?.map((p) => p.version)
    .filter((v): v is number => typeof v === 'number')
    .sort((a, b) => b - a)[0];
  const [reason, setReason] = useState('');
  const path = projectPath(project, '/models');
  return (
    <Ask
      title={`Approve ${called(of)}`}
      open
      onClose={onClose}
      action={newest ? `Approve for version ${newest}` : 'Approve'}
      disabled={!newest || !reason.trim()}
      onDo={async () => {
        await api.post(`${path}/${of.model.id}/approvals`, { protocolVersion: newest, reason });
        await refresh(path);
      }}
    >
      {protocols.data && !newest ? (
        <p>Publish the protocol first: a model is approved for one of its versions.</p>
      ) : null}
      <p>
        Its predictions are taken from then on and shown to readers as protocol version {newest ?? '–'} allows. A later
        version needs an approval of its own.
      </p>
      <Reason value={reason} onChange={setReason} />
    </Ask>
  );
}

function RetireDialog({ path, of, onClose }: { path: string; of: Model; onClose: () => void }) {
  const [reason, setReason] = useState('');
  return (
    <Ask
      title={`Retire ${called(of)}`}
      open
      onClose={onClose}
      action={`Retire ${called(of)}`}
      danger
      disabled={!reason.trim()}
      onDo={async () => {
        await api.post(`${path}/${of.model.id}/retirement`, { reason });
        await refresh(path);
      }}
    >
      <p>
        Nothing more is taken or shown of it. What readers were shown stays in the record. A retired version stays so.
      </p>
      <Reason value={reason} onChange={setReason} />
    </Ask>
  );
}
