import type { ReactNode } from 'react';
import type { Answer, Field, FieldKind, MatchRule, Option, ReadingPolicy, Scale } from '../core/contract.ts';
import type { FieldSession } from '../core/field-session.ts';
import type { RegionManifest } from '../core/modality.ts';

/** A field of one kind; of any kind where none is named. */
export type FieldOf<K extends FieldKind = FieldKind> = Field & { kind: K };

/** What every field has, whatever its kind. */
export type FieldBase = Pick<Field, 'id' | 'title' | 'help' | 'required' | 'when' | 'code' | 'meaning'>;

export interface EditorProps<K extends FieldKind = FieldKind> {
  field: FieldOf<K>;
  answer: Answer | undefined;
  session: FieldSession;
  /** The field is the one that keys answer. */
  current: boolean;
}

export interface FormProps<K extends FieldKind = FieldKind> {
  field: FieldOf<K>;
  onChange(field: FieldOf<K>): void;
  /** Where protocols of before keep numbers that now stand at the field. */
  policy: ReadingPolicy;
}

/** One way in which two marks or two numbers are compared; the first of a kind is the usual. */
export interface Measure {
  name: string;
  title: string;
  /** What stands before the threshold: "from", "within". */
  word: string;
  usual: number;
  most?: number;
  step?: number;
  units: readonly string[];
}

export interface Matching {
  measures: readonly Measure[];
  /** The rule of a field that states none. */
  usual: (policy: ReadingPolicy) => MatchRule | undefined;
}

/** What a typed text means: an answer, nothing at all, or words why it is not taken. */
export type Typed = { value: number } | { refused: string } | undefined;

/** Everything that the workbench knows of one kind of field. A kind is one file; the registry names them all. */
export interface KindModule<K extends FieldKind = FieldKind> {
  title: string;
  /** What it asks for, where a kind is chosen. */
  hint: string;
  /** How its answers may be compared. */
  scale: Scale;
  /** What answers the field in the panel. */
  Editor: (props: EditorProps<K>) => ReactNode;
  /** Answers in the line of the title, for a panel of many fields; absent where the kind needs more room. */
  Line?: (props: EditorProps<K>) => ReactNode;
  /** What a digit does while the field is current; absent where digits mean nothing to it. */
  digit?: (props: EditorProps<K>, digit: string) => void;
  /** "Looked, and there is none": what the key A says; absent where the kind has no such answer. */
  none?: Answer;
  /** True where the answer is a state alone: saying "uncertain" is all there is to say, and moves on. */
  stateAlone?: boolean;
  /** True where Enter puts the caret into the field's entry. */
  typed?: boolean;
  /** What a number measured on screen, in its unit, becomes in the field; absent where the kind takes none. */
  measured?: (field: FieldOf<K>, value: number, unit: string) => Typed;
  /** The value as a person says it; empty where the state says everything. */
  say: (field: FieldOf<K>, answer: Answer) => string;
  /** Answers of it, beside the states, that the condition of another field can name. */
  answers?: (field: FieldOf<K>) => readonly Option[];
  /** Its own part of the form in the protocol editor. */
  Form?: (props: FormProps<K>) => ReactNode;
  /** Its answers in one line, where a published protocol is shown. */
  summary: (field: FieldOf<K>) => string;
  /** An empty field of the kind; what another field had and this kind has too is taken over. */
  make: (base: FieldBase, from: Field | undefined) => FieldOf<K>;
  /** The shape of its marks; absent where it has none. */
  region?: RegionManifest;
  matching?: Matching;
}
