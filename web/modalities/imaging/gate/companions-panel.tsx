import { useEffect, useState } from 'react';
import { api } from '../../../core/api.ts';
import type { GateCompanion, GateEntryDetail } from '../../../core/contract.ts';
import { useCommands } from '../../../core/keys.ts';
import { count } from '../../../core/words.ts';
import { Button } from '../../../ui/button.tsx';
import { Loading, ProblemNote } from '../../../ui/notes.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { companionCounts, companionWords, nextOpenCompanion, objectWords } from './companions.ts';
import { HeaderDiff } from './header-diff.tsx';
import { KeepDialog } from './keep-dialog.tsx';
import type { PanelProps } from './panel.ts';

interface Props extends PanelProps {
  onUndecided: (companions: number) => void;
}

/** Objects that came with the images: what each says, what was done to it, and whether it passes. */
export function CompanionsPanel({ entry, path, may, onSaved, onDecision, onUndecided }: Props) {
  const companions = entry.companions;
  const [at, setAt] = useState(() => nextOpenCompanion(companions, -1));
  const [keeping, setKeeping] = useState<GateCompanion>();
  const [open, setOpen] = useState<string>();
  const [error, setError] = useState<unknown>();
  const current = companions[Math.max(0, Math.min(at, companions.length - 1))];
  const choose = async (companion: GateCompanion, state: GateCompanion['state'], reason?: string) => {
    setError(undefined);
    const reply = await api.put<{
      revision: number;
      decision?: GateEntryDetail['decision'];
      companions: Pick<GateCompanion, 'file' | 'state' | 'reason'>[];
    }>(`${path}/companions`, {
      revision: entry.companionRevision,
      choices: [{ file: companion.file, state, ...(reason ? { reason } : {}) }],
    });
    const now = companions.map((c) => {
      const said = reply.companions.find((s) => s.file === c.file);
      const { reason: _, ...rest } = c;
      return said ? { ...rest, state: said.state, ...(said.reason ? { reason: said.reason } : {}) } : c;
    });
    onSaved((old) => (old.type === 'imaging' ? { ...old, companions: now, companionRevision: reply.revision } : old));
    onDecision(reply.decision);
    onUndecided(now.filter((c) => c.state === 'open').length);
    setAt(nextOpenCompanion(now, companions.indexOf(companion)));
  };
  const keep = (companion: GateCompanion) => {
    if (companion.problem) setKeeping(companion);
    else void choose(companion, 'kept').catch(setError);
  };
  // Once more takes it back.
  const drop = (companion: GateCompanion) =>
    void choose(companion, companion.state !== 'dropped' ? 'dropped' : companion.problem ? 'open' : 'kept').catch(
      setError,
    );
  const group = 'Objects beside the images';
  useCommands([
    {
      id: 'companion.keep',
      title: 'Let the object pass',
      group,
      keys: ['G'],
      disabled: !may || !current,
      run: () => current && keep(current),
    },
    {
      id: 'companion.drop',
      title: 'Leave the object out, or take that back',
      group,
      keys: ['U'],
      disabled: !may || !current,
      run: () => current && drop(current),
    },
    {
      id: 'companion.look',
      title: 'Show what the object says',
      group,
      keys: ['C'],
      disabled: !current,
      run: () => setOpen(open === current?.file ? undefined : current?.file),
    },
    {
      id: 'companion.next',
      title: 'Next object',
      group,
      keys: ['M'],
      disabled: companions.length < 2,
      run: () => setAt((at + 1) % companions.length),
    },
  ]);
  if (companions.length === 0) return null;
  return (
    <section className="stack tight" aria-label="Objects beside the images">
      <h2 className="panel-title">
        {entry.isAddition ? 'Objects without their images' : `${count(companions.length, 'object')} beside the images`}
      </h2>
      {entry.isAddition ? <Joining title={entry.joinsItem} /> : null}
      <ul className="plain-list">
        {companions.map((companion) => (
          <CompanionRow
            key={companion.file}
            companion={companion}
            current={companion === current}
            may={may}
            open={open === companion.file}
            keep={() => keep(companion)}
            drop={() => drop(companion)}
            look={() => setOpen(open === companion.file ? undefined : companion.file)}
          />
        ))}
      </ul>
      {error ? <ProblemNote error={error} /> : null}
      {keeping ? (
        <KeepDialog
          title={`Let the ${objectWords[keeping.object].toLowerCase()} pass as it is`}
          action="Let it pass"
          onClose={() => setKeeping(undefined)}
          onDo={(reason) => choose(keeping, 'kept', reason)}
        >
          {keeping.problem} Say why recipients may see it.
        </KeepDialog>
      ) : null}
    </section>
  );
}

function Joining({ title }: { title: string | undefined }) {
  return title ? (
    <p className="small">
      Their images have passed the gate as <strong>{title}</strong>: once approved they go with it.
    </p>
  ) : (
    <p className="small">Their images have not passed the gate. They wait here and can join them later.</p>
  );
}

interface RowProps {
  companion: GateCompanion;
  current: boolean;
  may: boolean;
  open: boolean;
  keep: () => void;
  drop: () => void;
  look: () => void;
}

function CompanionRow({ companion, current, may, open, keep, drop, look }: RowProps) {
  const { tone, words } = companionWords(companion);
  const hint = (key: string) => (current ? key : undefined);
  return (
    <li className="residual stack tight" aria-current={current}>
      <div className="row wrap">
        <strong className="grow">{objectWords[companion.object]}</strong>
        <StateMark tone={tone}>{words}</StateMark>
        <span className="row" style={{ gap: 6 }}>
          <Button size="small" hint={hint('C')} aria-expanded={open} onClick={look}>
            What it says
          </Button>
          {may ? (
            <>
              <Button size="small" hint={hint('G')} aria-pressed={companion.state === 'kept'} onClick={keep}>
                {companion.problem ? 'Keep …' : 'Pass'}
              </Button>
              <Button size="small" hint={hint('U')} aria-pressed={companion.state === 'dropped'} onClick={drop}>
                Leave out
              </Button>
            </>
          ) : null}
        </span>
      </div>
      <p className="small dim tabular">{companionCounts(companion)}</p>
      {companion.problem ? <p className="small">{companion.problem}</p> : null}
      {open ? <CompanionWords companion={companion} /> : null}
    </li>
  );
}

function CompanionWords({ companion }: { companion: GateCompanion }) {
  const [text, setText] = useState<string>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let gone = false;
    api
      .get<string>(companion.text)
      .then((words) => {
        if (!gone) setText(words);
      })
      .catch(setError);
    return () => {
      gone = true;
    };
  }, [companion.text]);
  if (error) return <ProblemNote error={error} />;
  if (text === undefined) return <Loading what="Reading the object" />;
  return (
    <div className="stack tight">
      {companion.document ? (
        <p className="small">
          <a href={companion.document} target="_blank" rel="noreferrer">
            Open the document as it came
          </a>
        </p>
      ) : null}
      {text.trim() ? (
        <div className="companion-text" tabIndex={0} role="group" aria-label="What the object says">
          {text.trimEnd()}
        </div>
      ) : (
        <p className="small dim">{companion.document ? 'No text could be read from it.' : 'No word is left in it.'}</p>
      )}
      <HeaderDiff elements={companion.elements} />
    </div>
  );
}
