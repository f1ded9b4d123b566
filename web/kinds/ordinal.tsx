import type { KindModule } from './module.ts';
import { oneOption } from './one-option.tsx';

/** One of several options from least to most. */
export const ordinal: KindModule<'ordinal'> = oneOption('ordinal', {
  title: 'Ordered scale',
  hint: 'from least to most',
  scale: 'ordinal',
});
