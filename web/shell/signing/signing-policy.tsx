import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Project, SignedAct, SigningPolicy } from '../../core/contract.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { Loading, ProblemNote } from '../../ui/notes.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { holds, usePerson } from '../session.tsx';

const acts: [SignedAct, string][] = [
  ['protocol', 'Publishing a protocol version'],
  ['batch', 'Approving a batch at the gate'],
  ['adjudication', 'Deciding a dispute'],
  ['releaseApproval', 'Approving a release'],
  ['releasePublication', 'Publishing a release'],
];
const everything = acts.map(([act]) => act);

/** Which acts of the project need a signature; one click asks for all of them and for two people. */
export function SigningPolicySection({ project }: { project: Project }) {
  const path = projectPath(project.id, '/signing');
  const policy = useGet<SigningPolicy>(path);
  const lead = holds(usePerson(), project.id, 'lead');
  const [asking, setAsking] = useState(false);
  const set = async (next: { acts: SignedAct[]; twoPeople: boolean; reason?: string }) => {
    await api.put(path, next);
    await refresh(path, projectPath(project.id, '/releases'), projectPath(project.id, '/release-drafts'));
  };
  const signed = policy.data ? acts.filter(([act]) => policy.data.acts.includes(act)) : [];
  const whole = policy.data?.twoPeople && signed.length === acts.length;
  return (
    <section className="stack" aria-labelledby="signing-title">
      <h2 id="signing-title">Signatures</h2>
      {policy.isError ? <ProblemNote error={policy.error} /> : null}
      {policy.isPending ? <Loading /> : null}
      {policy.data ? (
        <>
          {signed.length === 0 ? (
            <p>Nothing is signed in this project.</p>
          ) : (
            <p>
              Signed: {signed.map(([, words]) => words.toLowerCase()).join(', ')}.{' '}
              {policy.data.twoPeople
                ? 'A release is approved by somebody who neither made nor publishes it.'
                : 'One person may approve and publish a release.'}
            </p>
          )}
          {lead ? (
            <div className="row">
              {whole ? null : (
                <Button onClick={() => void set({ acts: everything, twoPeople: true }).catch(() => policy.refetch())}>
                  Have everything signed, releases by two people
                </Button>
              )}
              <Button look="quiet" onClick={() => setAsking(true)}>
                Choose what is signed
              </Button>
            </div>
          ) : null}
        </>
      ) : null}
      {asking && policy.data ? <PolicyDialog policy={policy.data} onClose={() => setAsking(false)} onDo={set} /> : null}
    </section>
  );
}

function PolicyDialog({
  policy,
  onClose,
  onDo,
}: {
  policy: SigningPolicy;
  onClose: () => void;
  onDo: (next: { acts: SignedAct[]; twoPeople: boolean; reason?: string }) => Promise<void>;
}) {
  const [chosen, setChosen] = useState(policy.acts);
  const [twoPeople, setTwoPeople] = useState(policy.twoPeople);
  const [reason, setReason] = useState('');
  const both = chosen.includes('releaseApproval') && chosen.includes('releasePublication');
  const two = twoPeople && both;
  const less = policy.acts.some((a) => !chosen.includes(a)) || (policy.twoPeople && !two);
  return (
    <Ask
      title="What is signed"
      open
      onClose={onClose}
      action="Save"
      disabled={less && !reason.trim()}
      onDo={() =>
        onDo({
          acts: everything.filter((a) => chosen.includes(a)),
          twoPeople: two,
          ...(reason.trim() ? { reason: reason.trim() } : {}),
        })
      }
    >
      {acts.map(([act, words]) => (
        <Checkbox
          key={act}
          label={words}
          description={policy.meanings[act]}
          checked={chosen.includes(act)}
          onChange={(e) =>
            setChosen(e.currentTarget.checked ? [...chosen, act] : chosen.filter((other) => other !== act))
          }
        />
      ))}
      <Checkbox
        label="A release needs two people"
        description="Who approves it neither made nor publishes it."
        checked={two}
        disabled={!both}
        onChange={(e) => setTwoPeople(e.currentTarget.checked)}
      />
      {less ? <ReasonField value={reason} onChange={setReason} /> : null}
    </Ask>
  );
}
