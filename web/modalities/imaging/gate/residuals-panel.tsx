import { useState } from 'react';
import { api } from '../../../core/api.ts';
import type { GateEntryDetail, GateResidual } from '../../../core/contract.ts';
import { useCommands } from '../../../core/keys.ts';
import { Button } from '../../../ui/button.tsx';
import { ProblemNote } from '../../../ui/notes.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { KeepDialog } from './keep-dialog.tsx';
import type { PanelProps } from './panel.ts';
import { nextUndecided, residualWords } from './residuals.ts';

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
          title={`Keep ${keeping.finding}`}
          action="Keep the value"
          onClose={() => setKeeping(undefined)}
          onDo={(reason) => choose(keeping, 'kept', reason)}
        >
          The source says it of somebody or something: say why readers and recipients may see it.
        </KeepDialog>
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
