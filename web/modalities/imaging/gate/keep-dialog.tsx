import { type ReactNode, useState } from 'react';
import { Ask } from '../../../ui/dialog.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';

interface KeepProps {
  title: string;
  /** The button that keeps it. */
  action: string;
  /** What it means to keep it, and what is asked. */
  children: ReactNode;
  onClose: () => void;
  onDo: (reason: string) => Promise<unknown> | unknown;
}

/** Asks why something stays as it is, though it may identify somebody. */
export function KeepDialog({ title, action, children, onClose, onDo }: KeepProps) {
  const [reason, setReason] = useState('');
  return (
    <Ask
      title={title}
      open
      onClose={onClose}
      action={action}
      disabled={!reason.trim()}
      onDo={() => onDo(reason.trim())}
    >
      <p className="dim">{children}</p>
      <ReasonField value={reason} onChange={setReason} />
    </Ask>
  );
}
