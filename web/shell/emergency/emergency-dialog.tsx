import { NativeSelect, NumberInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { EmergencyNotices, ProjectRow } from '../../core/contract.ts';
import { longestWords } from '../../core/words.ts';
import { Ask } from '../../ui/dialog.tsx';
import { refresh, useGet } from '../data.ts';
import { usePerson } from '../session.tsx';

const longest = 240;

/** A person gives themselves a look at a project, and says why. */
export function EmergencyDialog({ projects, onClose }: { projects: ProjectRow[]; onClose: () => void }) {
  const person = usePerson();
  const notices = useGet<EmergencyNotices>('/api/emergencies');
  const [project, setProject] = useState('');
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState<number | string>(60);
  const open = person.administrator
    ? projects.map((p) => ({ value: p.id, label: p.name }))
    : (notices.data?.may ?? []).map((p) => ({ value: p.project, label: p.name }));
  const long = typeof minutes === 'number' && minutes >= 1 && minutes <= longest;
  return (
    <Ask
      title="Emergency access"
      open
      onClose={onClose}
      action="Open it"
      danger
      disabled={!project || !reason.trim() || !long}
      onDo={async () => {
        await api.post(`/api/projects/${encodeURIComponent(project)}/emergency`, { reason, minutes });
        await refresh('/api/');
      }}
    >
      <p>
        You will see what an auditor sees, and change nothing. Administrators and the lead are told at once, and
        everything you open is recorded before you see it.
      </p>
      <NativeSelect
        label="Project"
        value={project}
        onChange={(e) => setProject(e.currentTarget.value)}
        data={[{ value: '', label: 'Choose a project' }, ...open]}
      />
      <Textarea
        label="Why"
        required
        maxLength={longestWords}
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
      <NumberInput
        label="Minutes"
        description={`1 to ${longest}; it ends by itself`}
        min={1}
        max={longest}
        value={minutes}
        onChange={setMinutes}
      />
    </Ask>
  );
}
