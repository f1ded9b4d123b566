import type { Answer, Field, Mark, Read, ReadEvent } from './contract.ts';
import { optionsOf } from './options.ts';
import { changedParts, withParts } from './parts.ts';

/** The part of a read that its reader changes. */
export type ReadContent = Pick<Read, 'answers' | 'marks' | 'comments'> & { submitted: boolean };

export function contentOf(read: Read): ReadContent {
  return {
    answers: read.answers,
    marks: read.marks,
    comments: read.comments,
    submitted: read.state === 'submitted',
  };
}

/**
 * What a read looks like after an event. Applying the same event twice gives the same content: the screen lays the
 * events that wait over a server state that may already hold some of them.
 */
export function applyEvent(content: ReadContent, event: ReadEvent): ReadContent {
  switch (event.type) {
    case 'AnswerGiven':
      return { ...content, answers: { ...content.answers, [event.field]: event.answer } };
    case 'AnswerWithdrawn': {
      // Without an answer a field has no marks either.
      const { [event.field]: _, ...rest } = content.answers;
      return { ...content, answers: rest, marks: content.marks.filter((m) => m.field !== event.field) };
    }
    case 'MarkDrawn': {
      const at = content.marks.findIndex((m) => m.id === event.mark.id);
      const marks = at < 0 ? [...content.marks, event.mark] : content.marks.with(at, event.mark);
      return { ...content, marks, answers: withMark(content.answers, event.mark.field) };
    }
    case 'MarkRevised':
      return { ...content, marks: content.marks.map((m) => (m.id === event.mark.id ? event.mark : m)) };
    case 'MarkPartsRevised': {
      const change = (m: Mark) => (m.id === event.mark ? { ...m, geometry: withParts(m.geometry, event.parts) } : m);
      return { ...content, marks: content.marks.map(change) };
    }
    case 'MarkWithdrawn':
      return withoutMark(content, event.mark);
    case 'CommentAdded': {
      if (content.comments.some((c) => c.id === event.id)) return content;
      const comment = { id: event.id, text: event.text, at: event.at, ...(event.field ? { field: event.field } : {}) };
      return { ...content, comments: [...content.comments, comment] };
    }
    case 'ReadSubmitted':
      return { ...content, submitted: true };
    case 'ReadOpened':
    case 'WorkTimed':
      return content;
  }
}

/** The first mark says "present" by itself; an explicit "uncertain" stays. */
function withMark(answers: ReadContent['answers'], field: string): ReadContent['answers'] {
  return answers[field]?.state === 'uncertain' ? answers : { ...answers, [field]: { state: 'present' } };
}

/** With the last mark goes the "present" that came with the first. */
function withoutMark(content: ReadContent, id: string): ReadContent {
  const gone = content.marks.find((m) => m.id === id);
  if (!gone) return content;
  const marks = content.marks.filter((m) => m.id !== id);
  const last = !marks.some((m) => m.field === gone.field);
  if (!last || content.answers[gone.field]?.state !== 'present') return { ...content, marks };
  const { [gone.field]: _, ...answers } = content.answers;
  return { ...content, marks, answers };
}

export function applyEvents(content: ReadContent, events: readonly ReadEvent[]): ReadContent {
  return events.reduce(applyEvent, content);
}

/** True where two answers say the same; the order of options does not matter, confidence neither. */
export function saysTheSame(a: Answer | undefined, b: Answer | undefined): boolean {
  const said = ({ state, value }: Answer) =>
    JSON.stringify([state, Array.isArray(value) ? [...value].sort() : (value ?? null)]);
  return a !== undefined && b !== undefined && said(a) === said(b);
}

/** How a condition calls a state, or a choice of nothing: one that reads like an option of the field stands in brackets. */
export function conditionWord(field: Field, word: string): string {
  return optionsOf(field).some((o) => o.id === word) ? `(${word})` : word;
}

/** What a condition may call an answer: its state where that is all it says, else each option chosen, and "present". */
function conditionWords(field: Field, { state, value }: Answer): string[] {
  if (state !== 'present' || value === undefined) return [conditionWord(field, state)];
  const chosen = (Array.isArray(value) ? value : [value]).filter((v) => optionsOf(field).some((o) => o.id === v));
  const none = Array.isArray(value) && value.length === 0 ? [conditionWord(field, 'none')] : [];
  return [...chosen.map(String), ...none, conditionWord(field, state)];
}

/** The part of a read on which it hangs which fields are asked: classes of marks are answers too. */
type Asking = Pick<ReadContent, 'answers'> & Partial<Pick<ReadContent, 'marks'>>;

/** Whether a field is asked now: its condition holds, and the field it hangs on is itself asked. */
export function isAsked(field: Field, fields: readonly Field[], content: Asking): boolean {
  const seen = new Set<string>();
  let current: Field | undefined = field;
  while (current?.when) {
    if (seen.has(current.id)) return false;
    seen.add(current.id);
    const { field: on, is }: { field: string; is: string[] } = current.when;
    const answer = content.answers[on];
    if (!answer) return false;
    const other: Field | undefined = fields.find((f) => f.id === on);
    if (!other) return false;
    const drawn = answer.state === 'present' ? (content.marks ?? []).filter((m) => m.field === on) : [];
    const words = [...conditionWords(other, answer), ...drawn.flatMap((m) => m.class ?? [])];
    if (!words.some((word) => is.includes(word))) return false;
    current = other;
  }
  return true;
}

/** Required fields that are asked and hold no answer; blanks are none. */
export function missingFields(fields: readonly Field[], content: Asking): Field[] {
  return fields.filter((f) => f.required && isAsked(f, fields, content) && isBlank(content.answers[f.id]));
}

function isBlank(answer: Answer | undefined): boolean {
  return !answer || (typeof answer.value === 'string' && answer.value.trim() === '');
}

/** An event without the parts that every event has. */
export type EventBody = ReadEvent extends infer E ? (E extends ReadEvent ? Omit<E, 'id' | 'at'> : never) : never;

export function sameAnswer(a: Answer | undefined, b: Answer | undefined): boolean {
  if (!a || !b) return a === b;
  if (a.state !== b.state || a.confidence !== b.confidence) return false;
  if (Array.isArray(a.value) && Array.isArray(b.value)) {
    const left = [...a.value].sort();
    const right = [...b.value].sort();
    return left.length === right.length && left.every((v, i) => v === right[i]);
  }
  return a.value === b.value;
}

export function sameMarks(a: readonly Mark[], b: readonly Mark[]): boolean {
  if (a.length !== b.length) return false;
  const byId = new Map(b.map((m) => [m.id, m]));
  return a.every((m) => {
    const other = byId.get(m.id);
    return other !== undefined && sameMark(m, other);
  });
}

/** Regions of any shape are the same when all their members are. */
function sameMark(a: Mark, b: Mark): boolean {
  if (a.field !== b.field || a.class !== b.class) return false;
  const g: Record<string, unknown> = { ...a.geometry };
  const h: Record<string, unknown> = { ...b.geometry };
  return [...new Set([...Object.keys(g), ...Object.keys(h)])].every(
    (member) => g[member] === h[member] || JSON.stringify(g[member]) === JSON.stringify(h[member]),
  );
}

/** The event that makes of a mark what it is now: its changed parts where nothing else changed, else the whole of it. */
export function revisionOf(before: Mark | undefined, mark: Mark): EventBody {
  const parts =
    before && before.class === mark.class && before.field === mark.field
      ? changedParts(before.geometry, mark.geometry)
      : undefined;
  return parts ? { type: 'MarkPartsRevised', mark: mark.id, parts } : { type: 'MarkRevised', mark };
}

/**
 * The events that turn one content into another; comments are not touched. Marks go first, because they bring and take
 * answers with them; then each answer that is not yet right is set. A mark that comes back gets a fresh id: a withdrawn
 * one stays withdrawn in the record.
 */
export function difference(from: ReadContent, to: ReadContent, freshId: (old: string) => string): EventBody[] {
  const bodies: EventBody[] = [];
  let now = from;
  const add = (body: EventBody) => {
    bodies.push(body);
    now = applyEvent(now, { ...body, id: '', at: '' });
  };
  const wanted = new Map(to.marks.map((m) => [m.id, m]));
  const held = new Map(from.marks.map((m) => [m.id, m]));
  for (const mark of from.marks) if (!wanted.has(mark.id)) add({ type: 'MarkWithdrawn', mark: mark.id });
  for (const mark of to.marks) {
    const other = held.get(mark.id);
    if (!other) add({ type: 'MarkDrawn', mark: { ...mark, id: freshId(mark.id) } });
    else if (!sameMark(mark, other)) add(revisionOf(other, mark));
  }
  for (const field of new Set([...Object.keys(now.answers), ...Object.keys(to.answers)])) {
    const answer = to.answers[field];
    if (sameAnswer(now.answers[field], answer)) continue;
    if (answer) add({ type: 'AnswerGiven', field, answer });
    else if (!to.marks.some((m) => m.field === field)) add({ type: 'AnswerWithdrawn', field });
  }
  return bodies;
}

/** One field's answer and marks out of a content. */
export interface FieldVersion {
  answer?: Answer;
  marks: Mark[];
}

export function versionOf(content: ReadContent, field: string): FieldVersion {
  const answer = content.answers[field];
  return { marks: content.marks.filter((m) => m.field === field), ...(answer ? { answer } : {}) };
}

export function sameVersion(a: FieldVersion, b: FieldVersion): boolean {
  return sameAnswer(a.answer, b.answer) && sameMarks(a.marks, b.marks);
}

/** Fields that hold something in either content. */
export function touchedFields(...contents: ReadContent[]): string[] {
  const fields = contents.flatMap((c) => [...Object.keys(c.answers), ...c.marks.map((m) => m.field)]);
  return [...new Set(fields)];
}

export function sameContent(a: ReadContent, b: ReadContent): boolean {
  if (!touchedFields(a, b).every((field) => sameVersion(versionOf(a, field), versionOf(b, field)))) return false;
  const ids = new Set(b.comments.map((c) => c.id));
  return (
    a.submitted === b.submitted && a.comments.length === b.comments.length && a.comments.every((c) => ids.has(c.id))
  );
}
