import { useState } from 'react';
import { fieldConflicts } from '../../core/conflicts.ts';
import type { Field } from '../../core/contract.ts';
import { contentOf, type FieldVersion, versionOf } from '../../core/read-state.ts';
import { count } from '../../core/words.ts';
import { saidWords } from '../../kinds/words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useOutbox, useReadView } from '../outbox-context.tsx';

type Choice = Record<string, 'mine' | 'theirs'>;

function versionWords(field: Field | undefined, { answer, marks }: FieldVersion): string {
  return saidWords(field, answer, marks);
}

/** Two windows answered the same read: both versions side by side, and nothing goes on before a person has chosen. */
export function ConflictDialog({ read, fields }: { read: string; fields: readonly Field[] }) {
  const outbox = useOutbox();
  const view = useReadView(read);
  const [choice, setChoice] = useState<Choice>({});
  const [later, setLater] = useState(false);
  const hold = view?.hold;
  if (hold?.kind !== 'conflict') return null;
  const basis = outbox.basis(read);
  const mine = outbox.mine(read);
  if (!basis || !mine) return null;
  const theirs = contentOf(hold.current);
  const found = fieldConflicts(basis, mine, theirs);
  const chosen = (field: string, changedBy: string) =>
    choice[field] ?? (changedBy === 'both' ? undefined : (changedBy as 'mine' | 'theirs'));
  const open = found.filter((c) => !chosen(c.field, c.changedBy));
  const wasSubmitted = outbox.waitingEvents(read).some((e) => e.type === 'ReadSubmitted');
  const finish = (submit: boolean) => {
    const all = Object.fromEntries(found.map((c) => [c.field, chosen(c.field, c.changedBy) ?? 'theirs']));
    setChoice({});
    void outbox.resolve(read, all, submit);
  };
  return (
    <Dialog title="Changed in another window" open={!later} onClose={() => setLater(true)} size={720}>
      <div className="stack">
        <p className="dim">
          Another window saved answers to this item while yours waited. Choose what stands for each field; comments of
          both are kept.
        </p>
        <table className="plain wide">
          <thead>
            <tr>
              <th>Field</th>
              <th>This window</th>
              <th>Other window</th>
            </tr>
          </thead>
          <tbody>
            {found.map(({ field, changedBy }) => {
              const schema = fields.find((f) => f.id === field);
              const now = chosen(field, changedBy);
              return (
                <tr key={field}>
                  <th scope="row">{schema?.title ?? field}</th>
                  {(['mine', 'theirs'] as const).map((side) => (
                    <td key={side}>
                      <label className="row">
                        <input
                          type="radio"
                          name={`conflict-${field}`}
                          checked={now === side}
                          onChange={() => setChoice((c) => ({ ...c, [field]: side }))}
                        />
                        {versionWords(schema, versionOf(side === 'mine' ? mine : theirs, field))}
                      </label>
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
        {found.length === 0 ? <p>The answers are the same; only comments differ.</p> : null}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          {open.length > 0 ? <span className="dim small">{count(open.length, 'field')} to choose</span> : null}
          <Button look={wasSubmitted ? undefined : 'primary'} disabled={open.length > 0} onClick={() => finish(false)}>
            Save what I chose
          </Button>
          {wasSubmitted ? (
            <Button look="primary" disabled={open.length > 0} onClick={() => finish(true)}>
              Save and submit
            </Button>
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}
