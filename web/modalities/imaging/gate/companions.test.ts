import { expect, test } from 'vitest';
import type { GateCompanion } from '../../../core/contract.ts';
import { companionCounts, companionReason, companionWords, nextOpenCompanion } from './companions.ts';

const companion = (state: GateCompanion['state'], problem?: string, reason?: string): GateCompanion => ({
  file: 'f',
  object: 'document',
  images: 0,
  size: 100,
  state,
  kept: 3,
  changed: 2,
  removed: 1,
  elements: [],
  text: '/t',
  ...(problem ? { problem } : {}),
  ...(reason ? { reason } : {}),
});

test('what passes by itself and what passes for a reason are told apart', () => {
  expect(companionWords(companion('kept')).words).toBe('Passes with its images');
  expect(companionWords(companion('kept', 'A document', 'An example')).words).toBe('Passes as it is: An example');
  expect(companionWords(companion('open', 'A document')).words).toBe('Undecided');
  expect(companionWords(companion('dropped')).words).toBe('Left out');
});

test('a reason to pass is proposed once nothing is open', () => {
  expect(companionReason([companion('kept')])).toBe('');
  expect(companionReason([companion('open', 'x'), companion('dropped', 'x')])).toBe('');
  expect(companionReason([companion('kept', 'x'), companion('dropped', 'x'), companion('kept')])).toBe(
    '1 object that could not be cleaned left out; 1 object that could not be cleaned kept for a stated reason',
  );
});

test('the next undecided one is found, round to the first', () => {
  expect(nextOpenCompanion([companion('open', 'x'), companion('kept')], 1)).toBe(0);
  expect(nextOpenCompanion([companion('dropped'), companion('kept')], 1)).toBe(1);
});

test('counts are said as they are', () => {
  expect(companionCounts(companion('kept'))).toBe('refers to no image · 3 kept, 2 changed, 1 removed');
  expect(companionCounts({ ...companion('kept'), images: 2 })).toContain('refers to 2 images');
});
