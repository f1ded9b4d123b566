import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Hanging, ProtocolFault } from '../../core/contract.ts';
import { moved, put } from '../../core/edits.ts';
import type { HangingModule, HangingsFormProps } from '../../core/modality.ts';
import { Button } from '../../ui/button.tsx';
import { ConditionRows } from './condition-rows.tsx';
import { grids, gridWords } from './grid.ts';
import { beginnings, conditionWords, type HangingPane, withGrid } from './hanging.ts';
import { presetsOf } from './stack.ts';
import './hanging-form.css';

const empty: Hanging = { title: '', when: [], rows: 1, columns: 1, panes: [{ of: [] }] };

function unlike(title: string, taken: readonly string[]): string {
  if (!taken.includes(title)) return title;
  for (let n = 2; ; n++) if (!taken.includes(`${title} ${n}`)) return `${title} ${n}`;
}

/** Hanging protocols: which items each lays out, and what hangs in each pane. */
function Form({ hangings, faults, onChange }: HangingsFormProps) {
  const [added, setAdded] = useState<number>();
  const add = (begin: Hanging) => {
    setAdded(hangings.length);
    const title = unlike(
      begin.title,
      hangings.map((h) => h.title),
    );
    onChange([...hangings, { ...begin, title }]);
  };
  return (
    <>
      {hangings.length === 0 ? (
        <p className="dim">None: an item opens with its first series alone, and each reader lays it out.</p>
      ) : (
        <p className="dim">
          The first that fits an item lays it out when it is opened. A reader may hang it otherwise; what each read
          began with is in the record.
        </p>
      )}
      {hangings.map((hanging, i) => (
        <OneHanging
          key={i}
          opened={added === i}
          hanging={hanging}
          place={i}
          many={hangings.length}
          faults={faults.filter((f) => f.where === `/hangings/${i}` || f.where.startsWith(`/hangings/${i}/`))}
          onChange={(h) => onChange(hangings.with(i, h))}
          onMove={(by) => {
            setAdded(undefined);
            onChange(moved(hangings, i, by));
          }}
          onRemove={() => {
            setAdded(undefined);
            onChange(hangings.filter((_, k) => k !== i));
          }}
        />
      ))}
      <div className="row">
        <NativeSelect
          aria-label="Add a hanging protocol"
          value=""
          onChange={(e) => {
            const begin = [...beginnings, empty].find((h) => (h.title || 'empty') === e.currentTarget.value);
            if (begin) add(begin);
          }}
          data={[
            { value: '', label: 'Add a hanging protocol …' },
            ...beginnings.map((h) => ({ value: h.title, label: h.title })),
            { value: 'empty', label: 'An empty one' },
          ]}
        />
      </div>
    </>
  );
}

interface OneProps {
  opened: boolean;
  hanging: Hanging;
  place: number;
  many: number;
  faults: readonly ProtocolFault[];
  onChange: (hanging: Hanging) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}

function OneHanging({ opened, hanging, place, many, faults, onChange, onMove, onRemove }: OneProps) {
  const [chosen, choose] = useState(0);
  const at = Math.min(chosen, hanging.panes.length - 1);
  const pane = hanging.panes[at];
  const now = { rows: hanging.rows, columns: hanging.columns };
  return (
    <details className="protocol-field" open={opened || undefined}>
      <summary>
        <span className="dim tabular">{place + 1}</span>
        <strong className="grow ellipsis">{hanging.title || 'Untitled hanging protocol'}</strong>
        <span className="dim small tabular">{gridWords(now)}</span>
        {faults.length > 0 ? (
          <span className="fault">{faults.length === 1 ? '1 fault' : `${faults.length} faults`}</span>
        ) : null}
      </summary>
      <div className="body">
        <TextInput
          label="Title"
          value={hanging.title}
          onChange={(e) => onChange({ ...hanging, title: e.currentTarget.value })}
        />
        <NativeSelect
          label="Pictures (rows × columns)"
          value={gridWords(now)}
          onChange={(e) => {
            const grid = grids.find((g) => gridWords(g) === e.currentTarget.value);
            if (grid) onChange(withGrid(hanging, grid));
          }}
          data={grids.map(gridWords)}
        />
        <ConditionRows
          legend="For items of which a picture has"
          none="All items."
          conditions={hanging.when}
          onChange={(when) => onChange({ ...hanging, when })}
        />
        <div className="wide">
          <div className="hanging-label" id={`panes-${place}`}>
            Panes
          </div>
          <div
            className="hanging-panes"
            role="radiogroup"
            aria-labelledby={`panes-${place}`}
            style={{ gridTemplateColumns: `repeat(${hanging.columns}, minmax(0, 1fr))` }}
          >
            {hanging.panes.map((p, i) => (
              <label key={i} className="hanging-pane">
                <input
                  type="radio"
                  name={`pane-${place}`}
                  className="visually-hidden"
                  checked={i === at}
                  onChange={() => choose(i)}
                />
                <span className="dim tabular">{i + 1}</span>
                <span className="ellipsis">{p.of.length > 0 ? conditionWords(p.of) : 'Next series'}</span>
                <span className="dim small ellipsis">{openingWords(p)}</span>
              </label>
            ))}
          </div>
        </div>
        {pane ? (
          <PaneForm
            pane={pane}
            number={at + 1}
            onChange={(p) => onChange({ ...hanging, panes: hanging.panes.with(at, p) })}
          />
        ) : null}
        {faults.map((f) => (
          <p key={f.where + f.message} className="fault wide">
            {f.message} <code>{f.where}</code>
          </p>
        ))}
        <div className="row wide">
          <Button size="small" onClick={() => onMove(-1)} disabled={place === 0}>
            Move up
          </Button>
          <Button size="small" onClick={() => onMove(1)} disabled={place === many - 1}>
            Move down
          </Button>
          <span className="grow" />
          <Button size="small" look="danger" onClick={onRemove}>
            Remove the hanging protocol
          </Button>
        </div>
      </div>
    </details>
  );
}

const presets = presetsOf('CT').flatMap((p) =>
  p.width === undefined || p.centre === undefined ? [] : [{ ...p, width: p.width, centre: p.centre }],
);

function openingWords({ window, flip, invert, zoom }: HangingPane): string {
  const known = window && presets.find((p) => p.width === window.width && p.centre === window.centre);
  return [
    known ? known.title : window ? `W ${window.width} L ${window.centre}` : '',
    flip ? 'mirrored' : '',
    invert ? 'inverted' : '',
    zoom ? `${Math.round(zoom * 100)} %` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

interface PaneProps {
  pane: HangingPane;
  number: number;
  onChange: (pane: HangingPane) => void;
}

function PaneForm({ pane, number, onChange }: PaneProps) {
  const { window } = pane;
  const preset = presets.find((p) => p.width === window?.width && p.centre === window?.centre);
  const set = (part: Partial<NonNullable<HangingPane['window']>>) =>
    onChange(put(pane, 'window', { width: 400, centre: 40, ...window, ...part }));
  return (
    <fieldset className="wide hanging-pane-form">
      <legend>Pane {number}</legend>
      <ConditionRows
        legend="Shows the picture with"
        none="The next series that no pane shows."
        conditions={pane.of}
        onChange={(of) => onChange({ ...pane, of })}
      />
      <NativeSelect
        label="Window at opening"
        value={window ? (preset?.title ?? 'own') : ''}
        onChange={(e) => {
          const to = presets.find((p) => p.title === e.currentTarget.value);
          if (to) set({ width: to.width, centre: to.centre });
          else if (e.currentTarget.value === 'own') set({ width: (window?.width ?? 400) + 1 });
          else onChange(put(pane, 'window', undefined));
        }}
        data={[
          { value: '', label: 'From the file' },
          ...presets.map((p) => ({ value: p.title, label: `${p.title} (W ${p.width} L ${p.centre})` })),
          { value: 'own', label: 'In numbers' },
        ]}
      />
      <NumberInput
        label="Zoom, screen pixels for each of the picture’s"
        placeholder="whole"
        min={0.05}
        max={20}
        step={0.5}
        decimalScale={2}
        value={pane.zoom ?? ''}
        onChange={(v) => onChange(put(pane, 'zoom', v === '' ? undefined : Number(v)))}
      />
      {window ? (
        <>
          <NumberInput label="Width" min={1} value={window.width} onChange={(v) => set({ width: Number(v) || 1 })} />
          <NumberInput label="Centre" value={window.centre} onChange={(v) => set({ centre: Number(v) || 0 })} />
        </>
      ) : null}
      <Checkbox
        label="Mirrored, left and right exchanged"
        checked={pane.flip ?? false}
        onChange={(e) => onChange(put(pane, 'flip', e.currentTarget.checked || undefined))}
      />
      <Checkbox
        label="Inverted"
        checked={pane.invert ?? false}
        onChange={(e) => onChange(put(pane, 'invert', e.currentTarget.checked || undefined))}
      />
    </fieldset>
  );
}

export const hangings: HangingModule = { Form };
