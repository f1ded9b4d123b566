import { useState } from 'react';
import { Ask } from '../../../ui/dialog.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';

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
      <ReasonField value={reason} onChange={setReason} />
    </Ask>
  );
}
