import { Drawer } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Field, Hanging, Item, Mark } from '../../core/contract.ts';
import type { Command } from '../../core/keyboard.ts';
import { useCommands } from '../../core/keys.ts';
import type { MarkLayer } from '../../core/modality.ts';
import { Link } from '../../core/router.tsx';
import { classColour } from '../../kinds/class-colours.ts';
import { markWords } from '../../kinds/words.ts';
import { Button } from '../../ui/button.tsx';
import { GuidelineInForce } from '../guideline/guideline-text.tsx';
import { ItemViewer } from '../item-viewer.tsx';
import { KeySheet } from '../keys.tsx';
import { manifestFor } from '../modalities.ts';
import { fieldCommands } from '../workbench/field-commands.ts';
import { FieldPanel } from '../workbench/field-panel.tsx';
import { MarkList } from '../workbench/mark-list.tsx';
import { targetsOf } from '../workbench/viewer-targets.ts';
import type { AnswerSheet } from './answer-sheet.ts';
import '../workbench/workbench.css';
import './training.css';

export interface SheetViewProps {
  project: string;
  /** The guideline of the protocol, where the project has none of its own. */
  guideline: string;
  /** How the protocol lays items out. */
  hangings?: readonly Hanging[] | undefined;
  item: Item;
  sheet: AnswerSheet;
  title: string;
  note: string;
  back: { href: string; title: string };
  /** The one deed of the page, with its key. */
  action: string;
  disabled?: boolean;
  onDo: () => void;
  /** Right marks beside the own ones, once they are told. */
  reference?: readonly Mark[];
  /** In the place of the fields, once they are answered. */
  told?: ReactNode;
  /** Below the fields. */
  children?: ReactNode;
}

/** An item with its fields, as in the workbench; what is answered is handed in whole. */
export function SheetView(props: SheetViewProps) {
  const { item, sheet, action, onDo } = props;
  const [panel, setPanel] = useState<'guideline' | 'keys'>();
  const commands: Command[] = [
    { id: 'training.do', title: action, group: 'Training', keys: ['Ctrl+Enter'], run: onDo },
    {
      id: 'read.guideline',
      title: 'Guideline',
      group: 'Training',
      keys: ['G'],
      run: () => setPanel((p) => (p === 'guideline' ? undefined : 'guideline')),
    },
    { id: 'shell.keys', title: 'Show the keys', group: 'Everywhere', keys: ['?'], run: () => setPanel('keys') },
    ...(sheet.closed ? [] : fieldCommands(sheet)),
  ];
  useCommands(commands);
  return (
    <div className="workbench training">
      <header className="bar">
        <Link href={props.back.href} className="button quiet small">
          ‹ {props.back.title}
        </Link>
        <h1 className="ellipsis">{props.title}</h1>
        <span className="dim ellipsis tabular">{props.note}</span>
        <span className="grow" />
        <Button look="quiet" onClick={() => setPanel('guideline')}>
          Guideline
        </Button>
        <Button look="primary" hint="Ctrl ⏎" onClick={onDo} disabled={props.disabled ?? false}>
          {action}
        </Button>
      </header>
      <main className="view">
        <ItemViewer
          item={item}
          hangings={props.hangings}
          layers={layersOf(sheet, sheet.fields, props.reference)}
          targets={targetsOf(sheet)}
          selected={sheet.selected}
          onSelect={sheet.select}
          onDraw={({ field, geometry, class: cls }) => sheet.draw(field, geometry, cls)}
          onRevise={sheet.revise}
          onWithdraw={sheet.withdraw}
          onShown={ignore}
        />
      </main>
      <aside className="side" aria-label="Answers">
        <div className="scroll" tabIndex={0} role="group" aria-label="Fields and marks">
          {props.told ?? (
            <>
              <h2 className="panel-title">Fields</h2>
              <FieldPanel session={sheet} />
              <MarkList session={sheet} />
            </>
          )}
          {props.children}
        </div>
        <Blank sheet={sheet} />
      </aside>
      <footer className="foot">
        <span className="grow" />
        <button type="button" className="button small quiet" onClick={() => setPanel('keys')}>
          <kbd>?</kbd> Keys
        </button>
      </footer>
      <Drawer
        opened={panel === 'guideline'}
        onClose={() => setPanel(undefined)}
        position="left"
        title="Guideline"
        size={460}
        withOverlay={false}
        lockScroll={false}
        trapFocus={false}
        closeButtonProps={{ 'aria-label': 'Close the guideline' }}
      >
        <GuidelineInForce project={props.project} fallback={props.guideline} fields={[...sheet.fields]} />
      </Drawer>
      <KeySheet open={panel === 'keys'} onClose={() => setPanel(undefined)} note={manifestFor(item)?.mouse} />
    </div>
  );
}

function layersOf(sheet: AnswerSheet, fields: readonly Field[], reference?: readonly Mark[]): MarkLayer[] {
  const own: MarkLayer = {
    id: 'mine',
    title: 'Mine',
    colour: '#2ba6a0',
    ...(reference ? {} : { colourOf: (m: Mark) => classColour(fields, m) }),
    marks: sheet.content.marks,
    editable: !sheet.closed,
    label: (m) => (reference ? `Mine: ${markWords(fields, m)}` : markWords(fields, m)),
  };
  return reference
    ? [
        {
          id: 'reference',
          title: 'Reference',
          colour: '#3fa66a',
          dash: '6 4',
          marks: reference,
          editable: false,
          label: (m) => `Reference: ${markWords(fields, m)}`,
        },
        own,
      ]
    : [own];
}

function Blank({ sheet }: { sheet: AnswerSheet }) {
  if (sheet.closed) return null;
  const wrong = sheet.fields.filter((f) => f.id in sheet.refused);
  const named = wrong.length > 0 ? wrong : sheet.missing;
  return (
    <div className="submit">
      {named.length === 0 ? (
        'Everything required is answered.'
      ) : (
        <span className="row wrap">
          <span className="dim">{wrong.length > 0 ? 'Not accepted as it stands:' : 'Still blank:'}</span>
          {named.slice(0, 4).map((f) => (
            <Button key={f.id} size="small" onClick={() => sheet.setCurrent(f.id)}>
              {f.title}
            </Button>
          ))}
        </span>
      )}
    </div>
  );
}

const ignore = () => undefined;
