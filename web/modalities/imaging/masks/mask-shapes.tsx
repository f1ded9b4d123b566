import { memo, useMemo } from 'react';
import type { MarkLayer } from '../../../core/modality.ts';
import { type PixelPoint, type Placement, toCanvas } from '../geometry.ts';
import { snapped, type Tip } from './brush.ts';
import { edgeOf } from './edge.ts';
import type { MaskHere } from './masks-here.ts';
import { boundsOfRuns } from './runs.ts';

/** How masks are drawn: with their inside, as lines, or not at all for a moment. */
export type MaskLook = 'filled' | 'lines' | 'hidden';

interface PaintedProps {
  runs: string;
  columns: number;
  id: string;
  colour: string;
  dash: string | undefined;
  chosen: boolean;
  filled: boolean;
}

/** In image pixels with lines in screen pixels, as all shapes. */
const Painted = memo(function Painted({ runs, columns, id, colour, dash, chosen, filled }: PaintedProps) {
  const d = useMemo(() => edgeOf(runs, columns), [runs, columns]);
  const line = { d, vectorEffect: 'non-scaling-stroke', strokeLinejoin: 'round' } as const;
  return (
    <g data-mark={id} data-mask="" className="mark">
      <path
        {...line}
        fill={filled ? colour : 'transparent'}
        fillOpacity={filled ? (chosen ? 0.4 : 0.28) : 1}
        fillRule="evenodd"
        stroke="#0b0d10"
        strokeWidth={chosen ? 5 : 3.5}
        strokeOpacity={0.85}
      />
      <path {...line} fill="none" stroke={colour} strokeWidth={chosen ? 2.5 : 1.5} strokeDasharray={dash} />
    </g>
  );
});

interface Props {
  masks: readonly MaskHere[];
  selected: string | undefined;
  placement: Placement;
  look: MaskLook;
}

export function MaskShapes({ masks, selected, placement, look }: Props) {
  if (look === 'hidden') return null;
  const { a, b, c, d, e, f } = placement;
  return (
    <>
      <g transform={`matrix(${a} ${b} ${c} ${d} ${e} ${f})`}>
        {masks.map(({ layer, mark, part }) => (
          <Painted
            key={`${layer.id}-${mark.id}`}
            id={mark.id}
            runs={part.runs}
            columns={mark.geometry.width}
            colour={layer.colourOf?.(mark) ?? layer.colour}
            dash={layer.dash}
            chosen={mark.id === selected}
            filled={look === 'filled'}
          />
        ))}
      </g>
      {masks
        .filter(({ layer, mark }) => layer.label && (mark.id === selected || !layer.editable))
        .map((here) => (
          <Caption key={`${here.layer.id}-${here.mark.id}`} here={here} layer={here.layer} placement={placement} />
        ))}
    </>
  );
}

function Caption({ here, layer, placement }: { here: MaskHere; layer: MarkLayer; placement: Placement }) {
  const at = toCanvas(placement, boundsOfRuns(here.part.runs, here.mark.geometry.width));
  return (
    <text x={at.left} y={at.top - 7} className="caption" fill={layer.colourOf?.(here.mark) ?? layer.colour}>
      {layer.label?.(here.mark)}
    </text>
  );
}

interface BrushProps {
  tip: Tip;
  /** Where the brush is; undefined while it is off the picture. */
  at: PixelPoint | undefined;
  /** The line that the hand is painting. */
  stroke: readonly PixelPoint[] | undefined;
  erasing: boolean;
  placement: Placement;
}

/** The brush as large as it paints, and the stroke that has not ended. */
export function Brush({ tip, at, stroke, erasing, placement }: BrushProps) {
  const { a, b, c, d, e, f } = placement;
  // A line is as wide everywhere as the brush is in columns; rows are stretched to it.
  const stretch = tip.y / tip.x;
  const places = (stroke ?? []).map((p) => snapped(p, tip)).map((p) => `${p.x} ${p.y / stretch}`);
  const here = at && snapped(at, tip);
  const ring = here && { cx: here.x, cy: here.y, rx: tip.x, ry: tip.y, vectorEffect: 'non-scaling-stroke' as const };
  return (
    <g transform={`matrix(${a} ${b} ${c} ${d} ${e} ${f})`} className="brush" aria-hidden="true">
      {places.length > 0 ? (
        <path
          transform={`scale(1 ${stretch})`}
          d={`M${places[0]}h0L${places.join('L')}`}
          fill="none"
          stroke={erasing ? '#0b0d10' : '#2ba6a0'}
          strokeWidth={2 * tip.x}
          strokeOpacity={0.55}
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ) : null}
      {ring ? (
        <>
          <ellipse {...ring} stroke="#0b0d10" strokeWidth={3.5} />
          <ellipse
            {...ring}
            stroke={erasing ? '#e6e9ed' : '#2ba6a0'}
            strokeWidth={1.5}
            strokeDasharray={erasing ? '4 3' : undefined}
          />
        </>
      ) : null}
    </g>
  );
}
