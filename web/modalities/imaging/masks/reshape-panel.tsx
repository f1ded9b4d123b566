import { useState } from 'react';
import { useCommands } from '../../../core/keys.ts';
import { changedParts, type Part } from '../../../core/parts.ts';
import { count } from '../../../core/words.ts';
import { Button } from '../../../ui/button.tsx';
import { planeOf, spacingOf } from '../pixels.ts';
import type { Slice } from '../stack.ts';
import { type MaskGeometry, type MaskMark, partOn } from './masks-here.ts';
import { filledBetween, type Reshaping, reshapedMask } from './reshaping.ts';

interface Props {
  /** The mask in hand. */
  chosen: MaskMark | undefined;
  slice: Slice | undefined;
  /** The pictures of the stack, at the same step of every other axis. */
  stack: readonly Slice[];
  onRevise: (mark: MaskMark) => void;
  onWithdraw: (id: string) => void;
  /** What was done, or why not, for the line under the brush. */
  onSay: (note: string) => void;
}

/** What is made of a mask in one act: its gaps in the stack filled, its edge smoother, wider or narrower, its specks gone. */
export function ReshapePanel({ chosen, slice, stack, onRevise, onWithdraw, onSay }: Props) {
  const [everywhere, setEverywhere] = useState(false);
  const spacingIn = (part: Part) => {
    const found = stack.find((s) => s.file.id === part.file && s.frame === part.frame);
    return (found && spacingOf(found.imageId)) ?? { x: 1, y: 1 };
  };
  const spacing = slice && spacingOf(slice.imageId);
  const unit = spacing ? 'mm' : 'px';
  // A millimetre, or a pixel where that is more: less would change nothing.
  const coarse = spacing ? Math.max(spacing.x, spacing.y) : 1;
  const [margin, radius] = [Math.max(1, coarse), Math.max(2, 1.5 * coarse)];
  const length = (value: number) => `${Number(value.toPrecision(2))} ${unit}`;

  const keep = (geometry: MaskGeometry, done: string) => {
    if (!chosen) return;
    if (geometry.parts.length === 0) {
      onWithdraw(chosen.id);
      onSay('Nothing was left of the mask, and it was taken away. Z brings it back.');
    } else if (!changedParts(chosen.geometry, geometry)) onSay('Nothing changes by that.');
    else {
      onRevise({ ...chosen, geometry });
      onSay(done);
    }
  };

  const reshape = (how: Reshaping, done: string) => {
    const here = slice && chosen && partOn(chosen.geometry, slice.file.id, slice.frame);
    const parts = everywhere ? (chosen?.geometry.parts ?? []) : here ? [here] : [];
    if (!chosen || parts.length === 0) return onSay('Choose a mask on this picture first.');
    keep(
      reshapedMask(chosen.geometry, parts, how, spacingIn),
      everywhere ? `${done} on ${count(parts.length, 'picture')}.` : `${done} on this picture.`,
    );
  };

  const fillBetween = () => {
    if (!chosen) return onSay('Choose a mask first.');
    const { geometry, pictures } = filledBetween(chosen.geometry, stack, spacingIn, depthOf);
    if (pictures === 0) onSay('No picture lies free between two that the mask is painted on.');
    else
      keep(
        geometry,
        `Filled ${count(pictures, 'picture')} between those that were painted. Look through them: they were not seen, but made.`,
      );
  };

  const acts = [
    { id: 'between', title: 'Fill the pictures between', short: 'Fill between', key: 'Shift+I', run: fillBetween },
    {
      id: 'smooth',
      title: 'A smoother edge',
      short: 'Smoother',
      key: 'Shift+S',
      run: () => reshape({ kind: 'smooth', radius }, `Smoothed over ${length(radius)}`),
    },
    {
      id: 'wider',
      title: `Wider by ${length(margin)}`,
      short: `+ ${length(margin)}`,
      key: 'Shift+K',
      run: () => reshape({ kind: 'margin', by: margin }, `${length(margin)} wider`),
    },
    {
      id: 'narrower',
      title: `Narrower by ${length(margin)}`,
      short: `− ${length(margin)}`,
      key: 'Shift+J',
      run: () => reshape({ kind: 'margin', by: -margin }, `${length(margin)} narrower`),
    },
    {
      id: 'largest',
      title: 'The largest part alone',
      short: 'Largest part',
      key: 'Shift+O',
      run: () => reshape({ kind: 'largest' }, 'The largest part alone is left'),
    },
  ];
  useCommands(
    acts.map(({ id, title, key, run }) => ({ id: `imaging.reshape.${id}`, title, group: 'Brush', keys: [key], run })),
  );
  return (
    <fieldset className="reshape-panel">
      <legend className="visually-hidden">Reshape the mask</legend>
      {acts.map(({ id, short, key, run }) => (
        <Button key={id} size="small" look="quiet" hint={key.replace('Shift+', '⇧ ')} onClick={run} disabled={!chosen}>
          {short}
        </Button>
      ))}
      <Button size="small" look="quiet" aria-pressed={everywhere} onClick={() => setEverywhere((on) => !on)}>
        {everywhere ? 'On all its pictures' : 'On this picture'}
      </Button>
    </fieldset>
  );
}

/** How deep in the patient a picture lies: along the normal of its own plane. */
function depthOf(slice: Slice): number | undefined {
  const plane = planeOf(slice.imageId);
  if (!plane) return undefined;
  const [a, b] = [plane.row, plane.column];
  const normal = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  return plane.origin.reduce((sum, at, i) => sum + at * normal[i]!, 0);
}
