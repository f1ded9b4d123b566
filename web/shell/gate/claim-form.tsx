import { Radio, TextInput } from '@mantine/core';
import type { ClaimStand, ExpertStatement, ProjectClaim } from '../../core/contract.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { claimWords } from './claim-words.ts';

interface ClaimFormProps {
  claim: ProjectClaim;
  stands: readonly ClaimStand[];
  /** The hash of the plan as it stands in the form. */
  hash: string;
  may: boolean;
  onChange: (claim: ProjectClaim) => void;
}

const nobody: ExpertStatement = { expert: '', reference: '', planHash: '', expires: '' };

/** What the project says of its data towards the law; what a plan forbids cannot be chosen, and says why. */
export function ClaimForm({ claim, stands, hash, may, onChange }: ClaimFormProps) {
  const determination = claim.determination ?? nobody;
  const state = (change: Partial<ExpertStatement>) =>
    onChange({ claim: 'expert-determination', determination: { ...determination, ...change } });
  const choose = (word: ProjectClaim['claim']) =>
    onChange(
      word === 'expert-determination'
        ? { claim: word, determination: { ...nobody, planHash: hash.slice(0, 16) } }
        : { claim: word },
    );
  return (
    <fieldset className="plain-fieldset stack" disabled={!may}>
      <Radio.Group aria-label="Claim" value={claim.claim} onChange={(v) => choose(v as ProjectClaim['claim'])}>
        <div className="stack">
          {claimWords.map(({ word, title, about }) => (
            <Claim key={word} word={word} title={title} about={about} stand={stands.find((s) => s.claim === word)} />
          ))}
        </div>
      </Radio.Group>
      {claim.claim === 'limited-data-set' ? (
        <TextInput
          label="Data use agreement"
          description="Which agreement each recipient enters into (164.514(e)(4))."
          required
          value={claim.agreement ?? ''}
          onChange={(e) => onChange({ claim: 'limited-data-set', agreement: e.currentTarget.value })}
        />
      ) : null}
      {claim.claim === 'expert-determination' ? (
        <div className="plan-options">
          <TextInput
            label="Expert"
            required
            value={determination.expert}
            onChange={(e) => state({ expert: e.currentTarget.value })}
          />
          <TextInput
            label="Where it is documented"
            required
            value={determination.reference}
            onChange={(e) => state({ reference: e.currentTarget.value })}
          />
          <TextInput
            label="About the plan"
            description="The first 16 digits of its hash, as the document has them."
            required
            styles={{ input: { fontFamily: 'var(--mono)' } }}
            value={determination.planHash}
            onChange={(e) => state({ planHash: e.currentTarget.value.trim() })}
          />
          <TextInput
            type="date"
            label="Last day on which it holds"
            description="After it nothing passes the gate under this claim."
            required
            value={determination.expires}
            onChange={(e) => state({ expires: e.currentTarget.value })}
          />
        </div>
      ) : null}
    </fieldset>
  );
}

interface ClaimProps {
  word: ProjectClaim['claim'];
  title: string;
  about: string;
  stand: ClaimStand | undefined;
}

function Claim({ word, title, about, stand }: ClaimProps) {
  const possible = stand?.possible ?? word === 'pseudonymised';
  return (
    <div className="stack tight">
      <Radio size="xs" value={word} label={title} description={about} />
      {possible ? null : (
        <div className="claim-why">
          <StateMark tone="held">This plan does not allow it</StateMark>
          <ul className="small">
            {(stand?.obstacles ?? []).map((o) => (
              <li key={o}>{o}</li>
            ))}
          </ul>
        </div>
      )}
      {possible && stand && stand.conditions.length > 0 ? (
        <p className="dim small claim-why">Condition: {stand.conditions.join('; ')}.</p>
      ) : null}
    </div>
  );
}
