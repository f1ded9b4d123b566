import type { GateSpan } from '../../../core/contract.ts';

/** What forms of files are called. */
export const formNames: Record<string, string> = {
  html: 'HTML',
  rtf: 'RTF',
  cda: 'a CDA document',
  fhir: 'FHIR',
  hl7v2: 'an HL7 v2 message',
};

/** "medicalRecord" as "medical record". */
export function typeName(type: string): string {
  return type.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** What was proposed and does not lie wholly in the places that a person has now, in order. */
export function dismissed(proposed: readonly GateSpan[], spans: readonly GateSpan[]): GateSpan[] {
  // One pass over both in their order: a long report has thousands of each.
  const covered: { file: string; start: number; end: number }[] = [];
  for (const { file, start, end } of [...spans].sort(byPlace)) {
    const last = covered.at(-1);
    if (last?.file === file && last.end >= start) last.end = Math.max(last.end, end);
    else covered.push({ file, start, end });
  }
  let at = 0;
  return [...proposed].sort(byPlace).filter((p) => {
    while (at + 1 < covered.length && byPlace(covered[at + 1]!, p) <= 0) at++;
    const c = covered[at];
    return !(c && c.file === p.file && c.start <= p.start && c.end >= p.end);
  });
}

function byPlace(a: { file: string; start: number }, b: { file: string; start: number }): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.start - b.start;
}

/** The place after or before another in the text, going round at the ends; the first where none is chosen. */
export function stepped(spans: readonly GateSpan[], from: GateSpan | undefined, step: 1 | -1): GateSpan | undefined {
  const all = [...spans].sort((a, b) => a.start - b.start);
  const at = all.findIndex((s) => s.id === from?.id);
  if (at < 0) return step > 0 ? all[0] : all.at(-1);
  return all[(at + step + all.length) % all.length];
}

/** The place next in doubt: those of a program by score, the least sure first; going round. */
export function byDoubt(spans: readonly GateSpan[], from: GateSpan | undefined): GateSpan | undefined {
  const all = spans.filter((s) => s.found).sort((a, b) => a.found!.score - b.found!.score || a.start - b.start);
  return all[(all.findIndex((s) => s.id === from?.id) + 1) % Math.max(1, all.length)];
}
