import { expect, test } from 'vitest';
import type { Dispute, Field } from '../../core/contract.ts';
import { isOpen } from './decision-draft.ts';

const fields: Field[] = [
  { id: 'nodule', title: 'Nodule', kind: 'finding', required: true },
  {
    id: 'texture',
    title: 'Texture',
    kind: 'choice',
    required: true,
    options: [],
    when: { field: 'nodule', is: ['present'] },
  },
  { id: 'remark', title: 'Remark', kind: 'text' },
];

function open(
  status: Record<string, Dispute['fields'][number]['status']>,
  kind: Dispute['kind'] = 'dispute',
): string[] {
  const dispute = {
    kind,
    protocol: { body: { fields } },
    fields: fields.map((f) => ({ field: f.id, status: status[f.id] ?? 'agree', label: null, probability: 0 })),
  } as unknown as Dispute;
  return dispute.fields.filter((f) => isOpen(f, dispute)).map((f) => f.field);
}

test('what is disputed is open; what agrees only where it is looked at again', () => {
  expect(open({ nodule: 'dispute', texture: 'incomplete' })).toEqual(['nodule']);
  expect(open({ nodule: 'dispute', texture: 'notasked' }, 'recheck')).toEqual(['nodule', 'remark']);
});

test('a required field that a decision made asked waits for the adjudicator once its condition is settled', () => {
  expect(open({ nodule: 'decided', texture: 'incomplete', remark: 'incomplete' })).toEqual(['texture']);
  expect(open({ nodule: 'decided', texture: 'notasked' })).toEqual([]);
  expect(open({ nodule: 'incomplete', texture: 'incomplete' })).toEqual([]);
});
