import { expect, test } from 'vitest';
import type { Field } from '../core/contract.ts';
import { readNumber } from './parts.tsx';
import { tooLong } from './text.tsx';
import { answerWords, labelWords, markWords, saidWords } from './words.ts';

test('answers are said with their unit and their option titles', () => {
  const number: Field = { id: 'd', title: 'Diameter', kind: 'number', unit: 'mm' };
  const choice: Field = { id: 't', title: 'Texture', kind: 'choice', options: [{ id: 's', title: 'Solid' }] };
  expect(answerWords(number, { state: 'present', value: 12 })).toBe('12 mm');
  expect(answerWords(choice, { state: 'uncertain', value: 's' })).toBe('Uncertain: Solid');
  expect(answerWords(choice, undefined)).toBe('No answer');
});

test('a label is said as its option, its state or its value', () => {
  const choice: Field = {
    id: 't',
    title: 'Texture',
    kind: 'multichoice',
    options: [
      { id: 'a', title: 'Solid' },
      { id: 'b', title: 'Calcified' },
      { id: 'absent', title: 'Gone' },
    ],
  };
  const number: Field = { id: 'd', title: 'Diameter', kind: 'number', unit: 'mm' };
  const finding: Field = { id: 'f', title: 'Nodule', kind: 'finding' };
  expect(labelWords(choice, 'a+b')).toBe('Solid, Calcified');
  expect(labelWords(choice, 'absent')).toBe('Gone');
  expect(labelWords(choice, '(absent)')).toBe('Absent');
  expect(labelWords(choice, 'none')).toBe('None of them');
  expect(labelWords(number, '12.5')).toBe('12.5 mm');
  expect(labelWords(number, 'notAssessed')).toBe('Not assessed');
  expect(labelWords(finding, 'absent')).toBe('Absent');
});

test('marks are counted in the words of their shape and named by their class', () => {
  const boxes: Field = { id: 'm', title: 'Nodules', kind: 'boxes', options: [{ id: 's', title: 'Solid' }] };
  const mark = {
    id: '1',
    field: 'm',
    class: 's',
    geometry: { kind: 'box', file: 'f', frame: 0, x: 0, y: 0, width: 2, height: 2 },
  } as const;
  expect(saidWords(boxes, { state: 'present' }, [mark])).toBe('1 box');
  expect(saidWords(boxes, { state: 'uncertain' }, [mark, mark])).toBe('Uncertain: 2 boxes');
  expect(saidWords(boxes, { state: 'absent' }, [])).toBe('Absent');
  expect(markWords([boxes], mark)).toBe('Solid');
  expect(markWords([boxes], { field: 'm' })).toBe('Nodules');
});

test('a number is taken as written, or refused in words', () => {
  const bounds = { least: 1, most: 100, unit: 'mm' };
  expect(readNumber('12,5', bounds)).toEqual({ value: 12.5 });
  expect(readNumber('', bounds)).toBeUndefined();
  expect(readNumber('100', bounds)).toEqual({ value: 100 });
  expect(readNumber('100.1', bounds)).toEqual({ refused: 'Must be between 1 and 100 mm; 100.1 is not saved.' });
  for (const text of ['0x10', '1 2', 'Infinity', '1e999', '--3'])
    expect(readNumber(text, { ...bounds, least: undefined, most: undefined })).toEqual({
      refused: `“${text}” is not a number; not saved.`,
    });
  expect(readNumber('-1', { least: 0, most: undefined, unit: undefined })).toEqual({
    refused: 'Must be at least 0; -1 is not saved.',
  });
});

test('numbers lie on steps from the least, with tolerance for binary fractions', () => {
  const tenths = { least: 0, most: 10, unit: undefined, step: 0.1 };
  expect(readNumber('0.3', tenths)).toEqual({ value: 0.3 });
  expect(readNumber('0.30000000000000004', tenths)).toEqual({ value: 0.30000000000000004 });
  expect(readNumber('0.35', tenths)).toEqual({ refused: 'Must lie in steps of 0.1 from 0; 0.35 is not saved.' });
  expect(readNumber('3', { ...tenths, least: 1, step: 2 })).toEqual({ value: 3 });
  expect(readNumber('2', { ...tenths, least: 1, step: 2 })).toHaveProperty('refused');
});

test('a text that is too long is refused in words, counted in code points, and never cut', () => {
  expect(tooLong('😀😀😀', 3)).toBeUndefined();
  expect(tooLong('😀😀😀x', 3)).toBe('Must have at most 3 characters; it has 4 and is not saved.');
  expect(tooLong('abcd', 3)).toContain('at most 3');
  expect(tooLong('abcd')).toBeUndefined();
  expect(tooLong('x'.repeat(20_001))).toContain('at most 20,000 characters; it has 20,001');
});
