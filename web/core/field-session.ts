import type { Answer, Field, ShownSuggestion } from './contract.ts';
import type { ReadContent } from './read-state.ts';

/** What the fields of a protocol are answered in: a read, a decision of an adjudicator, or only a try-out. */
export interface FieldSession {
  content: ReadContent;
  /** Fields that are asked now, in order. */
  asked: readonly Field[];
  current: Field | undefined;
  closed: boolean;
  setCurrent: (id: string | undefined) => void;
  step: (by: number) => void;
  /** Undefined takes the answer back. */
  answer: (field: Field, answer: Answer | undefined, moveOn?: boolean) => void;
  /** What stands in an entry without being an answer, in words, by field: nothing is submitted meanwhile. */
  refused: Readonly<Record<string, string>>;
  refuse: (field: string, words: string | undefined) => void;
  /** What models suggest; absent where none are shown, as in a decision or a try-out. */
  suggestions?: FieldSuggestions;
  /** Class that the next mark of a field gets; a mark that is selected takes it too. */
  classOf: (field: Field) => string | undefined;
  setClass: (field: Field, option: string) => void;
}

/** What models suggest for the fields of a read, as far as the reader was shown it. */
export interface FieldSuggestions {
  of: (field: string) => readonly ShownSuggestion[];
  /** The reader's answer is the same. */
  taken: (suggestion: ShownSuggestion) => boolean;
  take: (suggestion: ShownSuggestion) => void;
  /** True where the reader may ask for one; whether there is one is not known before. */
  offered: (field: string) => boolean;
  /** Asked for, and there was none. */
  nothing: (field: string) => boolean;
  ask: (field: string) => void;
  /** The one that a key takes over. */
  next: (current: string | undefined) => ShownSuggestion | undefined;
}

/** Words without the field's, or with new ones. */
export function refusedWith(
  refused: Readonly<Record<string, string>>,
  field: string,
  words: string | undefined,
): Readonly<Record<string, string>> {
  if (refused[field] === words) return refused;
  const { [field]: _, ...rest } = refused;
  return words === undefined ? rest : { ...rest, [field]: words };
}
