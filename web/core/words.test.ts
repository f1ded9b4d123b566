import { expect, test } from 'vitest';
import { count, duration, probability, size } from './words.ts';

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

test('no probability is written as certain', () => {
  expect([1, 0.9999, 0.99, 0.5, 0.01, 0.004, 0].map(probability)).toEqual([
    'over 99 %',
    'over 99 %',
    '99 %',
    '50 %',
    '1 %',
    'under 1 %',
    'under 1 %',
  ]);
});
