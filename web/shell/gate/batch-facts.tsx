import type { BatchDetail, BatchState } from '../../core/contract.ts';
import { Link } from '../../core/router.tsx';
import { count, moment, size } from '../../core/words.ts';
import { modalities } from '../../modalities/registry.ts';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { claimLine } from './claim-words.ts';
import { batchWords, type Deed, riskClasses, riskClassOf } from './deeds.ts';

interface FactProps {
  project: string;
  detail: BatchDetail;
  state: BatchState;
  may: boolean;
  onApprove: () => void;
  onDecide: (deed: Deed) => void;
  onSample: () => void;
  onReport: () => void;
  onPatients: () => void;
  onPrepare: () => void;
}

export function BatchFacts({
  project,
  detail,
  state,
  may,
  onApprove,
  onDecide,
  onSample,
  onReport,
  onPatients,
  onPrepare,
}: FactProps) {
  const { tone, word } = batchWords[state];
  return (
    <section className="panel stack" aria-label="The batch">
      <h2 className="ellipsis">{detail.name}</h2>
      <StateMark tone={tone}>{word}</StateMark>
      <WhoIsWho detail={detail} may={may} onPatients={onPatients} onPrepare={onPrepare} />
      {detail.claim.against > 0 ? (
        <StateMark tone="held">{count(detail.claim.against, 'entry', 'entries')} not as the project claims</StateMark>
      ) : null}
      <RiskCounts detail={detail} />
      {may ? (
        <div className="row wrap" style={{ gap: 6 }}>
          <Button hint="⌃ ⏎" onClick={onApprove}>
            Let through …
          </Button>
          <Button hint="S" onClick={onSample}>
            Sample …
          </Button>
          <Button hint="I" onClick={onReport}>
            Report
          </Button>
          <Button onClick={() => onDecide('hold')}>Hold all</Button>
          <Button look="danger" onClick={() => onDecide('reject')}>
            Reject all
          </Button>
        </div>
      ) : (
        <div>
          <Button hint="I" onClick={onReport}>
            Report
          </Button>
        </div>
      )}
      <Facts
        of={[
          ['Received', moment(detail.received)],
          ['Files', `${detail.files.toLocaleString('en')}, ${size(detail.bytes)}`],
          ['Entries', String(detail.entries)],
          ...modalities.flatMap((m) => m.gate.batchFacts(detail)),
          ...(detail.plan?.title ? [['Plan', detail.plan.title] as const] : []),
          ...(detail.plan?.claim ? [['The plan allows', detail.plan.claim] as const] : []),
          ['The project claims', claimLine(detail.claim.claim)],
        ]}
      />
      <Link href={`/p/${project}/plan`}>Plan and claim</Link>
      <Problems detail={detail} />
    </section>
  );
}

interface WhoProps {
  detail: BatchDetail;
  may: boolean;
  onPatients: () => void;
  onPrepare: () => void;
}

/** Said first where it is open: what is decided here changes what lies before the gate. */
function WhoIsWho({ detail, may, onPatients, onPrepare }: WhoProps) {
  const { open, changed } = detail.patients;
  return (
    <div className="stack tight">
      {open > 0 ? (
        <StateMark tone="held">{count(open, 'question')} about who is who</StateMark>
      ) : changed > 0 ? (
        <StateMark tone="incomplete">{count(changed, 'entry', 'entries')} to prepare again</StateMark>
      ) : null}
      <div className="row wrap" style={{ gap: 6 }}>
        <Button hint="P" look={open > 0 ? 'primary' : undefined} onClick={onPatients}>
          Patients
        </Button>
        {may && changed > 0 ? (
          <Button hint="G" look={open > 0 ? undefined : 'primary'} onClick={onPrepare}>
            Prepare again
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function RiskCounts({ detail }: { detail: BatchDetail }) {
  if (detail.gate.length === 0) return null;
  return (
    <table className="plain wide small">
      <thead>
        <tr>
          <th scope="col">Risk</th>
          <th scope="col" className="num">
            Entries
          </th>
          <th scope="col" className="num">
            Decided
          </th>
        </tr>
      </thead>
      <tbody>
        {riskClasses.map((risk) => {
          const inside = detail.gate.filter((e) => riskClassOf(e.risk) === risk);
          return (
            <tr key={risk.title}>
              <th scope="row">{risk.title}</th>
              <td className="num">{inside.length}</td>
              <td className="num">{inside.filter((e) => e.decision).length}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Problems({ detail }: { detail: BatchDetail }) {
  if (detail.problems.length === 0) return null;
  return (
    <details>
      <summary>{count(detail.problems.length, 'file')} not taken or damaged</summary>
      <ul className="plain-list small">
        {detail.problems.map((p) => (
          <li key={`${p.path}-${p.reason}`} style={{ padding: '4px 0' }}>
            <code>{p.path}</code>
            <div className="dim">
              {p.reason}
              {p.where ? ` (${p.where})` : ''}
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}
