import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { Ask } from '../../../ui/dialog.tsx';

interface KeepProps {
  onClose: () => void;
  onDo: (reason: string) => void;
}

/** Asks why a place stays in which words of the header were read. */
export function KeepWordsDialog({ onClose, onDo }: KeepProps) {
  const [reason, setReason] = useState('');
  return (
    <Ask
      title="Leave words of the header in the picture"
      open
      onClose={onClose}
      action="Leave it"
      disabled={!reason.trim()}
      onDo={async () => {
        onDo(reason.trim());
        onClose();
      }}
    >
      <p className="dim">
        A word was read here by which the file's header names a person, a place or a number. Say why it may stay.
      </p>
      <Textarea
        label="Reason"
        description="It goes into the record: name nobody."
        required
        autosize
        minRows={2}
        data-autofocus
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) e.currentTarget.form?.requestSubmit();
        }}
      />
    </Ask>
  );
}
