import type { PageParams } from '../routes.tsx';

export function ReleasesPage(_: { params: PageParams }) {
  return null;
}
