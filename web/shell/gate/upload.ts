import { api, query, send } from '../../core/api.ts';
import type { Batch, Job } from '../../core/contract.ts';
import { projectPath } from '../data.ts';

/** A file with its path inside what was dragged or picked. */
export interface Candidate {
  file: File;
  path: string;
}

export interface UploadProgress {
  files: number;
  filesDone: number;
  bytes: number;
  bytesDone: number;
  failed: { path: string; reason: string }[];
}

/** One piece: under the 8 MiB the server takes. */
const piece = 4 * 1024 * 1024;

/** The same file gets the same key on every try, so that an interrupted upload goes on where it stopped. */
export async function uploadKey({ file, path }: Candidate): Promise<string> {
  const name = new TextEncoder().encode(`${path}\n${file.size}\n${file.lastModified}`);
  const digest = crypto.subtle ? new Uint8Array(await crypto.subtle.digest('SHA-256', name)) : fallbackDigest(name);
  return Array.from(digest, (b) => b.toString(16).padStart(2, '0')).join('');
}

/** Where the origin is plain http there is no SubtleCrypto; a key needs to be stable, not secret. */
function fallbackDigest(bytes: Uint8Array): Uint8Array {
  const out = new Uint32Array(8).fill(0x811c9dc5);
  bytes.forEach((b, i) => {
    const lane = i % 8;
    out[lane] = Math.imul((out[lane]! ^ b) >>> 0, 0x01000193) ^ i;
  });
  return new Uint8Array(out.buffer);
}

async function uploadOne(
  batch: string,
  candidate: Candidate,
  signal: AbortSignal,
  onBytes: (n: number) => void,
): Promise<void> {
  const { file, path } = candidate;
  const address = `${batch}/uploads/${await uploadKey(candidate)}`;
  let { offset } = await api.get<{ offset: number }>(address, { signal });
  onBytes(offset);
  do {
    const part = file.slice(offset, Math.min(offset + piece, file.size));
    const to = query({ offset: String(offset), total: String(file.size) });
    const reply = await send<{ offset: number; done: boolean }>('PATCH', `${address}${to}`, {
      raw: { data: part, type: 'application/octet-stream' },
      headers: { 'X-Overread-Path': encodeURIComponent(path) },
      signal,
      timeout: 120_000,
    });
    onBytes(reply.body.offset - offset);
    offset = reply.body.offset;
    if (reply.body.done) return;
  } while (offset < file.size);
}

/** Sends everything, four files at a time, then closes the batch; answers the job that reads it. */
export async function uploadBatch(
  project: string,
  name: string,
  candidates: readonly Candidate[],
  signal: AbortSignal,
  onProgress: (progress: UploadProgress) => void,
): Promise<Job> {
  const batch = await api.post<Batch>(projectPath(project, '/batches'), { name }, { signal });
  const base = projectPath(project, `/batches/${encodeURIComponent(batch.id)}`);
  const progress: UploadProgress = {
    files: candidates.length,
    filesDone: 0,
    bytes: candidates.reduce((sum, c) => sum + c.file.size, 0),
    bytesDone: 0,
    failed: [],
  };
  const tell = () => onProgress({ ...progress, failed: [...progress.failed] });
  const waiting = [...candidates];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) {
      await uploadPatiently(base, next, signal, (n) => {
        progress.bytesDone += n;
        tell();
      }).catch((error: unknown) => {
        if (signal.aborted) throw error;
        progress.failed.push({ path: next!.path, reason: error instanceof Error ? error.message : String(error) });
      });
      progress.filesDone++;
      tell();
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
  signal.throwIfAborted();
  return api.post<Job>(`${base}/close`, {}, { signal });
}

/** A connection that drops is waited for: the server says how much it holds, the rest follows. */
async function uploadPatiently(
  base: string,
  candidate: Candidate,
  signal: AbortSignal,
  onBytes: (n: number) => void,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    let counted = 0;
    try {
      return await uploadOne(base, candidate, signal, (n) => {
        counted += n;
        onBytes(n);
      });
    } catch (error) {
      if (signal.aborted || attempt >= 5) throw error;
      onBytes(-counted);
      await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** attempt));
    }
  }
}

/** Everything in what was dropped: files and whole folders. */
export async function droppedFiles(items: DataTransferItemList): Promise<Candidate[]> {
  const entries = [...items].map((i) => i.webkitGetAsEntry()).filter((e) => e !== null);
  const found: Candidate[] = [];
  const walk = async (entry: FileSystemEntry): Promise<void> => {
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
      found.push({ file, path: entry.fullPath.replace(/^\//, '') });
      return;
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) return;
      for (const child of some) await walk(child);
    }
  };
  for (const entry of entries) await walk(entry);
  return found;
}

export function pickedFiles(list: FileList | null): Candidate[] {
  return [...(list ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}
