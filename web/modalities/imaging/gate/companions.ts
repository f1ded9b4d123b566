import type { GateCompanion } from '../../../core/contract.ts';
import { count } from '../../../core/words.ts';
import type { Tone } from '../../../ui/state-mark.tsx';

export const objectWords: Record<GateCompanion['object'], string> = {
  report: 'Report',
  'key-objects': 'Key objects',
  presentation: 'Presentation',
  segmentation: 'Segmentation',
  structures: 'Contours',
  dose: 'Dose',
  plan: 'Radiotherapy plan',
  registration: 'Registration',
  values: 'Value mapping',
  document: 'Document',
  waveform: 'Waveform',
};

export function companionWords({ state, reason, problem }: GateCompanion): { tone: Tone; words: string } {
  const why = reason ? `: ${reason}` : '';
  if (state === 'dropped') return { tone: 'quiet', words: `Left out${why}` };
  if (state === 'open') return { tone: 'dispute', words: 'Undecided' };
  return problem
    ? { tone: 'held', words: `Passes as it is${why}` }
    : { tone: 'agree', words: 'Passes with its images' };
}

/** What was done to its header, in counts. */
export function companionCounts({ images, kept, changed, removed }: GateCompanion): string {
  return [
    images > 0 ? `refers to ${count(images, 'image')}` : 'refers to no image',
    `${kept} kept, ${changed} changed, ${removed} removed`,
  ].join(' · ');
}

/** The reason with which a held entry may pass once each companion that could not be cleaned is decided; empty while one is not. */
export function companionReason(companions: readonly GateCompanion[]): string {
  const asked = companions.filter((c) => c.problem);
  if (asked.length === 0 || asked.some((c) => c.state === 'open')) return '';
  const dropped = asked.filter((c) => c.state === 'dropped').length;
  const kept = asked.length - dropped;
  return [
    dropped > 0 ? `${count(dropped, 'object')} that could not be cleaned left out` : '',
    kept > 0 ? `${count(kept, 'object')} that could not be cleaned kept for a stated reason` : '',
  ]
    .filter(Boolean)
    .join('; ');
}

/** The next companion that nobody has decided, from a place onwards; the place itself where there is none. */
export function nextOpenCompanion(companions: readonly GateCompanion[], at: number): number {
  for (let step = 1; step <= companions.length; step++) {
    const index = (at + step) % companions.length;
    if (companions[index]?.state === 'open') return index;
  }
  return at;
}
