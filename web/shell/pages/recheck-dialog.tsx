import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import { Ask } from '../../ui/dialog.tsx';
import { projectPath, refresh } from '../data.ts';

export function RecheckDialog({ project, open, onClose }: { project: string; open: boolean; onClose: () => void }) {
  const [share, setShare] = useState<number | string>(5);
  const [seed, setSeed] = useState<number | string>(1);
  return (
    <Ask
      title="Draw a re-check sample"
      open={open}
      onClose={onClose}
      action="Draw the sample"
      onDo={async () => {
        await api.post(projectPath(project, '/rechecks'), { share: Number(share) / 100, seed: Number(seed) });
        await refresh(projectPath(project, '/disputes'));
      }}
    >
      <p className="dim">
        Agreed items are drawn at random for an adjudicator to look at again. The same seed draws the same items.
      </p>
      <NumberInput label="Share of agreed items" suffix=" %" min={0} max={100} value={share} onChange={setShare} />
      <NumberInput label="Seed" min={0} value={seed} onChange={setSeed} />
    </Ask>
  );
}
