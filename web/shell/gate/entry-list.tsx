import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import type { GateEntry } from '../../core/contract.ts';
import { percent } from '../../core/words.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { deedWords, riskClasses, riskClassOf } from './deeds.ts';

type Row = { heading: string; done: number; of: number } | { entry: GateEntry };

function rowsOf(gate: readonly GateEntry[]): Row[] {
  return riskClasses.flatMap((risk) => {
    const inside = gate.filter((e) => riskClassOf(e.risk) === risk);
    if (inside.length === 0) return [];
    const done = inside.filter((e) => e.decision).length;
    return [{ heading: risk.title, done, of: inside.length }, ...inside.map((entry) => ({ entry }))];
  });
}

/** Least certain first, under how doubtful they are. */
export function EntryList({
  gate,
  current,
  onOpen,
}: {
  gate: readonly GateEntry[];
  current: string | undefined;
  onOpen: (id: string) => void;
}) {
  const area = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(gate), [gate]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => area.current,
    estimateSize: (i) => ('heading' in rows[i]! ? 34 : 50),
    overscan: 12,
  });
  const index = rows.findIndex((r) => 'entry' in r && r.entry.id === current);
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [index, virtual]);
  return (
    <div ref={area} className="gate-list-area" tabIndex={0} role="group" aria-label="Entries">
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]!;
          const style = { transform: `translateY(${item.start}px)`, height: item.size };
          return 'heading' in row ? (
            <h2 key={item.key} className="panel-title gate-place" style={style}>
              {row.heading}{' '}
              <span className="tabular">
                {row.done} of {row.of}
              </span>
            </h2>
          ) : (
            <EntryRow
              key={item.key}
              style={style}
              entry={row.entry}
              current={row.entry.id === current}
              onOpen={() => onOpen(row.entry.id)}
            />
          );
        })}
      </div>
    </div>
  );
}

function EntryRow({
  entry,
  current,
  style,
  onOpen,
}: {
  entry: GateEntry;
  current: boolean;
  style: { transform: string; height: number };
  onOpen: () => void;
}) {
  return (
    <button type="button" className="gate-row gate-place" style={style} aria-current={current} onClick={onOpen}>
      <span className="row between">
        <span className="ellipsis">{entry.title}</span>
        {entry.decision ? (
          <StateMark tone={deedWords[entry.decision].tone}>{deedWords[entry.decision].done}</StateMark>
        ) : entry.undecided > 0 ? (
          <StateMark tone="machine">{entry.undecided}</StateMark>
        ) : null}
      </span>
      <span className="row small dim">
        <span className="risk" aria-hidden="true">
          <i style={{ width: `${entry.risk * 100}%` }} />
        </span>
        <span className="ellipsis">
          {entry.sampled ? 'In the sample. ' : ''}
          {entry.riskReasons[0] ?? `Risk ${percent(entry.risk)}`}
        </span>
      </span>
    </button>
  );
}
