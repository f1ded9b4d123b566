import type { PageParams } from '../routes.tsx';

export function ItemPage(_: { params: PageParams }) {
  return null;
}
