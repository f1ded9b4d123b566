import type { Field, Mark } from '../core/contract.ts';
import { optionsOf } from '../core/options.ts';

/** The first is that of one's own marks; the others stay apart for those who see few colours (Okabe and Ito 2008). */
const colours = ['#2ba6a0', '#e69f00', '#56b4e9', '#f0e442', '#cc79a7', '#d55e00', '#8fd18f', '#e6e9ed'];

/** The colour of a mark by the place of its class among the field's; with more classes than colours they come again. */
export function classColour(fields: readonly Field[], { field, class: cls }: Pick<Mark, 'field' | 'class'>): string {
  const at = optionsOf(fields.find((f) => f.id === field)).findIndex((o) => o.id === cls);
  return colours[Math.max(0, at) % colours.length]!;
}
