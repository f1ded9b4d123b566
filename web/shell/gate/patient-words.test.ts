import { expect, test } from 'vitest';
import type { PatientQuestion } from '../../core/contract.ts';
import { factsOf, nextOpen, rulesOf } from './patient-words.ts';

const side = { issuer: '', number: '0071', name: 'A^B', birthDate: '', sex: 'F', pseudonym: 'OR-1', entries: [] };
const question = (id: string, open = true): PatientQuestion => ({
  id,
  kind: 'near-numbers',
  rules: 'Case, LeadingZeros',
  one: side,
  other: { ...side, number: '71', birthDate: '19500101' },
  open,
  answers: ['same', 'different'],
});

test('what differs is what both say, and not what one leaves out', () => {
  const rows = factsOf(question('a'));
  expect(rows.filter((r) => r.differs).map((r) => r.name)).toEqual(['Number']);
  expect(rows.find((r) => r.name === 'Birth date')!.one).toBe('–');
});

test('rules of spelling are said in words', () => {
  expect(rulesOf('Case, LeadingZeros')).toBe('capital letters, leading zeros');
  expect(rulesOf(undefined)).toBe('');
});

test('after an answer comes the next open question, round to the first', () => {
  const all = [question('a'), question('b', false), question('c')];
  expect(nextOpen(all, 'a')).toBe('c');
  expect(nextOpen(all, 'c')).toBe('a');
  expect(nextOpen([question('a', false)], 'a')).toBe(undefined);
});
