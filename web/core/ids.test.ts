import { describe, expect, it } from 'vitest';
import { idAt, newId } from './ids.ts';

describe('idAt and newId', () => {
  it('is a UUID v7 that begins with its time', () => {
    // The example time of RFC 9562, appendix A.6: 2022-02-22 19:22:22.000 UTC.
    expect(idAt(1645557742000)).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('sorts by time and never repeats', () => {
    const ids = Array.from({ length: 1000 }, (_, i) => idAt(1_700_000_000_000 + i));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(Array.from({ length: 1000 }, () => newId())).size).toBe(1000);
  });
});
