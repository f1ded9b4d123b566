import type { BatchDetail, BatchReport } from '../../../core/contract.ts';

/** What was done to header elements, in a batch that has some. */
export function batchFacts({ actions }: BatchDetail): [string, string][] {
  if (actions.kept + actions.changed + actions.removed === 0) return [];
  return [
    ['Elements kept', actions.kept.toLocaleString('en')],
    ['Elements changed', actions.changed.toLocaleString('en')],
    ['Elements removed', actions.removed.toLocaleString('en')],
  ];
}

export function reportFacts({ text }: BatchReport): [string, string][] {
  if (text.proposed + text.drawn === 0) return [];
  return [
    [
      'Text in pixels',
      `${text.proposed} places proposed: ${text.accepted} blanked (${text.edited} edited), ${text.dismissed} dismissed; ${text.drawn} drawn by hand`,
    ],
  ];
}
