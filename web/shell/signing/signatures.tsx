import { query } from '../../core/api.ts';
import type { SignatureView } from '../../core/contract.ts';
import { moment } from '../../core/words.ts';
import { projectPath, useGet } from '../data.ts';
import { holds, usePerson } from '../session.tsx';

/** The signatures about one thing, as 21 CFR 11.50 has them: name, time, meaning. Nothing where there are none. */
export function Signatures({ project, subject }: { project: string; subject: string }) {
  const may = holds(usePerson(), project, 'administrator', 'lead', 'steward', 'adjudicator', 'auditor');
  const found = useGet<SignatureView[]>(may ? projectPath(project, `/signatures${query({ subject })}`) : undefined);
  return found.data && found.data.length > 0 ? <SignatureList project={project} signatures={found.data} /> : null;
}

export function SignatureList({ project, signatures }: { project: string; signatures: readonly SignatureView[] }) {
  return (
    <ul className="plain-list" aria-label="Signatures">
      {signatures.map((s) => (
        <li key={s.id}>
          Signed by <strong>{s.name}</strong> on {moment(s.at)}. {s.meaning}{' '}
          <span className="dim small">
            {s.components.join(', ')} ·{' '}
            <code title={s.hash} style={{ overflowWrap: 'anywhere' }}>
              {s.hash.slice(0, 16)}…
            </code>{' '}
            · <a href={projectPath(project, `/signatures/${encodeURIComponent(s.id)}/proof`)}>Proof</a>
          </span>
        </li>
      ))}
    </ul>
  );
}
