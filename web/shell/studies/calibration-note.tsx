import type { Calibration } from '../../core/contract.ts';
import { Link } from '../../core/router.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { projectPath, useGet } from '../data.ts';

/** Whether anything supports the probabilities that stand below, in one line. */
export function CalibrationNote({ project }: { project: string }) {
  const found = useGet<Calibration>(projectPath(project, '/consensus/calibration'));
  const fields = (found.data?.fields ?? []).filter((f) => f.verdict !== 'no-labels');
  const titles = (...verdicts: string[]) =>
    fields
      .filter((f) => verdicts.includes(f.verdict))
      .map((f) => f.title)
      .join(', ');
  const [wrong, unknown, held] = [titles('overclaims'), titles('unchecked', 'few'), titles('holds')];
  if (fields.length === 0) return null;
  return (
    <p className="small row" style={{ flexWrap: 'wrap' }}>
      {wrong ? <StateMark tone="dispute">Probabilities claim too much: {wrong}</StateMark> : null}
      {unknown ? <StateMark tone="incomplete">Probabilities uncalibrated: {unknown}</StateMark> : null}
      {held ? <StateMark tone="agree">Not contradicted by second looks: {held}</StateMark> : null}
      <Link href={`/p/${project}/consensus/calibration`}>What supports them</Link>
    </p>
  );
}
