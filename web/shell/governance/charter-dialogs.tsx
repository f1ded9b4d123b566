import { Checkbox, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Project, ProjectCharter } from '../../core/contract.ts';
import { Ask } from '../../ui/dialog.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { refresh } from '../data.ts';
import { RecipientField } from '../pages/recipient-field.tsx';
import { readDestinations, readUses, writeDestinations, writeUses } from './charter-words.ts';

type Words = 'impactAssessment' | 'noImpactAssessment' | 'controller' | 'officer' | 'dataSubjects' | 'security';

const words: [Words, string][] = [
  ['impactAssessment', 'Impact assessment'],
  ['noImpactAssessment', 'Or why there is none'],
  ['controller', 'Controller, with address'],
  ['officer', 'Data protection officer'],
  ['dataSubjects', 'Whom the data are about'],
  ['security', 'Measures beside those of the platform'],
];

/** Lays down a charter; what cannot be typed here, such as processors, stays as it was. */
export function CharterDialog({
  path,
  charter,
  onClose,
}: {
  path: string;
  charter: ProjectCharter | undefined;
  onClose: () => void;
}) {
  const [draft, setDraft] = useState<ProjectCharter>(charter ?? {});
  const [uses, setUses] = useState(writeUses(charter));
  const [destinations, setDestinations] = useState(writeDestinations(charter));
  const [reason, setReason] = useState('');
  const set = (part: Partial<ProjectCharter>) => setDraft((d) => ({ ...d, ...part }));
  const readenUses = readUses(uses);
  const readenTo = readDestinations(destinations);
  const keeping = draft.keeping;
  return (
    <Ask
      title="Charter"
      open
      size={720}
      onClose={onClose}
      action="Lay it down"
      disabled={!reason.trim() || !readenUses || !readenTo}
      onDo={async () => {
        const { lastPlaced, ...rule } = keeping ?? { kind: '', years: 0 };
        await api.put(path, {
          charter: {
            ...draft,
            uses: readenUses ?? [],
            destinations: readenTo ?? [],
            keeping: keeping ? { ...rule, ...(lastPlaced ? { lastPlaced } : {}) } : undefined,
          } satisfies ProjectCharter,
          reason: reason.trim(),
        });
        await refresh(path.replace(/\/charter$/, ''));
      }}
    >
      <Textarea
        label="Uses"
        description="One a line: use | legal basis | condition of GDPR 9(2). A download says one of them."
        autosize
        minRows={2}
        data-autofocus
        error={readenUses ? undefined : 'Each line has a use and its basis, with | between.'}
        value={uses}
        onChange={(e) => setUses(e.currentTarget.value)}
      />
      <Textarea
        label="Countries"
        description="One a line: DE | inside, or CH | adequacy | which decision. Also clauses, corporate-rules, safeguard, derogation."
        autosize
        minRows={2}
        error={readenTo ? undefined : 'Each line has a country and an instrument, with | between.'}
        value={destinations}
        onChange={(e) => setDestinations(e.currentTarget.value)}
      />
      <Checkbox
        label="No special categories of data are held (data about health are one)"
        checked={draft.noSpecialCategories ?? false}
        onChange={(e) => set({ noSpecialCategories: e.currentTarget.checked })}
      />
      {words.map(([key, label]) => (
        <TextInput
          key={key}
          label={label}
          value={draft[key] ?? ''}
          onChange={(e) => set({ [key]: e.currentTarget.value || undefined })}
        />
      ))}
      <div className="row" style={{ alignItems: 'flex-end' }}>
        <NativeSelect
          label="Releases are kept for"
          description="Made longer, never shorter."
          value={keeping?.kind ?? ''}
          onChange={(e) => {
            const kind = e.currentTarget.value;
            const least = kind === 'implant' ? 15 : kind === 'other' ? 1 : 10;
            set({ keeping: kind ? { ...keeping, kind, years: Math.max(keeping?.years ?? 0, least) } : undefined });
          }}
          data={[
            { value: '', label: 'Not laid down' },
            { value: 'device', label: 'A device (10 years)' },
            { value: 'implant', label: 'An implant (15 years)' },
            { value: 'system', label: 'A system of the AI Act (10 years)' },
            { value: 'other', label: 'Something else' },
          ]}
        />
        {keeping ? (
          <>
            <NumberInput
              label="Years"
              min={1}
              max={100}
              allowDecimal={false}
              value={keeping.years}
              onChange={(v) => set({ keeping: { ...keeping, years: Number(v) } })}
            />
            <TextInput
              label="Last placed on the market"
              type="date"
              value={keeping.lastPlaced ?? ''}
              onChange={(e) => set({ keeping: { ...keeping, lastPlaced: e.currentTarget.value } })}
            />
          </>
        ) : null}
      </div>
      <NumberInput
        label="Days in quarantine"
        description="What lies there longer is listed. Left blank: not laid down."
        min={1}
        max={3650}
        allowDecimal={false}
        value={draft.quarantineDays ?? ''}
        onChange={(v) => set({ quarantineDays: typeof v === 'number' ? v : undefined })}
      />
      <ReasonField value={reason} onChange={setReason} label="Reason" />
    </Ask>
  );
}

/** Decides whether a use that was not declared is compatible with what was. */
export function FurtherUseDialog({ path, project, onClose }: { path: string; project: Project; onClose: () => void }) {
  const [use, setUse] = useState('');
  const [recipient, setRecipient] = useState('');
  const [compatible, setCompatible] = useState('');
  const [reason, setReason] = useState('');
  return (
    <Ask
      title="Another use"
      open
      onClose={onClose}
      action="Record the decision"
      disabled={!use.trim() || !compatible || !reason.trim()}
      onDo={async () => {
        await api.post(`${path}/uses`, {
          use: use.trim(),
          compatible: compatible === 'yes',
          reason: reason.trim(),
          ...(recipient ? { recipient } : {}),
        });
        await refresh(path);
      }}
    >
      <TextInput
        label="Use"
        description="As whoever takes it will say."
        required
        data-autofocus
        value={use}
        onChange={(e) => setUse(e.currentTarget.value)}
      />
      <RecipientField project={project} value={recipient} onChange={setRecipient} />
      <NativeSelect
        label="Compatible with what was declared (GDPR 6(4))"
        required
        value={compatible}
        onChange={(e) => setCompatible(e.currentTarget.value)}
        data={[
          { value: '', label: 'Decide' },
          { value: 'yes', label: 'Yes' },
          { value: 'no', label: 'No' },
        ]}
      />
      <ReasonField value={reason} onChange={setReason} label="Reason" />
    </Ask>
  );
}
