import type { AgreementField, Coefficient, Field, Scale } from '../../core/contract.ts';
import { percent } from '../../core/words.ts';
import { kindOf } from '../../kinds/registry.ts';

export const scaleWords: Record<Scale, string> = {
  none: 'not compared',
  nominal: 'categories without an order',
  ordinal: 'ordered categories',
  interval: 'measured, differences count',
  ratio: 'measured from zero',
  marks: 'marks',
  spans: 'marked words',
};

const states: Record<string, string> = {
  'single-category': 'only one answer was ever given',
  'single-reader': 'only one reader',
  'no-overlap': 'no item was read twice',
  'no-labels': 'not read yet',
  'no-variance': 'the numbers do not vary',
  'out-of-range': 'the numbers are too large to compute with',
  'not-applicable': 'does not apply here',
};

/** Why there is no value, or a value without an interval; empty where there are both. */
export function whyWords({ value, low, state, why }: Coefficient): string {
  if (value == null) return states[state ?? ''] ?? state?.replaceAll('-', ' ') ?? 'no value';
  return low == null ? (why ?? 'no interval is known for this figure') : '';
}

/** "Fleiss κ": as the server calls it, with a capital. */
export function coefficientTitle({ title, name }: Pick<Coefficient, 'title' | 'name'>): string {
  // A Greek letter names another figure in capitals.
  return (title ?? name.replaceAll('-', ' ')).replace(/^[a-z]/, (first) => first.toUpperCase());
}

/** Digits of a measured number that mean something beside its spread. */
export function measured(value: number, unit: string | null | undefined): string {
  const text = Math.abs(value) >= 100 ? value.toFixed(0) : Number(value.toPrecision(3)).toString();
  return `${text.replace('-', '−')}${unit ? ` ${unit}` : ''}`;
}

/** Figures that are said otherwise than with three decimals. */
const sayings: Record<string, (value: number) => string> = { percent: (value) => percent(value, 1) };

/** A figure with its unit: a share of agreement as a percentage, a coefficient with three decimals. */
export function figure(value: number, { name, unit }: Pick<Coefficient, 'name' | 'unit'>): string {
  if (unit) return measured(value, unit);
  return sayings[name]?.(value) ?? value.toFixed(3).replace('-', '−');
}

/** "two are the same by their overlap (IoU), from 0.4": by what the field's answers were matched. */
export function ruleWords(row: AgreementField, field: Field | undefined): string {
  if (!row.measure || row.threshold == null) return '';
  const known = field && kindOf(field).matching?.measures.find((m) => m.name === row.measure);
  const unit = row.thresholdUnit ? ` ${row.thresholdUnit}` : '';
  return `two are the same ${known?.title ?? `by ${row.measure}`}, ${known?.word ?? 'threshold'} ${row.threshold}${unit}`;
}
