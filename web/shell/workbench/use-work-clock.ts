import { useEffect, useMemo, useRef } from 'react';
import { api } from '../../core/api.ts';
import type { Read } from '../../core/contract.ts';
import { newId } from '../../core/ids.ts';
import type { EventBody } from '../../core/read-state.ts';
import { deviceStore, WorkClock } from '../../core/work-clock.ts';
import { usePerson } from '../session.tsx';

/**
 * After how many seconds of untold work the server is told, so that another device goes on from there: often at first, then
 * more rarely; with an answer that is sent anyway rather sooner. Each word is an event of the record.
 */
function patience(told: number, withAnswer: boolean): number {
  return withAnswer ? Math.min(5, Math.max(1, told / 20)) : Math.min(30, Math.max(5, told / 2));
}

const store = deviceStore();
const thisWindow = newId();

export interface ReadClock {
  /** Seconds of work on the read in all browsers. */
  seconds: () => number;
  /** What this browser tells the server. */
  word: () => EventBody;
  /** The same beside an answer, where enough is untold. */
  due: () => EventBody[];
}

/** Runs the clock of a read while it is on screen and tells the server now and then, and when the page goes out of sight. */
export function useWorkClock(read: Read, running: boolean, tell: (word: EventBody) => void): ReadClock {
  const person = usePerson().id;
  const clock = useMemo(() => new WorkClock(store, person, read.id, thisWindow, newId), [person, read.id]);
  const latest = useRef(tell);
  latest.current = tell;
  const { worked } = read;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told anew only where the server says something else
  useMemo(() => clock.told(worked ?? {}), [clock, JSON.stringify(worked)]);
  const told = useRef(0);
  const made = useMemo((): ReadClock => {
    told.current = clock.mine.seconds;
    const word = (): EventBody => {
      told.current = clock.mine.seconds;
      return { type: 'WorkTimed', ...clock.mine };
    };
    return {
      seconds: () => clock.seconds,
      word,
      due: () => (clock.mine.seconds - told.current >= patience(told.current, true) ? [word()] : []),
    };
  }, [clock]);
  useEffect(() => {
    if (!running) return;
    const say = (least: number) => {
      if (clock.mine.seconds - told.current >= least) latest.current(made.word());
    };
    const act = () => clock.touched();
    const acts = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
    for (const name of acts) addEventListener(name, act, { passive: true });
    const timer = setInterval(() => {
      clock.tick(document.visibilityState === 'visible');
      say(patience(told.current, false));
    }, 1000);
    // A page that goes has no time for the outbox: one word, sent past it, which repeats what this device keeps.
    const leaving = () => {
      if (document.visibilityState !== 'hidden' || clock.mine.seconds - told.current < 1) return;
      const event = { ...made.word(), id: newId(), at: new Date().toISOString() };
      const body = { baseRevision: read.revision, events: [event] };
      api.post(`/api/reads/${encodeURIComponent(read.id)}/events`, body, { keepalive: true, quiet: true }).catch(() => {
        // This device keeps the seconds; the next word holds them too.
      });
    };
    document.addEventListener('visibilitychange', leaving);
    return () => {
      for (const name of acts) removeEventListener(name, act);
      clearInterval(timer);
      document.removeEventListener('visibilitychange', leaving);
      say(1);
    };
  }, [clock, made, running, read.id, read.revision]);
  return made;
}
