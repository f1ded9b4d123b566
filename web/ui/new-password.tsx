import { PasswordInput } from '@mantine/core';

interface Props {
  label: string;
  /** Said behind how long it has to be. */
  more?: string;
  value: string;
  onChange: (value: string) => void;
}

/** A password that is set, as long as the server wants one. */
export function NewPassword({ label, more, value, onChange }: Props) {
  return (
    <PasswordInput
      label={label}
      description={`12 characters or more${more ? `. ${more}` : ''}`}
      minLength={12}
      required
      autoComplete="new-password"
      value={value}
      onChange={(e) => onChange(e.currentTarget.value)}
    />
  );
}
