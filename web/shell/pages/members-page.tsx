import type { PageParams } from '../routes.tsx';

export function MembersPage(_: { params: PageParams }) {
  return null;
}
