import type { PageParams } from '../routes.tsx';

export function OverviewPage(_: { params: PageParams }) {
  return null;
}
