import { describe, expect, it } from 'vitest';
import { datesOf, elementLines, elementsOf, firstPlan, termsOf, tidy, withDates, withOption } from './plan-document.ts';

describe('a plan for headers', () => {
  it('is the same document after a change was taken back', () => {
    const there = withOption(withDates(firstPlan, 'kept'), 'retain-uids', true);
    expect(datesOf(there)).toBe('kept');
    expect(there.options).not.toContain('retain-modified-dates');
    expect(withOption(withDates(there, 'moved'), 'retain-uids', false)).toEqual(firstPlan);
    expect(datesOf(withDates(firstPlan, 'removed'))).toBe('removed');
  });

  it('reads exceptions a line each, and leaves what is no pair to the server to refuse', () => {
    const lines = 'StudyID: remove\n\n Manufacturer : replace: A: B \nnonsense';
    const elements = elementsOf(lines);
    expect(elements).toEqual({ StudyID: 'remove', Manufacturer: 'replace: A: B', nonsense: '' });
    expect(elementLines(elementsOf('StudyID: remove'))).toBe('StudyID: remove');
    expect(elementsOf(' \n')).toBeUndefined();
  });

  it('takes words with any blanks or commas between them', () => {
    expect(termsOf('GTVp, A_LAD;\n OpticNrv_L')).toEqual(['GTVp', 'A_LAD', 'OpticNrv_L']);
    expect(termsOf('  ')).toBeUndefined();
  });

  it('says nothing of what is empty', () => {
    expect(tidy({ ...firstPlan, elements: {}, terms: [], trial: { sponsor: ' ' } })).toEqual(firstPlan);
    expect(tidy({ ...firstPlan, trial: { sponsor: 'S', site: '' } }).trial).toEqual({ sponsor: 'S' });
  });
});
