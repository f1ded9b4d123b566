import { describe, expect, it } from 'vitest';
import { readShares, writeShares } from './target-shares.ts';

describe('shares of a population', () => {
  it('are read as they are written', () => {
    const { shares, fault } = readShares('sex, female, 51\nSex,male,49 %\n\nage\t40 to 49\t12.5');
    expect(fault).toBeUndefined();
    expect(shares).toEqual([
      { trait: 'sex', value: 'female', share: 0.51 },
      { trait: 'sex', value: 'male', share: 0.49 },
      { trait: 'age', value: '40 to 49', share: 0.125 },
    ]);
    expect(readShares(writeShares(shares)).shares).toEqual(shares);
  });

  it('name the line that is none, and keep nothing of it', () => {
    for (const line of ['sex, female', 'sex, female, many', 'sex, female, 0', 'sex, female, 101', ', female, 5'])
      expect(readShares(`sex, male, 49\n${line}`)).toMatchObject({
        shares: [],
        fault: expect.stringContaining('Line 2'),
      });
  });
});
