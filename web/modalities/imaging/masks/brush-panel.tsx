import type { ReactNode } from 'react';
import { useCommands } from '../../../core/keys.ts';
import { count } from '../../../core/words.ts';
import { Button } from '../../../ui/button.tsx';
import { figure, type Spacing } from '../measures.ts';
import type { Slice } from '../stack.ts';
import { largest, smallest } from './brush.ts';
import { partOn } from './masks-here.ts';
import { countRuns } from './runs.ts';
import type { BrushInHand } from './use-brush.ts';

interface Props {
  brush: BrushInHand;
  slice: Slice | undefined;
  spacing: Spacing;
  /** Copies the mask in hand to a neighbouring picture and turns there. */
  onCopy: (step: number) => void;
  /** What else is made of the mask in hand. */
  children?: ReactNode;
}

const lookWords = { filled: 'Filled', lines: 'Lines', hidden: 'Hidden' };

/** What is in hand while masks are painted, and what can be done with it. */
export function BrushPanel({ brush, slice, spacing, onCopy, children }: Props) {
  const group = 'Brush';
  useCommands([
    { id: 'imaging.brush.erase', title: 'Erase, or paint again', group, keys: ['E'], run: brush.toggle },
    { id: 'imaging.brush.smaller', title: 'Smaller brush', group, keys: ['['], run: () => brush.resize(-1) },
    { id: 'imaging.brush.larger', title: 'Larger brush', group, keys: [']'], run: () => brush.resize(1) },
    { id: 'imaging.brush.alike', title: 'Paint like values alone', group, keys: ['Shift+W'], run: brush.turnChoosy },
    {
      id: 'imaging.brush.grow',
      title: 'Grow from a place over like values',
      group,
      keys: ['Shift+G'],
      run: brush.turnGrowing,
    },
    { id: 'imaging.brush.fill', title: 'Fill the holes', group, keys: ['Shift+H'], run: () => brush.fill(slice) },
    { id: 'imaging.brush.next', title: 'Copy to the next picture', group, keys: ['.'], run: () => onCopy(1) },
    { id: 'imaging.brush.previous', title: 'Copy to the previous picture', group, keys: [','], run: () => onCopy(-1) },
    { id: 'imaging.brush.another', title: 'Begin another mask', group, keys: ['Shift+B'], run: brush.another },
    {
      id: 'imaging.brush.look',
      title: 'Masks filled, as lines, hidden',
      group,
      keys: ['Shift+D'],
      run: brush.turnLook,
    },
  ]);
  return (
    <section className="brush-panel" aria-label="Brush">
      <Button size="small" hint="E" aria-pressed={brush.erasing} onClick={brush.toggle}>
        Erase
      </Button>
      <label className="brush-size">
        <span>
          Brush <span className="tabular">{brush.size} px</span> <kbd aria-hidden="true">[ ]</kbd>
        </span>
        <input
          type="range"
          min={smallest}
          max={Math.min(largest, 120)}
          value={Math.min(brush.size, 120)}
          aria-valuetext={`${brush.size} pixels`}
          // The arrows are the slider's while it has the focus, not the stack's.
          onKeyDown={(event) => event.key.startsWith('Arrow') && event.stopPropagation()}
          onChange={(event) => brush.setSize(Number(event.currentTarget.value))}
        />
      </label>
      <Button size="small" hint="⇧ W" aria-pressed={brush.choosy} onClick={brush.turnChoosy}>
        Like values
      </Button>
      <Button size="small" hint="⇧ G" aria-pressed={brush.growing} onClick={brush.turnGrowing}>
        Grow
      </Button>
      <Button size="small" look="quiet" hint="⇧ H" onClick={() => brush.fill(slice)}>
        Fill holes
      </Button>
      <Button size="small" look="quiet" hint="." onClick={() => onCopy(1)}>
        Copy on
      </Button>
      <Button size="small" look="quiet" hint="⇧ B" onClick={brush.another}>
        New mask
      </Button>
      <Button size="small" look="quiet" hint="⇧ D" onClick={brush.turnLook}>
        {lookWords[brush.look]}
      </Button>
      {children}
      <div className="brush-says">
        <span className="brush-extent tabular">{extentOf(brush, slice, spacing)}</span>
        <span role="status">{brush.note}</span>
      </div>
    </section>
  );
}

/** How large the mask in hand is here, and on how many pictures it is. */
function extentOf({ chosen }: BrushInHand, slice: Slice | undefined, spacing: Spacing): string {
  if (!chosen) return 'No mask in hand';
  const part = slice && partOn(chosen.geometry, slice.file.id, slice.frame);
  const painted = part ? countRuns(part.runs) : 0;
  const area = spacing
    ? figure({ value: painted * spacing.x * spacing.y, unit: 'mm²' })
    : figure({ value: painted, unit: 'px²' });
  return `${area} here · on ${count(chosen.geometry.parts.length, 'picture')}`;
}
