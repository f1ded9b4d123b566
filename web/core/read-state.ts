import type { Answer, Field, Mark, Read, ReadEvent } from './contract.ts';

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
      const { [event.field]: _, ...rest } = content.answers;
      return { ...content, answers: rest };
    }
    case 'MarkDrawn':
    case 'MarkRevised': {
      const at = content.marks.findIndex((m) => m.id === event.mark.id);
      return { ...content, marks: at < 0 ? [...content.marks, event.mark] : content.marks.with(at, event.mark) };
    }
    case 'MarkWithdrawn':
      return { ...content, marks: content.marks.filter((m) => m.id !== event.mark) };
    case 'CommentAdded': {
      if (content.comments.some((c) => c.id === event.id)) return content;
      const comment = { id: event.id, text: event.text, at: event.at, ...(event.field ? { field: event.field } : {}) };
      return { ...content, comments: [...content.comments, comment] };
    }
    case 'ReadSubmitted':
      return { ...content, submitted: true };
    case 'ReadOpened':
      return content;
  }
}

export function applyEvents(content: ReadContent, events: readonly ReadEvent[]): ReadContent {
  return events.reduce(applyEvent, content);
}

/** Whether a field is asked now: its condition holds, and the field it hangs on is itself asked. */
export function isAsked(field: Field, fields: readonly Field[], content: Pick<ReadContent, 'answers'>): boolean {
  const seen = new Set<string>();
  let current: Field | undefined = field;
  while (current?.when) {
    if (seen.has(current.id)) return false;
    seen.add(current.id);
    const { field: on, is }: { field: string; is: string[] } = current.when;
    const answer = content.answers[on];
    if (!answer) return false;
    const given = [answer.state, ...(Array.isArray(answer.value) ? answer.value : [answer.value])];
    if (!given.some((value) => typeof value === 'string' && is.includes(value))) return false;
    current = fields.find((f) => f.id === on);
  }
  return true;
}

/** Required fields that are asked and hold no answer. */
export function missingFields(fields: readonly Field[], content: Pick<ReadContent, 'answers'>): Field[] {
  return fields.filter((f) => f.required && isAsked(f, fields, content) && !content.answers[f.id]);
}

/** What leads back from the content after `event` to the content `before` it; empty where nothing can be undone. */
export function inverseOf(before: ReadContent, event: EventBody, freshId: () => string): EventBody[] {
  switch (event.type) {
    case 'AnswerGiven':
    case 'AnswerWithdrawn': {
      const answer = before.answers[event.field];
      if (answer) return [{ type: 'AnswerGiven', field: event.field, answer }];
      return event.type === 'AnswerGiven' ? [{ type: 'AnswerWithdrawn', field: event.field }] : [];
    }
    case 'MarkDrawn':
      return [{ type: 'MarkWithdrawn', mark: event.mark.id }];
    case 'MarkRevised': {
      const mark = before.marks.find((m) => m.id === event.mark.id);
      return mark ? [{ type: 'MarkRevised', mark }] : [];
    }
    case 'MarkWithdrawn': {
      const mark = before.marks.find((m) => m.id === event.mark);
      // A withdrawn id stays withdrawn in the record; the mark comes back under a fresh one.
      return mark ? [{ type: 'MarkDrawn', mark: { ...mark, id: freshId() } }] : [];
    }
    case 'CommentAdded':
    case 'ReadOpened':
    case 'ReadSubmitted':
      return [];
  }
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

function sameMark(a: Mark, b: Mark): boolean {
  if (a.field !== b.field || a.class !== b.class) return false;
  const g = a.geometry;
  const h = b.geometry;
  if (g.kind !== h.kind || g.file !== h.file || g.frame !== h.frame || g.x !== h.x || g.y !== h.y) return false;
  return g.kind !== 'box' || h.kind !== 'box' || (g.width === h.width && g.height === h.height);
}

/** The events that turn one content into another, field by field; comments are not touched. */
export function difference(from: ReadContent, to: ReadContent, freshId: () => string): EventBody[] {
  const bodies: EventBody[] = [];
  const kept = new Map(to.marks.map((m) => [m.id, m]));
  const there = new Map(from.marks.map((m) => [m.id, m]));
  for (const field of new Set([...Object.keys(from.answers), ...Object.keys(to.answers)])) {
    const answer = to.answers[field];
    if (sameAnswer(from.answers[field], answer)) continue;
    bodies.push(answer ? { type: 'AnswerGiven', field, answer } : { type: 'AnswerWithdrawn', field });
  }
  for (const mark of from.marks) if (!kept.has(mark.id)) bodies.push({ type: 'MarkWithdrawn', mark: mark.id });
  for (const mark of to.marks) {
    const other = there.get(mark.id);
    if (!other) bodies.push({ type: 'MarkDrawn', mark: { ...mark, id: freshId() } });
    else if (!sameMark(mark, other)) bodies.push({ type: 'MarkRevised', mark });
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
