import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Field, GuidelineChange, GuidelineView } from '../../core/contract.ts';
import { newId } from '../../core/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { projectPath, refresh } from '../data.ts';

type Change = GuidelineChange & { id: string };
type Example = { id: string; item: string; reason: string; field?: string };

interface Props {
  project: string;
  /** The version in force; none before the first. */
  based: GuidelineView | undefined;
  /** What the first version begins with. */
  first: string;
  fields: readonly Pick<Field, 'id' | 'title'>[];
  onClose: () => void;
  onDone: () => void;
}

/** The lead writes a version, says what it changes, and puts it into force. */
export function PublishDialog({ project, based, first, fields, onClose, onDone }: Props) {
  const [text, setText] = useState(based?.text ?? first);
  const [changes, setChanges] = useState<Change[]>(
    based ? [{ id: newId(), kind: 'definition', words: '', field: fields[0]?.id }] : [],
  );
  const [examples, setExamples] = useState<Example[]>(
    (based?.examples ?? []).map((e) => ({ id: newId(), item: e.item, reason: e.reason, field: e.field })),
  );
  const fieldChoices = [{ value: '', label: 'Every field' }, ...fields.map((f) => ({ value: f.id, label: f.title }))];
  const change = (id: string, part: Partial<Change>) =>
    setChanges((all) => all.map((c) => (c.id === id ? { ...c, ...part } : c)));
  const pin = (id: string, part: Partial<Example>) =>
    setExamples((all) => all.map((e) => (e.id === id ? { ...e, ...part } : e)));
  const of = (field: string | undefined) => (field ? { field } : {});
  return (
    <Ask
      title={based ? `Version ${based.version + 1} of the guideline` : 'The first version of the guideline'}
      open
      size={820}
      onClose={onClose}
      action="Put it into force"
      disabled={!text.trim() || changes.some((c) => !c.words.trim()) || (based !== undefined && changes.length === 0)}
      onDo={async () => {
        await api.post(projectPath(project, '/guidelines'), {
          based: based?.version ?? 0,
          text,
          changes: changes.map((c) => ({ kind: c.kind, words: c.words.trim(), ...of(c.field) })),
          examples: examples.map((e) => ({ item: e.item.trim(), reason: e.reason.trim(), ...of(e.field) })),
        });
        await refresh(projectPath(project, '/guidelines'), projectPath(project, '/fitness'));
        onDone();
      }}
    >
      <Textarea
        label="Text"
        description="Markdown. Every reader acknowledges it before they are given the next item."
        autosize
        minRows={8}
        maxRows={18}
        required
        data-autofocus
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      {based ? (
        <fieldset className="stack tight">
          <legend>What it changes</legend>
          {changes.map((c, n) => (
            <div className="row" key={c.id} style={{ alignItems: 'flex-end' }}>
              <NativeSelect
                label="Sort"
                aria-label={`Sort of change ${n + 1}`}
                value={c.kind}
                onChange={(e) => change(c.id, { kind: e.currentTarget.value as GuidelineChange['kind'] })}
                data={[
                  { value: 'definition', label: 'Definition' },
                  { value: 'example', label: 'Example' },
                  { value: 'wording', label: 'Wording' },
                ]}
              />
              <NativeSelect
                label="Field"
                aria-label={`Field of change ${n + 1}`}
                value={c.field ?? ''}
                onChange={(e) => change(c.id, { field: e.currentTarget.value || undefined })}
                data={fieldChoices}
              />
              <TextInput
                className="grow"
                label="What changes"
                aria-label={`Words of change ${n + 1}`}
                required
                value={c.words}
                onChange={(e) => change(c.id, { words: e.currentTarget.value })}
              />
              <Button
                size="small"
                aria-label={`Leave out change ${n + 1}`}
                onClick={() => setChanges((all) => all.filter((o) => o.id !== c.id))}
              >
                Leave out
              </Button>
            </div>
          ))}
          <div>
            <Button
              size="small"
              onClick={() => setChanges((all) => [...all, { id: newId(), kind: 'wording', words: '' }])}
            >
              Another change
            </Button>
          </div>
        </fieldset>
      ) : null}
      <fieldset className="stack tight">
        <legend>Examples among the project's items</legend>
        {examples.map((e, n) => (
          <div className="row" key={e.id} style={{ alignItems: 'flex-end' }}>
            <TextInput
              label="Item"
              aria-label={`Item of example ${n + 1}`}
              description={undefined}
              placeholder="Its id"
              required
              value={e.item}
              onChange={(v) => pin(e.id, { item: v.currentTarget.value })}
            />
            <TextInput
              className="grow"
              label="What it shows"
              aria-label={`Reason of example ${n + 1}`}
              required
              value={e.reason}
              onChange={(v) => pin(e.id, { reason: v.currentTarget.value })}
            />
            <Button
              size="small"
              aria-label={`Leave out example ${n + 1}`}
              onClick={() => setExamples((all) => all.filter((o) => o.id !== e.id))}
            >
              Leave out
            </Button>
          </div>
        ))}
        <div>
          <Button size="small" onClick={() => setExamples((all) => [...all, { id: newId(), item: '', reason: '' }])}>
            Another example
          </Button>
        </div>
      </fieldset>
    </Ask>
  );
}
