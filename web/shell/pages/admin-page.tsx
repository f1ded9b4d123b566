import type { PageParams } from '../routes.tsx';

export function AdminPage(_: { params: PageParams }) {
  return null;
}
