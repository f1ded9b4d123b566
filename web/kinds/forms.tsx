import { NativeSelect, NumberInput } from '@mantine/core';
import type { Code, MatchRule, Option, ReadingPolicy } from '../core/contract.ts';
import { idFrom, moved, put } from '../core/edits.ts';
import { Button } from '../ui/button.tsx';
import type { Matching } from './module.ts';

interface OptionsProps {
  /** "Answers", "Classes of a mark". */
  legend: string;
  /** "an answer", "a class". */
  one: string;
  options: readonly Option[];
  onChange: (options: Option[]) => void;
}

/** The options of a field, with keys, ids and codes. */
export function OptionsForm({ legend, one, options, onChange }: OptionsProps) {
  const edit = (i: number, option: Option) => onChange(options.with(i, option));
  const add = () => {
    const taken = options.map((o) => o.id);
    const title = `Option ${options.length + 1}`;
    onChange([...options, { id: idFrom(title, taken), title }]);
  };
  return (
    <fieldset className="wide" style={{ border: 0, margin: 0, padding: 0 }}>
      <legend className="mantine-InputWrapper-label">{legend}</legend>
      {options.length > 0 ? (
        <div className="option-row dim small" aria-hidden="true">
          <span>Key</span>
          <span>Id</span>
          <span>Title</span>
          <span>Code system</span>
          <span>Code</span>
          <span />
        </div>
      ) : null}
      {options.map((option, i) => (
        <OptionRow
          key={i}
          option={option}
          index={i}
          onChange={(o) => edit(i, o)}
          onUp={() => onChange(moved(options, i, -1))}
          onRemove={() => onChange(options.filter((_, k) => k !== i))}
        />
      ))}
      <Button size="small" onClick={add}>
        Add {one}
      </Button>
    </fieldset>
  );
}

interface RowProps {
  option: Option;
  index: number;
  onChange: (option: Option) => void;
  onUp: () => void;
  onRemove: () => void;
}

function OptionRow({ option, index, onChange, onUp, onRemove }: RowProps) {
  const name = option.title || `answer ${index + 1}`;
  const setCode = (part: Partial<Code>) => {
    const code = { system: '', code: '', ...option.code, ...part };
    onChange(put(option, 'code', code.system || code.code ? code : undefined));
  };
  const entry = (
    label: string,
    value: string,
    take: (v: string) => void,
    more?: { maxLength?: number; placeholder?: string },
  ) => (
    <input
      className="entry"
      aria-label={`${label} of ${name}`}
      value={value}
      onChange={(e) => take(e.currentTarget.value)}
      {...more}
    />
  );
  return (
    <div className="option-row">
      {entry('Key', option.key ?? '', (v) => onChange(put(option, 'key', v.replace(/\D/g, ''))), {
        maxLength: 1,
        placeholder: String((index + 1) % 10),
      })}
      {entry('Id', option.id, (v) => onChange({ ...option, id: v }))}
      {entry('Title', option.title, (v) => onChange({ ...option, title: v }))}
      {entry('Code system', option.code?.system ?? '', (v) => setCode({ system: v }))}
      {entry('Code', option.code?.code ?? '', (v) => setCode({ code: v }))}
      <span className="row" style={{ gap: 2 }}>
        <Button size="small" look="quiet" aria-label={`Move ${name} up`} disabled={index === 0} onClick={onUp}>
          ↑
        </Button>
        <Button size="small" look="quiet" aria-label={`Remove ${name}`} onClick={onRemove}>
          ×
        </Button>
      </span>
    </div>
  );
}

interface MatchProps {
  /** "Two boxes are the same". */
  label: string;
  matching: Matching;
  match: MatchRule | undefined;
  policy: ReadingPolicy;
  onChange: (match: MatchRule | undefined) => void;
}

/** When two marks or two numbers of the field are the same: what is measured, the threshold and its unit. */
export function MatchForm({ label, matching, match, policy, onChange }: MatchProps) {
  const rule = match ?? matching.usual(policy);
  const measure = matching.measures.find((m) => m.name === rule?.measure);
  const choose = (name: string) => {
    const next = matching.measures.find((m) => m.name === name);
    onChange(next && ruleOf(next.name, next.usual, next.units[0]));
  };
  return (
    <div className="wide row" style={{ alignItems: 'flex-end' }}>
      <NativeSelect
        className="grow"
        label={label}
        value={measure?.name ?? ''}
        onChange={(e) => choose(e.currentTarget.value)}
        data={[
          ...(matching.usual(policy) ? [] : [{ value: '', label: 'when they are equal' }]),
          ...matching.measures.map((m) => ({ value: m.name, label: m.title })),
        ]}
      />
      {rule && measure ? (
        <NumberInput
          label={measure.word}
          aria-label={`${label}: ${measure.word}`}
          min={0}
          {...(measure.most === undefined ? {} : { max: measure.most })}
          step={measure.step ?? 1}
          value={rule.threshold}
          onChange={(v) => {
            if (typeof v === 'number') onChange(ruleOf(measure.name, v, rule.unit));
          }}
        />
      ) : null}
      {rule && measure && measure.units.length > 0 ? (
        <NativeSelect
          label="Unit"
          value={rule.unit ?? measure.units[0]}
          onChange={(e) => onChange(ruleOf(measure.name, rule.threshold, e.currentTarget.value))}
          data={[...measure.units]}
        />
      ) : null}
    </div>
  );
}

function ruleOf(measure: string, threshold: number, unit: string | undefined): MatchRule {
  return { measure, threshold, ...(unit ? { unit } : {}) };
}
