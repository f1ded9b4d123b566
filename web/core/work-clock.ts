/** Whoever touches neither mouse nor keys nor pen for so long is not working, in ms: the clock stands until they do. */
export const idleAfter = 60_000;

const prefix = 'overread.work.';

/** A tick that comes later than this was no work: the machine slept, or the browser held the page back. */
const longestTick = 2_000;

/** Where the seconds are kept on this device; what was written is there at once for all windows. */
export interface WorkStore {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
}

/** Seconds of one browser on one read. */
export interface WorkDone {
  source: string;
  seconds: number;
}

/**
 * Time of work on one read: it adds up over reloads, windows and sittings of one browser, each second once. The seconds that
 * this browser has counted are kept under a source of their own, made for this read; those of other browsers are what the
 * server was told. Of several windows only the one that the hand was in last counts.
 */
export class WorkClock {
  private done: WorkDone;
  private others = 0;
  private last: number;
  private act: number;

  constructor(
    private readonly store: WorkStore,
    person: string,
    read: string,
    private readonly window: string,
    newSource: () => string,
    private readonly now: () => number = Date.now,
    private readonly key = `${prefix}${person}.${read}`,
    private readonly hand = `overread.hand.${person}`,
  ) {
    this.done = this.kept() ?? { source: newSource(), seconds: 0 };
    this.last = this.now();
    this.act = this.last;
    this.touched();
  }

  /** The reader did something in this window. */
  touched(): void {
    this.act = this.now();
    if (this.store.get(this.hand) !== this.window) this.store.set(this.hand, this.window);
  }

  /** What the server was told, by source. */
  told(worked: Readonly<Record<string, number>>): void {
    const { source } = this.done;
    this.others = Object.entries(worked).reduce((sum, [from, seconds]) => sum + (from === source ? 0 : seconds), 0);
    const mine = worked[source] ?? 0;
    if (mine > (this.kept() ?? this.done).seconds) this.keep({ source, seconds: mine });
  }

  /** Counts the time since the last tick where it was work: the page in view, the hand here, and not idle. */
  tick(visible: boolean): void {
    const now = this.now();
    const passed = Math.min(Math.max(0, now - this.last), longestTick);
    this.last = now;
    if (!visible || now - this.act >= idleAfter || this.store.get(this.hand) !== this.window) return;
    // Another window may have counted since: its seconds stand in the store alone.
    const { source, seconds } = this.kept() ?? this.done;
    this.keep({ source, seconds: seconds + passed / 1000 });
  }

  /** Seconds of all browsers together. */
  get seconds(): number {
    return Math.round((this.others + (this.kept() ?? this.done).seconds) * 10) / 10;
  }

  /** What this browser has to tell the server. */
  get mine(): WorkDone {
    const { source, seconds } = this.kept() ?? this.done;
    return { source, seconds: Math.round(seconds * 10) / 10 };
  }

  private keep(done: WorkDone): void {
    this.done = done;
    this.store.set(this.key, JSON.stringify({ ...done, at: this.now() }));
  }

  private kept(): WorkDone | undefined {
    const text = this.store.get(this.key);
    if (text === undefined) return undefined;
    try {
      const { source, seconds } = JSON.parse(text) as Partial<WorkDone>;
      return typeof source === 'string' && typeof seconds === 'number' && seconds >= 0
        ? { source, seconds }
        : undefined;
    } catch {
      // Not ours, or half written: counted anew from what the server knows.
      return undefined;
    }
  }
}

/** Reads that nobody has worked on here for so long are forgotten here, in ms; the server holds their time. */
const keptFor = 30 * 86_400_000;

/** The browser's own store; where it keeps nothing, this page's memory. */
export function deviceStore(now = Date.now()): WorkStore {
  const memory = new Map<string, string>();
  try {
    for (const key of Object.keys(localStorage)) {
      const at = key.startsWith(prefix) ? Number(localStorage.getItem(key)?.match(/"at":(\d+)/)?.[1]) : now;
      if (!(now - at < keptFor)) localStorage.removeItem(key);
    }
  } catch {
    // Nothing can be kept here: the memory of the page has to do.
  }
  return {
    get: (key) => {
      try {
        return localStorage.getItem(key) ?? memory.get(key);
      } catch {
        return memory.get(key);
      }
    },
    set: (key, value) => {
      memory.set(key, value);
      try {
        localStorage.setItem(key, value);
      } catch {
        // Full or forbidden: the page's memory has it, and the server is told.
      }
    },
  };
}
