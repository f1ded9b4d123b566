import type { PageParams } from '../routes.tsx';

export function ProjectsPage(_: { params: PageParams }) {
  return null;
}
