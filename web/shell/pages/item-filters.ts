import { itemWords } from '../../core/words.ts';

/** Words between commas, as a filter stands in the address. */
export const wordsIn = (text: string): string[] => text.split(',').filter(Boolean);

/** The filter with a word more or less. */
export function toggled(text: string, word: string, on: boolean): string {
  const words = wordsIn(text).filter((w) => w !== word);
  return (on ? [...words, word] : words).join(',');
}

/** "Body part", of body-part. */
export function propertyWords(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value as it is shown. */
export function valueWords(property: string, value: string): string {
  if (property === 'state') return itemWords[value as keyof typeof itemWords] ?? value;
  if (value === 'yes') return propertyWords(property);
  return value;
}
