import type { GateSpan } from '../../../core/contract.ts';

/** The text as it will be: each code point of a place becomes a block, but line ends stay, and so do all offsets. */
export function blacked(text: string, spans: readonly Pick<GateSpan, 'start' | 'end'>[]): string {
  const points = [...text];
  for (const { start, end } of spans) {
    for (let i = Math.max(0, start); i < Math.min(end, points.length); i++) {
      if (points[i] !== '\n' && points[i] !== '\r') points[i] = '█';
    }
  }
  return points.join('');
}

/** Places with one more; those that it touches in the same file become one with it. */
export function joined(spans: readonly GateSpan[], fresh: GateSpan): GateSpan[] {
  const touches = (s: GateSpan) => s.file === fresh.file && s.start <= fresh.end && s.end >= fresh.start;
  const near = spans.filter(touches);
  return [
    ...spans.filter((s) => !touches(s)),
    {
      ...fresh,
      start: Math.min(fresh.start, ...near.map((s) => s.start)),
      end: Math.max(fresh.end, ...near.map((s) => s.end)),
    },
  ].sort((a, b) => a.start - b.start);
}
