import { Drawer } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Dispute } from '../../core/contract.ts';
import type { Command } from '../../core/keyboard.ts';
import { useCommands } from '../../core/keys.ts';
import type { MarkLayer, ViewerProps } from '../../core/modality.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, navigate, useTitle } from '../../core/router.tsx';
import { count } from '../../core/words.ts';
import { kindOf } from '../../kinds/registry.ts';
import { markWords } from '../../kinds/words.ts';
import { Button } from '../../ui/button.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { refresh, useGet } from '../data.ts';
import { Frame } from '../frame.tsx';
import { ItemViewer } from '../item-viewer.tsx';
import { KeySheet } from '../keys.tsx';
import { manifestFor } from '../modalities.ts';
import { readerStyle } from '../reader-colours.ts';
import { Remarks } from '../remarks.tsx';
import { fieldCommands } from '../workbench/field-commands.ts';
import { type Decisions, disputeKey, sessionOf, useDecisions } from './decision-draft.ts';
import { DisputePanel } from './dispute-panel.tsx';
import '../workbench/workbench.css';
import './adjudication.css';

export function AdjudicationPage({ params }: { params: PageParams }) {
  const project = params.project!;
  const item = params.item!;
  const dispute = useGet<Dispute>(disputeKey(project, item));
  if (dispute.data) return <Adjudication key={item} project={project} dispute={dispute.data} />;
  if (dispute.isPending) return <Loading what="Opening the dispute" />;
  return (
    <Frame crumbs={[{ title: 'Disputes', href: `/p/${project}/disputes` }, { title: 'Item' }]}>
      <ProblemNote error={dispute.error}>
        <Link href={`/p/${project}/disputes`}>Back to the disputes</Link>
      </ProblemNote>
    </Frame>
  );
}

function Adjudication({ project, dispute }: { project: string; dispute: Dispute }) {
  const decisions = useDecisions(project, dispute);
  const [panel, setPanel] = useState<'guideline' | 'keys'>();
  const { selected, select } = decisions;
  useTitle(`Dispute ${dispute.item.title}`, dispute.project.name);
  const next = () => {
    void refresh(`/api/projects/${project}/disputes`, `/api/projects/${project}/overview`);
    navigate(dispute.next ? `/p/${project}/disputes/${dispute.next}` : `/p/${project}/disputes`);
  };
  const decide = async () => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const last = decisions.open.length <= 1;
    if ((await decisions.decide()) && last) next();
  };
  useCommands(commandsOf(dispute, decisions, { decide: () => void decide(), next, setPanel }));
  const props = useViewerProps(dispute, decisions, selected, select);
  return (
    <div className="workbench adjudication">
      <header className="bar">
        <Link href={`/p/${project}/disputes`} className="button quiet small">
          ‹ Disputes
        </Link>
        <h1 className="ellipsis">{dispute.item.title}</h1>
        <span className="dim ellipsis">
          {dispute.project.name} · protocol v{dispute.protocol.version} · {count(dispute.readers.length, 'reader')}
        </span>
        <StateMark tone={decisions.open.length > 0 ? 'dispute' : 'agree'}>
          {decisions.open.length > 0 ? `${count(decisions.open.length, 'field')} to decide` : 'All decided'}
        </StateMark>
        <span className="grow" />
        <Button look="quiet" onClick={() => setPanel('guideline')}>
          Guideline
        </Button>
        <Button onClick={next} hint="J" look={decisions.open.length === 0 ? 'primary' : undefined}>
          Next
        </Button>
      </header>
      <main className="view">
        <ItemViewer {...props} />
      </main>
      <aside className="side" aria-label="Reads side by side">
        <div className="scroll" tabIndex={0} role="group" aria-label="Fields">
          <DisputePanel dispute={dispute} decisions={decisions} onDecide={() => void decide()} />
          <Remarks project={project} item={dispute.item.id} fields={dispute.protocol.body.fields} />
        </div>
      </aside>
      <footer className="foot">
        <span>
          {dispute.kind === 'recheck'
            ? 'A second look at an agreed item.'
            : 'Every read stays in the record beside your decision.'}
        </span>
        <span className="grow" />
        <button type="button" className="button small quiet" onClick={() => setPanel('keys')}>
          <kbd>?</kbd> Keys
        </button>
      </footer>
      <Drawer
        opened={panel === 'guideline'}
        onClose={() => setPanel(undefined)}
        position="left"
        title={`Guideline, version ${dispute.protocol.version}`}
        size={460}
        withOverlay={false}
        lockScroll={false}
        trapFocus={false}
        closeButtonProps={{ 'aria-label': 'Close the guideline' }}
      >
        <Markdown text={dispute.protocol.body.guideline} />
      </Drawer>
      <KeySheet open={panel === 'keys'} onClose={() => setPanel(undefined)} note={manifestFor(dispute.item)?.mouse} />
    </div>
  );
}

interface Deeds {
  decide: () => void;
  next: () => void;
  setPanel: (panel: 'guideline' | 'keys') => void;
}

function commandsOf(dispute: Dispute, decisions: Decisions, { decide, next, setPanel }: Deeds): Command[] {
  const group = 'Adjudication';
  const step = (by: number) => {
    const at = dispute.fields.findIndex((f) => f.field === decisions.current?.field);
    decisions.setChosen(dispute.fields[Math.max(0, Math.min(dispute.fields.length - 1, at + by))]?.field);
  };
  const take = dispute.readers.map(
    (r, i): Command => ({
      id: `dispute.take.${i + 1}`,
      title: `Take the answer of ${r.reader}`,
      group,
      keys: [String((i + 1) % 10)],
      run: () => decisions.take(i),
    }),
  );
  const { draft, field } = decisions;
  return [
    ...(draft.anew && field ? fieldCommands(sessionOf(field, decisions)) : take),
    { id: 'dispute.anew', title: 'Decide anew', group, keys: ['D'], run: decisions.anew },
    { id: 'dispute.decide', title: 'Record the decision', group, keys: ['Ctrl+Enter'], run: decide },
    {
      id: 'dispute.reason',
      title: 'Write the reason',
      group,
      keys: ['Enter'],
      run: () => document.querySelector<HTMLElement>('[data-reason]')?.focus(),
    },
    { id: 'dispute.field.next', title: 'Next field', group, keys: ['Shift+ArrowDown'], run: () => step(1) },
    { id: 'dispute.field.previous', title: 'Previous field', group, keys: ['Shift+ArrowUp'], run: () => step(-1) },
    { id: 'dispute.next', title: 'Next item', group, keys: ['J'], run: next },
    { id: 'read.guideline', title: 'Guideline', group, keys: ['G'], run: () => setPanel('guideline') },
    { id: 'shell.keys', title: 'Show the keys', group: 'Everywhere', keys: ['?'], run: () => setPanel('keys') },
  ];
}

/** Readers' marks in their colours and line styles; the adjudicator's own on top, only of the field in hand. */
function useViewerProps(
  dispute: Dispute,
  decisions: Decisions,
  selected: string | undefined,
  onSelect: (id: string | undefined) => void,
): Omit<ViewerProps, 'person'> {
  const { draft, field } = decisions;
  const fields = dispute.protocol.body.fields;
  const readers = useMemo(
    () =>
      dispute.readers.map(
        (r, i): MarkLayer => ({
          id: r.reader,
          title: r.reader,
          ...readerStyle(i),
          marks: r.read.marks,
          editable: false,
          label: (m) => `${r.reader} ${markWords(fields, m)}`,
        }),
      ),
    [dispute.readers, fields],
  );
  const own: MarkLayer = {
    id: 'own',
    title: 'Mine',
    colour: '#2ba6a0',
    marks: draft.anew ? draft.marks : [],
    editable: true,
  };
  const shape = field && kindOf(field).region?.kind;
  const cls = field && decisions.classOf(field);
  return {
    item: dispute.item,
    hangings: dispute.protocol.body.hangings ?? undefined,
    layers: [...readers, own],
    targets: field && shape ? { [shape]: { field, ...(cls ? { class: cls } : {}) } } : {},
    selected,
    onSelect,
    onDraw: ({ geometry, class: cls }) => onSelect(decisions.draw(geometry, cls)),
    onRevise: (mark) => decisions.setMarks(draft.marks.map((m) => (m.id === mark.id ? mark : m))),
    onWithdraw: (id) => decisions.setMarks(draft.marks.filter((m) => m.id !== id)),
    onShown: ignore,
  };
}

const ignore = () => undefined;
