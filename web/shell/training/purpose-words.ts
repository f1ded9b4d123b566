import type { TrainingSetRow } from '../../core/contract.ts';

export const purposeWords: Record<TrainingSetRow['purpose'], string> = {
  practice: 'Practice',
  test: 'Sealed tests',
  gold: 'Gold in the queue',
};
