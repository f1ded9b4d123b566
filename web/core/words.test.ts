import { expect, test } from 'vitest';
import { count, duration, size } from './words.ts';

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
