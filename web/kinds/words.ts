import type { Answer, Field, Mark } from '../core/contract.ts';
import { optionsOf } from '../core/options.ts';
import { count, stateWords } from '../core/words.ts';
import { kindOf } from './registry.ts';

/** An answer as a person says it: "Present", "12 mm", "Uncertain: Mild". */
export function answerWords(field: Field | undefined, answer: Answer | undefined): string {
  if (!answer) return 'No answer';
  const said = field ? kindOf(field).say(field, answer) : plain(answer);
  if (!said) return stateWords[answer.state];
  return answer.state === 'present' ? said : `${stateWords[answer.state]}: ${said}`;
}

/** A value whose field is not known any more. */
function plain({ value }: Answer): string {
  if (Array.isArray(value)) return value.join(', ');
  return value === undefined ? '' : String(value);
}

/** What a read says to a field: its marks where it has some, else its answer. */
export function saidWords(field: Field | undefined, answer: Answer | undefined, marks: readonly Mark[]): string {
  const region = field && kindOf(field).region;
  if (marks.length === 0) return answerWords(field, answer);
  const drawn = count(marks.length, region?.one ?? 'mark', region?.many ?? 'marks');
  return answer?.state === 'uncertain' ? `${stateWords.uncertain}: ${drawn}` : drawn;
}

/** A mark by its class, else by its field. */
export function markWords(fields: readonly Field[], { field, class: cls }: Pick<Mark, 'field' | 'class'>): string {
  const found = fields.find((f) => f.id === field);
  return optionsOf(found).find((o) => o.id === cls)?.title ?? found?.title ?? field;
}

/** A label of a comparison or a release: an option, several joined by '+', a state, or a value as it stands. */
export function labelWords(field: Field | undefined, label: string): string {
  const options = optionsOf(field);
  const titles = label.split('+').map((id) => options.find((o) => o.id === id)?.title);
  if (titles.every((t) => t !== undefined)) return titles.join(', ');
  // A state that would read like an option of the field stands in brackets.
  const state = label.replace(/^\((.+)\)$/, '$1');
  if (state in stateWords) return stateWords[state as keyof typeof stateWords];
  if (!field || options.length > 0) return state === 'none' ? 'None of them' : label;
  const value = label !== '' && Number.isFinite(Number(label)) ? Number(label) : label;
  return kindOf(field).say(field, { state: 'present', value }) || label;
}
