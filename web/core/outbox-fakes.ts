import { ApiError } from './api.ts';
import type { AppendEvents, Appended, Read, ReadEvent } from './contract.ts';
import type { OutboxClock, OutboxTransport } from './outbox-views.ts';
import { applyEvents, contentOf } from './read-state.ts';
import type { WindowMessage, Windows } from './windows.ts';

export function emptyRead(id: string): Read {
  return {
    id,
    item: `item-${id}`,
    protocolVersion: 1,
    state: 'open',
    revision: 0,
    answers: {},
    marks: [],
    comments: [],
    suggestions: [],
    worked: {},
  };
}

export type Fault = 'none' | 'lost-before' | 'lost-after' | 'expired' | 'broken' | 'broken-after' | 'full';

/** Of the server's rules (ReadRules.IsAside): taken at any base, and no revision. */
const aside = new Set<ReadEvent['type']>(['ReadOpened', 'WorkTimed', 'CommentAdded']);

/** A server in memory with the contract's rules: idempotent by event id, base revision checked, all or none. */
export class FakeServer implements OutboxTransport {
  readonly reads = new Map<string, Read>();
  readonly log: { read: string; event: ReadEvent }[] = [];
  readonly known = new Set<string>();
  signedIn = true;
  fault: () => Fault = () => 'none';
  required: string[] = [];
  posts = 0;

  read(id: string): Read {
    const found = this.reads.get(id) ?? emptyRead(id);
    this.reads.set(id, found);
    return found;
  }

  async post(id: string, body: AppendEvents): Promise<Appended> {
    this.posts++;
    await Promise.resolve();
    const fault = this.fault();
    if (fault === 'lost-before') throw unreachable();
    if (fault === 'broken') throw refusal(503, 'http.503');
    if (fault === 'full') throw refusal(507, 'disk.full');
    if (fault === 'expired') this.signedIn = false;
    if (!this.signedIn) throw refusal(401, 'session.expired');
    const reply = this.take(id, body);
    if (fault === 'lost-after') throw unreachable();
    if (fault === 'broken-after') throw refusal(500, 'http.500');
    return reply;
  }

  async current(_project: string, id: string): Promise<Read> {
    if (!this.signedIn) throw refusal(401, 'session.expired');
    return this.read(id);
  }

  private take(id: string, { baseRevision, events }: AppendEvents): Appended {
    const read = this.read(id);
    const fresh = events.filter((e) => !this.known.has(e.id));
    if (fresh.length === 0) return { revision: read.revision, state: read.state };
    if (read.state !== 'open') throw refusal(409, 'read.closed');
    const counted = (list: readonly ReadEvent[]) => list.filter((e) => !aside.has(e.type)).length;
    const held = counted(events) - counted(fresh);
    if (counted(fresh) > 0 && baseRevision + held !== read.revision)
      throw refusal(409, 'read.conflict', { current: read, revision: read.revision });
    const content = applyEvents(contentOf(read), fresh);
    const submits = fresh.some((e) => e.type === 'ReadSubmitted');
    const missing = this.required.filter((f) => !content.answers[f]);
    if (submits && missing.length > 0) throw refusal(422, 'read.incomplete', { missing });
    for (const event of fresh) {
      this.known.add(event.id);
      this.log.push({ read: id, event });
    }
    const { answers, marks, comments } = content;
    const revision = read.revision + counted(fresh);
    const next: Read = { ...read, answers, marks, comments, revision, state: submits ? 'submitted' : 'open' };
    this.reads.set(id, next);
    return { revision, state: next.state };
  }
}

export function refusal(status: number, code: string, rest: Record<string, unknown> = {}): ApiError {
  return new ApiError({ title: code, status, code, ...rest });
}

function unreachable(): ApiError {
  return refusal(0, 'net.unreachable');
}

/** Time that moves only when a test says so. */
export class FakeClock implements OutboxClock {
  private timers: { at: number; run: () => void }[] = [];
  private time = 0;
  constructor(readonly random: () => number = () => 0.5) {}
  after(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.time + milliseconds, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((t) => t !== timer);
    };
  }
  pass(milliseconds: number): void {
    this.time += milliseconds;
    const due = this.timers.filter((t) => t.at <= this.time);
    this.timers = this.timers.filter((t) => t.at > this.time);
    for (const timer of due) timer.run();
  }
  get waiting(): number {
    return this.timers.length;
  }
}

/** Windows of one browser in memory. */
export class FakeBrowser {
  private readonly open = new Map<string, Set<(message: WindowMessage, from: string) => void>>();

  window(id: string): Windows {
    const mine = new Set<(message: WindowMessage, from: string) => void>();
    this.open.set(id, mine);
    return {
      id,
      tell: (message) => {
        for (const [other, listeners] of this.open) {
          if (other !== id) for (const listener of listeners) listener(message, id);
        }
      },
      listen: (listener) => {
        mine.add(listener);
        return () => void mine.delete(listener);
      },
      alive: async () => new Set(this.open.keys()),
    };
  }

  /** The window is gone without a word, as after a crash. */
  crash(id: string): void {
    this.open.delete(id);
  }
}
