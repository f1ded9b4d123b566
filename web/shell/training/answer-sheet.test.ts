import { expect, test } from 'vitest';
import type { Field } from '../../core/contract.ts';
import { saidOf } from './answer-sheet.ts';

const fields = [
  { id: 'nodule', title: 'Nodule', kind: 'finding' },
  { id: 'size', title: 'Size', kind: 'number', when: { field: 'nodule', is: ['present'] } },
] as Field[];

test('what is handed in leaves out fields that are not asked any more', () => {
  const content = {
    answers: { nodule: { state: 'absent' as const }, size: { state: 'present' as const, value: 4 } },
    marks: [{ id: 'm', field: 'size', geometry: { kind: 'made-up', file: 'f' } }] as never,
    comments: [],
    submitted: false,
  };
  expect(saidOf(content, fields)).toEqual({ answers: { nodule: { state: 'absent' } }, marks: [] });
  const present = { ...content, answers: { ...content.answers, nodule: { state: 'present' as const } } };
  expect(saidOf(present, fields)).toEqual({ answers: present.answers, marks: content.marks });
});
