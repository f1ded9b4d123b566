import { NumberInput, Select } from '@mantine/core';
import { put } from '../core/edits.ts';
import { MatchForm } from './forms.tsx';
import type { EditorProps, FieldOf, FormProps, KindModule } from './module.ts';
import { differences } from './number.tsx';
import { boundsWords, NumberEntry, readNumber, typeInto } from './parts.tsx';

/** UCUM units of shares: how they are written, and the number that stands for the whole. */
const units: Record<string, { sign: string; whole: number }> = {
  '%': { sign: '%', whole: 100 },
  '[ppth]': { sign: '‰', whole: 1000 },
  '1': { sign: 'of 1', whole: 1 },
};

function shareOf({ unit, min, max }: FieldOf<'percent'>) {
  const { sign, whole } = units[unit ?? '%'] ?? units['%']!;
  return { sign, least: min ?? 0, most: max ?? whole };
}

function Editor(props: EditorProps<'percent'>) {
  const { field, answer } = props;
  const { sign, least, most } = shareOf(field);
  return (
    <NumberEntry
      {...props}
      given={typeof answer?.value === 'number' ? String(answer.value) : ''}
      label={`${field.title} in ${sign}`}
      unit={sign}
      range={boundsWords(least, most, undefined)}
      read={(text) => readNumber(text.replace(/\s*%$/, ''), { least, most, unit: sign, step: field.step })}
    />
  );
}

function Form({ field, onChange, policy }: FormProps<'percent'>) {
  const entry = (key: 'min' | 'max' | 'step', label: string) => (
    <NumberInput
      label={label}
      value={field[key] ?? ''}
      onChange={(v) => onChange(put(field, key, v === '' ? undefined : Number(v)))}
    />
  );
  return (
    <>
      <div className="wide row" style={{ alignItems: 'flex-end' }}>
        <Select
          label="Unit"
          data={Object.entries(units).map(([value, { sign }]) => ({ value, label: sign }))}
          value={field.unit ?? '%'}
          allowDeselect={false}
          onChange={(unit) => onChange(put(field, 'unit', unit ?? '%'))}
        />
        {entry('min', 'Least')}
        {entry('max', 'Most')}
        {entry('step', 'Step')}
      </div>
      <MatchForm
        label="Two shares are the same"
        matching={differences}
        match={field.match}
        policy={policy}
        onChange={(match) => onChange(put(field, 'match', match))}
      />
    </>
  );
}

/** A share of a whole, such as an ejection fraction: it has a true zero, and a most. */
export const percent: KindModule<'percent'> = {
  title: 'Share',
  hint: 'a part of a whole, in percent',
  scale: 'ratio',
  Editor,
  digit: ({ field }, digit) => typeInto(field, digit),
  typed: true,
  say: (field, { value }) => (typeof value === 'number' ? `${value} ${shareOf(field).sign}` : ''),
  Form,
  summary: (field) => {
    const { sign, least, most } = shareOf(field);
    return `${sign}, ${boundsWords(least, most, undefined)}`;
  },
  make: (base) => ({ ...base, kind: 'percent', unit: '%' }),
  matching: differences,
};
