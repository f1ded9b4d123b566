import type { ProjectCharter } from '../../core/contract.ts';

/** Uses as lines: name | legal basis | condition. */
export function writeUses(charter: ProjectCharter | undefined): string {
  return (charter?.uses ?? [])
    .map((u) => [u.name, u.basis, u.condition ?? ''].join(' | ').replace(/ \| $/, ''))
    .join('\n');
}

/** The uses of the lines; undefined where a line has no basis. */
export function readUses(text: string): NonNullable<ProjectCharter['uses']> | undefined {
  const rows = lines(text).map((l) => cells(l));
  return rows.every((r) => r.length >= 2 && r.length <= 3 && r[0] && r[1])
    ? rows.map(([name, basis, condition]) => ({ name: name!, basis: basis!, ...(condition ? { condition } : {}) }))
    : undefined;
}

/** Countries as lines: DE | inside, or CH | adequacy | which decision. */
export function writeDestinations(charter: ProjectCharter | undefined): string {
  return (charter?.destinations ?? [])
    .map((d) => [d.country, d.instrument, d.reference].filter(Boolean).join(' | '))
    .join('\n');
}

/** The countries of the lines; undefined where a line has no instrument. */
export function readDestinations(text: string): NonNullable<ProjectCharter['destinations']> | undefined {
  const rows = lines(text).map((l) => cells(l));
  return rows.every((r) => r.length >= 2 && r.length <= 3 && r[0] && r[1])
    ? rows.map(([country, instrument, reference]) => ({
        country: country!.toUpperCase(),
        instrument: instrument!,
        ...(reference ? { reference } : {}),
      }))
    : undefined;
}

const lines = (text: string) =>
  text
    .split('\n')
    .map((l) => l.trim())
    .filter(Boolean);

const cells = (line: string) => line.split('|').map((c) => c.trim());
