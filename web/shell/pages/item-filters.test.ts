import { expect, test } from 'vitest';
import { propertyWords, toggled, valueWords, wordsIn } from './item-filters.ts';

test('a word is put into a filter once and taken out whole', () => {
  expect(toggled('', 'CT', true)).toBe('CT');
  expect(toggled('CT', 'MR', true)).toBe('CT,MR');
  expect(toggled('CT,MR', 'CT', true)).toBe('MR,CT');
  expect(toggled('CT,MR', 'CT', false)).toBe('MR');
  expect(toggled('CT', 'CT', false)).toBe('');
  expect(wordsIn(',a,,b')).toEqual(['a', 'b']);
});

test('properties and values in words', () => {
  expect(propertyWords('body-part')).toBe('Body part');
  expect(valueWords('view', 'PA')).toBe('PA');
  expect(valueWords('localizer', 'yes')).toBe('Localizer');
  expect(valueWords('state', 'disputed')).toBe('Disputed');
});
