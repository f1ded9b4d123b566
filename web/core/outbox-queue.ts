import type { Appended, Read, ReadEvent } from './contract.ts';
import type { ReadBasis, WaitingEvent } from './outbox-store.ts';
import type { Hold, ReadView } from './outbox-views.ts';
import { applyEvents, contentOf } from './read-state.ts';

export interface Row extends WaitingEvent {
  durable: boolean;
}

export interface Queue {
  basis: ReadBasis;
  /** Freshest server state known; the waiting events are painted over it. */
  latest: Read;
  rows: Row[];
  hold?: Hold;
  missing?: string[];
  tries: number;
  elsewhere: Set<string>;
  savedAt?: number;
  view?: ReadView;
}

/** Rows that are not on disk yet come after all that are. */
export function orderOf(row: Row): number {
  return row.seq > 0 ? row.seq : 1e12 - row.seq;
}

/** What tells about reading, and is no answer. */
const telling: readonly ReadEvent['type'][] = ['ReadOpened', 'WorkTimed'];

/** What changes neither answers nor marks nor state: the server takes it at any base and counts no revision for it. */
const aside: readonly ReadEvent['type'][] = [...telling, 'CommentAdded'];

export function isAside(event: ReadEvent): boolean {
  return aside.includes(event.type);
}

export function countOf(rows: readonly Row[]): number {
  return rows.filter((r) => !telling.includes(r.event.type)).length;
}

export function storable(row: Row): Omit<WaitingEvent, 'seq'> {
  const { seq: _seq, durable: _durable, ...rest } = row;
  return rest;
}

/** The read once these events are in it, at the revision that they alone have brought it to. */
export function advance(read: Read, events: ReadEvent[], revision: number, reply: Appended): Read {
  const { answers, marks, comments } = applyEvents(contentOf(read), events);
  return { ...read, answers, marks, comments, revision, state: reply.state };
}
