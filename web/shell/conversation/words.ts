import type { ThreadRow } from '../../core/contract.ts';
import type { Tone } from '../../ui/state-mark.tsx';

/** How a thread stands, as a tone and a word. */
export function standing(thread: Pick<ThreadRow, 'state' | 'question' | 'guideline'>): { tone: Tone; word: string } {
  if (thread.state === 'noted') return { tone: 'agree', word: `In guideline version ${thread.guideline}` };
  if (thread.state === 'resolved') return { tone: 'agree', word: 'Settled' };
  return thread.question ? { tone: 'incomplete', word: 'Question' } : { tone: 'quiet', word: 'Open' };
}

/** What it is about, for a line above its words. */
export function aboutWords(thread: Pick<ThreadRow, 'item' | 'title' | 'field'>, field: (id: string) => string): string {
  const parts = [thread.item ? (thread.title ?? 'An item') : undefined, thread.field ? field(thread.field) : undefined];
  return parts.filter(Boolean).join(' · ') || 'The whole project';
}

/** What waits in it and cannot be shown yet; nothing where all is shown. */
export function waitingWords(waiting: number): string | undefined {
  if (waiting === 0) return undefined;
  return waiting === 1
    ? 'One entry waits: it is shown when your read of this item is done, so that it stays your own.'
    : `${waiting} entries wait: they are shown when your read of this item is done, so that it stays your own.`;
}

export type Shown = 'open' | 'questions' | 'unread' | 'settled' | 'all';

/** The threads of a list that a choice shows. */
export function shownThreads(threads: readonly ThreadRow[], shown: Shown): ThreadRow[] {
  return threads.filter((t) => {
    if (shown === 'all') return true;
    if (shown === 'unread') return t.unread > 0;
    if (shown === 'settled') return t.state !== 'open';
    return t.state === 'open' && (shown === 'open' || t.question);
  });
}
