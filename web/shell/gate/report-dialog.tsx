import { Suspense } from 'react';
import type { BatchReport } from '../../core/contract.ts';
import { percent } from '../../core/words.ts';
import { modalities } from '../../modalities/registry.ts';
import { Button } from '../../ui/button.tsx';
import { saveFile } from '../../ui/csv.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Loading, ProblemNote } from '../../ui/notes.tsx';
import { useGet } from '../data.ts';
import { gateReports } from '../modalities.ts';
import { Signatures } from '../signing/signatures.tsx';

/** What was done to the batch, in counts alone: it can be shown to anybody. */
export function ReportDialog({
  project,
  batch,
  path,
  open,
  onClose,
}: {
  project: string;
  batch: string;
  path: string;
  open: boolean;
  onClose: () => void;
}) {
  return (
    <Dialog title="Report of the batch" open={open} onClose={onClose} size={760}>
      {open ? <Report path={path} /> : null}
      {open ? <Signatures project={project} subject={`batch/${batch}`} /> : null}
    </Dialog>
  );
}

function Report({ path }: { path: string }) {
  const report = useGet<BatchReport>(`${path}/report`);
  if (report.isError) return <ProblemNote error={report.error} />;
  if (!report.data) return <Loading />;
  const { data } = report;
  return (
    <div className="stack">
      <Outcome report={data} />
      <Linkage report={data} />
      {modalities.map((m) => {
        const Report = gateReports.get(m.id)!;
        return (
          <Suspense key={m.id} fallback={<Loading />}>
            <Report report={data} />
          </Suspense>
        );
      })}
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button onClick={() => saveFile('gate-report.json', JSON.stringify(data, null, 2), 'application/json')}>
          Save as JSON
        </Button>
      </div>
    </div>
  );
}

function Outcome({ report }: { report: BatchReport }) {
  const { outcome, review } = report;
  return (
    <Facts
      of={[
        ['Plan', report.plan],
        ['Claim', report.claim],
        [
          'Files',
          `${report.received.files} received, ${report.received.refused} refused, ${report.received.duplicates} duplicates`,
        ],
        [
          'Entries',
          `${outcome.approved} let through, ${outcome.rejected} rejected, ${outcome.held} held, ${outcome.waiting} waiting`,
        ],
        ...modalities.flatMap((m) => m.gate.reportFacts(report)),
        [
          'Sampled review',
          review.size === 0
            ? 'none drawn: nothing is proved about what nobody looked at'
            : `${review.reviewed} of ${review.size} looked at, ${review.leaks} with something missed; leak rate at most ${percent(review.bound, 1)} (Clopper and Pearson, 95 %)`,
        ],
      ]}
    />
  );
}

/** The combinations by which somebody stands out most come first. */
function Linkage({ report }: { report: BatchReport }) {
  const { rows, patients, smallCell } = report.risk;
  const worst = [...rows].sort((a, b) => b.unique - a.unique || a.columns.length - b.columns.length);
  return (
    <section className="stack tight" aria-label="Risk of being found again">
      <h3>Risk of being found again</h3>
      <p className="dim small">
        {patients} {patients === 1 ? 'patient' : 'patients'}. How many share what is left about them; a cell of fewer
        than {smallCell} is small.
      </p>
      {worst.length > 0 ? (
        <div className="gate-scroll" tabIndex={0} role="group" aria-label="Small cells by combination">
          <table className="plain wide small">
            <thead>
              <tr>
                <th scope="col">Combination</th>
                <th scope="col" className="num">
                  Cells
                </th>
                <th scope="col" className="num">
                  Smallest (k)
                </th>
                <th scope="col" className="num">
                  Alone
                </th>
                <th scope="col" className="num">
                  In small cells
                </th>
              </tr>
            </thead>
            <tbody>
              {worst.map((r) => (
                <tr key={r.columns.join()}>
                  <td>{r.columns.join(' + ')}</td>
                  <td className="num">{r.cells}</td>
                  <td className="num">{r.k}</td>
                  <td className="num">{r.unique}</td>
                  <td className="num">{r.inSmallCells}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}
