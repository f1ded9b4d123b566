import { memo, useMemo } from 'react';
import { type Placement, toCanvas } from './geometry.ts';
import { captionOf, type Measure, pointsOf, type Spacing, type Values } from './measures.ts';

interface Props {
  measures: readonly Measure[];
  chosen: string | undefined;
  placement: Placement;
  spacing: Spacing;
  values: Values | undefined;
}

const ink = '#ffd166';

/** Rulers, angles and regions, each with its number. Yellow, so that none is taken for an answer. */
export function MeasuresOverlay({ measures, chosen, placement, spacing, values }: Props) {
  return (
    <g className="measures">
      {measures.map((m) => (
        <OneMeasure key={m.id} measure={m} on={m.id === chosen} {...{ placement, spacing, values }} />
      ))}
    </g>
  );
}

function pathOf(measure: Measure, placement: Placement): string {
  const at = measure.points.map((p) => toCanvas(placement, p));
  if (measure.kind !== 'ellipse') return `M${at.map((p) => `${p.left} ${p.top}`).join('L')}`;
  const [p, q] = measure.points;
  if (!p || !q) return '';
  // As the picture lies, turned or not: a ring of points of the matrix's own ellipse.
  const ring = Array.from({ length: 48 }, (_, i) => {
    const turn = (i / 48) * 2 * Math.PI;
    return toCanvas(placement, {
      x: (p.x + q.x) / 2 + (Math.abs(q.x - p.x) / 2) * Math.cos(turn),
      y: (p.y + q.y) / 2 + (Math.abs(q.y - p.y) / 2) * Math.sin(turn),
    });
  });
  return `M${ring.map((c) => `${c.left.toFixed(1)} ${c.top.toFixed(1)}`).join('L')}Z`;
}

const OneMeasure = memo(function OneMeasure({
  measure,
  on,
  placement,
  spacing,
  values,
}: Omit<Props, 'measures' | 'chosen'> & { measure: Measure; on: boolean }) {
  const path = pathOf(measure, placement);
  const ends = measure.points.map((p) => toCanvas(placement, p));
  const last = ends.reduce((low, p) => (p.top > low.top ? p : low), ends[0]!);
  const whole = measure.points.length === pointsOf[measure.kind];
  // Statistics run over all pixels of a region: not again for every move of the pointer.
  const lines = useMemo(() => (whole ? captionOf(measure, spacing, values) : []), [whole, measure, spacing, values]);
  return (
    <g data-measure={measure.id} className="measure">
      <path d={path} stroke="transparent" strokeWidth={12} />
      <path d={path} stroke="#0b0d10" strokeWidth={on ? 5 : 3.5} />
      <path d={path} stroke={ink} strokeWidth={on ? 2.5 : 1.5} />
      {ends.map((p, i) => (
        <circle
          key={i}
          data-end={i}
          cx={p.left}
          cy={p.top}
          r={on ? 4.5 : 3}
          fill={on ? '#fff' : ink}
          stroke="#0b0d10"
        />
      ))}
      {lines.map((line, i) => (
        <text key={i} className="caption" x={last.left + 8} y={last.top + 14 + i * 14} fill={ink}>
          {line}
        </text>
      ))}
    </g>
  );
});
