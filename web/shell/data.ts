import { QueryClient, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { ApiError, api, noAnswer } from '../core/api.ts';
import { keepForTab, keptForTab } from '../core/kept-for-tab.ts';

/** Server state. A refusal is final, silence is not: only silence is asked again. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      retry: (times, error) =>
        error instanceof ApiError && (error.status === noAnswer || error.status >= 500) && times < 3,
    },
    mutations: { networkMode: 'always' },
  },
});

/**
 * As `useGet`; where the server does not answer, what this tab saw last under the slot's name, and asking again until it does.
 * A slot holds one thing, so that what is kept stays small.
 */
export function useKept<T>(slot: string, path: string) {
  const found = useQuery<T>({
    queryKey: [path],
    queryFn: ({ signal }) => api.get<T>(path, { signal }),
    staleTime: 0,
    refetchOnMount: true,
  });
  const { data, error, failureReason, refetch } = found;
  const cause = error ?? failureReason;
  const silent = data === undefined && cause instanceof ApiError && cause.status === noAnswer;
  const kept = useMemo(() => {
    const seen = silent ? keptForTab<{ path: string; value: T }>(slot) : undefined;
    return seen?.path === path ? seen.value : undefined;
  }, [silent, slot, path]);
  const alone = kept !== undefined;
  useEffect(() => {
    if (data !== undefined) keepForTab(slot, { path, value: data });
  }, [data, slot, path]);
  useEffect(() => {
    if (!alone) return;
    const again = () => void refetch();
    const timer = setInterval(again, 5_000);
    addEventListener('online', again);
    return () => {
      clearInterval(timer);
      removeEventListener('online', again);
    };
  }, [alone, refetch]);
  return { ...found, data: data ?? kept, isPending: found.isPending && !alone, isError: found.isError && !alone };
}

export function useGet<T>(path: string | undefined, options: { refetch?: number } = {}) {
  return useQuery<T>({
    queryKey: [path ?? ''],
    queryFn: ({ signal }) => api.get<T>(path!, { signal }),
    enabled: path !== undefined,
    ...(options.refetch ? { refetchInterval: options.refetch } : {}),
  });
}

/** Fetches again whatever starts with one of the paths. */
export async function refresh(...prefixes: string[]): Promise<void> {
  await queries.invalidateQueries({
    predicate: ({ queryKey }) => prefixes.some((p) => typeof queryKey[0] === 'string' && queryKey[0].startsWith(p)),
  });
}

export const projectPath = (project: string, rest = '') => `/api/projects/${encodeURIComponent(project)}${rest}`;
