import { describe, expect, it } from 'vitest';
import { meant, severityWords } from './meaning-form.tsx';

describe('the meaning of a label', () => {
  it('keeps what is said, takes away what was emptied, and is none where nothing is left', () => {
    const first = meant(undefined, 'measures', 'A nodule.');
    expect(first).toEqual({ measures: 'A nodule.' });
    const rated = meant(first, 'severity', 'critical');
    expect(rated).toEqual({ measures: 'A nodule.', severity: 'critical' });
    expect(meant(rated, 'severity', '')).toEqual({ measures: 'A nodule.' });
    expect(meant(first, 'measures', '')).toBeUndefined();
  });

  it('offers the severities from the least to the worst', () => {
    expect(Object.keys(severityWords)).toEqual(['negligible', 'minor', 'serious', 'critical', 'catastrophic']);
  });
});
