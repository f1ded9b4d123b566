import type { CitationAuthor } from './contract.ts';

/**
 * Authors as one types them, one a line: `Family, Given`, `Family, Given, ORCID`, or an organisation without a comma.
 * Undefined where a line is none of these.
 */
export function readAuthors(text: string): CitationAuthor[] | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length > 0);
  const authors: CitationAuthor[] = [];
  for (const line of lines) {
    const [first, given, orcid, ...more] = line.split(',').map((part) => part.trim());
    if (!first || given === '' || orcid === '' || more.length > 0) return undefined;
    authors.push(
      given === undefined ? { name: first } : orcid ? { family: first, given, orcid } : { family: first, given },
    );
  }
  return authors;
}

/** The same the other way, on one line. */
export function writeAuthors(authors: readonly CitationAuthor[]): string {
  return authors
    .map((a) => a.name ?? [a.family, a.given, a.orcid].filter((part) => part !== undefined).join(', '))
    .join('; ');
}
