import type { KindModule } from './module.ts';
import { oneOption } from './one-option.tsx';

/** One of several options without an order. */
export const choice: KindModule<'choice'> = oneOption('choice', {
  title: 'One of several',
  hint: 'options',
  scale: 'nominal',
});
