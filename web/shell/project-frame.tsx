import type { ReactNode } from 'react';
import type { Project } from '../core/contract.ts';
import { Link, usePath } from '../core/router.tsx';
import { Loading, ProblemNote } from '../ui/notes.tsx';
import { projectPath, useGet } from './data.ts';
import { Frame } from './frame.tsx';
import { projectTabs } from './project-tabs.ts';
import { usePerson } from './session.tsx';

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
