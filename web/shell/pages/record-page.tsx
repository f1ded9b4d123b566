import type { PageParams } from '../routes.tsx';

export function RecordPage(_: { params: PageParams }) {
  return null;
}
