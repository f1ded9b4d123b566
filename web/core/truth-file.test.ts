import { expect, test } from 'vitest';
import { readTruth } from './truth-file.ts';

test.each([
  ['a,1\nb,0\n', 'commas'],
  ['item;diseased\r\na;yes\r\nb;no', 'semicolons, a head, CRLF'],
  ['\uFEFFcase\ttruth\na\tpresent\n\nb\tAbsent', 'tabs, a mark at the start, an empty line'],
  ['"a","1"\n b , 0 ', 'quotes and blanks'],
])('items and their truth are read: %j (%s)', (text) => {
  expect(readTruth(text)).toEqual({
    rows: [
      { item: 'a', diseased: true },
      { item: 'b', diseased: false },
    ],
  });
});

test('a title with a separator stands in quotes', () => {
  expect(readTruth('"Study 3, ""left""",1')).toEqual({ rows: [{ item: 'Study 3, "left"', diseased: true }] });
});

test.each([
  ['a,1\nb,maybe', 'Line 2: “maybe” says neither that b is diseased (1) nor that it is not (0).'],
  ['a,1\n,0', 'Line 2 names no item.'],
  ['a', 'Line 1: “” says neither that a is diseased (1) nor that it is not (0).'],
  ['item,diseased\n', 'The file has no line with an item and its truth.'],
  ['', 'The file has no line with an item and its truth.'],
])('what cannot be understood is said with its line: %j', (text, problem) => {
  expect(readTruth(text)).toEqual({ problem });
});
