import { afterEach, expect, test } from 'vitest';
import type { Answer, ReadEvent } from './contract.ts';
import { applyEvents, difference, sameContent } from './read-state.ts';

const keys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

afterEach(() => {
  // Nothing that was planted is anybody's.
  expect(({} as Record<string, unknown>).planted).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('answers to fields with the names of the language are answers, and change no prototype', () => {
  for (const field of keys) {
    const answer = JSON.parse('{"state":"present","value":"a","__proto__":{"planted":1}}') as Answer;
    const mark = JSON.parse(`{"id":"m","field":"${field}","geometry":{"kind":"box","__proto__":{"planted":1}}}`);
    const events = [
      { type: 'AnswerGiven', id: '1', at: '', field, answer },
      { type: 'MarkDrawn', id: '2', at: '', mark },
      { type: 'MarkWithdrawn', id: '3', at: '', mark: 'm' },
      { type: 'AnswerGiven', id: '4', at: '', field, answer },
    ] as unknown as ReadEvent[];
    const empty = { answers: {}, marks: [], comments: [], submitted: false };
    const content = applyEvents(empty, events);
    expect(Object.hasOwn(content.answers, field)).toBe(true);
    expect(Object.getPrototypeOf(content.answers)).toBe(Object.prototype);
    expect(difference(empty, content, (old) => old).length).toBeGreaterThan(0);
    expect(sameContent(content, content)).toBe(true);
    const withdrawn = applyEvents(content, [
      { type: 'AnswerWithdrawn', id: '5', at: '', field } as unknown as ReadEvent,
    ]);
    expect(Object.hasOwn(withdrawn.answers, field)).toBe(false);
  }
});
