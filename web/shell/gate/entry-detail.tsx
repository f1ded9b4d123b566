import { useState } from 'react';
import type { GateElement, GateEntryDetail } from '../../core/contract.ts';
import { Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark, type Tone } from '../../ui/state-mark.tsx';
import { Chip, Table } from '../../ui/table.tsx';
import { useGet } from '../data.ts';

const actions: Record<GateElement['action'], { tone: Tone; word: string }> = {
  kept: { tone: 'quiet', word: 'Kept' },
  changed: { tone: 'held', word: 'Changed' },
  removed: { tone: 'dispute', word: 'Removed' },
  added: { tone: 'agree', word: 'Added' },
};

/** One study or photo as it came and as it would go: pictures, then every header element. */
export function EntryDetail({ path }: { path: string }) {
  const entry = useGet<GateEntryDetail>(path);
  const [only, setOnly] = useState<GateElement['action']>();
  const [text, setText] = useState('');
  if (entry.isError) return <ProblemNote error={entry.error} />;
  if (!entry.data) return <Loading />;
  const { previews, elements } = entry.data;
  const wanted = text.toLowerCase();
  const rows = elements.filter(
    (e) =>
      (!only || e.action === only) &&
      (!wanted || `${e.tag} ${e.keyword} ${e.before ?? ''} ${e.after ?? ''}`.toLowerCase().includes(wanted)),
  );
  return (
    <div className="stack">
      {previews.length > 0 ? (
        <div className="before-after">
          {previews.slice(0, 4).map((address, i) => (
            <figure key={`${address}-${i}`}>
              <img src={address} alt={`Preview ${i + 1}`} />
              <figcaption>
                {previews.length === 2 ? (i === 0 ? 'Before' : 'After') : `Sample ${i + 1} of ${previews.length}`}
              </figcaption>
            </figure>
          ))}
        </div>
      ) : null}
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
    </div>
  );
}
