import type { PageParams } from '../routes.tsx';

export function ProtocolPage(_: { params: PageParams }) {
  return null;
}
