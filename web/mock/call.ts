import type { people } from './data.ts';

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  person: (typeof people)[number];
}

export class Refusal {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly rest: Record<string, unknown> = {},
  ) {}
}
