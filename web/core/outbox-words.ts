import type { OutboxView, ReadView } from './outbox-views.ts';

export type SaveTone = 'saved' | 'saving' | 'waiting' | 'stopped';

/** The state of saving in words, with the tone that gives its shape and colour. */
export function saveWords(all: OutboxView, view: ReadView | undefined): { tone: SaveTone; words: string } {
  const kept = `${all.waiting} ${all.waiting === 1 ? 'answer' : 'answers'}`;
  if (all.storeProblem && all.waiting > 0) {
    return { tone: 'stopped', words: `This browser cannot keep answers: ${kept} not saved yet` };
  }
  if (all.link === 'signed-out') return { tone: 'stopped', words: `Sign in to send ${kept}` };
  if (view?.hold?.kind === 'conflict')
    return { tone: 'stopped', words: 'Changed in another window: choose what stands' };
  if (view?.hold) return { tone: 'stopped', words: `Not accepted: ${kept} kept on this device` };
  if (all.link === 'full' && all.waiting > 0) {
    return { tone: 'stopped', words: `The server's disk is full: ${kept} kept on this device, sent again by itself` };
  }
  if (all.link === 'down' && all.waiting > 0) {
    return { tone: 'waiting', words: `Waiting for connection: ${kept} kept on this device` };
  }
  if (all.held.length > 0) return { tone: 'stopped', words: 'Another item needs you' };
  if (all.waiting > 0 || all.sending) return { tone: 'saving', words: 'Saving' };
  return { tone: 'saved', words: 'Saved' };
}
