import { Checkbox, NativeSelect, Radio, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Field, ThreadView } from '../../core/contract.ts';
import { longestWords } from '../../core/words.ts';
import { Ask } from '../../ui/dialog.tsx';
import { projectPath, refresh } from '../data.ts';
import { CallIn } from './call-in.tsx';

interface Props {
  project: string;
  fields: readonly Pick<Field, 'id' | 'title'>[];
  /** The item in hand; none on the page of threads. */
  item?: string | undefined;
  /** The field in hand. */
  field?: string | undefined;
  /** The mark in hand. */
  mark?: string | undefined;
  onClose: () => void;
  onOpened?: (thread: string) => void;
}

/** Begins a thread: about a field, which everybody sees, or about the item in hand, which the lead sees. */
export function AskDialog({ project, fields, item, field, mark, onClose, onOpened }: Props) {
  const [text, setText] = useState('');
  const [about, setAbout] = useState<'field' | 'item'>('field');
  const [of, setOf] = useState(field ?? '');
  const [question, setQuestion] = useState(true);
  const [mentions, setMentions] = useState<string[]>([]);
  const aboutItem = item !== undefined && about === 'item';
  return (
    <Ask
      title={item ? 'Ask the lead' : 'New thread'}
      open
      size={600}
      onClose={onClose}
      action={item || question ? 'Ask' : 'Begin the thread'}
      disabled={!text.trim()}
      onDo={async () => {
        const made = await api.post<ThreadView>(projectPath(project, '/threads'), {
          text: text.trim(),
          question: item !== undefined || question,
          ...(of ? { field: of } : {}),
          ...(aboutItem ? { item, ...(mark ? { mark } : {}) } : {}),
          ...(aboutItem || mentions.length === 0 ? {} : { mentions }),
        });
        await refresh(projectPath(project, '/threads'), '/api/notices');
        onOpened?.(made.thread.id);
      }}
    >
      {item ? (
        <Radio.Group label="What it is about" value={about} onChange={(value) => setAbout(value as typeof about)}>
          <div className="stack tight" style={{ paddingTop: 6 }}>
            <Radio
              value="field"
              label="How to label"
              description="Every reader sees question and answer. Do not tell what this item shows."
            />
            <Radio
              value="item"
              label={mark ? 'This item, with the mark in hand' : 'This item'}
              description="Readers do not see it. The answer is shown to you when your read is done, so that it stays your own."
            />
          </div>
        </Radio.Group>
      ) : null}
      <Textarea
        label={item || question ? 'Question' : 'What you write'}
        autosize
        minRows={3}
        required
        data-autofocus
        maxLength={longestWords}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      <NativeSelect
        label="Field"
        value={of}
        onChange={(e) => setOf(e.currentTarget.value)}
        data={[{ value: '', label: 'No one field' }, ...fields.map((f) => ({ value: f.id, label: f.title }))]}
      />
      {item ? null : (
        <>
          <Checkbox
            label="A question to the lead"
            checked={question}
            onChange={(e) => setQuestion(e.currentTarget.checked)}
          />
          <CallIn project={project} thread="new" value={mentions} onChange={setMentions} />
        </>
      )}
    </Ask>
  );
}
