import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { type Command, Keyboard, keyLabel, storedBindings } from './keyboard.ts';

export const keyboard = new Keyboard(storedBindings);

/** The keys of a mode while the component that calls this is on screen. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  useLayoutEffect(() => {
    latest.current = commands;
    keyboard.changed();
  });
  useEffect(() => keyboard.enter(() => latest.current), []);
}

/** The hint on a button, as the key is bound now. */
export function useShownKey(hint: string | undefined): string | undefined {
  return useSyncExternalStore(keyboard.subscribe, () => (hint === undefined ? undefined : keyboard.shown(hint)));
}

/** The key of a command as it is bound now, for buttons. */
export function useKeyHint(id: string, keys: readonly string[]): string {
  return useSyncExternalStore(keyboard.subscribe, () => {
    const bound = keyboard.keysOf({ id, keys })[0];
    return bound ? keyLabel(bound) : '';
  });
}
