import type { GateResidual } from '../../../core/contract.ts';
import { count } from '../../../core/words.ts';
import type { Tone } from '../../../ui/state-mark.tsx';

export function residualWords(finding: GateResidual): { tone: Tone; words: string } {
  if (finding.state === 'removed') return { tone: 'agree', words: 'The element goes' };
  if (finding.state === 'kept') return { tone: 'held', words: `Kept: ${finding.reason ?? ''}` };
  return { tone: 'dispute', words: finding.canRemove ? 'Undecided' : 'Undecided; it cannot be taken out' };
}

/** The reason with which a held entry may pass once each of its findings is decided; empty while one is not. */
export function residualReason(findings: readonly GateResidual[]): string {
  if (findings.length === 0 || findings.some((f) => f.state === 'open')) return '';
  const removed = findings.filter((f) => f.state === 'removed').length;
  const kept = findings.length - removed;
  return [
    removed > 0 ? `${count(removed, 'element')} with values of the source taken out` : '',
    kept > 0 ? `${count(kept, 'value')} of the source kept for a stated reason` : '',
  ]
    .filter(Boolean)
    .join('; ');
}

/** The next finding that nobody has decided, from a place onwards; the place itself where there is none. */
export function nextUndecided(findings: readonly GateResidual[], at: number): number {
  for (let step = 1; step <= findings.length; step++) {
    const index = (at + step) % findings.length;
    if (findings[index]?.state === 'open') return index;
  }
  return at;
}
