import type { Typed } from './module.ts';

/** Units that say the same, or a multiple of it: how many of the first make one of the second. */
const factors: readonly (readonly [from: string, to: readonly string[], factor: number])[] = [
  ['mm', ['mm', 'millimetre', 'millimetres', 'millimeters'], 1],
  ['mm', ['cm', 'centimetre', 'centimetres', 'centimeters'], 0.1],
  ['mm²', ['mm²', 'mm2', 'mm^2'], 1],
  ['mm²', ['cm²', 'cm2', 'cm^2'], 0.01],
  ['°', ['°', 'deg', 'degree', 'degrees'], 1],
  ['px', ['px'], 1],
  ['px²', ['px²', 'px2', 'px^2'], 1],
];

/**
 * A measured number in the unit of a field, on the field's steps (a tenth of the measured unit where it has none). A unit that
 * cannot be turned into the field's is refused in words: what is not calibrated never becomes millimetres.
 */
export function inUnitOf(field: { unit?: string; step?: number; min?: number }, value: number, unit: string): Typed {
  const wanted = field.unit?.trim().toLowerCase();
  const factor = factors.find(([from, to]) => from === unit && to.includes(wanted ?? ''))?.[2];
  if (factor === undefined) {
    const why = unit.startsWith('px') ? 'The picture is not calibrated; measured' : 'Measured';
    return { refused: `${why} in ${unit}, the field takes ${field.unit || 'a number without a unit'}; not saved.` };
  }
  const step = field.step ?? factor / 10;
  const from = field.step === undefined ? 0 : (field.min ?? 0);
  const whole = from + Math.round((value * factor - from) / step) * step;
  // Tenths and their like have no end in binary.
  return { value: Number(whole.toFixed(6)) };
}
