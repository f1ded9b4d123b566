import type { Project, SuggestionReport } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { useTitle } from '../../core/router.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark, type Tone } from '../../ui/state-mark.tsx';
import { Table } from '../../ui/table.tsx';
import { projectPath, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import './models.css';

export function BiasPage({ params }: { params: PageParams }) {
  return (
    <ProjectFrame id={params.project!} leaf="What suggestions do to readers">
      {(project) => <Bias project={project} />}
    </ProjectFrame>
  );
}

type ModelReport = SuggestionReport['models'][number];
type Figures = ModelReport['all'];
type Share = Figures['accepted'];
type Reader = ModelReport['readers'][number];

const tones: Record<Reader['verdict'], Tone> = {
  'over-trusts': 'dispute',
  'not-shown': 'quiet',
  unknown: 'incomplete',
};
const words: Record<Reader['verdict'], string> = {
  'over-trusts': 'Over-trusts',
  'not-shown': 'Not shown',
  unknown: 'Too little known',
};

const percent = (value: number) => `${(100 * value).toFixed(0)} %`;

function shareWords({ count, of, value, low, high }: Share): string {
  if (value === undefined) return '–';
  const interval = low === undefined || high === undefined ? '' : ` (${percent(low)} to ${percent(high)})`;
  return `${count} of ${of} · ${percent(value)}${interval}`;
}

/** The same where there is little room. */
function shareBriefly({ count, of, low, high }: Share): string {
  if (low === undefined || high === undefined) return of === 0 ? '–' : `${count} of ${of}`;
  return `${count} of ${of} (${(100 * low).toFixed(0)} to ${percent(high)})`;
}

function timeWords(f: Figures): string {
  if (f.timeRatio === undefined) return '–';
  const interval =
    f.timeLow === undefined || f.timeHigh === undefined ? '' : ` (${f.timeLow.toFixed(2)} to ${f.timeHigh.toFixed(2)})`;
  return `${f.secondsWith?.toFixed(1)} s against ${f.secondsWithout?.toFixed(1)} s · ratio ${f.timeRatio.toFixed(2)}${interval}`;
}

const figures: { id: string; title: string; of: (f: Figures) => Share }[] = [
  { id: 'accepted', title: 'Final answer is the suggestion', of: (f) => f.accepted },
  { id: 'right', title: 'Wrong first answer became right', of: (f) => f.toRight },
  { id: 'wrong', title: 'Right first answer became wrong', of: (f) => f.toWrong },
  { id: 'follows', title: 'Followed a wrong suggestion', of: (f) => f.followsWrong },
];

/** Whether suggestions helped or misled, reader by reader, with intervals. */
function Bias({ project }: { project: Project }) {
  useTitle('What suggestions do to readers', project.name);
  const report = useGet<SuggestionReport>(projectPath(project.id, '/suggestions/report'));
  return (
    <>
      <PageHead
        title="What suggestions do to readers"
        note="Counted from the record over submitted reads, with 95 % intervals. What is right is what adjudicators decided. Who looks at it reads the project blind no more."
      />
      {report.isError ? <ProblemNote error={report.error} /> : null}
      {report.isPending ? <Loading /> : null}
      {report.data?.models.length === 0 ? (
        <EmptyState>No suggestion was shown in a submitted read yet.</EmptyState>
      ) : null}
      {report.data?.models.map((m) => (
        <section key={`${m.model} ${m.version}`} className="stack">
          <h2>
            {m.model} {m.version}
          </h2>
          <p>{m.sentence}</p>
          <p className="dim">
            {m.answers} answers to the fields that it suggested; {m.referenced} of them were decided by an adjudicator.
            Right and wrong are counted among these alone.
          </p>
          <dl className="model-facts">
            {figures.map((f) => (
              <div key={f.id}>
                <dt className="dim">{f.title}</dt>
                <dd className="tabular">{shareWords(f.of(m.all))}</dd>
              </div>
            ))}
            <div>
              <dt className="dim">Time with and without</dt>
              <dd className="tabular">{timeWords(m.all)}</dd>
            </div>
          </dl>
          <Table
            name={`bias-${m.model}-${m.version}`}
            caption={`Readers shown ${m.model} ${m.version}`}
            rows={m.readers}
            rowKey={(r) => r.reader}
            empty={<EmptyState>No reader was shown anything of it.</EmptyState>}
            columns={[
              { id: 'reader', title: 'Reader', width: 90, value: (r) => r.reader },
              ...figures.map((f) => ({
                id: f.id,
                title: f.title,
                value: (r: Reader) => f.of(r.figures).value,
                show: (r: Reader) => <span className="tabular">{shareBriefly(f.of(r.figures))}</span>,
              })),
              {
                id: 'time',
                title: 'Time',
                value: (r) => r.figures.timeRatio,
                show: (r) => timeWords(r.figures),
                aside: true,
              },
              {
                id: 'p',
                title: 'p',
                width: 80,
                numeric: true,
                value: (r) => r.pValue,
                show: (r) => (r.pValue === undefined ? '–' : r.pValue < 0.001 ? '< 0.001' : r.pValue.toFixed(3)),
              },
              {
                id: 'verdict',
                title: 'Over-trust',
                width: 160,
                value: (r) => words[r.verdict],
                show: (r) => <StateMark tone={tones[r.verdict]}>{words[r.verdict]}</StateMark>,
              },
            ]}
          />
        </section>
      ))}
    </>
  );
}
