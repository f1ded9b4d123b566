import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { api } from '../core/api.ts';
import type { Appended, Work } from '../core/contract.ts';
import { newId } from '../core/ids.ts';
import { Outbox } from '../core/outbox.ts';
import { memoryStore, openIndexedStore } from '../core/outbox-store.ts';
import type { OutboxView, ReadView } from '../core/outbox-views.ts';
import { openWindows } from '../core/windows.ts';
import { Loading } from '../ui/notes.tsx';
import { projectPath } from './data.ts';
import { onSignedIn, usePerson } from './session.tsx';

const OutboxContext = createContext<Outbox | undefined>(undefined);

export function useOutbox(): Outbox {
  const outbox = useContext(OutboxContext);
  if (!outbox) throw new Error('The outbox is not open yet');
  return outbox;
}

async function openOutbox(person: string): Promise<Outbox> {
  let made: Outbox | undefined;
  const windows = openWindows(newId(), () => made?.openReads() ?? []);
  const store = await openIndexedStore().catch(() => memoryStore());
  made = new Outbox(
    store,
    {
      post: (read, body) =>
        api.post<Appended>(`/api/reads/${encodeURIComponent(read)}/events`, body, { timeout: 20_000 }),
      current: async (project, read) =>
        (await api.get<Work>(projectPath(project, `/work/${encodeURIComponent(read)}`), { quiet: true })).read,
    },
    windows,
    person,
    {
      after: (milliseconds, run) => {
        const timer = setTimeout(run, milliseconds);
        return () => clearTimeout(timer);
      },
      random: Math.random,
    },
  );
  onSignedIn(() => {
    windows.tell({ type: 'signed-in' });
    made?.resume();
  });
  // Whoever comes back to this window should not wait for the next try.
  for (const name of ['online', 'focus']) addEventListener(name, made.resume);
  document.addEventListener('visibilitychange', made.resume);
  // A page that comes back from the browser's memory may have lost its events to another window: start it afresh.
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
  await made.start();
  return made;
}

let opened: { person: string; outbox: Promise<Outbox> } | undefined;

export function OutboxProvider({ children }: { children: ReactNode }) {
  const person = usePerson().id;
  const [outbox, setOutbox] = useState<Outbox>();
  useEffect(() => {
    if (opened?.person !== person) opened = { person, outbox: openOutbox(person) };
    let live = true;
    void opened.outbox.then((o) => live && setOutbox(o));
    return () => {
      live = false;
    };
  }, [person]);
  if (!outbox) return <Loading what="Looking for unsent answers on this device" />;
  return <OutboxContext value={outbox}>{children}</OutboxContext>;
}

export function useOutboxView(): OutboxView {
  const outbox = useOutbox();
  return useSyncExternalStore(outbox.subscribe, outbox.overview);
}

export function useReadView(read: string): ReadView | undefined {
  const outbox = useOutbox();
  return useSyncExternalStore(outbox.subscribe, () => outbox.view(read));
}
