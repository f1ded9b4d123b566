import { expect, test } from 'vitest';
import type { Field } from './contract.ts';
import { answerWords, count, duration, size } from './words.ts';

test.each([
  [0, '0 s'],
  [59, '59 s'],
  [134, '2 min 14 s'],
  [3600, '1 h'],
  [3725, '1 h 2 min'],
  [90_061, '1 d 1 h'],
])('%i seconds are said as %s', (seconds, said) => expect(duration(seconds)).toBe(said));

test('sizes keep one digit until a hundred', () => {
  expect([size(12), size(1200), size(250_000_000)]).toEqual(['12 B', '1.2 KB', '250 MB']);
});

test('one is not many', () => expect([count(1, 'answer'), count(2, 'answer')]).toEqual(['1 answer', '2 answers']));

test('answers are said with their unit and their option titles', () => {
  const number: Field = { id: 'd', title: 'Diameter', kind: 'number', unit: 'mm' };
  const choice: Field = { id: 't', title: 'Texture', kind: 'choice', options: [{ id: 's', title: 'Solid' }] };
  expect(answerWords(number, { state: 'present', value: 12 })).toBe('12 mm');
  expect(answerWords(choice, { state: 'uncertain', value: 's' })).toBe('Uncertain: Solid');
  expect(answerWords(choice, undefined)).toBe('No answer');
});
