import type { AppendEvents, Appended, Problem, Read } from './contract.ts';
import type { ReadContent } from './read-state.ts';

/** How the outbox reaches the server. `post` throws ApiError; status 0 means that the outcome is unknown. */
export interface OutboxTransport {
  post(read: string, body: AppendEvents): Promise<Appended>;
  current(project: string, read: string): Promise<Read>;
}

export interface OutboxClock {
  after(milliseconds: number, run: () => void): () => void;
  random(): number;
}

/** Why the events of one read do not go out by themselves. */
export type Hold =
  | { kind: 'conflict'; current: Read }
  | { kind: 'closed'; problem: Problem }
  | { kind: 'refused'; problem: Problem }
  /** The person is held back from reading for now; the events go out once they are not. */
  | { kind: 'unfit'; problem: Problem };

export type Link = 'up' | 'down' | 'full' | 'signed-out';

export interface ReadView {
  read: string;
  project: string;
  title: string;
  content: ReadContent;
  /** Events that the server has not confirmed. */
  waiting: number;
  sending: boolean;
  hold?: Hold;
  /** Server's list of blanks, after it refused a submission. */
  missing?: string[];
  alsoOpenElsewhere: boolean;
  savedAt?: number;
}

export interface OutboxView {
  link: Link;
  /** Events of all reads that the server has not confirmed, openings left out. */
  waiting: number;
  sending: boolean;
  /** The browser could not keep an answer on disk. */
  storeProblem?: string;
  /** Reads that wait for a person's decision. */
  held: { read: string; project: string; title: string; hold: Hold }[];
}
