import { NumberInput, TextInput } from '@mantine/core';
import { put } from '../core/edits.ts';
import { MatchForm } from './forms.tsx';
import { inUnitOf } from './measured.ts';
import type { EditorProps, FormProps, KindModule, Matching } from './module.ts';
import { boundsWords, NumberEntry, readNumber, typeInto } from './parts.tsx';

/** Two measurements are the same when they are equal, or do not lie further apart than the field allows. */
export const differences: Matching = {
  measures: [
    { name: 'difference', title: 'by their difference', word: 'at most', usual: 0, units: [] },
    {
      name: 'relative-difference',
      title: 'by their difference as a share of the larger',
      word: 'at most',
      usual: 0.1,
      most: 1,
      step: 0.01,
      units: [],
    },
  ],
  usual: () => undefined,
};

function Editor(props: EditorProps<'number'>) {
  const { field, answer } = props;
  const { min: least, max: most, unit } = field;
  return (
    <NumberEntry
      {...props}
      given={typeof answer?.value === 'number' ? String(answer.value) : ''}
      label={`${field.title}${unit ? ` in ${unit}` : ''}`}
      unit={unit}
      range={boundsWords(least, most, undefined)}
      read={(text) => readNumber(text, { least, most, unit, step: field.step })}
    />
  );
}

function Form({ field, onChange, policy }: FormProps<'number'>) {
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
        <TextInput
          label="Unit"
          value={field.unit ?? ''}
          onChange={(e) => onChange(put(field, 'unit', e.currentTarget.value))}
        />
        {entry('min', 'Least')}
        {entry('max', 'Most')}
        {entry('step', 'Step')}
      </div>
      <MatchForm
        label="Two numbers are the same"
        matching={differences}
        match={field.match}
        policy={policy}
        onChange={(match) => onChange(put(field, 'match', match))}
      />
    </>
  );
}

/** A measured or counted number with a unit. */
export const number: KindModule<'number'> = {
  title: 'Number',
  hint: 'measured or counted, with a unit',
  scale: 'interval',
  Editor,
  digit: ({ field }, digit) => typeInto(field, digit),
  typed: true,
  measured: (field, value, unit) => {
    const turned = inUnitOf(field, value, unit);
    return turned && 'value' in turned
      ? readNumber(String(turned.value), { least: field.min, most: field.max, unit: field.unit, step: field.step })
      : turned;
  },
  say: (field, { value }) => (typeof value === 'number' ? `${value}${field.unit ? ` ${field.unit}` : ''}` : ''),
  Form,
  summary: (field) => [field.unit, boundsWords(field.min, field.max, undefined)].filter(Boolean).join(', '),
  make: (base) => ({ ...base, kind: 'number' }),
  matching: differences,
};
