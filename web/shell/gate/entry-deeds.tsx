import type { GateEntry } from '../../core/contract.ts';
import { count, percent } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { type Deed, deedWords } from './deeds.ts';

interface DeedProps {
  entry: GateEntry | undefined;
  may: boolean;
  begin: (deed: Deed) => void;
  onLeak: () => void;
}

export function EntryDeeds({ entry, may, begin, onLeak }: DeedProps) {
  if (!entry) return null;
  return (
    <section className="panel stack" aria-label="This entry">
      <div>
        <h2>{entry.title}</h2>
        <p className="dim small tabular">
          {count(entry.files, 'file')} · risk {percent(entry.risk)}
          {entry.sampled ? ' · in the sample' : ''}
        </p>
      </div>
      {entry.riskReasons.length > 0 ? (
        <ul style={{ margin: 0, paddingLeft: 18 }} className="small">
          {entry.riskReasons.map((r) => (
            <li key={r}>{r}</li>
          ))}
        </ul>
      ) : null}
      {entry.againstClaim.length > 0 ? (
        <div className="stack tight">
          <StateMark tone="held">Not as the project claims</StateMark>
          <ul style={{ margin: 0, paddingLeft: 18 }} className="small">
            {entry.againstClaim.map((a) => (
              <li key={a}>{a}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {entry.otherPlan ? <StateMark tone="incomplete">Made by a former plan</StateMark> : null}
      {entry.decision ? (
        <StateMark tone={deedWords[entry.decision].tone}>{deedWords[entry.decision].done}</StateMark>
      ) : null}
      {entry.leak ? <StateMark tone="dispute">Something was missed</StateMark> : null}
      {may ? (
        <div className="row wrap" style={{ gap: 6 }}>
          <Button look="primary" hint="A" onClick={() => begin('approve')}>
            Approve
          </Button>
          <Button hint="H" onClick={() => begin('hold')}>
            Hold
          </Button>
          <Button look="danger" hint="X" onClick={() => begin('reject')}>
            Reject
          </Button>
          <Button look="quiet" hint="L" aria-pressed={entry.leak} onClick={onLeak}>
            Missed something
          </Button>
        </div>
      ) : null}
    </section>
  );
}
