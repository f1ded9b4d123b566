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
