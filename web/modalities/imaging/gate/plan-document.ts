/** A plan for headers as the server takes it: what `overread deidentify --plan` reads from a file, too. */
export interface PlanDocument {
  version?: number;
  profile: 'basic' | 'strict';
  options: string[];
  elements?: Record<string, string>;
  terms?: string[];
  trial?: Record<string, string>;
}

/** The plan that the platform begins with. */
export const firstPlan: PlanDocument = {
  profile: 'strict',
  options: ['clean-descriptors', 'retain-modified-dates', 'retain-patient-characteristics'],
};

interface Option {
  word: string;
  title: string;
  about: string;
}

/** Options of DICOM PS3.15 annex E.3 that change headers. Those for pixels are no choice: the gate does them to every entry. */
export const options: readonly Option[] = [
  {
    word: 'clean-descriptors',
    title: 'Clean descriptions',
    about: 'Names of series and structures stay, less what is no clinical word (113105).',
  },
  {
    word: 'clean-structured-content',
    title: 'Clean structured reports',
    about: 'Their codes and numbers stay, texts are cleaned (113104).',
  },
  { word: 'clean-graphics', title: 'Clean graphics', about: 'Texts of annotations are cleaned; drawings go (113103).' },
  {
    word: 'retain-patient-characteristics',
    title: 'Keep patient characteristics',
    about: 'Sex, age up to 89, size, weight (113108).',
  },
  {
    word: 'retain-device-identity',
    title: 'Keep the device',
    about: 'Serial numbers and names of devices stay (113109).',
  },
  {
    word: 'retain-institution-identity',
    title: 'Keep the institution',
    about: 'Names and addresses of institutions stay (113112).',
  },
  {
    word: 'retain-safe-private',
    title: 'Keep safe private elements',
    about: 'Private elements that are known to name nobody stay (113111).',
  },
  {
    word: 'retain-uids',
    title: 'Keep unique identifiers',
    about: 'Instances can be led back to the archive (113110).',
  },
];

export type Dates = 'removed' | 'moved' | 'kept';

const dateWords: Record<Dates, string | undefined> = {
  removed: undefined,
  moved: 'retain-modified-dates',
  kept: 'retain-full-dates',
};

export function datesOf(plan: PlanDocument): Dates {
  if (plan.options.includes('retain-full-dates')) return 'kept';
  return plan.options.includes('retain-modified-dates') ? 'moved' : 'removed';
}

export function withDates(plan: PlanDocument, dates: Dates): PlanDocument {
  const rest = plan.options.filter((o) => o !== 'retain-full-dates' && o !== 'retain-modified-dates');
  const word = dateWords[dates];
  return withOptions(plan, word ? [...rest, word] : rest);
}

export function withOption(plan: PlanDocument, word: string, on: boolean): PlanDocument {
  const rest = plan.options.filter((o) => o !== word);
  return withOptions(plan, on ? [...rest, word] : rest);
}

// In one order, so that a plan that was changed and changed back is the same document.
function withOptions(plan: PlanDocument, chosen: string[]): PlanDocument {
  return { ...plan, options: [...chosen].sort() };
}

/** A line for each: "PatientComments: remove". */
export function elementLines(elements: Record<string, string> | undefined): string {
  return Object.entries(elements ?? {})
    .map(([name, action]) => `${name}: ${action}`)
    .join('\n');
}

export function elementsOf(lines: string): Record<string, string> | undefined {
  const found = lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line): [string, string] => {
      const at = line.indexOf(':');
      return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

export function termsOf(text: string): string[] | undefined {
  const found = text.split(/[\s,;]+/).filter((t) => t !== '');
  return found.length > 0 ? found : undefined;
}

/** Without what says nothing: an absent member and an empty one are one plan. */
export function tidy({ elements, terms, trial, ...rest }: PlanDocument): PlanDocument {
  const said = Object.fromEntries(Object.entries(trial ?? {}).filter(([, value]) => value.trim() !== ''));
  return {
    ...rest,
    ...(elements && Object.keys(elements).length > 0 ? { elements } : {}),
    ...(terms && terms.length > 0 ? { terms } : {}),
    ...(Object.keys(said).length > 0 ? { trial: said } : {}),
  };
}
