import type { EmergencyView } from '../../core/contract.ts';
import type { Tone } from '../../ui/state-mark.tsx';

type Access = Pick<EmergencyView, 'until' | 'ended' | 'how' | 'reviewed' | 'reviewer'>;

/** Where an emergency access stands. One whose time is over has ended, whether the record says so yet or not. */
export function accessWords(access: Access, now: number): string {
  if (access.reviewed) return `Reviewed by ${access.reviewer ?? 'somebody'}`;
  if (!access.ended && Date.parse(access.until) > now) return 'Goes on';
  const how = { time: 'by itself', person: 'by themselves', other: 'by another' }[access.how ?? 'time'];
  return `Ended ${how}, to be reviewed`;
}

export function accessTone(access: Access, now: number): Tone {
  if (access.reviewed) return 'agree';
  return accessWords(access, now) === 'Goes on' ? 'dispute' : 'incomplete';
}
