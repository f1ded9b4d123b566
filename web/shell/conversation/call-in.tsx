import { MultiSelect } from '@mantine/core';
import type { Callable } from '../../core/contract.ts';
import { roleWords } from '../../core/words.ts';
import { projectPath, useGet } from '../data.ts';

/** Whom an entry calls in: those who see the thread, and nobody else. */
export function CallIn({
  project,
  thread,
  value,
  onChange,
}: {
  project: string;
  /** `new` for one about no item that is not there yet. */
  thread: string;
  value: string[];
  onChange: (names: string[]) => void;
}) {
  const callable = useGet<Callable[]>(projectPath(project, `/threads/${thread}/callable`));
  if (!callable.data || callable.data.length === 0) return null;
  return (
    <MultiSelect
      label="Call in"
      description="They are told that something waits for them here."
      data={callable.data.map((c) => ({
        value: c.name,
        label: `${c.name} (${c.roles.map((r) => roleWords[r]).join(', ')})`,
      }))}
      value={value}
      onChange={onChange}
      searchable
      clearable
      nothingFoundMessage="Nobody of that name sees this thread."
      clearButtonProps={{ 'aria-label': 'Call in nobody' }}
    />
  );
}
