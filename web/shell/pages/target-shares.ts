import type { TargetShare } from '../../core/contract.ts';

/** Shares as lines of "trait, group, percent", as people paste them from a register. */
export function writeShares(shares: readonly TargetShare[]): string {
  return shares.map((s) => `${s.trait}, ${s.value}, ${Number((s.share * 100).toFixed(4))}`).join('\n');
}

/** Reads such lines; a line that is none is named. Commas or tabs part the cells; the percent sign may stand or not. */
export function readShares(text: string): { shares: TargetShare[]; fault?: string } {
  const shares: TargetShare[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (!line.trim()) continue;
    const cells = line.split(/[,\t;]/).map((c) => c.trim());
    const percent = Number(cells[2]?.replace(/\s*%$/, ''));
    if (cells.length !== 3 || !cells[0] || !cells[1] || !cells[2] || !(percent > 0 && percent <= 100))
      return { shares: [], fault: `Line ${i + 1} is not “trait, group, percent”, such as “sex, female, 51”.` };
    shares.push({ trait: cells[0].toLowerCase(), value: cells[1], share: percent / 100 });
  }
  return { shares };
}
