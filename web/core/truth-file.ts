import type { TruthRow } from './contract.ts';

const yes = new Set(['1', 'true', 'yes', 'y', 'present', 'diseased', 'positive', 'pos', '+']);
const no = new Set(['0', 'false', 'no', 'n', 'absent', 'healthy', 'normal', 'negative', 'neg', '-']);
const heads = /^(item|case|id|title|study|name)$/i;

/** Cells of a line of separated values; doubled quotes inside quoted cells are one. */
function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!;
    if (quoted && c === '"' && line[i + 1] === '"') {
      cell += c;
      i++;
    } else if (c === '"') quoted = !quoted;
    else if (c === separator && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += c;
  }
  return [...cells, cell.trim()];
}

/**
 * Reads a table of cases and their truth: an item's id or title, and whether it is diseased. The first line may name the columns.
 * What cannot be understood is said with its line; nothing is guessed.
 */
export function readTruth(text: string): { rows: TruthRow[] } | { problem: string } {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const separator = [';', '\t'].find((s) => lines[0]?.includes(s)) ?? ',';
  const rows: TruthRow[] = [];
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const [item = '', truth = ''] = cellsOf(line, separator);
    const word = truth.toLowerCase();
    if (i === 0 && heads.test(item) && word !== '1' && word !== '0') continue;
    if (item === '') return { problem: `Line ${i + 1} names no item.` };
    if (!yes.has(word) && !no.has(word))
      return { problem: `Line ${i + 1}: “${truth}” says neither that ${item} is diseased (1) nor that it is not (0).` };
    rows.push({ item, diseased: yes.has(word) });
  }
  return rows.length > 0 ? { rows } : { problem: 'The file has no line with an item and its truth.' };
}
