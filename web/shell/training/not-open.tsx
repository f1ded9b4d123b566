import { ProblemNote } from '../../ui/notes.tsx';
import { Frame } from '../frame.tsx';
import { HeldBack, isUnfit } from '../guideline/held-back.tsx';

interface Props {
  project: string;
  /** What could not be opened. */
  title: string;
  error: unknown;
  onFit: () => void;
}

export const trainingHome = (project: string) => `/p/${project}/training`;

/** Practice or a test that is not to be had: why, and what the reader can do about it. */
export function NotOpen({ project, title, error, onFit }: Props) {
  return (
    <Frame crumbs={[{ title: 'Training', href: trainingHome(project) }, { title }]}>
      {isUnfit(error) ? <HeldBack project={project} onFit={onFit} /> : null}
      <ProblemNote error={error} />
    </Frame>
  );
}
