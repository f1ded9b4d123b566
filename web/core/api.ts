import type { Problem } from './contract.ts';

/** What a refused or failed request throws: the server's problem, or one made here when the server did not answer. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
    this.name = 'ApiError';
  }
  get status(): number {
    return this.problem.status;
  }
  get code(): string {
    return this.problem.code;
  }
}

/** Something that did not come about here, without the server's saying so: what, and what to do. */
export function told(title: string, next: string): ApiError {
  return new ApiError({ title, next, status: noAnswer, code: 'web.told' });
}

/** Status of a problem that stands for "no answer came": the outcome of the request is unknown. */
export const noAnswer = 0;
/** The server has no room to keep anything (507). */
export const diskFull = 507;

type Listener = () => void;
const expired = new Set<Listener>();

/** Calls back when any request learns that nobody is signed in any more. */
export function onSessionExpired(listener: Listener): () => void {
  expired.add(listener);
  return () => expired.delete(listener);
}

type Confirmer = () => Promise<boolean>;
let confirmer: Confirmer | undefined;

/** Who asks the person to prove that it is they, where the server wants that before an act. Answers false where they do not. */
export function confirmWith(ask: Confirmer): () => void {
  confirmer = ask;
  return () => {
    if (confirmer === ask) confirmer = undefined;
  };
}

/** What a person adds to something they do: the signature over what the server showed them. */
export interface Signature {
  challenge: string;
  meaning: string;
  password: string;
  code?: string;
  email?: string;
}

type Signer = (shown: Problem, retry: (signature: Signature) => Promise<void>) => Promise<void>;
let signer: Signer | undefined;

/** Has somebody asked to sign where the server wants a signature: it sends the same again, signed, as often as need be. */
export function onSignatureNeeded(ask: Signer): () => void {
  signer = ask;
  return () => {
    if (signer === ask) signer = undefined;
  };
}

export interface RequestOptions {
  /** Headers of this request alone. */
  headers?: Record<string, string>;
  body?: unknown;
  /** A body that is not JSON, with its media type. */
  raw?: { data: BodyInit; type: string };
  ifMatch?: string;
  ifNoneMatch?: string;
  signal?: AbortSignal;
  timeout?: number;
  keepalive?: boolean;
  /** The page's own question whether somebody is signed in must not open the sign-in dialog. */
  quiet?: boolean;
}

export interface Reply<T> {
  body: T;
  etag: string | null;
  status: number;
}

function problemOf(status: number, body: unknown): Problem {
  if (typeof body === 'object' && body !== null && 'title' in body) {
    const problem = body as Partial<Problem>;
    return { ...problem, title: problem.title ?? 'Refused', status, code: problem.code ?? `http.${status}` };
  }
  const title =
    status === 401
      ? 'You are not signed in'
      : status === 403
        ? 'Your role does not allow this'
        : status === 404
          ? 'Not found'
          : `The server answered with status ${status}`;
  return { title, status, code: `http.${status}` };
}

async function readBody(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('json')) return response.json();
  return response.text();
}

/** Sends a request; one that has to be signed is signed by the person and sent again. */
export async function send<T>(method: string, path: string, options: RequestOptions = {}): Promise<Reply<T>> {
  try {
    return await sendOnce<T>(method, path, options);
  } catch (error) {
    if (!signer || !(error instanceof ApiError) || error.code !== 'signature.needed') throw error;
    let reply: Reply<T> | undefined;
    await signer(error.problem, async (signature) => {
      reply = await sendOnce<T>(method, path, { ...options, body: { ...(options.body as object), signature } });
    });
    if (!reply) throw error;
    return reply;
  }
}

async function sendOnce<T>(method: string, path: string, options: RequestOptions): Promise<Reply<T>> {
  const headers: Record<string, string> = { Accept: 'application/json, application/problem+json, text/plain' };
  if (method !== 'GET') headers['X-Overread'] = '1';
  Object.assign(headers, options.headers);
  if (options.ifMatch) headers['If-Match'] = options.ifMatch;
  if (options.ifNoneMatch) headers['If-None-Match'] = options.ifNoneMatch;
  let body: BodyInit | undefined;
  if (options.raw) {
    headers['Content-Type'] = options.raw.type;
    body = options.raw.data;
  } else if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json';
    body = JSON.stringify(options.body);
  }
  const limit = AbortSignal.timeout(options.timeout ?? 30_000);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body ?? null,
      signal,
      credentials: 'same-origin',
      keepalive: options.keepalive ?? false,
    });
    answer = await readBody(response);
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ApiError({
      title: 'The server did not answer',
      status: noAnswer,
      code: 'net.unreachable',
      next: 'Check the connection. What you did is kept on this device and sent when the server answers.',
    });
  }
  if (!response.ok) {
    const error = new ApiError(problemOf(response.status, answer));
    if (error.code === 'access.confirm' && confirmer && (await confirmer())) return send<T>(method, path, options);
    if (response.status === 401 && !options.quiet) for (const listener of expired) listener();
    throw error;
  }
  return { body: answer as T, etag: response.headers.get('etag'), status: response.status };
}

export const api = {
  get: async <T>(path: string, options?: RequestOptions): Promise<T> => (await send<T>('GET', path, options)).body,
  post: async <T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> =>
    (await send<T>('POST', path, { ...options, body: body ?? {} })).body,
  put: async <T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> =>
    (await send<T>('PUT', path, { ...options, body: body ?? {} })).body,
  patch: async <T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> =>
    (await send<T>('PATCH', path, { ...options, body: body ?? {} })).body,
  delete: async <T>(path: string, options?: RequestOptions): Promise<T> =>
    (await send<T>('DELETE', path, options)).body,
};

export function problemFrom(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  const message = error instanceof Error ? error.message : String(error);
  return { title: 'This did not work', status: noAnswer, code: 'web.failure', detail: message };
}

/** A query string out of what is set; empty values are left out. */
export function query(values: Record<string, string | number | boolean | undefined | null>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== '' && value !== false) search.set(key, String(value));
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}
