/**
 * What a tab last saw of the server, kept until the tab is closed: a reload without a connection goes on with it. Answers are
 * the outbox's matter and are kept longer.
 */
const prefix = 'overread.seen.';

export function keepForTab(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(prefix + key, JSON.stringify(value));
  } catch {
    // Full or forbidden: then a reload without a connection says that the server does not answer.
  }
}

export function keptForTab<T>(key: string): T | undefined {
  try {
    const text = sessionStorage.getItem(prefix + key);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

/** Somebody signed out, or another person signed in: nothing of what was seen stays. */
export function forgetTab(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  } catch {
    // Nothing can be kept where nothing may be removed.
  }
}
