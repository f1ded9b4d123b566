import { expect, test } from 'vitest';
import { clockWords, diskWords, progressWords, witnessTone, witnessWords } from './words.ts';

const disk = {
  state: 'ok' as const,
  freeBytes: 50e9,
  totalBytes: 200e9,
  lowBelow: 1_073_741_824,
  fullBelow: 67_108_864,
};

test('a disk says what is free, of what, and what is wanted where it is low', () => {
  expect(diskWords(disk)).toBe('Room: 50.0 GB free of 200 GB (25 %)');
  expect(diskWords({ ...disk, state: 'low', freeBytes: 9e8 })).toBe(
    'Low: 900 MB free of 200 GB (0 %). Below 1.1 GB nothing new is received and no release is made',
  );
  const { freeBytes: _, totalBytes: __, ...lost } = disk;
  expect(diskWords({ ...lost, state: 'failing' })).toBe('Takes no writes: it cannot be asked');
});

test('clocks within what a network takes are the same, and others are told apart by which is ahead', () => {
  const at = Date.parse('2026-06-01T12:00:00.000Z');
  expect(clockWords('2026-06-01T12:00:04.000Z', at)).toContain('as this device');
  expect(clockWords('2026-06-01T13:00:00.000Z', at)).toContain('1 h ahead of');
  expect(clockWords('2026-06-01T11:58:00.000Z', at)).toContain('2 min behind');
});

test('progress is not said of what has no end yet', () => {
  expect(progressWords(0, 0)).toBe('');
  expect(progressWords(1200, 5000)).toBe('1,200 of 5,000');
});

test('an objection of a witness is said before what went wrong last, and trouble before what went well once', () => {
  const well = { name: 'w', at: '2026-06-01T12:00:00.000Z', size: 9 };
  expect([witnessWords(well), witnessTone(well)]).toEqual(['Cosigns', 'agree']);
  expect(witnessWords({ name: 'w' })).toBe('Not asked yet');
  expect([witnessWords({ ...well, trouble: 'unreachable' }), witnessTone({ ...well, trouble: 'unreachable' })]).toEqual(
    ['Cannot be reached', 'held'],
  );
  expect(witnessWords({ ...well, trouble: 'unreachable', objection: 'fork', seen: 9 })).toBe(
    'Has seen another history',
  );
});
