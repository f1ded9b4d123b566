import { api } from './api.ts';
import type { PasskeyQuestion } from './contract.ts';

/** Why this browser cannot use passkeys here; undefined where it can. They belong to a name, never to an address in numbers. */
export function passkeyHindrance(): string | undefined {
  if (/^[\d.]+$|^\[/.test(location.hostname)) return 'Passkeys need the server’s name in the address, not its number.';
  if (!isSecureContext) return 'Passkeys need HTTPS.';
  if (typeof PublicKeyCredential === 'undefined' || !PublicKeyCredential.parseRequestOptionsFromJSON)
    return 'This browser does not know passkeys, or too old a form of them.';
  return undefined;
}

/** True where the person closed the browser's own window. */
export const wasCancelled = (cause: unknown) =>
  cause instanceof DOMException && (cause.name === 'NotAllowedError' || cause.name === 'AbortError');

/** Asks the server for a challenge and the device for a signature over it. */
export async function provePasskey(question: '/api/session/passkey/question' | '/api/session/confirm/question') {
  const { state, options } = await api.post<PasskeyQuestion>(question);
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options));
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  return { state, credential: JSON.stringify(credential.toJSON()) };
}

/** Has the device make a passkey for the account. */
export async function makePasskey(name: string) {
  const { state, options } = await api.post<PasskeyQuestion>('/api/session/passkeys/question');
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(options));
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  await api.post('/api/session/passkeys', { name, state, credential: JSON.stringify(credential.toJSON()) });
}
