import type { BatchState } from '../../core/contract.ts';
import type { Tone } from '../../ui/state-mark.tsx';

export type Deed = 'approve' | 'hold' | 'reject';

export const deedWords: Record<Deed, { tone: Tone; done: string; name: string }> = {
  approve: { tone: 'agree', done: 'Approved', name: 'Approve' },
  hold: { tone: 'held', done: 'Held', name: 'Hold' },
  reject: { tone: 'dispute', done: 'Rejected', name: 'Reject' },
};

export const batchWords: Record<BatchState, { tone: Tone; word: string }> = {
  receiving: { tone: 'incomplete', word: 'Receiving' },
  working: { tone: 'incomplete', word: 'Being prepared' },
  gate: { tone: 'held', word: 'Waits at the gate' },
  deciding: { tone: 'incomplete', word: 'Being decided' },
  held: { tone: 'held', word: 'Held' },
  approved: { tone: 'agree', word: 'Approved' },
  rejected: { tone: 'dispute', word: 'Rejected' },
};

export interface RiskClass {
  title: string;
  least: number;
}

/** From this risk on an entry needs a decision of its own, as the server has it. */
export const doubtful = 0.5;

export const riskClasses: RiskClass[] = [
  { title: 'Doubtful', least: doubtful },
  { title: 'Worth a look', least: 0.15 },
  { title: 'Nothing noticed', least: 0 },
];

export const riskClassOf = (risk: number) => riskClasses.find((r) => risk >= r.least) ?? riskClasses.at(-1)!;
