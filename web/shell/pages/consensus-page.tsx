import type { PageParams } from '../routes.tsx';

export function ConsensusPage(_: { params: PageParams }) {
  return null;
}
