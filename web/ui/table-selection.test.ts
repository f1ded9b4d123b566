import { expect, test } from 'vitest';
import { chosenAmong, chosenOf, everything, isChosen, nothing, type Selection, withRows } from './table-selection.ts';

const keyOf = (row: { id: string }) => row.id;
const rows = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
const none: Selection<{ id: string }> = nothing;
const all: Selection<{ id: string }> = everything;

test('every row of a query is chosen, those not fetched too', () => {
  expect(chosenOf(all, 10_000)).toBe(10_000);
  expect(isChosen(all, 'never fetched')).toBe(true);
});

test('of every row some can be left out and taken in again', () => {
  const less = withRows(all, rows.slice(0, 2), keyOf, false);
  expect(chosenOf(less, 400)).toBe(398);
  expect(chosenAmong(less, rows, keyOf).map(keyOf)).toEqual(['c', 'd']);
  expect(chosenOf(withRows(less, rows, keyOf, true), 400)).toBe(400);
});

test('picked rows stay picked when the rows at hand are others', () => {
  const picked = withRows(none, rows.slice(1, 3), keyOf, true);
  expect(chosenOf(picked, 400)).toBe(2);
  expect(chosenAmong(picked, [...rows].reverse(), keyOf).map(keyOf)).toEqual(['c', 'b']);
  expect(chosenAmong(picked, rows.slice(2), keyOf).map(keyOf)).toEqual(['c', 'b']);
  expect(chosenOf(withRows(picked, rows, keyOf, false), 400)).toBe(0);
});
