import { ApiError, diskFull, noAnswer } from './api.ts';
import { chosenContent } from './conflicts.ts';
import type { Appended, Problem, Read, ReadEvent } from './contract.ts';
import { newId } from './ids.ts';
import { advance, countOf, isAside, orderOf, type Queue, type Row, storable } from './outbox-queue.ts';
import { basisKey, type OutboxStore } from './outbox-store.ts';
import type { Link, OutboxClock, OutboxTransport, OutboxView, ReadView } from './outbox-views.ts';
import { applyEvent, applyEvents, contentOf, difference, type ReadContent, sameContent } from './read-state.ts';
import type { Windows } from './windows.ts';

const largestBatch = 200;
const longestWait = 15_000;

/**
 * Keeps every event of a read on this device until the server has confirmed it.
 *
 * An event is stored before it is sent; a batch is frozen (events and base revision) before its first post and is
 * repeated unchanged until the server gives a definite answer; only a definite yes removes it. Each window answers for
 * its own events and takes over those of windows that are gone.
 */
export class Outbox {
  private readonly queues = new Map<string, Queue>();
  private readonly listeners = new Set<() => void>();
  private link: Link = 'up';
  private pumping = false;
  private failures = 0;
  private cancelTimer: (() => void) | undefined;
  private chain: Promise<unknown> = Promise.resolve();
  private summary: OutboxView | undefined;
  private storeProblem: string | undefined;
  private unsaved = 0;
  private stopped = false;
  private temporary = -1;

  constructor(
    private readonly store: OutboxStore,
    private readonly transport: OutboxTransport,
    private readonly windows: Windows,
    readonly person: string,
    private readonly clock: OutboxClock,
    private readonly now: () => number = Date.now,
  ) {
    windows.listen((message, from) => {
      if (message.type === 'gone') {
        for (const queue of this.queues.values()) if (queue.elsewhere.delete(from)) this.changed(queue.basis.read.id);
        void this.takeOver();
      }
      if (message.type === 'signed-in') this.resume();
      if (message.type === 'opened') this.noteElsewhere(message.read, from);
      if (message.type === 'here') for (const read of message.reads) this.noteElsewhere(read, from);
      if (message.type === 'changed') void this.followOther(message.read, message.revision);
    });
  }

  /** Takes over what earlier windows of this person left and starts sending. */
  async start(): Promise<void> {
    await this.takeOver();
  }

  stop(): void {
    this.stopped = true;
    this.cancelTimer?.();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Brings a read on screen, with the server's state that was just fetched. */
  open(project: string, title: string, read: Read): void {
    const queue = this.queues.get(read.id);
    if (queue) {
      // An answer that was asked for before the last save may come after it: what the server has confirmed since stands.
      if (read.revision >= queue.latest.revision) queue.latest = read;
      if (read.revision > queue.basis.read.revision && queue.hold?.kind === 'closed') delete queue.hold;
      if (read.revision >= queue.basis.read.revision && queue.rows.length === 0)
        queue.basis = { ...queue.basis, read, title };
    } else {
      this.queues.set(read.id, this.newQueue(project, title, read));
    }
    this.changed(read.id);
    this.windows.tell({ type: 'opened', read: read.id });
    this.windows.tell({ type: 'roll-call' });
    void this.pump();
  }

  openReads(): string[] {
    return [...this.queues.keys()];
  }

  view(read: string): ReadView | undefined {
    const queue = this.queues.get(read);
    if (!queue) return undefined;
    queue.view ??= this.makeView(read, queue);
    return queue.view;
  }

  overview = (): OutboxView => {
    this.summary ??= this.makeSummary();
    return this.summary;
  };

  /** Shows the events at once, keeps them on disk, then sends them. Resolves when they are kept. */
  add(read: string, events: ReadEvent[]): Promise<void> {
    const queue = this.queues.get(read);
    if (!queue) throw new Error('This read is not open here');
    const rows = events.map((event) => this.newRow(queue, event));
    queue.rows.push(...rows);
    delete queue.missing;
    this.unsaved += rows.length;
    this.changed(read);
    const kept = this.chain.then(async () => {
      try {
        const seqs = await this.store.add(rows.map(storable), queue.basis);
        rows.forEach((row, i) => {
          row.seq = seqs[i]!;
        });
      } catch (error) {
        this.storeProblem = error instanceof Error ? error.message : String(error);
      }
      for (const row of rows) row.durable = true;
      this.unsaved -= rows.length;
      this.changed(read);
      void this.pump();
    });
    this.chain = kept;
    return kept;
  }

  /** Somebody signed in again, or the network came back. */
  resume = (): void => {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    this.failures = 0;
    if (this.link !== 'up') {
      this.link = 'up';
      this.changed();
    }
    void this.pump();
  };

  /**
   * Ends a conflict. For every field the person chose whose version stands; comments of both are kept. The events
   * that waited become the difference between the server's state and the choice.
   */
  async resolve(read: string, choice: Readonly<Record<string, 'mine' | 'theirs'>>, submit: boolean): Promise<void> {
    const queue = this.queues.get(read);
    if (queue?.hold?.kind !== 'conflict') return;
    const current = queue.hold.current;
    const theirs = contentOf(current);
    const target = chosenContent(theirs, this.mineOf(queue), choice);
    const at = new Date(this.now()).toISOString();
    const made = difference(theirs, target, newId).map((body) => ({ ...body, id: newId(), at }) as ReadEvent);
    const kept = queue.rows
      .map((r) => r.event)
      .filter((e) => e.type === 'CommentAdded' || e.type === 'WorkTimed' || (e.type === 'ReadSubmitted' && submit));
    queue.basis = { ...queue.basis, read: current };
    queue.latest = current;
    await this.replace(queue, [...made, ...kept]);
    delete queue.hold;
    this.changed(read);
    void this.pump();
  }

  /** Sends what waits once more, after whatever held the person back may be gone. */
  fitAgain(): void {
    for (const queue of this.queues.values()) if (queue.hold?.kind === 'unfit') delete queue.hold;
    this.changed();
    void this.pump();
  }

  /** Gives up what waits for a closed read or after a refusal; the person asked for it. */
  async discard(read: string): Promise<void> {
    const queue = this.queues.get(read);
    if (!queue) return;
    await this.replace(queue, []);
    delete queue.hold;
    this.changed(read);
  }

  /** The person's own version, as a conflict shows it: what the waiting events make of what they were based on. */
  mine(read: string): ReadContent | undefined {
    const queue = this.queues.get(read);
    return queue && this.mineOf(queue);
  }

  basis(read: string): ReadContent | undefined {
    const queue = this.queues.get(read);
    return queue && contentOf(queue.basis.read);
  }

  waitingEvents(read: string): ReadEvent[] {
    return this.queues.get(read)?.rows.map((r) => r.event) ?? [];
  }

  private mineOf(queue: Queue): ReadContent {
    return applyEvents(
      contentOf(queue.basis.read),
      queue.rows.map((r) => r.event),
    );
  }

  private async replace(queue: Queue, events: ReadEvent[]): Promise<void> {
    const read = queue.basis.read.id;
    const replaced = new Set(queue.rows);
    const rows = events.map((event) => this.newRow(queue, event));
    await this.chain;
    const remove = [...replaced].filter((r) => r.seq > 0).map((r) => r.seq);
    const seqs = await this.store.settle({ remove, add: rows.map(storable), basis: queue.basis });
    rows.forEach((row, i) => {
      row.seq = seqs[i]!;
      row.durable = true;
    });
    // What was answered while the disk was busy stays, after what replaced the rest.
    queue.rows = [...rows, ...queue.rows.filter((r) => !replaced.has(r))];
    this.changed(read);
  }

  private newQueue(project: string, title: string, read: Read): Queue {
    const key = basisKey(this.windows.id, read.id);
    const basis = { key, window: this.windows.id, person: this.person, project, title, read };
    return { basis, latest: read, rows: [], tries: 0, elsewhere: new Set() };
  }

  private newRow(queue: Queue, event: ReadEvent): Row {
    const { project, person, window } = queue.basis;
    return { seq: this.temporary--, event, read: queue.basis.read.id, project, person, window, durable: false };
  }

  private async takeOver(): Promise<void> {
    try {
      const alive = await this.windows.alive();
      await this.store.adopt(this.person, alive, this.windows.id);
      const kept = await this.store.load(this.person);
      const known = new Set([...this.queues.values()].flatMap((q) => q.rows.map((r) => r.event.id)));
      const touched = new Set<string>();
      for (const row of kept.events) {
        if (row.window !== this.windows.id || known.has(row.event.id)) continue;
        const basis = kept.bases.find((b) => b.window === this.windows.id && b.read.id === row.read);
        let queue = this.queues.get(row.read);
        if (!queue && basis) {
          queue = { ...this.newQueue(row.project, basis.title, basis.read), basis };
          this.queues.set(row.read, queue);
        }
        if (!queue) continue;
        if (basis && queue.rows.length === 0) queue.basis = basis;
        queue.rows.push({ ...row, durable: true });
        touched.add(row.read);
      }
      for (const read of touched) {
        this.queues.get(read)?.rows.sort((a, b) => orderOf(a) - orderOf(b));
        this.changed(read);
      }
    } catch (error) {
      this.storeProblem = error instanceof Error ? error.message : String(error);
      this.changed();
    }
    void this.pump();
  }

  private async pump(): Promise<void> {
    if (this.pumping || this.stopped) return;
    this.pumping = true;
    try {
      for (;;) {
        if (this.stopped || this.link === 'signed-out' || this.cancelTimer) return;
        const queue = [...this.queues.values()]
          .filter((q) => !q.hold && q.rows[0]?.durable)
          .sort((a, b) => orderOf(a.rows[0]!) - orderOf(b.rows[0]!))[0];
        if (!queue) return;
        await this.sendNext(queue);
      }
    } finally {
      this.pumping = false;
      this.changed();
    }
  }

  private async sendNext(queue: Queue): Promise<void> {
    const read = queue.basis.read.id;
    const batch = await this.freeze(queue);
    this.changed(read);
    if (this.stopped) return;
    const events = batch.map((r) => r.event);
    const baseRevision = batch[0]!.base ?? queue.basis.read.revision;
    queue.tries++;
    try {
      const reply = await this.transport.post(read, { baseRevision, events });
      await this.confirm(queue, batch, reply);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await this.refused(queue, batch, error);
    }
    this.changed(read);
  }

  /** The rows to post next: the frozen batch at the head, or a new one. A submission goes alone, after everything. */
  private async freeze(queue: Queue): Promise<Row[]> {
    const head = queue.rows[0]!;
    if (head.batch) return queue.rows.filter((r) => r.batch === head.batch);
    const rows: Row[] = [];
    for (const row of queue.rows) {
      if (row.batch || !row.durable || rows.length === largestBatch) break;
      if (row.event.type === 'ReadSubmitted' && rows.length > 0) break;
      rows.push(row);
      if (row.event.type === 'ReadSubmitted') break;
    }
    const batch = newId();
    const base = queue.basis.read.revision;
    queue.tries = 0;
    try {
      await this.store.markBatch(
        rows.filter((r) => r.seq > 0).map((r) => r.seq),
        batch,
        base,
      );
    } catch (error) {
      this.storeProblem = error instanceof Error ? error.message : String(error);
    }
    for (const row of rows) {
      row.batch = batch;
      row.base = base;
    }
    return rows;
  }

  private async confirm(queue: Queue, batch: Row[], reply: Appended): Promise<void> {
    const read = queue.basis.read.id;
    const events = batch.map((r) => r.event);
    // The reply's revision may cover what another window saved: what is told aside is taken at any base, and a post may have
    // been taken long before it is confirmed. Only what we brought ourselves moves the basis; the rest has to conflict.
    const own = (batch[0]!.base ?? queue.basis.read.revision) + events.filter((e) => !isAside(e)).length;
    queue.basis = { ...queue.basis, read: advance(queue.basis.read, events, own, reply) };
    queue.latest = advance(queue.latest, events, Math.max(own, queue.latest.revision), reply);
    queue.rows = queue.rows.filter((r) => !batch.includes(r));
    queue.savedAt = this.now();
    queue.tries = 0;
    this.failures = 0;
    this.link = 'up';
    const remove = batch.filter((r) => r.seq > 0).map((r) => r.seq);
    const done = queue.rows.length === 0;
    try {
      await this.store.settle({ remove, ...(done ? { drop: queue.basis.key } : { basis: queue.basis }) });
    } catch (error) {
      // The server has them; a later start sends them once more and learns so.
      this.storeProblem = error instanceof Error ? error.message : String(error);
    }
    this.windows.tell({ type: 'changed', read, revision: reply.revision });
    if (reply.revision !== own && done && reply.state === 'open') await this.refresh(queue);
  }

  private async refused(queue: Queue, batch: Row[], error: ApiError): Promise<void> {
    const { status, code, problem } = error;
    if (status === 401) {
      this.link = 'signed-out';
      this.changed();
    } else if (status === 409 && code === 'read.conflict' && problem.current) {
      const current = problem.current as Read;
      queue.latest = current;
      if (this.isOwnDoing(queue, current)) await this.rebase(queue, current);
      else queue.hold = { kind: 'conflict', current };
    } else if (status === 409 && code.startsWith('work.')) {
      queue.hold = { kind: 'unfit', problem };
    } else if (status === 409 || status === 404 || status === 403) {
      queue.hold = { kind: 'closed', problem };
    } else if (status === 422 && code === 'read.incomplete') {
      await this.withdrawSubmission(queue, batch, problem);
    } else if (status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429) {
      queue.hold = { kind: 'refused', problem };
    } else {
      this.waitAndRetry(status);
    }
  }

  /**
   * True when the server's state is exactly what the first few waiting events made of the basis: a window that died
   * had posted them already, nobody else wrote. Repeating them on the new revision then overwrites nothing.
   */
  private isOwnDoing(queue: Queue, current: Read): boolean {
    const there = contentOf(current);
    let content = contentOf(queue.basis.read);
    if (sameContent(content, there)) return true;
    return queue.rows.some((row) => {
      content = applyEvent(content, row.event);
      return sameContent(content, there);
    });
  }

  private async rebase(queue: Queue, current: Read): Promise<void> {
    queue.basis = { ...queue.basis, read: current };
    await this.replace(
      queue,
      queue.rows.map((r) => r.event),
    );
  }

  private async withdrawSubmission(queue: Queue, batch: Row[], problem: Problem): Promise<void> {
    const gone = batch.filter((r) => r.event.type === 'ReadSubmitted');
    queue.rows = queue.rows.filter((r) => !gone.includes(r));
    for (const row of queue.rows) {
      delete row.batch;
      delete row.base;
    }
    queue.missing = Array.isArray(problem.missing) ? problem.missing.filter((m) => typeof m === 'string') : [];
    await this.store.settle({ remove: gone.filter((r) => r.seq > 0).map((r) => r.seq), basis: queue.basis });
  }

  private waitAndRetry(status: number): void {
    if (status === diskFull) this.link = 'full';
    else if (status === noAnswer || status >= 500) this.link = 'down';
    const delay = Math.min(longestWait, 500 * 2 ** this.failures) * (0.5 + this.clock.random() / 2);
    this.failures = Math.min(this.failures + 1, 10);
    this.cancelTimer = this.clock.after(delay, () => {
      this.cancelTimer = undefined;
      void this.pump();
    });
    this.changed();
  }

  private async refresh(queue: Queue): Promise<void> {
    try {
      const { project, read } = queue.basis;
      const fresh = await this.transport.current(project, read.id);
      if (queue.rows.length > 0 || fresh.revision < queue.basis.read.revision) return;
      queue.basis = { ...queue.basis, read: fresh };
      queue.latest = fresh;
      this.changed(read.id);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // Nothing is lost by not knowing: the next post tells.
    }
  }

  private noteElsewhere(read: string, from: string): void {
    const queue = this.queues.get(read);
    if (!queue || queue.elsewhere.has(from)) return;
    queue.elsewhere.add(from);
    this.changed(read);
  }

  /** Another window saved: with nothing of our own waiting we simply follow. */
  private async followOther(read: string, revision: number): Promise<void> {
    const queue = this.queues.get(read);
    if (!queue || queue.rows.length > 0 || queue.latest.revision >= revision) return;
    await this.refresh(queue);
  }

  private makeView(read: string, queue: Queue): ReadView {
    const content = queue.rows.map((r) => r.event).reduce(applyEvent, contentOf(queue.latest));
    return {
      read,
      project: queue.basis.project,
      title: queue.basis.title,
      content,
      waiting: countOf(queue.rows),
      sending: queue.rows.some((r) => r.batch) && this.pumping,
      ...(queue.hold ? { hold: queue.hold } : {}),
      ...(queue.missing ? { missing: queue.missing } : {}),
      alsoOpenElsewhere: queue.elsewhere.size > 0,
      ...(queue.savedAt ? { savedAt: queue.savedAt } : {}),
    };
  }

  private makeSummary(): OutboxView {
    const queues = [...this.queues.entries()];
    return {
      link: this.link,
      waiting: queues.reduce((sum, [, q]) => sum + countOf(q.rows), 0),
      sending: this.pumping || this.unsaved > 0,
      ...(this.storeProblem ? { storeProblem: this.storeProblem } : {}),
      held: queues.flatMap(([read, q]) =>
        q.hold ? [{ read, project: q.basis.project, title: q.basis.title, hold: q.hold }] : [],
      ),
    };
  }

  private changed(read?: string): void {
    this.summary = undefined;
    const queue = read === undefined ? undefined : this.queues.get(read);
    if (queue) delete queue.view;
    for (const listener of this.listeners) listener();
  }
}
