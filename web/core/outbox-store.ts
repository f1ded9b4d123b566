import type { Read, ReadEvent } from './contract.ts';

/** An event that the server has not confirmed yet, as it is kept on this device. */
export interface WaitingEvent {
  /** Order of keeping; given by the store. */
  seq: number;
  event: ReadEvent;
  read: string;
  project: string;
  person: string;
  /** The browser window that answers for sending it. */
  window: string;
  /** Set before the first post: a retry sends exactly the same events on the same base, so its outcome stays known. */
  batch?: string;
  base?: number;
}

/** What the waiting events of one window stand on. */
export interface ReadBasis {
  key: string;
  window: string;
  person: string;
  project: string;
  title: string;
  read: Read;
}

export interface Kept {
  events: WaitingEvent[];
  bases: ReadBasis[];
}

/** Durable memory of the outbox. A promise resolves only after the change is on disk. */
export interface OutboxStore {
  add(events: Omit<WaitingEvent, 'seq'>[], basis: ReadBasis): Promise<number[]>;
  load(person: string): Promise<Kept>;
  markBatch(seqs: number[], batch: string, base: number): Promise<void>;
  /** Removes, adds and rewrites the basis in one transaction; answers the numbers of the added. */
  settle(change: {
    remove: number[];
    add?: Omit<WaitingEvent, 'seq'>[];
    basis?: ReadBasis;
    drop?: string;
  }): Promise<number[]>;
  /** Takes over what windows that are gone left behind; answers how many events that were. */
  adopt(person: string, alive: ReadonlySet<string>, into: string): Promise<number>;
}

export function basisKey(window: string, read: string): string {
  return `${window}:${read}`;
}

const version = 1;

function promised<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error ?? new Error('The browser aborted keeping an answer'));
  });
}

function open(name: string, factory: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, version);
    request.onupgradeneeded = () => {
      const database = request.result;
      const events = database.createObjectStore('events', { keyPath: 'seq', autoIncrement: true });
      events.createIndex('person', 'person');
      events.createIndex('event', 'event.id', { unique: true });
      const bases = database.createObjectStore('bases', { keyPath: 'key' });
      bases.createIndex('person', 'person');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('Another window holds an older version of the outbox open'));
  });
}

/** The outbox in IndexedDB; `strict` asks the browser to reach the disk before it says done. */
export async function openIndexedStore(
  name = 'overread-outbox',
  factory: IDBFactory = indexedDB,
): Promise<OutboxStore> {
  const database = await open(name, factory);
  const write = () => database.transaction(['events', 'bases'], 'readwrite', { durability: 'strict' });

  async function change(run: (events: IDBObjectStore, bases: IDBObjectStore) => Promise<void> | void): Promise<void> {
    const transaction = write();
    const done = finished(transaction);
    try {
      await run(transaction.objectStore('events'), transaction.objectStore('bases'));
    } catch (error) {
      done.catch(() => undefined);
      throw error;
    }
    await done;
  }

  async function put(events: IDBObjectStore, rows: Omit<WaitingEvent, 'seq'>[]): Promise<number[]> {
    const seqs: number[] = [];
    for (const row of rows) seqs.push(Number(await promised(events.add(row))));
    return seqs;
  }

  return {
    async add(rows, basis) {
      let seqs: number[] = [];
      await change(async (events, bases) => {
        seqs = await put(events, rows);
        await promised(bases.put(basis));
      });
      return seqs;
    },
    async load(person) {
      const transaction = database.transaction(['events', 'bases'], 'readonly');
      const events = promised<WaitingEvent[]>(transaction.objectStore('events').index('person').getAll(person));
      const bases = promised<ReadBasis[]>(transaction.objectStore('bases').index('person').getAll(person));
      return { events: (await events).sort((a, b) => a.seq - b.seq), bases: await bases };
    },
    markBatch: (seqs, batch, base) =>
      change(async (events) => {
        for (const seq of seqs) {
          const row = await promised<WaitingEvent | undefined>(events.get(seq));
          if (row) await promised(events.put({ ...row, batch, base }));
        }
      }),
    async settle({ remove, add, basis, drop }) {
      let seqs: number[] = [];
      await change(async (events, bases) => {
        for (const seq of remove) await promised(events.delete(seq));
        if (add) seqs = await put(events, add);
        if (basis) await promised(bases.put(basis));
        if (drop) await promised(bases.delete(drop));
      });
      return seqs;
    },
    async adopt(person, alive, into) {
      let count = 0;
      await change(async (events, bases) => {
        const rows = await promised<WaitingEvent[]>(events.index('person').getAll(person));
        const kept = await promised<ReadBasis[]>(bases.index('person').getAll(person));
        const mine = new Set(kept.filter((b) => b.window === into).map((b) => b.read.id));
        for (const row of rows.filter((r) => r.window !== into && !alive.has(r.window))) {
          await promised(events.put({ ...row, window: into }));
          count++;
        }
        for (const basis of kept.filter((b) => b.window !== into && !alive.has(b.window))) {
          await promised(bases.delete(basis.key));
          // Of two bases for one read the older decides: the server then tells of the conflict rather than hides it.
          if (mine.has(basis.read.id)) continue;
          mine.add(basis.read.id);
          await promised(bases.put({ ...basis, window: into, key: basisKey(into, basis.read.id) }));
        }
      });
      return count;
    },
  };
}

/** For a browser that refuses IndexedDB: nothing survives a reload, which the screen then says. */
export function memoryStore(): OutboxStore {
  const events = new Map<number, WaitingEvent>();
  const bases = new Map<string, ReadBasis>();
  let last = 0;
  const put = (rows: Omit<WaitingEvent, 'seq'>[]) =>
    rows.map((row) => {
      last++;
      events.set(last, { ...row, seq: last });
      return last;
    });
  return {
    add: async (rows, basis) => {
      bases.set(basis.key, basis);
      return put(rows);
    },
    load: async () => ({ events: [...events.values()], bases: [...bases.values()] }),
    markBatch: async () => undefined,
    settle: async ({ remove, add, basis, drop }) => {
      for (const seq of remove) events.delete(seq);
      if (basis) bases.set(basis.key, basis);
      if (drop) bases.delete(drop);
      return add ? put(add) : [];
    },
    adopt: async () => 0,
  };
}
