import { describe, expect, test } from 'vitest';
import type { Answer, Field, Mark, ReadEvent } from './contract.ts';
import {
  applyEvent,
  applyEvents,
  difference,
  type EventBody,
  isAsked,
  missingFields,
  type ReadContent,
  sameContent,
} from './read-state.ts';
import { UndoStack } from './undo.ts';

const empty: ReadContent = { answers: {}, marks: [], comments: [], submitted: false };
let counter = 0;
const id = () => `id-${counter++}`;
const event = (body: EventBody): ReadEvent => ({ ...body, id: id(), at: '' });
const mark = (name: string, x = 0): Mark => ({
  id: name,
  field: 'boxes',
  geometry: { kind: 'box', file: 'f', frame: 0, x, y: 0, width: 5, height: 5 },
});

const fields: Field[] = [
  { id: 'nodule', title: 'Nodule', kind: 'finding', required: true },
  {
    id: 'texture',
    title: 'Texture',
    kind: 'choice',
    required: true,
    options: [{ id: 'solid', title: 'Solid' }],
    when: { field: 'nodule', is: ['present'] },
  },
  {
    id: 'margin',
    title: 'Margin',
    kind: 'choice',
    required: true,
    options: [],
    when: { field: 'texture', is: ['solid'] },
  },
];

describe('what is asked', () => {
  test('a field waits for its condition, and for the condition of the field it hangs on', () => {
    const given = { answers: { texture: { state: 'present', value: 'solid' } } } as const;
    expect(isAsked(fields[2]!, fields, given)).toBe(false);
    const both = { answers: { ...given.answers, nodule: { state: 'present' } } } as const;
    expect(isAsked(fields[2]!, fields, both)).toBe(true);
  });

  test('a state that reads like an option stands in brackets; an uncertain answer is only uncertain', () => {
    const odd: Field = { id: 'a', title: 'A', kind: 'choice', options: [{ id: 'absent', title: 'Absent' }] };
    const asked = (is: string[], answer: Answer) =>
      isAsked({ id: 'b', title: 'B', kind: 'finding', when: { field: 'a', is } }, [odd], { answers: { a: answer } });
    expect(asked(['absent'], { state: 'absent' })).toBe(false);
    expect(asked(['(absent)'], { state: 'absent' })).toBe(true);
    expect(asked(['absent'], { state: 'present', value: 'absent' })).toBe(true);
    expect(asked(['present'], { state: 'present', value: 'absent' })).toBe(true);
    expect(asked(['absent'], { state: 'uncertain', value: 'absent' })).toBe(false);
    const several: Field = { ...odd, kind: 'multichoice' };
    const none = { answers: { a: { state: 'present' as const, value: [] } } };
    expect(isAsked({ id: 'b', title: 'B', kind: 'finding', when: { field: 'a', is: ['none'] } }, [several], none)).toBe(
      true,
    );
  });

  test('a condition on a class of marks holds while a mark of that class is drawn', () => {
    const spots: Field = { id: 'boxes', title: 'Boxes', kind: 'boxes', options: [{ id: 'ka', title: 'A' }] };
    const more: Field = { id: 'b', title: 'B', kind: 'finding', required: true, when: { field: 'boxes', is: ['ka'] } };
    const drawn = (state: Answer['state'], ...marks: Mark[]) => ({ answers: { boxes: { state } }, marks });
    const asked = (content: ReturnType<typeof drawn>) => isAsked(more, [spots, more], content);
    expect(asked(drawn('present', { ...mark('m'), class: 'ka' }))).toBe(true);
    expect(asked(drawn('present', { ...mark('m'), class: 'kb' }))).toBe(false);
    expect(asked(drawn('present', { ...mark('m'), class: 'ka', field: 'other' }))).toBe(false);
    expect(asked(drawn('uncertain', { ...mark('m'), class: 'ka' }))).toBe(false);
    expect(asked(drawn('present'))).toBe(false);
    expect(missingFields([spots, more], drawn('present', { ...mark('m'), class: 'ka' })).map((f) => f.id)).toEqual([
      'b',
    ]);
  });

  test('a required text of blanks is missing', () => {
    const note: Field = { id: 'note', title: 'Note', kind: 'text', required: true };
    const said = (value: string) => ({ answers: { note: { state: 'present' as const, value } } });
    expect(missingFields([note], said('  \n'))).toEqual([note]);
    expect(missingFields([note], said(' x '))).toEqual([]);
  });

  test('a blank that is not asked is not missing', () => {
    expect(missingFields(fields, empty).map((f) => f.id)).toEqual(['nodule']);
    expect(missingFields(fields, { answers: { nodule: { state: 'present' } } }).map((f) => f.id)).toEqual(['texture']);
    expect(missingFields(fields, { answers: { nodule: { state: 'absent' } } })).toEqual([]);
  });
});

describe('events', () => {
  const all: EventBody[] = [
    { type: 'AnswerGiven', field: 'nodule', answer: { state: 'present' } },
    { type: 'MarkDrawn', mark: mark('m1') },
    { type: 'MarkRevised', mark: mark('m1', 4) },
    { type: 'MarkDrawn', mark: mark('m2') },
    { type: 'MarkWithdrawn', mark: 'm1' },
    { type: 'CommentAdded', text: 'c' },
    { type: 'AnswerWithdrawn', field: 'nodule' },
  ];

  test('applied twice give the same content', () => {
    const events = all.map(event);
    const once = applyEvents(empty, events);
    expect(applyEvents(once, events.slice(-1))).toEqual(once);
    for (const e of events.slice(5)) expect(applyEvent(once, e)).toEqual(once);
  });

  test('the difference between two contents leads from one to the other', () => {
    const events = all.map(event);
    for (let i = 0; i <= events.length; i++) {
      for (let j = 0; j <= events.length; j++) {
        const from = applyEvents(empty, events.slice(0, i));
        const to = { ...applyEvents(empty, events.slice(0, j)), comments: from.comments };
        const steps = difference(from, to, id).map(event);
        const reached = applyEvents(from, steps);
        expect(plain(reached)).toEqual(plain(to));
      }
    }
  });

  /** Ids aside: a mark that comes back has a new one. */
  function plain(content: ReadContent) {
    return { answers: content.answers, marks: content.marks.map(({ id: _, ...m }) => JSON.stringify(m)).sort() };
  }

  test('undo leads back step by step, redo forth again', () => {
    const stack = new UndoStack(id);
    let content = empty;
    const seen = [plain(content)];
    const apply = (step: EventBody[]) => {
      content = applyEvents(content, step.map(event));
    };
    for (const body of all.filter((b) => b.type !== 'CommentAdded')) {
      stack.note(content, [body]);
      apply([body]);
      seen.push(plain(content));
    }
    for (let round = 0; round < 2; round++) {
      for (let i = seen.length - 2; i >= 0; i--) {
        apply(stack.undo(content));
        expect(plain(content)).toEqual(seen[i]);
      }
      expect(stack.canUndo).toBe(false);
      for (let i = 1; i < seen.length; i++) {
        apply(stack.redo(content));
        expect(plain(content)).toEqual(seen[i]);
      }
    }
    expect(sameContent(content, content)).toBe(true);
  });
});

test('what was answered with the rest is still that when it is brought back', () => {
  const stack = new UndoStack(id);
  const rest = (field: string): EventBody => ({
    type: 'AnswerGiven',
    field,
    answer: { state: 'absent' },
    origin: 'rest',
  });
  const at = (content: ReadContent, step: EventBody[]) => applyEvents(content, step.map(event));
  const step = [rest('nodule'), rest('margin')];
  stack.note(empty, step);
  const answered = at(empty, step);
  const undone = at(answered, stack.undo(answered));
  expect(stack.redo(undone)).toEqual(step);
  // Given by hand since, it is brought back as given by hand.
  const byHand: EventBody[] = [{ type: 'AnswerGiven', field: 'nodule', answer: { state: 'absent' } }];
  stack.note(empty, byHand);
  const again = at(empty, byHand);
  expect(stack.redo(at(again, stack.undo(again)))).toEqual(byHand);
});
