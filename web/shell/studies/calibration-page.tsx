import { NativeSelect } from '@mantine/core';
import { query } from '../../core/api.ts';
import type { Calibration, CalibrationField, Project } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, useTitle, useUrlValue } from '../../core/router.tsx';
import { percent } from '../../core/words.ts';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark, type Tone } from '../../ui/state-mark.tsx';
import { projectPath, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { Reliability } from './reliability.tsx';
import '../agreement/agreement.css';

export function CalibrationPage({ params }: { params: PageParams }) {
  return <ProjectFrame id={params.project!}>{(project) => <Body project={project} />}</ProjectFrame>;
}

const verdicts: Record<CalibrationField['verdict'], { tone: Tone; word: string }> = {
  'no-labels': { tone: 'quiet', word: 'No labels' },
  unchecked: { tone: 'incomplete', word: 'Uncalibrated' },
  few: { tone: 'incomplete', word: 'Uncalibrated' },
  overclaims: { tone: 'dispute', word: 'Claims too much' },
  holds: { tone: 'agree', word: 'Not contradicted' },
};

const targets = ['0.01', '0.02', '0.05', '0.1'];
const share = (value: number | undefined) => (value === undefined ? 'unknown' : percent(value, value < 0.1 ? 1 : 0));

function Body({ project }: { project: Project }) {
  useTitle('Calibration', project.name);
  const [target, setTarget] = useUrlValue('target', '0.05');
  const found = useGet<Calibration>(projectPath(project.id, `/consensus/calibration${query({ target })}`));
  const { data } = found;
  return (
    <>
      <PageHead
        title="Calibration"
        note="What the probabilities of the consensus claim, against second looks at labels drawn by chance"
      >
        <Link className="button" href={`/p/${project.id}/consensus`}>
          Consensus
        </Link>
        <NativeSelect
          aria-label="Wrong labels that are allowed among the accepted"
          value={target}
          onChange={(e) => setTarget(e.currentTarget.value)}
          data={targets.map((t) => ({ value: t, label: `At most ${percent(Number(t))} wrong` }))}
        />
      </PageHead>
      {found.isError ? <ProblemNote error={found.error} /> : null}
      {found.isPending ? <Loading what="Comparing claims with second looks" /> : null}
      {data && data.fields.length === 0 ? (
        <EmptyState>No field of this protocol has labels with probabilities.</EmptyState>
      ) : null}
      {data?.fields.map((row) => (
        <FieldSection key={row.field} row={row} />
      ))}
      {data && data.fields.length > 0 ? (
        <p className="dim small">
          Second looks are the items of a re-check sample that an adjudicator has decided. Whoever decides sees what the
          readers said, so errors may be found less often than they are made. Disputed items are left out: they were
          picked for doubt.
        </p>
      ) : null}
    </>
  );
}

function FieldSection({ row }: { row: CalibrationField }) {
  const { tone, word } = verdicts[row.verdict];
  return (
    <section className="agreement-field" aria-labelledby={`calibration-${row.field}`}>
      <header>
        <div className="row">
          <h2 id={`calibration-${row.field}`}>{row.title}</h2>
          <StateMark tone={tone}>{word}</StateMark>
        </div>
        <p>{row.sentence}</p>
      </header>
      <Figures row={row} />
      {row.reliability.length > 0 ? (
        <div className="beside">
          <Reliability row={row} />
        </div>
      ) : null}
    </section>
  );
}

function Figures({ row }: { row: CalibrationField }) {
  const interval = row.low === undefined ? '' : ` (95 %: ${share(row.low)} to ${share(row.high)})`;
  const lines: [string, string][] = [
    ['Method', row.method],
    ['Labels accepted', String(row.accepted)],
    ['Drawn for a second look', String(row.drawn)],
    ['Looked at again', String(row.checked)],
    ['Wrong among these', String(row.wrong)],
    ['Share wrong, as claimed', share(row.claimed)],
    ['Share wrong, as found', share(row.found) + interval],
    ['No more than, with 95 % confidence', share(row.upperBound)],
  ];
  if (row.corrected !== undefined) lines.push(['Share wrong, claims corrected', share(row.corrected)]);
  if (row.target !== undefined)
    lines.push([
      `Accept for at most ${percent(row.target)} wrong`,
      row.acceptFrom === undefined
        ? `no threshold is shown; it takes ${row.needed} second looks without an error at least`
        : `from a corrected probability of ${row.acceptFrom.toFixed(3)}`,
    ]);
  return (
    <table className="plain" aria-label={`Figures of ${row.title}`}>
      <tbody>
        {lines.map(([title, value]) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            <td className="tabular">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
