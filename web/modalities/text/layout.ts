/** A stretch of a text that is drawn: a mark, or what will be blacked out. Indices are UTF-16, the end exclusive. */
export interface Stretch {
  id: string;
  start: number;
  end: number;
  colour: string;
  /** Drawn with a broken line. */
  broken?: boolean;
  label?: string;
}

/** Stretches with the line under the text that each gets, so that those that overlap are all seen. */
export interface Laned extends Stretch {
  lane: number;
}

/** Longer stretches lie nearer to the text; each takes the first lane that is free over its whole length. */
export function lanesOf(stretches: readonly Stretch[]): Laned[] {
  const ends: number[] = [];
  return [...stretches]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .map((s) => {
      const free = ends.findIndex((end) => end <= s.start);
      const lane = free < 0 ? ends.length : free;
      ends[lane] = s.end;
      return { ...s, lane };
    });
}

/** A part of the text that is laid out on its own: whole lines. */
export interface Block {
  start: number;
  end: number;
}

const linesInBlock = 40;

/** Cuts a text into blocks of so many lines; `\r\n`, `\n` and a lone `\r` end one. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let start = 0;
  let lines = 0;
  for (const end of text.matchAll(/\r\n|\n|\r/g)) {
    if (++lines < linesInBlock) continue;
    const stop = end.index + end[0].length;
    blocks.push({ start, end: stop });
    start = stop;
    lines = 0;
  }
  if (start < text.length || blocks.length === 0) blocks.push({ start, end: text.length });
  return blocks;
}

/** A piece of a block over which the same stretches lie. */
export interface Piece {
  start: number;
  end: number;
  over: readonly Laned[];
}

/** The pieces of a block, in order and without a gap. */
export function piecesOf(block: Block, stretches: readonly Laned[]): Piece[] {
  const inside = stretches.filter((s) => s.start < block.end && s.end > block.start);
  const cuts = new Set([block.start, block.end]);
  for (const s of inside) {
    if (s.start > block.start) cuts.add(s.start);
    if (s.end < block.end) cuts.add(s.end);
  }
  const at = [...cuts].sort((a, b) => a - b);
  return at.slice(1).map((end, i) => {
    const start = at[i]!;
    return { start, end, over: inside.filter((s) => s.start < end && s.end > start) };
  });
}

/** Columns are kept by spaces or tabs: such a text is shown in a fixed width. */
export function looksAligned(text: string): boolean {
  const lines = text.slice(0, 20_000).split(/\r\n|\n|\r/);
  const filled = lines.filter((l) => l.trim() !== '');
  const aligned = filled.filter((l) => /\S(\t| {3,})\S/.test(l));
  return filled.length > 0 && aligned.length / filled.length > 0.1;
}
