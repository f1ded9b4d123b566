import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Project, TargetPopulation, TargetView } from '../../core/contract.ts';
import { percent } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { holds, usePerson } from '../session.tsx';
import { readShares, writeShares } from './target-shares.ts';

/** The population that the project aims at: a release holds what came against it. */
export function TargetSection({ project }: { project: Project }) {
  const path = projectPath(project.id, '/target-population');
  const target = useGet<TargetView>(path);
  const lead = holds(usePerson(), project.id, 'lead');
  const [editing, setEditing] = useState(false);
  const declared = target.data?.target ?? undefined;
  const edit = lead ? (
    <Button onClick={() => setEditing(true)}>{declared ? 'Change it' : 'Declare a population'}</Button>
  ) : null;
  return (
    <section className="stack" aria-labelledby="target-title">
      <div className="row between">
        <h2 id="target-title">Population aimed at</h2>
        {declared ? edit : null}
      </div>
      {target.isError ? <ProblemNote error={target.error} /> : null}
      {target.isPending ? <Loading /> : null}
      {target.data && !declared ? (
        <EmptyState action={edit}>
          None is declared: every release says that it is unknown how representative its data are.
        </EmptyState>
      ) : null}
      {declared ? (
        <>
          <p>
            {declared.description} <span className="dim">{declared.source}</span>
          </p>
          <table className="plain">
            <thead>
              <tr>
                <th>Trait</th>
                <th>Group</th>
                <th className="numeric">Share</th>
              </tr>
            </thead>
            <tbody>
              {declared.shares.map((s) => (
                <tr key={`${s.trait} ${s.value}`}>
                  <th scope="row">{s.trait}</th>
                  <td>{s.value}</td>
                  <td className="numeric tabular">{percent(s.share)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      ) : null}
      {editing ? (
        <TargetDialog
          path={path}
          declared={declared}
          traits={target.data?.traits ?? []}
          onClose={() => setEditing(false)}
        />
      ) : null}
    </section>
  );
}

function TargetDialog({
  path,
  declared,
  traits,
  onClose,
}: {
  path: string;
  declared: TargetPopulation | undefined;
  traits: readonly string[];
  onClose: () => void;
}) {
  const [description, setDescription] = useState(declared?.description ?? '');
  const [source, setSource] = useState(declared?.source ?? '');
  const [text, setText] = useState(writeShares(declared?.shares ?? []));
  const { shares, fault } = readShares(text);
  return (
    <Ask
      title="Population aimed at"
      open
      onClose={onClose}
      action="Declare it"
      disabled={!description.trim() || !source.trim() || shares.length === 0 || fault !== undefined}
      onDo={async () => {
        await api.put(path, { target: { description: description.trim(), source: source.trim(), shares } });
        await refresh(path);
      }}
    >
      <TextInput
        label="Who they are"
        required
        data-autofocus
        value={description}
        onChange={(e) => setDescription(e.currentTarget.value)}
      />
      <TextInput
        label="Where the shares are from"
        description="Such as a register and its year."
        required
        value={source}
        onChange={(e) => setSource(e.currentTarget.value)}
      />
      <Textarea
        label="Shares"
        description={`A line for each group: trait, group, percent. Traits that are counted: ${traits.join(', ')}.`}
        placeholder={'sex, female, 51\nsex, male, 49'}
        required
        autosize
        minRows={5}
        maxRows={16}
        value={text}
        error={fault}
        onChange={(e) => setText(e.currentTarget.value)}
        styles={{ input: { fontFamily: 'var(--mono)', fontSize: 13 } }}
      />
    </Ask>
  );
}
