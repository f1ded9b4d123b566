import { NativeSelect, TextInput } from '@mantine/core';
import type { Field, LabelMeaning, LabelSeverity, Option } from '../../core/contract.ts';
import { put } from '../../core/edits.ts';
import { optionsOf } from '../../core/options.ts';

/** How bad the harm is that a wrong label can lead to, from the least to the worst (ISO 14971). */
export const severityWords: Record<LabelSeverity, string> = {
  negligible: 'Negligible: discomfort that passes',
  minor: 'Minor: passes without help',
  serious: 'Serious: needs professional help',
  critical: 'Critical: permanent, or endangers life',
  catastrophic: 'Catastrophic: death',
};

/** The meaning with one member changed; none where nothing is left of it. */
export function meant<K extends keyof LabelMeaning>(
  meaning: LabelMeaning | undefined,
  key: K,
  value: LabelMeaning[K] | undefined | '',
): LabelMeaning | undefined {
  const made = put(meaning ?? {}, key, value);
  return Object.keys(made).length > 0 ? made : undefined;
}

/** What a field's answers are taken to measure, and how bad a wrong one is; beneath it what single answers say of their own. */
export function MeaningForm({ field, onChange }: { field: Field; onChange: (field: Field) => void }) {
  const meaning = field.meaning ?? undefined;
  const set = <K extends keyof LabelMeaning>(key: K, value: LabelMeaning[K] | '') =>
    onChange(put(field, 'meaning', meant(meaning, key, value)));
  const options = optionsOf(field);
  const setOption = (at: number, changed: LabelMeaning | undefined) => {
    const next: Option[] = options.map((o, i) => (i === at ? put(o, 'meaning', changed) : o));
    onChange({ ...field, options: next } as Field);
  };
  return (
    <fieldset className="wide stack tight meaning">
      <legend>What it means</legend>
      <TextInput
        label="It measures"
        value={meaning?.measures ?? ''}
        onChange={(e) => set('measures', e.currentTarget.value)}
      />
      <TextInput
        label="It does not measure"
        value={meaning?.doesNotMeasure ?? ''}
        onChange={(e) => set('doesNotMeasure', e.currentTarget.value)}
      />
      <TextInput
        label="Why it was chosen, and what is assumed"
        value={meaning?.rationale ?? ''}
        onChange={(e) => set('rationale', e.currentTarget.value)}
      />
      <Severity
        label="The worst harm of a wrong one"
        none="Not said"
        value={meaning?.severity ?? undefined}
        onChange={(v) => set('severity', v ?? '')}
      />
      {field.code ? (
        <TextInput
          label="Edition of the code system"
          placeholder="2026-07"
          value={field.code.edition ?? ''}
          onChange={(e) => onChange({ ...field, code: put(field.code!, 'edition', e.currentTarget.value) })}
        />
      ) : null}
      {options.map((o, i) => (
        <div key={o.id} className="row" style={{ alignItems: 'flex-end' }}>
          <TextInput
            className="grow"
            label={`${o.title || o.id} measures`}
            placeholder="As the field"
            value={o.meaning?.measures ?? ''}
            onChange={(e) => setOption(i, meant(o.meaning ?? undefined, 'measures', e.currentTarget.value))}
          />
          <Severity
            label={`A wrong ${o.title || o.id}`}
            none="As the field"
            value={o.meaning?.severity ?? undefined}
            onChange={(v) => setOption(i, meant(o.meaning ?? undefined, 'severity', v ?? ''))}
          />
        </div>
      ))}
    </fieldset>
  );
}

function Severity({
  label,
  none,
  value,
  onChange,
}: {
  label: string;
  none: string;
  value: LabelSeverity | undefined;
  onChange: (value: LabelSeverity | undefined) => void;
}) {
  return (
    <NativeSelect
      label={label}
      value={value ?? ''}
      onChange={(e) => onChange((e.currentTarget.value || undefined) as LabelSeverity | undefined)}
      data={[
        { value: '', label: none },
        ...Object.entries(severityWords).map(([severity, words]) => ({ value: severity, label: words })),
      ]}
    />
  );
}
