import { describe, expect, it } from 'vitest';
import type { ThreadRow } from '../../core/contract.ts';
import { aboutWords, shownThreads, standing, waitingWords } from './words.ts';

const thread = (more: Partial<ThreadRow>): ThreadRow => ({
  id: 't',
  by: 'Reader 1',
  mine: false,
  question: false,
  state: 'open',
  opened: '2026-01-01T00:00:00.000Z',
  newest: '2026-01-01T00:00:00.000Z',
  entries: 1,
  unread: 0,
  callsMe: false,
  waiting: 0,
  words: 'x',
  ...more,
});

describe('threads in words', () => {
  it('says how one stands and what settled it', () => {
    expect(standing(thread({})).word).toBe('Open');
    expect(standing(thread({ question: true })).word).toBe('Question');
    expect(standing(thread({ question: true, state: 'resolved' })).word).toBe('Settled');
    expect(standing(thread({ state: 'noted', guideline: 3 })).word).toBe('In guideline version 3');
  });

  it('says what one is about', () => {
    const title = (id: string) => (id === 'nodule' ? 'Nodule' : id);
    expect(aboutWords({}, title)).toBe('The whole project');
    expect(aboutWords({ field: 'nodule' }, title)).toBe('Nodule');
    expect(aboutWords({ item: 'i', title: 'chest a', field: 'nodule' }, title)).toBe('chest a · Nodule');
  });

  it('says that something waits and shows none of it', () => {
    expect(waitingWords(0)).toBeUndefined();
    expect(waitingWords(1)).toContain('One entry waits');
    expect(waitingWords(2)).toContain('2 entries wait');
  });

  it('shows what was chosen', () => {
    const all = [
      thread({ id: 'a' }),
      thread({ id: 'b', question: true, unread: 1 }),
      thread({ id: 'c', state: 'resolved' }),
      thread({ id: 'd', question: true, state: 'noted', guideline: 1 }),
    ];
    const ids = (shown: Parameters<typeof shownThreads>[1]) => shownThreads(all, shown).map((t) => t.id);
    expect(ids('open')).toEqual(['a', 'b']);
    expect(ids('questions')).toEqual(['b']);
    expect(ids('unread')).toEqual(['b']);
    expect(ids('settled')).toEqual(['c', 'd']);
    expect(ids('all')).toEqual(['a', 'b', 'c', 'd']);
  });
});
