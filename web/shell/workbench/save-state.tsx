import { useEffect, useState } from 'react';
import type { ReadView } from '../../core/outbox-views.ts';
import { type SaveTone, saveWords } from '../../core/outbox-words.ts';
import { duration } from '../../core/words.ts';
import { StateShape, type Tone } from '../../ui/state-mark.tsx';
import { useOutboxView } from '../outbox-context.tsx';

const tones: Record<SaveTone, Tone> = { saved: 'agree', saving: 'incomplete', waiting: 'held', stopped: 'dispute' };

function useNow(every: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

interface SaveProps {
  view: ReadView | undefined;
  /** Entries on screen that hold what is not accepted: while there is one, not everything is saved. */
  refused: number;
}

/** Always on screen, always in words. */
export function SaveState({ view, refused }: SaveProps) {
  const all = useOutboxView();
  const now = useNow(5000);
  const { tone, words } = saveWords(all, view);
  if (refused > 0) {
    return (
      <span className="state save-state" role="status" data-testid="save-state">
        <StateShape tone="dispute" />
        {refused === 1 ? '1 entry is not saved' : `${refused} entries are not saved`}
      </span>
    );
  }
  const ago = tone === 'saved' && view?.savedAt ? Math.max(0, Math.round((now - view.savedAt) / 1000)) : undefined;
  return (
    <span className="state save-state" role="status" data-testid="save-state">
      <StateShape tone={tones[tone]} />
      {words}
      {ago !== undefined ? <span className="dim tabular">{ago < 5 ? 'just now' : `${duration(ago)} ago`}</span> : null}
    </span>
  );
}
