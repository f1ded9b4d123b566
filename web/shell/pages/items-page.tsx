import type { PageParams } from '../routes.tsx';

export function ItemsPage(_: { params: PageParams }) {
  return null;
}
