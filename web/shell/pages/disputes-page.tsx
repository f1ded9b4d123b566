import type { PageParams } from '../routes.tsx';

export function DisputesPage(_: { params: PageParams }) {
  return null;
}
