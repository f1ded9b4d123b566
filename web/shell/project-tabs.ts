import type { Person, ProjectRow, Role } from '../core/contract.ts';
import { holds } from './session.tsx';

/** As the server's role × action matrix has it: a tab whose page would be refused is not offered. */
const tabs: { path: string; title: string; for: Role[] }[] = [
  { path: '', title: 'Overview', for: ['administrator', 'lead', 'auditor', 'steward', 'adjudicator', 'reader'] },
  { path: '/items', title: 'Items', for: ['lead', 'auditor', 'steward', 'adjudicator'] },
  { path: '/gate', title: 'Gate', for: ['steward', 'lead', 'auditor'] },
  { path: '/plan', title: 'Plan', for: ['steward', 'lead', 'auditor'] },
  { path: '/disputes', title: 'Disputes', for: ['lead', 'adjudicator', 'auditor'] },
  { path: '/agreement', title: 'Agreement', for: ['lead', 'auditor', 'adjudicator'] },
  { path: '/consensus', title: 'Consensus', for: ['lead', 'auditor', 'adjudicator'] },
  { path: '/models', title: 'Models', for: ['lead', 'auditor'] },
  { path: '/releases', title: 'Releases', for: ['lead', 'auditor'] },
  { path: '/governance', title: 'Governance', for: ['lead', 'auditor'] },
  { path: '/protocol', title: 'Protocol', for: ['lead', 'auditor', 'steward', 'adjudicator', 'reader'] },
  { path: '/guideline', title: 'Guideline', for: ['lead', 'auditor', 'steward', 'adjudicator', 'reader'] },
  { path: '/training', title: 'Training', for: ['lead', 'auditor', 'reader'] },
  { path: '/threads', title: 'Threads', for: ['lead', 'auditor', 'steward', 'adjudicator', 'reader'] },
  { path: '/members', title: 'Members', for: ['administrator', 'lead', 'auditor'] },
  { path: '/erasure', title: 'Erasure', for: ['steward'] },
  { path: '/keys', title: 'Keys', for: ['administrator'] },
];

export function projectTabs(project: Pick<ProjectRow, 'id'>, person: Person): { href: string; title: string }[] {
  return tabs
    .filter((t) => holds(person, project.id, ...t.for))
    .map((t) => ({ href: `/p/${project.id}${t.path}`, title: t.title }));
}
