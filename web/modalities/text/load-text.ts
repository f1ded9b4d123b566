import { useEffect, useState } from 'react';

/** The document's text as it is stored: UTF-8, every character kept. */
export async function loadText(address: string, signal: AbortSignal): Promise<string> {
  const reply = await fetch(address, { signal });
  if (!reply.ok) throw new Error(`The document could not be fetched (${reply.status}).`);
  // A decoder that drops a first character would move every place behind it.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await reply.arrayBuffer());
}

/** A document that is being fetched, is there, or could not be had. */
export function useText(address: string | undefined): { text?: string; failure?: string } {
  const [held, setHeld] = useState<{ text?: string; failure?: string }>({});
  useEffect(() => {
    const control = new AbortController();
    setHeld({});
    if (address)
      loadText(address, control.signal).then(
        (text) => setHeld({ text }),
        (error: unknown) => {
          if (!control.signal.aborted)
            setHeld({ failure: error instanceof Error ? error.message : 'The document could not be fetched.' });
        },
      );
    return () => control.abort();
  }, [address]);
  return held;
}
