import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, api, send } from '../../core/api.ts';
import type { Protocol, ProtocolBody, ProtocolFault } from '../../core/contract.ts';
import { projectPath, refresh } from '../data.ts';

export const emptyBody: ProtocolBody = {
  title: '',
  fields: [],
  guideline: '',
  policy: { readers: 2, agreement: 'majority', disputes: 'adjudicator', recheckShare: 0 },
};

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
