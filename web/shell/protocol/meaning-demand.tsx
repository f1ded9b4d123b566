import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { MeaningDemand, Project } from '../../core/contract.ts';
import { Ask } from '../../ui/dialog.tsx';
import { ProblemNote } from '../../ui/notes.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { projectPath, refresh, useGet } from '../data.ts';

/** The project demands that every label says what it measures and how bad a wrong one is, or does not. */
export function MeaningDemandSection({ project, lead }: { project: Project; lead: boolean }) {
  const path = projectPath(project.id, '/label-meanings');
  const demand = useGet<MeaningDemand>(path);
  const [lifting, setLifting] = useState(false);
  const [reason, setReason] = useState('');
  const [error, setError] = useState<unknown>();
  const lay = async (demanded: boolean, why?: string) => {
    await api.put(path, { demanded, ...(why ? { reason: why } : {}) });
    await refresh(path);
  };
  if (!demand.data) return demand.isError ? <ProblemNote error={demand.error} /> : null;
  const { demanded, lacking, protocolVersion } = demand.data;
  return (
    <section className="stack tight" aria-labelledby="meanings-title">
      <h2 id="meanings-title">Meaning of labels</h2>
      <Checkbox
        label="Every label says what it measures and how bad a wrong one is"
        description="A protocol is not published and a release is not made without. On the record."
        checked={demanded}
        disabled={!lead}
        onChange={(e) => {
          setError(undefined);
          if (e.currentTarget.checked) lay(true).catch(setError);
          else setLifting(true);
        }}
      />
      {lacking.length > 0 ? (
        <details>
          <summary>
            {lacking.length === 1 ? '1 label' : `${lacking.length} labels`} of version {protocolVersion} do not
          </summary>
          <ul>
            {lacking.map((l) => (
              <li key={l.where}>{l.message}</li>
            ))}
          </ul>
        </details>
      ) : null}
      {error ? <ProblemNote error={error} /> : null}
      {lifting ? (
        <Ask
          title="Demand it no longer"
          open
          onClose={() => setLifting(false)}
          action="Demand it no longer"
          disabled={!reason.trim()}
          onDo={() => lay(false, reason.trim())}
        >
          <ReasonField value={reason} onChange={setReason} />
        </Ask>
      ) : null}
    </section>
  );
}
