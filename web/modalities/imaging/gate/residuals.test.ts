import { expect, test } from 'vitest';
import type { GateResidual } from '../../../core/contract.ts';
import { nextUndecided, residualReason, residualWords } from './residuals.ts';

const finding = (state: GateResidual['state'], canRemove = true): GateResidual => ({
  finding: 'PatientName in SeriesDescription',
  canRemove,
  state,
  ...(state === 'kept' ? { reason: 'A device of that name' } : {}),
});

test('a reason to pass is proposed once nothing is open', () => {
  expect(residualReason([finding('open'), finding('removed')])).toBe('');
  expect(residualReason([finding('removed'), finding('kept'), finding('kept')])).toBe(
    '1 element with values of the source taken out; 2 values of the source kept for a stated reason',
  );
  expect(residualReason([])).toBe('');
});

test('the next undecided finding is found, round to the first', () => {
  expect(nextUndecided([finding('open'), finding('kept'), finding('open')], 2)).toBe(0);
  expect(nextUndecided([finding('removed'), finding('kept')], 1)).toBe(1);
});

test('what cannot be taken out is said', () => {
  expect(residualWords(finding('open', false)).words).toContain('cannot be taken out');
  expect(residualWords(finding('kept')).words).toBe('Kept: A device of that name');
});
