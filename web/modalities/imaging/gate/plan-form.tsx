import { Checkbox, Radio, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { PlanFormProps, PlanModule } from '../../../core/modality.ts';
import {
  type Dates,
  datesOf,
  elementLines,
  elementsOf,
  firstPlan,
  options,
  type PlanDocument,
  termsOf,
  tidy,
  withDates,
  withOption,
} from './plan-document.ts';
import { Stencils } from './stencils.tsx';

const trialFields = [
  ['sponsor', 'Sponsor'],
  ['protocol', 'Protocol'],
  ['protocolName', 'Name of the protocol'],
  ['site', 'Site'],
  ['siteName', 'Name of the site'],
] as const;

/** What of a header stays, goes or changes (DICOM PS3.15 annex E). */
function Form({ document, may, onChange }: PlanFormProps) {
  const plan = (document as PlanDocument | undefined) ?? firstPlan;
  const [elements, setElements] = useState(() => elementLines(plan.elements));
  const [terms, setTerms] = useState(() => (plan.terms ?? []).join('\n'));
  const change = (next: PlanDocument) => onChange(tidy(next));
  return (
    <fieldset className="plain-fieldset stack" disabled={!may}>
      <Radio.Group
        label="Profile"
        value={plan.profile}
        onChange={(v) => change({ ...plan, profile: v as PlanDocument['profile'] })}
      >
        <div className="stack tight" style={{ marginTop: 6 }}>
          <Radio
            size="xs"
            value="strict"
            label="Strict"
            description="Only what is on the list of what readers and viewers need."
          />
          <Radio
            size="xs"
            value="basic"
            label="Basic"
            description="Everything but what table E.1-1 or a text makes doubtful."
          />
        </div>
      </Radio.Group>
      <Radio.Group label="Dates and times" value={datesOf(plan)} onChange={(v) => change(withDates(plan, v as Dates))}>
        <div className="stack tight" style={{ marginTop: 6 }}>
          <Radio
            size="xs"
            value="moved"
            label="Moved"
            description="By one offset per patient: intervals stay (113107)."
          />
          <Radio size="xs" value="removed" label="Removed" />
          <Radio size="xs" value="kept" label="Kept as they are" description="113106" />
        </div>
      </Radio.Group>
      <Checkbox.Group label="Beyond the profile" value={plan.options}>
        <div className="plan-options">
          {options.map((o) => (
            <Checkbox
              key={o.word}
              value={o.word}
              label={o.title}
              description={o.about}
              onChange={(e) => change(withOption(plan, o.word, e.currentTarget.checked))}
            />
          ))}
        </div>
      </Checkbox.Group>
      <Textarea
        label="Words that descriptions keep"
        description="Names of your structures and sequences. You say that they name nobody."
        placeholder="GTVp A_LAD"
        autosize
        minRows={2}
        maxRows={8}
        value={terms}
        onChange={(e) => {
          setTerms(e.currentTarget.value);
          const { terms: _, ...rest } = plan;
          const words = termsOf(e.currentTarget.value);
          change(words ? { ...rest, terms: words } : rest);
        }}
      />
      <Textarea
        label="Exceptions by element"
        description="A line each: keyword or number, then keep, remove, empty, dummy, uid, clean, shift, or replace: text."
        placeholder="StudyID: remove"
        autosize
        minRows={2}
        maxRows={8}
        styles={{ input: { fontFamily: 'var(--mono)' } }}
        value={elements}
        onChange={(e) => {
          setElements(e.currentTarget.value);
          const { elements: _, ...rest } = plan;
          const found = elementsOf(e.currentTarget.value);
          change(found ? { ...rest, elements: found } : rest);
        }}
      />
      <details>
        <summary>Clinical trial, written into every object</summary>
        <div className="plan-options" style={{ marginTop: 8 }}>
          {trialFields.map(([name, title]) => (
            <TextInput
              key={name}
              label={title}
              value={plan.trial?.[name] ?? ''}
              onChange={(e) => change({ ...plan, trial: { ...plan.trial, [name]: e.currentTarget.value } })}
            />
          ))}
        </div>
      </details>
    </fieldset>
  );
}

export const plan: PlanModule = { Form, Beside: Stencils };
