import { expect, test } from 'vitest';
import { accessTone, accessWords } from './words.ts';

const until = '2026-06-01T12:00:00.000Z';
const before = Date.parse('2026-06-01T11:59:59.000Z');
const after = Date.parse(until);

test('an access goes on until its minute, and has ended then though nobody has written so', () => {
  expect(accessWords({ until }, before)).toBe('Goes on');
  expect(accessTone({ until }, before)).toBe('dispute');
  expect(accessWords({ until }, after)).toBe('Ended by itself, to be reviewed');
});

test('who ended it and who reviewed it is said', () => {
  expect(accessWords({ until, ended: until, how: 'other' }, before)).toBe('Ended by another, to be reviewed');
  const reviewed = { until, ended: until, how: 'person' as const, reviewed: until, reviewer: 'Lea' };
  expect(accessWords(reviewed, before)).toBe('Reviewed by Lea');
  expect(accessTone(reviewed, before)).toBe('agree');
});
