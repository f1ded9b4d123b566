import { NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { GuidelineChange, GuidelineRow, ThreadView } from '../../core/contract.ts';
import { longestWords } from '../../core/words.ts';
import { Ask } from '../../ui/dialog.tsx';
import { Loading } from '../../ui/notes.tsx';
import { projectPath, refresh, useGet } from '../data.ts';

/** What a thread came to becomes a note of the guideline, which readers acknowledge before they go on. */
export function NoteDialog({
  project,
  view,
  field,
  onClose,
}: {
  project: string;
  view: ThreadView;
  /** The title of its field. */
  field: string | undefined;
  onClose: () => void;
}) {
  const versions = useGet<GuidelineRow[]>(projectPath(project, '/guidelines'));
  const [note, setNote] = useState('');
  const [kind, setKind] = useState<GuidelineChange['kind']>('definition');
  const based = versions.data?.[0]?.version ?? 0;
  return (
    <Ask
      title="Put it into the guideline"
      open
      size={640}
      onClose={onClose}
      action={`Put version ${based + 1} into force`}
      disabled={!note.trim() || !versions.data}
      onDo={async () => {
        await api.post(projectPath(project, `/threads/${view.thread.id}/note`), { based, note: note.trim(), kind });
        await refresh(projectPath(project, '/threads'), projectPath(project, '/guidelines'), '/api/notices');
      }}
    >
      {versions.isPending ? <Loading /> : null}
      <blockquote className="words" style={{ margin: 0 }}>
        {view.entries[0]?.text}
      </blockquote>
      <Textarea
        label={field ? `Note on ${field}` : 'Note'}
        description="It stands under Notes at the end of the guideline. Say the rule; name no item and nobody."
        autosize
        minRows={3}
        required
        data-autofocus
        maxLength={longestWords}
        value={note}
        onChange={(e) => setNote(e.currentTarget.value)}
      />
      <NativeSelect
        label="Sort of change"
        description="A definition or an example may make earlier reads wrong: they are listed on the guideline's page."
        value={kind}
        onChange={(e) => setKind(e.currentTarget.value as typeof kind)}
        data={[
          { value: 'definition', label: 'Definition' },
          { value: 'example', label: 'Example' },
          { value: 'wording', label: 'Wording' },
        ]}
      />
    </Ask>
  );
}
