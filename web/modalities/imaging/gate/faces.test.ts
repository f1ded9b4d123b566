import { describe, expect, it } from 'vitest';
import type { GateFace } from '../../../core/contract.ts';
import { faceReason, faceWords, nextOpen } from './faces.ts';

const face = (change: Partial<GateFace>): GateFace => ({
  series: 's',
  title: 'CT 40 images',
  files: 40,
  hasCut: true,
  state: 'proposed',
  pictures: ['before', 'after'],
  address: '/',
  ...change,
});

describe('faces at the gate', () => {
  it('says what stands with a series', () => {
    expect(faceWords(face({})).words).toBe('A cut is proposed');
    expect(faceWords(face({ hasCut: false, problem: 'TooFewSlices' })).words).toContain('too few slices');
    expect(faceWords(face({ state: 'kept', reason: 'Neck alone' })).words).toContain('Neck alone');
  });

  it('has a reason for the entry only once every head is decided', () => {
    expect(faceReason([])).toBe('');
    expect(faceReason([face({ state: 'accepted' }), face({})])).toBe('');
    expect(faceReason([face({ state: 'accepted' }), face({ state: 'kept', reason: 'x' })])).toBe(
      'Face removed from 1 series, before and after looked at; 1 series kept as it is for a stated reason',
    );
  });

  it('goes to the next series that is open, and stays where none is', () => {
    const faces = [face({}), face({ state: 'kept' }), face({})];
    expect(nextOpen(faces, 0)).toBe(2);
    expect(nextOpen(faces, 2)).toBe(0);
    expect(nextOpen([face({ state: 'kept' })], 0)).toBe(0);
  });
});
