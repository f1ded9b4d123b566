import { describe, expect, test } from 'vitest';
import type { Mark } from './contract.ts';
import { changedParts, isParted, type Part, withParts } from './parts.ts';
import { applyEvent, difference, type EventBody, type ReadContent, revisionOf, sameMarks } from './read-state.ts';
import { UndoStack } from './undo.ts';

const part = (file: string, frame: number, runs: string): Part => ({ file, frame, runs });
const mark = (parts: Part[], more: Partial<Mark> = {}): Mark => ({
  id: 'm',
  field: 'organ',
  class: 'liver',
  geometry: { kind: 'mask', file: parts[0]?.file ?? '', width: 9, height: 9, parts },
  ...more,
});
const empty: ReadContent = { answers: {}, marks: [], comments: [], submitted: false };
const apply = (content: ReadContent, ...bodies: EventBody[]) =>
  bodies.reduce((now, body) => applyEvent(now, { ...body, id: 'e', at: '' }), content);
const runs = (content: ReadContent) =>
  content.marks.map(({ geometry }) =>
    isParted(geometry) ? geometry.parts.map((p) => `${p.file}${p.frame} ${p.runs}`) : [],
  );

describe('parts', () => {
  test('a change takes the place of the parts that it names, and no other', () => {
    const before = mark([part('a', 0, '5 2'), part('b', 0, '1 1')]).geometry;
    const change = mark([part('a', 0, '5 3'), part('a', 2, '0 1'), part('b', 0, '')]).geometry;
    expect(withParts(before, change)).toEqual(mark([part('a', 0, '5 3'), part('a', 2, '0 1')]).geometry);
    const gone = mark([part('a', 0, '')]).geometry;
    expect(withParts(before, gone)).toEqual(mark([part('b', 0, '1 1')]).geometry);
  });

  test('what changed is found, what went is named without content, in the order that the server wants', () => {
    const from = mark([part('a', 0, '1 1'), part('a', 10, '2 1'), part('b', 0, '3 1')]).geometry;
    const to = mark([part('a', 0, '1 1'), part('a', 2, '4 1'), part('a', 10, '2 2')]).geometry;
    const change = changedParts(from, to)!;
    expect(change.parts).toEqual([part('a', 2, '4 1'), part('a', 10, '2 2'), part('b', 0, '')]);
    expect(change.file).toBe('a');
    expect(withParts(from, change)).toEqual(to);
    expect(changedParts(from, from)).toBeUndefined();
  });

  test('another class, another size and another shape are sent whole', () => {
    const one = mark([part('a', 0, '1 1')]);
    const wider = mark([part('a', 0, '1 2')]);
    expect(revisionOf(one, wider).type).toBe('MarkPartsRevised');
    expect(revisionOf(one, { ...wider, class: 'spleen' }).type).toBe('MarkRevised');
    expect(revisionOf(one, { ...wider, geometry: { ...wider.geometry, width: 8 } as Mark['geometry'] }).type).toBe(
      'MarkRevised',
    );
    expect(revisionOf(undefined, wider).type).toBe('MarkRevised');
  });

  test('marks with the same parts are the same, whoever made the lists', () => {
    const one = mark([part('a', 0, '1 1')]);
    expect(sameMarks([one], [structuredClone(one)])).toBe(true);
    expect(sameMarks([one], [mark([part('a', 0, '1 2')])])).toBe(false);
  });
});

test('each stroke is undone and done again by itself, also the first', () => {
  let fresh = 0;
  const stack = new UndoStack(() => `fresh-${fresh++}`);
  let content = empty;
  const act = (body: EventBody) => {
    stack.note(content, [body]);
    content = apply(content, body);
  };
  const paint = (...parts: Part[]) => {
    const before = content.marks[0]!;
    act(revisionOf(before, { ...before, geometry: withParts(before.geometry, mark(parts).geometry) }));
  };
  act({ type: 'MarkDrawn', mark: mark([part('a', 0, '0 1')]) });
  paint(part('a', 0, '0 5'));
  paint(part('b', 0, '2 2'));
  paint(part('a', 0, ''));
  expect(runs(content)).toEqual([['b0 2 2']]);
  const undo = () => {
    const step = stack.undo(content);
    content = apply(content, ...step);
    return step.map((b) => b.type);
  };
  const redo = () => {
    content = apply(content, ...stack.redo(content));
  };
  expect(undo()).toEqual(['MarkPartsRevised']);
  expect(runs(content)).toEqual([['a0 0 5', 'b0 2 2']]);
  undo();
  undo();
  expect(runs(content)).toEqual([['a0 0 1']]);
  expect(undo()).toEqual(['MarkWithdrawn']);
  expect(content.marks).toEqual([]);
  // The mark comes back under a fresh id, and its strokes with it.
  for (const expected of [['a0 0 1'], ['a0 0 5'], ['a0 0 5', 'b0 2 2'], ['b0 2 2']]) {
    redo();
    expect(runs(content)).toEqual([expected]);
  }
  expect(content.marks[0]!.id).toBe('fresh-0');
  expect(stack.canRedo).toBe(false);
  undo();
  expect(runs(content)).toEqual([['a0 0 5', 'b0 2 2']]);
});

test('strokes that were sent and wait are laid over what the server holds, once or twice', () => {
  const held = apply(empty, { type: 'MarkDrawn', mark: mark([part('a', 0, '0 1')]) });
  const stroke: EventBody = { type: 'MarkPartsRevised', mark: 'm', parts: mark([part('a', 0, '0 7')]).geometry };
  expect(apply(held, stroke, stroke)).toEqual(apply(held, stroke));
  expect(difference(held, apply(held, stroke), () => 'new')).toEqual([stroke]);
});
