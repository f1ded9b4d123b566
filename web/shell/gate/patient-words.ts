import type { PatientQuestion, PatientSide } from '../../core/contract.ts';

/** Why it is asked, as a sentence for whoever decides. */
export const kindWords: Record<PatientQuestion['kind'], string> = {
  'study-of-two': 'One study names two patients',
  'near-numbers': 'Two numbers differ by their spelling alone',
  'missing-issuer': 'One number, with an issuer and without one',
  'other-number': 'One is given the number of the other',
  'same-person': 'Two numbers with one name and birth date',
  'other-birth-date': 'One number with two birth dates',
  'other-sex': 'One number with two sexes',
  'other-name': 'One number with two names',
  'of-which-person': 'Two persons share the number: which one is it?',
  'merge-conflict': 'The merges contradict each other',
  'decisions-conflict': 'What was decided contradicts itself',
};

const ruleWords: Record<string, string> = {
  Blanks: 'blanks',
  Case: 'capital letters',
  Punctuation: 'hyphens, dots and slashes',
  LeadingZeros: 'leading zeros',
  Forms: 'forms of a character',
  MissingIssuer: 'the issuer is missing once',
  IssuerSpelling: 'spelling of the issuer',
};

/** The rules of spelling by which two numbers are one; '' for none. */
export const rulesOf = (rules: string | undefined) =>
  (rules ?? '')
    .split(', ')
    .filter(Boolean)
    .map((r) => ruleWords[r] ?? r)
    .join(', ');

export type Answer = 'same' | 'different' | 'first' | 'second' | 'open';

export const answerWords: Record<Answer, { name: string; key: string }> = {
  same: { name: 'One patient', key: 'S' },
  different: { name: 'Two patients', key: 'D' },
  first: { name: 'The study is the first’s', key: '1' },
  second: { name: 'The study is the second’s', key: '2' },
  open: { name: 'Take back', key: 'U' },
};

export const decidedWords: Record<NonNullable<PatientQuestion['decided']>, string> = {
  same: 'One patient',
  different: 'Two patients',
  merge: 'Merged',
  split: 'The study was given to one',
};

/** Shown where a file says nothing. */
export const nothing = '–';

export interface FactRow {
  name: string;
  one: string;
  other: string;
  /** Both say something, and not the same. */
  differs: boolean;
}

const columns: readonly (readonly [string, (side: PatientSide) => string])[] = [
  ['Number', (s) => s.number],
  ['Issuer', (s) => s.issuer],
  ['Name', (s) => s.name],
  ['Birth date', (s) => s.birthDate],
  ['Sex', (s) => s.sex],
  ['Pseudonym', (s) => s.pseudonym],
];

/** What the files say of the two, side by side. */
export function factsOf(question: PatientQuestion): FactRow[] {
  return columns.map(([name, of]) => {
    const one = of(question.one);
    const other = of(question.other);
    return { name, one: one || nothing, other: other || nothing, differs: one !== '' && other !== '' && one !== other };
  });
}

/** The question to go to once one is settled: the next open one, round to the first. */
export function nextOpen(questions: readonly PatientQuestion[], after: string): string | undefined {
  const at = questions.findIndex((q) => q.id === after);
  return [...questions.slice(at + 1), ...questions.slice(0, at + 1)].find((q) => q.open)?.id;
}
