import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import type { Condition } from './hanging.ts';

/** What pictures say of themselves, with words to begin with. */
const attributes: readonly { id: string; title: string; example: string }[] = [
  { id: 'modality', title: 'Modality', example: 'CR, DX' },
  { id: 'view', title: 'View', example: 'PA, AP' },
  { id: 'laterality', title: 'Side', example: 'L' },
  { id: 'body-part', title: 'Body part', example: 'CHEST' },
  { id: 'plane', title: 'Plane', example: 'axial' },
  { id: 'description', title: 'Series description', example: '*T2*' },
  { id: 'moving', title: 'Moving pictures', example: 'yes' },
  { id: 'contrast', title: 'Contrast agent', example: 'yes' },
  { id: 'localizer', title: 'Localizer', example: 'yes' },
  { id: 'derived', title: 'Derived', example: 'yes' },
  { id: 'intent', title: 'Made for', example: 'presentation' },
];

interface Props {
  legend: string;
  /** What holds where there are no conditions. */
  none: string;
  conditions: readonly Condition[];
  onChange: (conditions: Condition[]) => void;
}

/** Conditions on pictures, all of which hold: an attribute, and words of which it is one. */
export function ConditionRows({ legend, none, conditions, onChange }: Props) {
  return (
    <fieldset className="wide conditions">
      <legend>{legend}</legend>
      {conditions.length === 0 ? <p className="dim small">{none}</p> : null}
      {conditions.map((condition, i) => (
        <Row
          key={i}
          condition={condition}
          number={i + 1}
          onChange={(c) => onChange(conditions.with(i, c))}
          onRemove={() => onChange(conditions.filter((_, k) => k !== i))}
        />
      ))}
      <div>
        <Button size="small" onClick={() => onChange([...conditions, { attribute: 'modality', is: [] }])}>
          Add a condition
        </Button>
      </div>
    </fieldset>
  );
}

interface RowProps {
  condition: Condition;
  number: number;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}

function Row({ condition, number, onChange, onRemove }: RowProps) {
  const known = attributes.find((a) => a.id === condition.attribute);
  const [text, setText] = useState(condition.is.join(', '));
  const said = condition.is.join(', ');
  // What is typed stays as it is typed ("PA, "), until it is said otherwise from outside.
  const shown = wordsOf(text).join(', ') === said ? text : said;
  return (
    <div className="condition-row">
      <NativeSelect
        aria-label={`Condition ${number}: what`}
        value={condition.attribute}
        onChange={(e) => onChange({ ...condition, attribute: e.currentTarget.value })}
        data={[
          ...(known ? [] : [{ value: condition.attribute, label: condition.attribute }]),
          ...attributes.map((a) => ({ value: a.id, label: a.title })),
        ]}
      />
      <span className="dim">is</span>
      <TextInput
        aria-label={`Condition ${number}: one of these, with commas between; a star stands for anything`}
        placeholder={known?.example ?? ''}
        value={shown}
        onChange={(e) => {
          setText(e.currentTarget.value);
          onChange({ ...condition, is: wordsOf(e.currentTarget.value) });
        }}
      />
      <Button size="small" look="quiet" label={`Remove condition ${number}`} onClick={onRemove}>
        ×
      </Button>
    </div>
  );
}

const wordsOf = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
