import type { ReactNode } from 'react';
import type { ItemState, ReadState } from '../core/contract.ts';
import { itemWords, readWords } from '../core/words.ts';

/** A state is colour, shape and word together, so that no one of them has to be seen. */
export type Tone = 'agree' | 'dispute' | 'incomplete' | 'machine' | 'held' | 'quiet';

const shapes: Record<Tone, ReactNode> = {
  agree: <circle cx="6" cy="6" r="4.5" fill="var(--agree)" />,
  dispute: <path d="M6 1 11.5 11h-11z" fill="var(--dispute)" />,
  incomplete: (
    <circle cx="6" cy="6" r="4.2" fill="none" stroke="var(--incomplete)" strokeWidth="1.8" strokeDasharray="2.4 2" />
  ),
  machine: (
    <path d="M6 .8 11.2 6 6 11.2.8 6z" fill="none" stroke="var(--machine)" strokeWidth="1.6" strokeDasharray="2 1" />
  ),
  held: <path d="M1.5 1.5h9v9h-9z" fill="var(--held)" />,
  quiet: <circle cx="6" cy="6" r="4" fill="none" stroke="var(--dim)" strokeWidth="1.4" />,
};

export function StateShape({ tone, size = 12 }: { tone: Tone; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden="true">
      {shapes[tone]}
    </svg>
  );
}

export function StateMark({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className="state">
      <StateShape tone={tone} />
      {children}
    </span>
  );
}

const itemTones: Record<ItemState, Tone> = {
  ready: 'quiet',
  reading: 'incomplete',
  disputed: 'dispute',
  agreed: 'agree',
  adjudicated: 'agree',
  withdrawn: 'held',
};

export function ItemStateMark({ state }: { state: ItemState }) {
  return <StateMark tone={itemTones[state] ?? 'quiet'}>{itemWords[state] ?? state}</StateMark>;
}

const readTones: Record<ReadState, Tone> = {
  open: 'incomplete',
  submitted: 'agree',
  skipped: 'held',
  expired: 'quiet',
  released: 'quiet',
};

export function ReadStateMark({ state }: { state: ReadState }) {
  return <StateMark tone={readTones[state] ?? 'quiet'}>{readWords[state] ?? state}</StateMark>;
}
