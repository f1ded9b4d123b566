/**
 * Places in a text. The record counts Unicode code points, so that a place means the same in every language; the browser
 * counts UTF-16 units, two for each character beyond the basic plane. Both count from 0.
 */
export class Offsets {
  /** UTF-16 index of the first half of each character that takes two units. */
  private readonly pairs: Uint32Array;
  /** How many code points the text has. */
  readonly length: number;

  constructor(private readonly text: string) {
    const pairs: number[] = [];
    for (let i = 0; i < text.length - 1; i++) {
      if (isHigh(text.charCodeAt(i)) && isLow(text.charCodeAt(i + 1))) pairs.push(i++);
    }
    this.pairs = Uint32Array.from(pairs);
    this.length = text.length - pairs.length;
  }

  /** Code points before a UTF-16 index; an index inside a character is that of its beginning. */
  offsetOf(index: number): number {
    const at = Math.max(0, Math.min(index, this.text.length));
    return at - countBelow(this.pairs, at, (i) => this.pairs[i]!);
  }

  /** UTF-16 index at which so many code points end. */
  indexOf(offset: number): number {
    const at = Math.max(0, Math.min(offset, this.length));
    return at + countBelow(this.pairs, at, (i) => this.pairs[i]! - i);
  }
}

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

/** How many entries of an ascending list lie below a value. */
function countBelow(list: { length: number }, value: number, of: (i: number) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (of(middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const words = new Intl.Segmenter(undefined, { granularity: 'word' });
/** Long enough for any character that people see as one, or any word. */
const reach = 200;

/** The UTF-16 index one step on or back: a character as people see it, with its marks, or a word. */
export function stepFrom(text: string, index: number, by: 1 | -1, unit: 'character' | 'word'): number {
  const segmenter = unit === 'word' ? words : graphemes;
  const from = by > 0 ? index : Math.max(0, index - reach);
  const part = text.slice(from, by > 0 ? index + reach : index);
  const parts = [...segmenter.segment(part)];
  if (parts.length === 0) return index;
  if (by > 0) {
    // A word's step ends behind the word, not behind the space before it.
    const stop = unit === 'word' ? (parts.find((p) => p.isWordLike) ?? parts[0]!) : parts[0]!;
    return from + stop.index + stop.segment.length;
  }
  const stop = unit === 'word' ? (parts.findLast((p) => p.isWordLike) ?? parts.at(-1)!) : parts.at(-1)!;
  return from + stop.index;
}

/** Without the white space at either end; undefined where nothing else is in it. */
export function trimmed(text: string, start: number, end: number): { start: number; end: number } | undefined {
  const part = text.slice(start, end);
  const kept = part.trim();
  if (kept === '') return undefined;
  const from = start + part.indexOf(kept);
  return { start: from, end: from + kept.length };
}
