/**
 * What is painted on a picture, as the record has it: row after row from the upper left pixel, how many pixels are free, how
 * many painted, and so on in turn, with single blanks between.
 */

/** Painted stretches, start and end (half open) in turn. */
export function readRuns(text: string): number[] {
  const ends: number[] = [];
  let at = 0;
  // A free run ends where the painted one begins, and that one where the next free one does.
  for (const number of text === '' ? [] : text.split(' ')) {
    at += Number(number);
    ends.push(at);
  }
  return ends;
}

/** Pixels painted. */
export function countRuns(text: string): number {
  const ends = readRuns(text);
  let count = 0;
  for (let i = 0; i + 1 < ends.length; i += 2) count += ends[i + 1]! - ends[i]!;
  return count;
}

/** A byte for each pixel: 1 where it is painted. */
export function bitsOf(text: string, size: number): Uint8Array {
  const bits = new Uint8Array(size);
  const ends = readRuns(text);
  for (let i = 0; i + 1 < ends.length; i += 2) bits.fill(1, ends[i], ends[i + 1]);
  return bits;
}

/** The text of what is painted; empty where nothing is. */
export function runsOf(bits: Uint8Array): string {
  const numbers: number[] = [];
  let place = 0;
  for (let start = bits.indexOf(1); start >= 0; start = bits.indexOf(1, place)) {
    const free = bits.indexOf(0, start);
    const end = free < 0 ? bits.length : free;
    numbers.push(start - place, end - start);
    place = end;
  }
  return numbers.join(' ');
}

/** True where a pixel is painted. */
export function isPainted(text: string, pixel: number): boolean {
  const ends = readRuns(text);
  for (let i = 0; i + 1 < ends.length; i += 2) if (pixel >= ends[i]! && pixel < ends[i + 1]!) return true;
  return false;
}

/** The box around what is painted on a picture of so many columns. */
export function boundsOfRuns(text: string, width: number): { x: number; y: number; width: number; height: number } {
  const ends = readRuns(text);
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
  for (let i = 0; i + 1 < ends.length; i += 2) {
    const [start, last] = [ends[i]!, ends[i + 1]! - 1];
    const [first, end] = [Math.floor(start / width), Math.floor(last / width)];
    top = Math.min(top, first);
    bottom = Math.max(bottom, end + 1);
    left = Math.min(left, first === end ? start % width : 0);
    right = Math.max(right, first === end ? (last % width) + 1 : width);
  }
  return right === 0
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}
