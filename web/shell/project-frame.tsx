import type { ReactNode } from 'react';
import type { Person, Project, ProjectRow, Role } from '../core/contract.ts';
import { Link, usePath } from '../core/router.tsx';
import { Loading, ProblemNote } from '../ui/notes.tsx';
import { projectPath, useGet } from './data.ts';
import { Frame } from './frame.tsx';
import { holds, usePerson } from './session.tsx';

/** As the server's role × action matrix has it: a tab whose page would be refused is not offered. */
const tabs: { path: string; title: string; for: Role[] }[] = [
  { path: '', title: 'Overview', for: ['administrator', 'lead', 'auditor', 'steward', 'adjudicator', 'reader'] },
  { path: '/items', title: 'Items', for: ['lead', 'auditor', 'steward', 'adjudicator'] },
  { path: '/gate', title: 'Gate', for: ['steward', 'lead', 'auditor'] },
  { path: '/disputes', title: 'Disputes', for: ['lead', 'adjudicator', 'auditor'] },
  { path: '/agreement', title: 'Agreement', for: ['lead', 'auditor', 'adjudicator'] },
  { path: '/consensus', title: 'Consensus', for: ['lead', 'auditor', 'adjudicator'] },
  { path: '/releases', title: 'Releases', for: ['lead', 'auditor'] },
  { path: '/protocol', title: 'Protocol', for: ['lead', 'auditor', 'steward', 'adjudicator', 'reader'] },
  { path: '/members', title: 'Members', for: ['administrator', 'lead', 'auditor'] },
  { path: '/keys', title: 'Keys', for: ['administrator'] },
];

export function projectTabs(project: Pick<ProjectRow, 'id'>, person: Person): { href: string; title: string }[] {
  return tabs
    .filter((t) => holds(person, project.id, ...t.for))
    .map((t) => ({ href: `/p/${project.id}${t.path}`, title: t.title }));
}

export interface ProjectFrameProps {
  id: string;
  /** Last part of the breadcrumb where a page lies below a tab. */
  leaf?: string | undefined;
  full?: boolean;
  children: (project: Project) => ReactNode;
}

/** The frame of every page of a project: its name, its tabs, the page below. */
export function ProjectFrame({ id, leaf, full = false, children }: ProjectFrameProps) {
  const person = usePerson();
  const path = usePath();
  const project = useGet<Project>(projectPath(id));
  const list = project.data ? projectTabs(project.data, person) : [];
  const here = [...list].reverse().find((t) => path === t.href || path.startsWith(`${t.href}/`));
  const crumbs = [
    { title: 'Projects', href: '/projects' },
    { title: project.data?.name ?? id, href: `/p/${id}` },
    ...(here && here.href !== `/p/${id}` ? [{ title: here.title, href: here.href }] : []),
    ...(leaf ? [{ title: leaf }] : []),
  ];
  return (
    <Frame crumbs={crumbs} full={full}>
      <nav className="tabs no-print" aria-label="Pages of the project">
        {list.map((t) => (
          <Link key={t.href} href={t.href} aria-current={here?.href === t.href ? 'page' : undefined}>
            {t.title}
          </Link>
        ))}
      </nav>
      {project.isError ? <ProblemNote error={project.error} /> : null}
      {project.isPending ? <Loading /> : null}
      {project.data ? children(project.data) : null}
    </Frame>
  );
}
