import { Modal } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { ProblemNote } from './notes.tsx';

export interface DialogProps {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
  size?: string | number;
  /** Cannot be left without an answer. */
  firm?: boolean;
  /** Stands over a dialog that is open already. */
  over?: boolean;
}

export function Dialog({ title, open, onClose, children, size = 520, firm = false, over = false }: DialogProps) {
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={title}
      size={size}
      centered
      {...(over ? { zIndex: 400 } : {})}
      withCloseButton={!firm}
      closeOnEscape={!firm}
      closeOnClickOutside={!firm}
      closeButtonProps={{ 'aria-label': 'Close' }}
      // A header of a dialog is no banner of the page.
      attributes={{ header: { role: 'none' } }}
      transitionProps={{ duration: 100 }}
      overlayProps={{ backgroundOpacity: 0.45 }}
    >
      {children}
    </Modal>
  );
}

export interface AskProps {
  title: string;
  open: boolean;
  onClose: () => void;
  /** The button that does it, named after the deed. */
  action: string;
  danger?: boolean;
  disabled?: boolean;
  onDo: () => Promise<unknown> | unknown;
  children: ReactNode;
  size?: string | number;
}

/** A dialog with one deed: runs it, shows what went wrong, closes when it is done. */
export function Ask({ title, open, onClose, action, danger, disabled, onDo, children, size }: AskProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await onDo();
      onClose();
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  // From wherever the hand is, in entries of several lines and boxes to tick too.
  const press = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!busy && !disabled) event.currentTarget.requestSubmit();
  };
  return (
    <Dialog title={title} open={open} onClose={onClose} {...(size ? { size } : {})}>
      <form className="stack" onSubmit={submit} onKeyDown={press}>
        {children}
        {error ? <ProblemNote error={error} /> : null}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look={danger ? 'danger' : 'primary'} disabled={busy || disabled}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
