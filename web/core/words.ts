import type { AnswerState, FunnelStage, ItemState, ReadState, Role } from './contract.ts';

/** Most characters of a reason, a comment or a remark; the server refuses longer ones. */
export const longestWords = 4000;

export const stateWords: Record<AnswerState, string> = {
  present: 'Present',
  absent: 'Absent',
  uncertain: 'Uncertain',
  notAssessed: 'Not assessed',
};

export const roleWords: Record<Role, string> = {
  administrator: 'Administrator',
  lead: 'Lead',
  steward: 'Data steward',
  reader: 'Reader',
  adjudicator: 'Adjudicator',
  auditor: 'Auditor',
};

export const stageWords: Record<FunnelStage, string> = {
  received: 'Received',
  gate: 'At the gate',
  ready: 'Ready',
  reading: 'Being read',
  disputed: 'Disputed',
  agreed: 'Agreed',
  adjudicated: 'Adjudicated',
  released: 'Released',
};

export const itemWords: Record<ItemState, string> = {
  ready: 'Ready',
  reading: 'Being read',
  disputed: 'Disputed',
  agreed: 'Agreed',
  adjudicated: 'Adjudicated',
  withdrawn: 'Withdrawn',
};

export const readWords: Record<ReadState, string> = {
  open: 'Open',
  submitted: 'Submitted',
  skipped: 'Skipped',
  expired: 'Expired',
  released: 'Given back',
};

const units: [number, string][] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** "2 min 14 s": the two largest units that are not nothing. */
export function duration(seconds: number): string {
  let rest = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const [size, unit] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ') || '0 s';
}

/** ISO date and time in the reader's own zone, which is named; to the minute, or to the second where order matters. */
export function moment(iso: string | undefined, to: 'minute' | 'second' = 'minute'): string {
  if (!iso) return '';
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, to === 'second' ? 19 : 16)} ${zone(date)}`;
}

function zone(date: Date): string {
  const offset = -date.getTimezoneOffset();
  if (offset === 0) return 'UTC';
  const sign = offset < 0 ? '−' : '+';
  const [h, m] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `UTC${sign}${h}${m ? `:${String(m).padStart(2, '0')}` : ''}`;
}

export function day(iso: string | undefined): string {
  return iso ? moment(iso).slice(0, 10) : '';
}

const sizes = ['B', 'KB', 'MB', 'GB', 'TB'];

export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < sizes.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${sizes[unit]}`;
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

/** How probable something is held: what is not certain is never written as if it were. */
export function probability(p: number): string {
  return p > 0.99 ? 'over 99 %' : p < 0.01 ? 'under 1 %' : percent(p);
}

export function percent(share: number, digits = 0): string {
  return `${(share * 100).toFixed(digits)} %`;
}
