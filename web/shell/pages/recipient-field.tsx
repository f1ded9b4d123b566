import { NativeSelect } from '@mantine/core';
import type { DisclosurePolicy, Project, RecipientRow } from '../../core/contract.ts';
import { projectPath, useGet } from '../data.ts';

/** True where the project gives nothing out without a recipient. */
export function useNeedsRecipient(project: Project): boolean {
  return useGet<DisclosurePolicy>(projectPath(project.id, '/disclosure-policy')).data?.needsRecipient === true;
}

/** For whom something is taken, by the recipients' ids; those whose agreement ended cannot be chosen. */
export function RecipientField({
  project,
  value,
  onChange,
}: {
  project: Project;
  value: string;
  onChange: (recipient: string) => void;
}) {
  const recipients = useGet<RecipientRow[]>(projectPath(project.id, '/recipients'));
  const needed = useNeedsRecipient(project);
  return (
    <NativeSelect
      mt="sm"
      label="Recipient"
      description="For whom it is; what is given out is accounted for by recipient and by patient."
      required={needed}
      value={value}
      onChange={(e) => onChange(e.currentTarget.value)}
      data={[
        { value: '', label: 'Nobody outside' },
        ...(recipients.data ?? []).map((r) => ({
          value: r.id,
          label: r.holds ? r.stated.name : `${r.stated.name} (agreement ended)`,
          disabled: !r.holds,
        })),
      ]}
    />
  );
}
