import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import { longestWords, moment } from '../../core/words.ts';
import { Ask } from '../../ui/dialog.tsx';
import type { ReadSession } from './read-session.ts';

interface PanelProps {
  open: boolean;
  onClose: () => void;
}

export function CommentsPanel({ open, onClose, session }: PanelProps & { session: ReadSession }) {
  const [text, setText] = useState('');
  const { comments } = session.content;
  return (
    <Ask
      title="Comments"
      open={open}
      onClose={onClose}
      action="Add the comment"
      disabled={!text.trim() || session.closed}
      onDo={() => {
        session.perform([{ type: 'CommentAdded', text: text.trim() }]);
        setText('');
      }}
    >
      {comments.length > 0 ? (
        <ul className="plain-list">
          {comments.map((c) => (
            <li key={c.id} className="comment">
              {c.text}
              <div className="dim small">{moment(c.at)}</div>
            </li>
          ))}
        </ul>
      ) : null}
      <Textarea
        label="Comment"
        description="The lead and the adjudicator read it; other readers do not."
        autosize
        minRows={3}
        data-autofocus
        maxLength={longestWords}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
    </Ask>
  );
}

export function FlagDialog({ open, onClose, read }: PanelProps & { read: string }) {
  const [comment, setComment] = useState('');
  return (
    <Ask
      title="Flag this item"
      open={open}
      onClose={onClose}
      action="Flag the item"
      disabled={!comment.trim()}
      onDo={async () => {
        await api.post(`/api/reads/${encodeURIComponent(read)}/flag`, { comment: comment.trim() });
        setComment('');
      }}
    >
      <Textarea
        label="What should the lead look at"
        autosize
        minRows={2}
        required
        data-autofocus
        maxLength={longestWords}
        value={comment}
        onChange={(e) => setComment(e.currentTarget.value)}
      />
    </Ask>
  );
}

export function SkipDialog({ open, onClose, read, onSkipped }: PanelProps & { read: string; onSkipped: () => void }) {
  const [reason, setReason] = useState('');
  return (
    <Ask
      title="Skip this item"
      open={open}
      onClose={onClose}
      action="Skip the item"
      disabled={!reason.trim()}
      onDo={async () => {
        await api.post(`/api/reads/${encodeURIComponent(read)}/skip`, { reason: reason.trim() });
        onSkipped();
      }}
    >
      <p className="dim">The item goes to another reader. Your reason is recorded.</p>
      <Textarea
        label="Reason"
        autosize
        minRows={2}
        required
        data-autofocus
        maxLength={longestWords}
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
    </Ask>
  );
}
