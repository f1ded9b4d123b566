import { projectPath } from '../data.ts';

/** Under which a read with its item is kept; the path is where it is fetched. */
export const workKey = (project: string, read: string) => [projectPath(project, `/work/${encodeURIComponent(read)}`)];
