import { expect, test } from 'vitest';
import type { Field } from '../core/contract.ts';
import { answerWords } from './words.ts';

test('answers are said with their unit and their option titles', () => {
  const number: Field = { id: 'd', title: 'Diameter', kind: 'number', unit: 'mm' };
  const choice: Field = { id: 't', title: 'Texture', kind: 'choice', options: [{ id: 's', title: 'Solid' }] };
  expect(answerWords(number, { state: 'present', value: 12 })).toBe('12 mm');
  expect(answerWords(choice, { state: 'uncertain', value: 's' })).toBe('Uncertain: Solid');
  expect(answerWords(choice, undefined)).toBe('No answer');
});
