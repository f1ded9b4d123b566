import type { OperationsView } from '../../core/contract.ts';
import { duration, moment, percent, size } from '../../core/words.ts';
import type { Tone } from '../../ui/state-mark.tsx';

type DiskState = OperationsView['disk'];

export const diskTones: Record<DiskState['state'], Tone> = {
  ok: 'agree',
  low: 'held',
  full: 'dispute',
  failing: 'dispute',
};

/** How the disk fares, how much is free and how much is wanted. */
export function diskWords(disk: DiskState): string {
  const free =
    disk.freeBytes === undefined
      ? 'it cannot be asked'
      : `${size(disk.freeBytes)} free${disk.totalBytes ? ` of ${size(disk.totalBytes)} (${percent(disk.freeBytes / disk.totalBytes)})` : ''}`;
  switch (disk.state) {
    case 'low':
      return `Low: ${free}. Below ${size(disk.lowBelow)} nothing new is received and no release is made`;
    case 'full':
      return `Full: ${free}. Saves fail; ${size(disk.lowBelow)} are wanted`;
    case 'failing':
      return `Takes no writes: ${free}`;
    default:
      return `Room: ${free}`;
  }
}

/** What the server's clock said, and how far it is from this device's, which was asked about then. */
export function clockWords(server: string, answered: number): string {
  const apart = Math.round((new Date(server).getTime() - answered) / 1000);
  const words =
    Math.abs(apart) < 5
      ? 'as this device’s'
      : `${duration(Math.abs(apart))} ${apart > 0 ? 'ahead of' : 'behind'} this device’s`;
  return `${moment(server, 'second')}, ${words}`;
}

export function progressWords(done: number, total: number): string {
  return total > 0 ? `${done.toLocaleString('en')} of ${total.toLocaleString('en')}` : '';
}

type WitnessState = OperationsView['witnesses'][number];

const objections = { rollback: 'Has seen more events than there are', fork: 'Has seen another history' };

const troubles: Record<NonNullable<WitnessState['trouble']>, string> = {
  unreachable: 'Cannot be reached',
  unknown: 'Does not know this record',
  unreadable: 'Gives no answer of a witness',
  ahead: 'Has been shown a newer head',
  objected: 'Objects',
};

/** How a witness stands to the record. */
export function witnessWords(w: WitnessState): string {
  if (w.objection) return objections[w.objection];
  if (w.trouble) return troubles[w.trouble];
  return w.at ? 'Cosigns' : 'Not asked yet';
}

export function witnessTone(w: WitnessState): Tone {
  if (w.objection) return 'dispute';
  if (w.trouble) return 'held';
  return w.at ? 'agree' : 'incomplete';
}

/** What the share of the files was that was read through last. */
export function shareWords(share: OperationsView['share']): string {
  return share
    ? `${moment(share.at)}, ${share.files.toLocaleString('en')} of ${share.of.toLocaleString('en')} files, ${share.faults} faults`
    : 'None yet: each night a thirtieth of the images and releases';
}
