import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { ConsensusMethod, ConsensusRun, Field, Project, Protocol } from '../../core/contract.ts';
import { kindOf } from '../../kinds/registry.ts';
import { Ask } from '../../ui/dialog.tsx';
import { Loading, ProblemNote } from '../../ui/notes.tsx';
import { projectPath, refresh, useGet } from '../data.ts';

const auto = 'auto';

interface DialogProps {
  project: Project;
  /** The run before this one: what was asked of it is asked again. */
  last: ConsensusRun | undefined;
  onClose: () => void;
}

/** By which method each field is inferred; the library chooses where nobody does, and says why. */
export function ConsensusDialog({ project, last, onClose }: DialogProps) {
  const protocol = useGet<Protocol>(projectPath(project.id, '/protocols/current'));
  const methods = useGet<ConsensusMethod[]>(projectPath(project.id, '/consensus/methods'));
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const askedOf = (field: Field) => chosen[field.id] ?? last?.fields?.find((f) => f.field === field.id)?.asked ?? auto;
  const offered = (field: Field) =>
    (methods.data ?? []).filter((m) => m.name !== auto && m.scales.includes(kindOf(field).scale));
  const fields = (protocol.data?.body.fields ?? []).filter((f) => offered(f).length > 0);
  const methodOf = (field: Field) => {
    const asked = askedOf(field);
    return offered(field).some((m) => m.name === asked) ? asked : auto;
  };
  const compute = async () => {
    await api.post<ConsensusRun>(projectPath(project.id, '/consensus'), {
      fields: Object.fromEntries(fields.map((f) => [f.id, methodOf(f)])),
    });
    await refresh(projectPath(project.id));
  };
  return (
    <Ask
      title="Compute the consensus"
      open
      onClose={onClose}
      action="Compute"
      disabled={fields.length === 0}
      onDo={compute}
      size={640}
    >
      <p className="dim">
        Reads are never touched, and earlier runs stay. A field that its readers dispute has no accepted label before it
        is adjudicated, whatever a method makes of it.
      </p>
      {protocol.isError ? <ProblemNote error={protocol.error} /> : null}
      {methods.isError ? <ProblemNote error={methods.error} /> : null}
      {protocol.isPending || methods.isPending ? <Loading /> : null}
      {fields.map((field) => (
        <NativeSelect
          key={field.id}
          label={field.title}
          value={methodOf(field)}
          onChange={(e) => {
            const { value } = e.currentTarget;
            setChosen((all) => ({ ...all, [field.id]: value }));
          }}
          data={[
            { value: auto, label: 'As suits its scale and the data, with the reason' },
            ...offered(field).map((m) => ({ value: m.name, label: `${m.name}: ${m.summary}` })),
          ]}
        />
      ))}
    </Ask>
  );
}
