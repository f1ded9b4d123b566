import type { PageParams } from '../routes.tsx';

export function AdjudicationPage(_: { params: PageParams }) {
  return null;
}
