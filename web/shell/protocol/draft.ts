import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, api, send } from '../../core/api.ts';
import type { Field, FieldKind, Option, Protocol, ProtocolBody, ProtocolFault } from '../../core/contract.ts';
import { projectPath, refresh } from '../data.ts';

export const emptyBody: ProtocolBody = {
  title: '',
  fields: [],
  guideline: '',
  policy: { readers: 2, agreement: 'majority', disputes: 'adjudicator', recheckShare: 0 },
};

export const kindWords: Record<FieldKind, string> = {
  finding: 'Finding: present, absent, uncertain, not assessed',
  choice: 'One of several',
  multichoice: 'Several of several',
  ordinal: 'Ordered scale',
  number: 'Number',
  text: 'Free text',
  boxes: 'Boxes on the image',
  points: 'Points on the image',
};

/** An id from a title: lower-case letters, digits and dashes, not one of those taken. */
export function idFrom(title: string, taken: readonly string[]): string {
  const base =
    title
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'field';
  if (!taken.includes(base)) return base;
  for (let n = 2; ; n++) if (!taken.includes(`${base}-${n}`)) return `${base}-${n}`;
}

export function hasOptions(kind: FieldKind): boolean {
  return kind === 'choice' || kind === 'multichoice' || kind === 'ordinal' || kind === 'boxes' || kind === 'points';
}

/** The field as another kind: what both kinds have stays, options stay where the new kind has some. */
export function asKind(field: Field, kind: FieldKind): Field {
  const { id, title, help, required, when, code } = field;
  const base = {
    id,
    title,
    ...(help ? { help } : {}),
    ...(required ? { required } : {}),
    ...(when ? { when } : {}),
    ...(code ? { code } : {}),
  };
  const options: Option[] = 'options' in field && field.options ? field.options : [];
  if (kind === 'choice' || kind === 'multichoice' || kind === 'ordinal') return { ...base, kind, options };
  if (kind === 'boxes' || kind === 'points') return { ...base, kind, ...(options.length > 0 ? { options } : {}) };
  return { ...base, kind };
}

interface DraftState {
  body: ProtocolBody;
  etag: string | null;
  exists: boolean;
}

export type DraftStatus =
  | { kind: 'loading' | 'saved' | 'typing' | 'saving' | 'stale' }
  | { kind: 'failed'; error: unknown };

/** The draft: every change is kept after a moment; a change by somebody else is not overwritten. */
export function useDraft(project: string) {
  const path = projectPath(project, '/protocols/draft');
  const [state, setState] = useState<DraftState>();
  const [status, setStatus] = useState<DraftStatus>({ kind: 'loading' });
  const [faults, setFaults] = useState<ProtocolFault[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef<DraftState>(undefined);
  const load = useCallback(async () => {
    try {
      const reply = await send<Protocol>('GET', path);
      latest.current = { body: reply.body.body, etag: reply.etag, exists: true };
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) return setStatus({ kind: 'failed', error });
      latest.current = { body: await bodyToStartFrom(project), etag: null, exists: false };
    }
    setState(latest.current);
    setStatus({ kind: 'saved' });
    setFaults(await check(latest.current.body));
  }, [path, project]);
  useEffect(() => {
    void load();
    return () => clearTimeout(timer.current);
  }, [load]);

  const save = async () => {
    const now = latest.current;
    if (!now) return;
    setStatus({ kind: 'saving' });
    try {
      const [reply, found] = await Promise.all([
        send<Protocol>('PUT', path, {
          body: now.body,
          ...(now.exists && now.etag ? { ifMatch: now.etag } : { ifNoneMatch: '*' }),
        }),
        check(now.body),
      ]);
      latest.current = { ...latest.current!, etag: reply.etag ?? now.etag, exists: true };
      setFaults(found);
      setStatus({ kind: 'saved' });
    } catch (error) {
      setStatus(error instanceof ApiError && error.status === 412 ? { kind: 'stale' } : { kind: 'failed', error });
    }
  };
  const change = (body: ProtocolBody) => {
    if (!latest.current) return;
    latest.current = { ...latest.current, body };
    setState(latest.current);
    setStatus({ kind: 'typing' });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), 700);
  };
  const bring = async (text: string, json: boolean) => {
    await send('POST', projectPath(project, '/protocols/import'), {
      raw: { data: text, type: json ? 'application/json' : 'text/yaml' },
    });
    await load();
    await refresh(projectPath(project, '/protocols'));
  };
  const publish = async () => {
    clearTimeout(timer.current);
    await save();
    const headers = latest.current?.etag ? { ifMatch: latest.current.etag } : {};
    const published = await api.post<Protocol>(`${path}/publish`, {}, headers);
    await refresh(projectPath(project));
    await load();
    return published;
  };
  return { body: state?.body, status, faults, change, load, bring, publish };
}

async function bodyToStartFrom(project: string): Promise<ProtocolBody> {
  try {
    return (await api.get<Protocol>(projectPath(project, '/protocols/current'))).body;
  } catch {
    return emptyBody;
  }
}

async function check(body: ProtocolBody): Promise<ProtocolFault[]> {
  try {
    return await api.post<ProtocolFault[]>('/api/protocol-check', body);
  } catch {
    // The check is a courtesy while typing; publishing checks again and tells.
    return [];
  }
}

export function moved<T>(list: readonly T[], from: number, by: number): T[] {
  const to = Math.max(0, Math.min(list.length - 1, from + by));
  const next = [...list];
  const [one] = next.splice(from, 1);
  if (one !== undefined) next.splice(to, 0, one);
  return next;
}
