import type { PageParams } from '../routes.tsx';

export function ReleasePage(_: { params: PageParams }) {
  return null;
}
