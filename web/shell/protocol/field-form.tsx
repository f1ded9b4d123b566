import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import type { Code, Field, FieldKind, ProtocolFault, ReadingPolicy } from '../../core/contract.ts';
import { put } from '../../core/edits.ts';
import { conditionWord } from '../../core/read-state.ts';
import { stateWords } from '../../core/words.ts';
import { asKind, kindNames, kindOf, moduleOf } from '../../kinds/registry.ts';
import { Button } from '../../ui/button.tsx';
import { MeaningForm } from './meaning-form.tsx';

interface FieldFormProps {
  field: Field;
  index: number;
  fields: readonly Field[];
  policy: ReadingPolicy;
  faults: readonly ProtocolFault[];
  onChange: (field: Field) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}

export function FieldForm({ field, index, fields, policy, faults, onChange, onMove, onRemove }: FieldFormProps) {
  const mine = faults.filter((f) => f.where === `/fields/${index}` || f.where.startsWith(`/fields/${index}/`));
  const { title: kindTitle, Form } = kindOf(field);
  return (
    <details className="protocol-field">
      <summary>
        <span className="dim tabular">{index + 1}</span>
        <strong className="grow ellipsis">{field.title || 'Untitled field'}</strong>
        <span className="dim small">{kindTitle}</span>
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
          data={kindNames.map((value) => ({
            value,
            label: `${moduleOf(value).title}: ${moduleOf(value).hint}`,
          }))}
        />
        <TextInput
          label="Help"
          value={field.help ?? ''}
          onChange={(e) => onChange(put(field, 'help', e.currentTarget.value))}
        />
        <Checkbox
          label="Required"
          checked={field.required ?? false}
          onChange={(e) => onChange(put(field, 'required', e.currentTarget.checked || undefined))}
        />
        <Condition field={field} fields={fields} onChange={onChange} />
        <Suggestions field={field} onChange={onChange} />
        <CodeParts code={field.code} onChange={(code) => onChange(put(field, 'code', code))} />
        <MeaningForm field={field} onChange={onChange} />
        {Form ? <Form field={field} policy={policy} onChange={onChange} /> : null}
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
        ...(kindOf(on).answers?.(on) ?? []).map((o) => ({ value: o.id, label: o.title })),
        ...Object.entries(stateWords).map(([state, label]) => ({ value: conditionWord(on, state), label })),
      ]
    : [];
  return (
    <div className="wide stack tight">
      <NativeSelect
        label="Asked"
        value={field.when?.field ?? ''}
        onChange={(e) => {
          const to = others.find((f) => f.id === e.currentTarget.value);
          onChange(put(field, 'when', to ? { field: to.id, is: [conditionWord(to, 'present')] } : undefined));
        }}
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

/** When readers are shown what models suggest for the field. */
function Suggestions({ field, onChange }: { field: Field; onChange: (field: Field) => void }) {
  if (kindOf(field).region) return null;
  const policies: { value: NonNullable<Field['suggestions']>; label: string }[] = [
    { value: 'afterFirst', label: 'After the reader’s own first answer' },
    { value: 'never', label: 'Never' },
    { value: 'onRequest', label: 'When the reader asks' },
    { value: 'atOnce', label: 'At once' },
  ];
  const chosen = field.suggestions ?? 'afterFirst';
  return (
    <div className="wide stack tight">
      <NativeSelect
        label="What models suggest is shown"
        value={chosen}
        onChange={(e) => {
          const to = policies.find((p) => p.value === e.currentTarget.value)?.value;
          onChange(put(field, 'suggestions', to === 'afterFirst' ? undefined : to));
        }}
        data={policies}
      />
      {chosen === 'never' ? null : (
        <Checkbox
          label="With scores that are not calibrated"
          checked={field.suggestionScores ?? false}
          onChange={(e) => onChange(put(field, 'suggestionScores', e.currentTarget.checked || undefined))}
        />
      )}
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
