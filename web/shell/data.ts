import { QueryClient, useQuery } from '@tanstack/react-query';
import { ApiError, api, noAnswer } from '../core/api.ts';

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
