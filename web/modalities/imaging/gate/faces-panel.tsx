import { useState } from 'react';
import { api } from '../../../core/api.ts';
import type { GateEntryDetail, GateFace } from '../../../core/contract.ts';
import { useCommands } from '../../../core/keys.ts';
import { count, percent } from '../../../core/words.ts';
import { Button } from '../../../ui/button.tsx';
import { ProblemNote } from '../../../ui/notes.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { faceWords, nextOpen } from './faces.ts';
import { KeepDialog } from './keep-dialog.tsx';
import type { PanelProps } from './panel.ts';

/** Heads of an entry: the surface before and after the proposed cut, and what a person says about each series. */
export function FacesPanel({ entry, path, may, onSaved, onDecision }: PanelProps) {
  const [at, setAt] = useState(0);
  const [keeping, setKeeping] = useState(false);
  const [error, setError] = useState<unknown>();
  const faces = entry.faces;
  const face = faces[Math.min(at, faces.length - 1)];
  const choose = async (state: GateFace['state'], reason?: string) => {
    if (!face) return;
    setError(undefined);
    const reply = await api.put<{
      revision: number;
      decision?: GateEntryDetail['decision'];
      series: Pick<GateFace, 'series' | 'state' | 'reason'>[];
    }>(`${path}/faces`, {
      revision: entry.faceRevision,
      choices: [{ series: face.series, state, ...(reason ? { reason } : {}) }],
    });
    const now = faces.map((f) => {
      const said = reply.series.find((s) => s.series === f.series);
      const { reason: _, ...rest } = f;
      return said ? { ...rest, state: said.state, ...(said.reason ? { reason: said.reason } : {}) } : f;
    });
    onSaved((old) => (old.type === 'imaging' ? { ...old, faces: now, faceRevision: reply.revision } : old));
    onDecision(reply.decision);
    setAt(nextOpen(now, at));
  };
  const remove = () => void choose(face?.state === 'accepted' ? 'proposed' : 'accepted').catch(setError);
  const group = 'Faces';
  useCommands([
    {
      id: 'face.remove',
      title: 'Remove the face',
      group,
      keys: ['D'],
      disabled: !may || !face?.hasCut,
      run: remove,
    },
    {
      id: 'face.keep',
      title: 'Keep the head as it is',
      group,
      keys: ['N'],
      disabled: !may || !face,
      run: () => setKeeping(true),
    },
    {
      id: 'face.next',
      title: 'Next head',
      group,
      keys: ['F'],
      disabled: faces.length < 2,
      run: () => setAt((at + 1) % faces.length),
    },
  ]);
  if (!face) return null;
  const { tone, words } = faceWords(face);
  return (
    <section className="stack tight faces" aria-label="Faces">
      <div className="row between wrap">
        <h2 className="panel-title">
          {faces.length > 1 ? `Head ${at + 1} of ${faces.length}: ` : ''}
          {face.title}
        </h2>
        <StateMark tone={tone}>{words}</StateMark>
      </div>
      {face.pictures.map((name) => (
        <figure key={name} className="faces-row">
          <figcaption>
            {name === 'before' ? 'Before' : 'After'}: from the front, from both sides, from the left
          </figcaption>
          <img src={face.address + name} alt={pictureWords(name, face)} draggable={false} />
        </figure>
      ))}
      <p className="small dim tabular">{figures(face)}</p>
      {error ? <ProblemNote error={error} /> : null}
      {may ? (
        <div className="row wrap" style={{ gap: 6 }}>
          {face.hasCut ? (
            <Button size="small" hint="D" aria-pressed={face.state === 'accepted'} onClick={remove}>
              Remove the face
            </Button>
          ) : null}
          <Button size="small" hint="N" onClick={() => setKeeping(true)}>
            Keep as it is …
          </Button>
          {faces.length > 1 ? (
            <Button size="small" look="quiet" hint="F" onClick={() => setAt((at + 1) % faces.length)}>
              Next head
            </Button>
          ) : null}
        </div>
      ) : null}
      {keeping ? (
        <KeepDialog
          title={`Keep ${face.title} as it is`}
          action="Keep as it is"
          onClose={() => setKeeping(false)}
          onDo={(reason) => choose('kept', reason)}
        >
          Whoever reads it can render what is in it: say why no face is to be removed.
        </KeepDialog>
      ) : null}
    </section>
  );
}

function pictureWords(name: string, face: GateFace): string {
  return name === 'before'
    ? `The surface of ${face.title} as it is, in four views`
    : `The surface of ${face.title} without face and ears, in four views`;
}

function figures(face: GateFace): string {
  if (face.removedMillilitres === undefined) return count(face.files, 'file');
  return [
    count(face.files, 'file'),
    `brain estimate ${Math.round(face.brainMillilitres ?? 0)} ml, not touched`,
    face.hasCut ? `${Math.round(face.removedMillilitres)} ml of tissue removed` : '',
    face.hasCut ? `${percent(face.skinLeft ?? 0, 1)} of the skin in the zones left` : '',
  ]
    .filter(Boolean)
    .join(' · ');
}
