import { expect, test, vi } from 'vitest';
import { forgetTab, keepForTab, keptForTab } from './kept-for-tab.ts';

test('what a tab kept is gone after signing out, and nothing else', () => {
  const held = new Map<string, string>();
  // The keys of a Storage are its own members.
  const storage = new Proxy(
    {
      getItem: (k: string) => held.get(k) ?? null,
      setItem: (k: string, v: string) => void held.set(k, v),
      removeItem: (k: string) => void held.delete(k),
    },
    {
      ownKeys: () => [...held.keys()],
      getOwnPropertyDescriptor: (_, k) =>
        held.has(k as string) ? { enumerable: true, configurable: true } : undefined,
    },
  );
  vi.stubGlobal('sessionStorage', storage);
  keepForTab('item/1', { patient: 'P1' });
  keepForTab('session', { person: 'ann' });
  held.set('another.program', 'x');
  expect(keptForTab('item/1')).toEqual({ patient: 'P1' });
  forgetTab();
  expect(keptForTab('item/1')).toBeUndefined();
  expect([...held.keys()]).toEqual(['another.program']);
  vi.unstubAllGlobals();
});
