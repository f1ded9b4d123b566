import type { ProjectClaim } from '../../core/contract.ts';

/** The claims, from what needs nothing to what needs most. */
export const claimWords: readonly { word: ProjectClaim['claim']; title: string; about: string }[] = [
  {
    word: 'pseudonymised',
    title: 'Pseudonymised',
    about: 'Personal data still (GDPR article 4(5)). Nothing has to be shown for it.',
  },
  {
    word: 'limited-data-set',
    title: 'Limited data set',
    about: 'For research, public health or health care operations (45 CFR 164.514(e)).',
  },
  {
    word: 'expert-determination',
    title: 'Expert determination',
    about: 'An expert has found the risk of identification very small for this very plan (164.514(b)(1)).',
  },
  { word: 'safe-harbor', title: 'Safe harbor', about: 'None of the eighteen kinds of identifiers (164.514(b)(2)).' },
];

export function claimTitle(claim: ProjectClaim): string {
  return claimWords.find((c) => c.word === claim.claim)?.title ?? claim.claim;
}

/** The claim and what it rests on, in a line. */
export function claimLine(claim: ProjectClaim): string {
  const { determination, agreement } = claim;
  if (determination) return `${claimTitle(claim)} by ${determination.expert}, until ${determination.expires}`;
  return agreement ? `${claimTitle(claim)}, ${agreement}` : claimTitle(claim);
}
