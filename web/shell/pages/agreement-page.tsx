import type { PageParams } from '../routes.tsx';

export function AgreementPage(_: { params: PageParams }) {
  return null;
}
