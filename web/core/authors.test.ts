import { expect, test } from 'vitest';
import { readAuthors, writeAuthors } from './authors.ts';

test('people, people with an ORCID iD and organisations are told apart by commas', () => {
  expect(readAuthors(' Curie, Marie \n\nLovelace, Ada, 0000-0002-1825-0097\nHospital of Reading\n')).toEqual([
    { family: 'Curie', given: 'Marie' },
    { family: 'Lovelace', given: 'Ada', orcid: '0000-0002-1825-0097' },
    { name: 'Hospital of Reading' },
  ]);
  expect(readAuthors('')).toEqual([]);
  expect(writeAuthors(readAuthors('Curie, Marie\nLovelace, Ada, 0000-0002-1825-0097\nHospital of Reading')!)).toBe(
    'Curie, Marie; Lovelace, Ada, 0000-0002-1825-0097; Hospital of Reading',
  );
});

test('a line that is none of these is not guessed at', () => {
  for (const line of ['Curie,', ', Marie', 'a, b, c, d', 'Curie, Marie,']) expect(readAuthors(line)).toBeUndefined();
});
