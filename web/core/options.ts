import type { Field, Option } from './contract.ts';

/** Digit that gives an option: its own, else its position. */
export function keyOf(option: Option, index: number): string {
  return option.key ?? String((index + 1) % 10);
}

/** The options of a field of any kind; none where it has none. */
export function optionsOf(field: Field | undefined): readonly Option[] {
  return field && 'options' in field ? (field.options ?? []) : [];
}
