import type { PageParams } from '../routes.tsx';

export function GatePage(_: { params: PageParams }) {
  return null;
}
