import { useState } from 'react';
import { api } from '../../../core/api.ts';
import type { GateEntryDetail, GateEntryOf, GateResidual } from '../../../core/contract.ts';
import { useCommands } from '../../../core/keys.ts';
import { Button } from '../../../ui/button.tsx';
import { Ask } from '../../../ui/dialog.tsx';
import { ProblemNote } from '../../../ui/notes.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { nextUndecided, residualWords } from './residuals.ts';

interface PanelProps {
  entry: GateEntryOf<'imaging'>;
  path: string;
  may: boolean;
  onSaved: (change: (entry: GateEntryDetail) => GateEntryDetail) => void;
  /** The entry's decision, which a new choice takes back. */
  onDecision: (decision: GateEntryDetail['decision']) => void;
}

/** What the separate check found in the output: each element goes, or is kept for a reason. */
export function ResidualsPanel({ entry, path, may, onSaved, onDecision }: PanelProps) {
  const findings = entry.residuals;
  const [at, setAt] = useState(() => nextUndecided(findings, -1));
  const [keeping, setKeeping] = useState<GateResidual>();
  const [error, setError] = useState<unknown>();
  const current = findings[Math.max(0, Math.min(at, findings.length - 1))];
  const choose = async (finding: GateResidual, state: GateResidual['state'], reason?: string) => {
    setError(undefined);
    const reply = await api.put<{
      revision: number;
      decision?: GateEntryDetail['decision'];
      findings: GateResidual[];
    }>(`${path}/residuals`, {
      revision: entry.residualRevision,
      choices: [{ finding: finding.finding, state, ...(reason ? { reason } : {}) }],
    });
    onSaved((old) =>
      old.type === 'imaging' ? { ...old, residuals: reply.findings, residualRevision: reply.revision } : old,
    );
    onDecision(reply.decision);
    setAt(nextUndecided(reply.findings, findings.indexOf(finding)));
  };
  const remove = (finding: GateResidual) =>
    void choose(finding, finding.state === 'removed' ? 'open' : 'removed').catch(setError);
  const group = 'Findings';
  useCommands([
    {
      id: 'residual.remove',
      title: 'Take the element out',
      group,
      keys: ['E'],
      disabled: !may || !current?.canRemove,
      run: () => current && remove(current),
    },
    {
      id: 'residual.keep',
      title: 'Keep the value',
      group,
      keys: ['T'],
      disabled: !may || !current,
      run: () => current && setKeeping(current),
    },
    {
      id: 'residual.next',
      title: 'Next finding',
      group,
      keys: ['Y'],
      disabled: findings.length < 2,
      run: () => setAt((at + 1) % findings.length),
    },
  ]);
  if (findings.length === 0) return null;
  return (
    <section className="stack tight" aria-label="Values of the source in the output">
      <h2 className="panel-title">Still found in the output</h2>
      <ul className="plain-list">
        {findings.map((finding) => (
          <ResidualRow
            key={finding.finding}
            finding={finding}
            current={finding === current}
            may={may}
            remove={() => remove(finding)}
            keep={() => setKeeping(finding)}
          />
        ))}
      </ul>
      {error ? <ProblemNote error={error} /> : null}
      {keeping ? (
        <KeepDialog
          finding={keeping}
          onClose={() => setKeeping(undefined)}
          onDo={(reason) => choose(keeping, 'kept', reason)}
        />
      ) : null}
    </section>
  );
}

interface RowProps {
  finding: GateResidual;
  current: boolean;
  may: boolean;
  remove: () => void;
  keep: () => void;
}

function ResidualRow({ finding, current, may, remove, keep }: RowProps) {
  const { tone, words } = residualWords(finding);
  return (
    <li className="row wrap residual" aria-current={current}>
      <code className="grow">{finding.finding}</code>
      <StateMark tone={tone}>{words}</StateMark>
      {may ? (
        <span className="row" style={{ gap: 6 }}>
          {finding.canRemove ? (
            <Button
              size="small"
              hint={current ? 'E' : undefined}
              aria-pressed={finding.state === 'removed'}
              onClick={remove}
            >
              Take out
            </Button>
          ) : null}
          <Button size="small" hint={current ? 'T' : undefined} onClick={keep}>
            Keep …
          </Button>
        </span>
      ) : null}
    </li>
  );
}

function KeepDialog({
  finding,
  onClose,
  onDo,
}: {
  finding: GateResidual;
  onClose: () => void;
  onDo: (reason: string) => Promise<void>;
}) {
  const [reason, setReason] = useState('');
  return (
    <Ask
      title={`Keep ${finding.finding}`}
      open
      onClose={onClose}
      action="Keep the value"
      disabled={!reason.trim()}
      onDo={() => onDo(reason.trim())}
    >
      <p className="dim">The source says it of somebody or something: say why readers and recipients may see it.</p>
      <ReasonField value={reason} onChange={setReason} />
    </Ask>
  );
}
