import { NativeSelect, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { ApiError, api, noAnswer } from '../../core/api.ts';
import type { BulkResult } from '../../core/contract.ts';
import { inPortions, type Tell } from '../../core/every-page.ts';
import { count as countWords, longestWords } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Note, ProblemNote } from '../../ui/notes.tsx';
import { projectPath } from '../data.ts';

export type Bulk = 'withdraw' | 'restore' | 'unflag';
export const bulkWords: Record<Bulk, string> = {
  withdraw: 'Withdraw',
  restore: 'Restore',
  unflag: 'Take the flag off',
};
export const opposite: Partial<Record<Bulk, Bulk>> = { withdraw: 'restore', restore: 'withdraw' };

type Cause = 'consent' | 'erasure' | 'correction' | 'restriction' | 'other';

/** Items of one post: small enough that readers' saves get in between. */
const portion = 500;

interface BulkDialogProps {
  project: string;
  action: Bulk;
  /** As the table counts them; what is found when it is done may differ, and is said. */
  count: number;
  items: (tell: Tell, signal: AbortSignal) => Promise<string[]>;
  /** Given where the deed needs no words of its own. */
  reason?: string;
  /** What was changed, and how many stood so already; also after a deed that ended half-way. */
  onChanged: (items: string[], alike: number) => void;
  onClose: () => void;
}

/** Fetches which items they are, asks for the reason, and does the deed in portions: what is done and what is not is said. */
export function BulkDialog({ project, action, count, items, onChanged, onClose, ...props }: BulkDialogProps) {
  const [reason, setReason] = useState(props.reason ?? '');
  const [cause, setCause] = useState<Cause>('other');
  const [fetched, setFetched] = useState(0);
  const [found, setFound] = useState<string[]>();
  const [done, setDone] = useState(0);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const ask = useRef(items);
  const changed = useRef<string[]>([]);
  const stop = useRef(false);
  useEffect(() => {
    const control = new AbortController();
    ask.current(setFetched, control.signal).then(setFound, (cause: unknown) => {
      if (!control.signal.aborted) setError(cause);
    });
    return () => control.abort();
  }, []);
  const left = found ? found.slice(done) : [];
  const close = () => {
    if (halfDone) onChanged(changed.current, done - changed.current.length);
    onClose();
  };
  const run = async () => {
    setBusy(true);
    setError(undefined);
    stop.current = false;
    let now = done;
    try {
      await inPortions(
        left,
        portion,
        async (part) => {
          if (stop.current) throw new Stopped();
          const body = { items: part, action, reason: reason.trim(), ...(action === 'withdraw' ? { cause } : {}) };
          const result = await api.post<BulkResult>(projectPath(project, '/items/bulk'), body, { timeout: 120_000 });
          changed.current.push(...result.items);
        },
        (n) => {
          now = done + n;
          setDone(now);
        },
      );
      onChanged(changed.current, now - changed.current.length);
      onClose();
    } catch (failure) {
      if (!(failure instanceof Stopped)) setError(failure);
      setBusy(false);
    }
  };
  const total = found?.length ?? count;
  // Without an answer nobody knows whether the portion was done; going on finds out, since doing it twice changes nothing.
  const unknown = error instanceof ApiError && error.status === noAnswer;
  const halfDone = !busy && (done > 0 || unknown);
  return (
    <Dialog
      title={`${bulkWords[action]}: ${countWords(total, 'item')}`}
      open
      onClose={busy ? () => undefined : close}
      firm={busy}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        {action === 'withdraw' ? (
          <>
            <p className="dim">
              Nobody gets them any more, at once. Releases that hold them say so; reads that exist stay in the record.
            </p>
            <NativeSelect
              label="Cause"
              description="Whoever has a bundle learns it from the list of releases."
              value={cause}
              disabled={busy || halfDone}
              onChange={(e) => setCause(e.currentTarget.value as Cause)}
              data={[
                { value: 'consent', label: 'Consent was withdrawn' },
                { value: 'erasure', label: 'Erasure was asked for' },
                { value: 'correction', label: 'It has to be corrected' },
                { value: 'restriction', label: 'Processing is restricted' },
                { value: 'other', label: 'Another' },
              ]}
            />
          </>
        ) : null}
        {!found && !error ? (
          <span className="tabular" role="status">
            Looking for the items: {fetched.toLocaleString('en')} of {count.toLocaleString('en')}
          </span>
        ) : null}
        {found && found.length !== count ? (
          <Note>
            The query finds {countWords(found.length, 'item')} now; it was {count.toLocaleString('en')} when they were
            selected.
          </Note>
        ) : null}
        {props.reason ? (
          <p>
            Recorded with the reason <q>{props.reason}</q>.
          </p>
        ) : (
          <Textarea
            label="Reason"
            required
            data-autofocus
            maxLength={longestWords}
            value={reason}
            disabled={busy || halfDone}
            onChange={(e) => setReason(e.currentTarget.value)}
          />
        )}
        {busy || halfDone ? (
          <div className="stack tight">
            <progress max={Math.max(1, total)} value={done} style={{ width: '100%' }} aria-label={bulkWords[action]} />
            <span className="tabular" role="status">
              {done.toLocaleString('en')} of {total.toLocaleString('en')} done
              {halfDone ? (unknown ? '; of the next portion it is not known' : '; the rest is as it was') : ''}
            </span>
          </div>
        ) : null}
        {error ? <ProblemNote error={error} /> : null}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          {busy ? (
            <Button
              onClick={() => {
                stop.current = true;
              }}
            >
              Stop
            </Button>
          ) : (
            <Button onClick={close}>{halfDone ? 'Leave it so' : 'Cancel'}</Button>
          )}
          <Button
            type="submit"
            look={action === 'withdraw' ? 'danger' : 'primary'}
            disabled={busy || left.length === 0 || !reason.trim()}
          >
            {halfDone ? `Go on with ${left.length.toLocaleString('en')}` : bulkWords[action]}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

class Stopped extends Error {}
