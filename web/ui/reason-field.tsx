import { Textarea } from '@mantine/core';

interface ReasonFieldProps {
  /** What is asked, where it is not why. */
  label?: string;
  value: string;
  onChange: (value: string) => void;
  /** False where a reason may be left out. */
  required?: boolean;
}

/** Why, in a person's own words: goes into the record. Ctrl+Enter does what the dialog around it asks. */
export function ReasonField({ value, onChange, required = true, label = 'Reason' }: ReasonFieldProps) {
  return (
    <Textarea
      label={label}
      description="It goes into the record: name nobody."
      required={required}
      autosize
      minRows={2}
      data-autofocus
      value={value}
      onChange={(e) => onChange(e.currentTarget.value)}
      onKeyDown={(e) => {
        if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) e.currentTarget.form?.requestSubmit();
      }}
    />
  );
}
