import type { MatchRule, Option } from '../core/contract.ts';
import { put } from '../core/edits.ts';
import type { RegionManifest } from '../core/modality.ts';
import { optionsOf } from '../core/options.ts';
import { MatchForm, OptionsForm } from './forms.tsx';
import type { FieldBase, FormProps, KindModule, Matching } from './module.ts';
import { optionAt } from './parts.tsx';

/** A field that is answered by marks, each perhaps with a class. */
type MarksField = FieldBase & { match?: MatchRule; options?: Option[] };

interface MarksFormProps<F extends MarksField> extends Pick<FormProps, 'policy'> {
  field: F;
  region: RegionManifest;
  matching: Matching;
  onChange: (field: F) => void;
}

/** When two marks are the same, and the classes of a mark. */
export function MarksForm<F extends MarksField>({ field, region, matching, policy, onChange }: MarksFormProps<F>) {
  const setClasses = (options: Option[]) =>
    onChange(put(field, 'options', options.length > 0 ? (options as F['options']) : undefined));
  return (
    <>
      <MatchForm
        label={`Two ${region.many} are the same`}
        matching={matching}
        match={field.match}
        policy={policy}
        onChange={(match) => onChange(put(field, 'match', match as F['match']))}
      />
      <OptionsForm legend="Classes of a mark" one="a class" options={field.options ?? []} onChange={setClasses} />
    </>
  );
}

type Shared = 'region' | 'matching' | 'digit' | 'none' | 'say' | 'summary';

/** What all kinds have in common that are answered by marks of one shape. */
export function marksOf(region: RegionManifest, matching: Matching): Required<Pick<KindModule, Shared>> {
  return {
    region,
    matching,
    digit: ({ field, session }, digit) => {
      const option = optionAt(field, digit);
      if (option) session.setClass(field, option.id);
    },
    none: { state: 'absent' },
    say: () => '',
    summary: (field) =>
      optionsOf(field)
        .map((o) => o.title)
        .join(', '),
  };
}

/** The classes that another kind's options become; the member is left out where there are none. */
export function classesOf(from: Parameters<typeof optionsOf>[0]): { options?: Option[] } {
  const options = optionsOf(from);
  return options.length > 0 ? { options: [...options] } : {};
}
