import type { PageParams } from '../routes.tsx';

export function AccountPage(_: { params: PageParams }) {
  return null;
}
