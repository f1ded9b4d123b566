import { useState } from 'react';
import type { GateElement } from '../../../core/contract.ts';
import { StateMark, type Tone } from '../../../ui/state-mark.tsx';
import { Chip, Table } from '../../../ui/table.tsx';

const actions: Record<GateElement['action'], { tone: Tone; word: string }> = {
  kept: { tone: 'quiet', word: 'Kept' },
  changed: { tone: 'held', word: 'Changed' },
  removed: { tone: 'dispute', word: 'Removed' },
  added: { tone: 'agree', word: 'Added' },
};

/** Every header element as it came and as it would go. */
export function HeaderDiff({ elements }: { elements: readonly GateElement[] }) {
  const [only, setOnly] = useState<GateElement['action']>();
  const [text, setText] = useState('');
  const wanted = text.toLowerCase();
  const rows = elements.filter(
    (e) =>
      (!only || e.action === only) &&
      (!wanted || `${e.tag} ${e.keyword} ${e.before ?? ''} ${e.after ?? ''}`.toLowerCase().includes(wanted)),
  );
  return (
    <Table
      name="elements"
      caption="Header elements before and after"
      rows={rows}
      rowKey={(e) => `${e.depth}-${e.tag}-${e.keyword}-${e.before ?? ''}`}
      height={Math.min(460, 36 + rows.length * 32)}
      empty={<p className="dim">No element matches.</p>}
      filters={
        <>
          <input
            className="entry"
            style={{ width: 150 }}
            type="search"
            placeholder="Tag, name, value"
            aria-label="Filter elements"
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
          />
          {(Object.keys(actions) as GateElement['action'][]).map((a) => (
            <Chip key={a} on={only === a} onChange={(on) => setOnly(on ? a : undefined)}>
              {actions[a].word} {elements.filter((e) => e.action === a).length}
            </Chip>
          ))}
        </>
      }
      columns={[
        {
          id: 'tag',
          title: 'Tag',
          width: 120,
          value: (e) => e.tag,
          show: (e) => <code style={{ paddingLeft: e.depth * 10 }}>{e.tag}</code>,
        },
        { id: 'keyword', title: 'Element', value: (e) => e.keyword },
        { id: 'vr', title: 'VR', width: 48, value: (e) => e.vr, aside: true },
        {
          id: 'action',
          title: 'Action',
          width: 110,
          value: (e) => e.action,
          show: (e) => <StateMark tone={actions[e.action].tone}>{actions[e.action].word}</StateMark>,
        },
        {
          id: 'before',
          title: 'Before',
          value: (e) => e.before,
          show: (e) => <span title={e.before}>{e.before}</span>,
        },
        { id: 'after', title: 'After', value: (e) => e.after, show: (e) => <span title={e.after}>{e.after}</span> },
      ]}
    />
  );
}
