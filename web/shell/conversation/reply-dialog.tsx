import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Remark } from '../../core/contract.ts';
import { longestWords } from '../../core/words.ts';
import { Ask } from '../../ui/dialog.tsx';
import { projectPath, refresh } from '../data.ts';

/** Answers a comment, a flag or a reason for skipping: its writer sees it when their read of the item is done. */
export function ReplyDialog({
  project,
  item,
  remark,
  onClose,
}: {
  project: string;
  item: string;
  remark: Remark;
  onClose: () => void;
}) {
  const [text, setText] = useState('');
  return (
    <Ask
      title={`Reply to ${remark.by}`}
      open
      onClose={onClose}
      action="Reply"
      disabled={!text.trim()}
      onDo={async () => {
        await api.post(projectPath(project, '/threads'), { text: text.trim(), item, remark: remark.id });
        await refresh(projectPath(project, '/threads'));
      }}
    >
      <blockquote className="words" style={{ margin: 0 }}>
        {remark.text}
      </blockquote>
      <Textarea
        label="Reply"
        description={`${remark.by} sees it when their read of this item is done; other readers do not.`}
        autosize
        minRows={3}
        required
        data-autofocus
        maxLength={longestWords}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
    </Ask>
  );
}
