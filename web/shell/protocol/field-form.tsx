import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import type { Code, Field, FieldKind, Option, ProtocolFault } from '../../core/contract.ts';
import { stateWords } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { asKind, hasOptions, idFrom, kindWords, moved } from './draft.ts';

interface FieldFormProps {
  field: Field;
  index: number;
  fields: readonly Field[];
  faults: readonly ProtocolFault[];
  onChange: (field: Field) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}

/** Sets a value, or takes the property away where the value is empty: the body keeps no empty strings. */
function put<T extends object, K extends keyof T>(target: T, key: K, value: T[K] | undefined | ''): T {
  if (value !== undefined && value !== '') return { ...target, [key]: value };
  const { [key]: _, ...rest } = target;
  return rest as T;
}

export function FieldForm({ field, index, fields, faults, onChange, onMove, onRemove }: FieldFormProps) {
  const mine = faults.filter((f) => f.where === `/fields/${index}` || f.where.startsWith(`/fields/${index}/`));
  return (
    <details className="protocol-field">
      <summary>
        <span className="dim tabular">{index + 1}</span>
        <strong className="grow ellipsis">{field.title || 'Untitled field'}</strong>
        <span className="dim small">{kindWords[field.kind].split(':')[0]}</span>
        {field.required ? <span className="dim small">required</span> : null}
        {field.when ? <span className="dim small">conditional</span> : null}
        {mine.length > 0 ? (
          <span className="fault">{mine.length === 1 ? '1 fault' : `${mine.length} faults`}</span>
        ) : null}
      </summary>
      <div className="body">
        <TextInput
          label="Title"
          value={field.title}
          onChange={(e) => onChange({ ...field, title: e.currentTarget.value })}
        />
        <TextInput
          label="Id"
          value={field.id}
          onChange={(e) => onChange({ ...field, id: e.currentTarget.value })}
          styles={{ input: { fontFamily: 'var(--mono)' } }}
        />
        <NativeSelect
          label="Kind"
          value={field.kind}
          onChange={(e) => onChange(asKind(field, e.currentTarget.value as FieldKind))}
          data={Object.entries(kindWords).map(([value, label]) => ({ value, label }))}
        />
        <TextInput
          label="Help"
          value={field.help ?? ''}
          onChange={(e) => onChange(put(field, 'help', e.currentTarget.value))}
        />
        <NumberParts field={field} onChange={onChange} />
        <Checkbox
          label="Required"
          checked={field.required ?? false}
          onChange={(e) => onChange(put(field, 'required', e.currentTarget.checked || undefined))}
        />
        <Condition field={field} fields={fields} onChange={onChange} />
        <CodeParts code={field.code} onChange={(code) => onChange(put(field, 'code', code))} />
        {hasOptions(field.kind) ? <Options field={field} onChange={onChange} /> : null}
        {mine.map((f) => (
          <p key={f.where + f.message} className="fault wide">
            {f.message} <code>{f.where}</code>
          </p>
        ))}
        <div className="row wide">
          <Button size="small" onClick={() => onMove(-1)} disabled={index === 0}>
            Move up
          </Button>
          <Button size="small" onClick={() => onMove(1)} disabled={index === fields.length - 1}>
            Move down
          </Button>
          <span className="grow" />
          <Button size="small" look="danger" onClick={onRemove}>
            Remove the field
          </Button>
        </div>
      </div>
    </details>
  );
}

function NumberParts({ field, onChange }: { field: Field; onChange: (field: Field) => void }) {
  if (field.kind === 'text') {
    return (
      <NumberInput
        label="Longest text"
        min={1}
        value={field.maxLength ?? ''}
        onChange={(v) => onChange(put(field, 'maxLength', v === '' ? undefined : Number(v)))}
      />
    );
  }
  if (field.kind !== 'number') return null;
  const entry = (key: 'min' | 'max' | 'step', label: string) => (
    <NumberInput
      label={label}
      value={field[key] ?? ''}
      onChange={(v) => onChange(put(field, key, v === '' ? undefined : Number(v)))}
    />
  );
  return (
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
  );
}

/** Answers of another field under which this one is asked. */
function Condition({
  field,
  fields,
  onChange,
}: {
  field: Field;
  fields: readonly Field[];
  onChange: (field: Field) => void;
}) {
  const others = fields.filter((f) => f.id !== field.id);
  const on = others.find((f) => f.id === field.when?.field);
  const answers = on
    ? [
        ...(hasOptions(on.kind) && 'options' in on
          ? (on.options ?? []).map((o) => ({ value: o.id, label: o.title }))
          : []),
        ...Object.entries(stateWords).map(([value, label]) => ({ value, label })),
      ]
    : [];
  return (
    <div className="wide stack tight">
      <NativeSelect
        label="Asked"
        value={field.when?.field ?? ''}
        onChange={(e) =>
          onChange(
            put(field, 'when', e.currentTarget.value ? { field: e.currentTarget.value, is: ['present'] } : undefined),
          )
        }
        data={[
          { value: '', label: 'Always' },
          ...others.map((f) => ({ value: f.id, label: `Only after “${f.title}” was answered with` })),
        ]}
      />
      {field.when && on ? (
        <Checkbox.Group
          aria-label={`Answers to ${on.title}`}
          value={field.when.is}
          onChange={(is) => onChange({ ...field, when: { field: on.id, is } })}
        >
          <div className="row wrap" style={{ gap: 14 }}>
            {answers.map((a) => (
              <Checkbox key={a.value} value={a.value} label={a.label} />
            ))}
          </div>
        </Checkbox.Group>
      ) : null}
    </div>
  );
}

function CodeParts({ code, onChange }: { code: Code | undefined; onChange: (code: Code | undefined) => void }) {
  const now = code ?? { system: '', code: '' };
  const set = (next: Partial<Code>) => {
    const made = { ...now, ...next };
    onChange(made.system || made.code ? made : undefined);
  };
  return (
    <div className="wide row" style={{ alignItems: 'flex-end' }}>
      <TextInput
        className="grow"
        label="Code system"
        placeholder="RadLex, SNOMED CT …"
        value={now.system}
        onChange={(e) => set({ system: e.currentTarget.value })}
      />
      <TextInput
        className="grow"
        label="Code"
        value={now.code}
        onChange={(e) => set({ code: e.currentTarget.value })}
      />
      <TextInput
        className="grow"
        label="Meaning"
        value={now.display ?? ''}
        onChange={(e) => set({ display: e.currentTarget.value })}
      />
    </div>
  );
}

function Options({ field, onChange }: { field: Field; onChange: (field: Field) => void }) {
  const options: Option[] = 'options' in field ? (field.options ?? []) : [];
  const set = (next: Option[]) => onChange({ ...field, options: next } as Field);
  const edit = (i: number, option: Option) => set(options.with(i, option));
  const setCode = (i: number, part: Partial<Code>) => {
    const option = options[i]!;
    const code = { system: '', code: '', ...option.code, ...part };
    edit(i, put(option, 'code', code.system || code.code ? code : undefined));
  };
  return (
    <fieldset className="wide" style={{ border: 0, margin: 0, padding: 0 }}>
      <legend className="mantine-InputWrapper-label">
        {field.kind === 'boxes' || field.kind === 'points' ? 'Classes of a mark' : 'Answers'}
      </legend>
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
      {options.map((option, i) => {
        const name = option.title || `answer ${i + 1}`;
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
          <div className="option-row" key={i}>
            {entry('Key', option.key ?? '', (v) => edit(i, put(option, 'key', v.replace(/\D/g, ''))), {
              maxLength: 1,
              placeholder: String((i + 1) % 10),
            })}
            {entry('Id', option.id, (v) => edit(i, { ...option, id: v }))}
            {entry('Title', option.title, (v) => edit(i, { ...option, title: v }))}
            {entry('Code system', option.code?.system ?? '', (v) => setCode(i, { system: v }))}
            {entry('Code', option.code?.code ?? '', (v) => setCode(i, { code: v }))}
            <span className="row" style={{ gap: 2 }}>
              <Button
                size="small"
                look="quiet"
                aria-label={`Move ${name} up`}
                disabled={i === 0}
                onClick={() => set(moved(options, i, -1))}
              >
                ↑
              </Button>
              <Button
                size="small"
                look="quiet"
                aria-label={`Remove ${name}`}
                onClick={() => set(options.filter((_, k) => k !== i))}
              >
                ×
              </Button>
            </span>
          </div>
        );
      })}
      <Button
        size="small"
        onClick={() =>
          set([
            ...options,
            {
              id: idFrom(
                `option ${options.length + 1}`,
                options.map((o) => o.id),
              ),
              title: `Option ${options.length + 1}`,
            },
          ])
        }
      >
        Add {field.kind === 'boxes' || field.kind === 'points' ? 'a class' : 'an answer'}
      </Button>
    </fieldset>
  );
}
