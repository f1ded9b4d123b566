/** What windows of one browser tell each other. */
export type WindowMessage =
  | { type: 'roll-call' }
  | { type: 'here'; reads: string[] }
  | { type: 'opened'; read: string }
  | { type: 'changed'; read: string; revision: number }
  | { type: 'signed-in' }
  | { type: 'gone' };

export interface Windows {
  readonly id: string;
  tell(message: WindowMessage): void;
  listen(listener: (message: WindowMessage, from: string) => void): () => void;
  /** Ids of the windows that are alive now, this one included. */
  alive(): Promise<Set<string>>;
}

/** Windows of the same origin, found over a BroadcastChannel; `patience` is how long a roll call waits, in ms. */
export function openWindows(id: string, reads: () => string[], patience = 150): Windows {
  const channel = new BroadcastChannel('overread-windows');
  const listeners = new Set<(message: WindowMessage, from: string) => void>();
  const tell = (message: WindowMessage) => channel.postMessage({ from: id, message });
  channel.onmessage = (event: MessageEvent<{ from: string; message: WindowMessage }>) => {
    const { from, message } = event.data;
    if (message.type === 'roll-call') tell({ type: 'here', reads: reads() });
    for (const listener of listeners) listener(message, from);
  };
  globalThis.addEventListener?.('pagehide', () => tell({ type: 'gone' }));
  const listen = (listener: (message: WindowMessage, from: string) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    id,
    tell,
    listen,
    async alive() {
      const found = new Set([id]);
      const stop = listen((message, from) => {
        if (message.type === 'here') found.add(from);
      });
      tell({ type: 'roll-call' });
      await new Promise((resolve) => setTimeout(resolve, patience));
      stop();
      return found;
    },
  };
}
