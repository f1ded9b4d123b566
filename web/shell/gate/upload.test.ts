import { afterEach, expect, test, vi } from 'vitest';
import { type Candidate, uploadBatch, uploadKey } from './upload.ts';

const candidate = (path: string, size: number): Candidate => ({
  path,
  file: new File([new Uint8Array(size)], path, { lastModified: 1 }),
});

afterEach(() => vi.unstubAllGlobals());

test('the same file has the same key, another path another', async () => {
  const [a, again, b] = await Promise.all([
    uploadKey(candidate('x/1', 9)),
    uploadKey(candidate('x/1', 9)),
    uploadKey(candidate('x/2', 9)),
  ]);
  expect(a).toBe(again);
  expect(a).not.toBe(b);
  expect(a).toMatch(/^[0-9a-f]{64}$/);
});

test('an upload goes on where the server says it stopped, and closes the batch at the end', async () => {
  const held = new Map<string, number>();
  const calls: string[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const url = new URL(path, 'http://x');
    calls.push(`${init.method} ${url.pathname.split('/').at(-1)?.slice(0, 5)}`);
    const key = url.pathname;
    if (init.method === 'GET') return Response.json({ offset: held.get(key) ?? 1_000_000 });
    if (init.method === 'PATCH') {
      const total = Number(url.searchParams.get('total'));
      const offset = Number(url.searchParams.get('offset')) + (init.body as Blob).size;
      held.set(key, offset);
      return Response.json({ offset, done: offset === total });
    }
    return Response.json({ id: 'b1' });
  });
  let last = { bytesDone: 0, filesDone: 0 };
  await uploadBatch('p', 'name', [candidate('big', 9_000_000)], new AbortController().signal, (p) => {
    last = p;
  });
  expect(last).toMatchObject({ bytesDone: 9_000_000, filesDone: 1 });
  expect(calls.filter((c) => c.startsWith('PATCH'))).toHaveLength(2);
  expect(calls.at(-1)).toBe('POST close');
});
