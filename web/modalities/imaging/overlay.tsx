import { memo } from 'react';
import type { MarkLayer } from '../../core/modality.ts';
import {
  boundsOf,
  type Corner,
  cornerOf,
  type ImageGeometry,
  type ImageMark,
  onImage,
  type PixelPoint,
  type Placement,
  scaleBar,
  toCanvas,
} from './geometry.ts';
import type { Seen } from './stack-view.ts';

export const corners: Corner[] = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'];

function isHere(geometry: ImageGeometry, file: string, frame: number): boolean {
  return geometry.file === file && geometry.frame === frame;
}

export function marksHere(
  layers: readonly MarkLayer[],
  file: string,
  frame: number,
): { layer: MarkLayer; mark: ImageMark }[] {
  const area = (g: ImageGeometry) => {
    const { width, height } = boundsOf(g);
    return width * height;
  };
  return layers
    .flatMap((layer) =>
      layer.marks
        .filter(onImage)
        .filter((m) => isHere(m.geometry, file, frame))
        .map((mark) => ({ layer, mark })),
    )
    .sort((p, q) => area(q.mark.geometry) - area(p.mark.geometry));
}

const dot = 9;

const lineOf = (points: readonly PixelPoint[]) => points.map((p, i) => `${i === 0 ? 'M' : 'L'}${p.x} ${p.y}`).join('');

interface ShapeProps {
  geometry: ImageGeometry;
  colour: string;
  dash?: string | undefined;
  chosen: boolean;
  id?: string;
}

/** Drawn in image pixels with strokes in screen pixels: zooming moves one transform, not a thousand shapes. */
const Shape = memo(function Shape({ geometry, colour, dash, chosen, id }: ShapeProps) {
  const g = geometry;
  if (g.kind === 'point') {
    const path = `M${g.x} ${g.y}h0`;
    return (
      <g data-mark={id} className="mark">
        <path
          d={path}
          stroke="#0b0d10"
          strokeWidth={chosen ? dot + 7 : dot + 4}
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
        {chosen ? (
          <path d={path} stroke="#fff" strokeWidth={dot + 3} strokeLinecap="round" vectorEffect="non-scaling-stroke" />
        ) : null}
        <path d={path} stroke={colour} strokeWidth={dot} strokeLinecap="round" vectorEffect="non-scaling-stroke" />
      </g>
    );
  }
  if (g.kind === 'polygon') {
    const line = { d: `${lineOf(g.points)}Z`, vectorEffect: 'non-scaling-stroke', strokeLinejoin: 'round' } as const;
    return (
      <g data-mark={id} className="mark">
        <path
          {...line}
          fill="transparent"
          fillRule="evenodd"
          stroke="#0b0d10"
          strokeWidth={chosen ? 6 : 4}
          strokeOpacity={0.85}
        />
        <path {...line} fill="none" stroke={colour} strokeWidth={chosen ? 3 : 2} strokeDasharray={dash} />
      </g>
    );
  }
  const box = { x: g.x, y: g.y, width: g.width, height: g.height, vectorEffect: 'non-scaling-stroke' } as const;
  return (
    <g data-mark={id} className="mark">
      <rect {...box} fill="transparent" stroke="#0b0d10" strokeWidth={chosen ? 6 : 4} strokeOpacity={0.85} />
      <rect {...box} fill="none" stroke={colour} strokeWidth={chosen ? 3 : 2} strokeDasharray={dash} />
    </g>
  );
});

export interface MarksProps {
  marks: { layer: MarkLayer; mark: ImageMark }[];
  selected: string | undefined;
  placement: Placement;
  draft: ImageGeometry | undefined;
  /** The mark being dragged is drawn where the hand holds it. */
  held: { id: string; geometry: ImageGeometry } | undefined;
  draftColour: string;
}

export function Marks({ marks, selected, placement, draft, held, draftColour }: MarksProps) {
  const { a, b, c, d, e, f } = placement;
  const chosen = marks.find(({ mark }) => mark.id === selected);
  const geometry = held?.id === selected ? held?.geometry : chosen?.mark.geometry;
  return (
    <>
      <g transform={`matrix(${a} ${b} ${c} ${d} ${e} ${f})`}>
        {marks.map(({ layer, mark }) => (
          <Shape
            key={`${layer.id}-${mark.id}`}
            id={mark.id}
            geometry={held?.id === mark.id ? held.geometry : mark.geometry}
            colour={layer.colour}
            dash={layer.dash}
            chosen={mark.id === selected}
          />
        ))}
        {draft ? <Shape geometry={draft} colour={draftColour} chosen /> : null}
      </g>
      {chosen?.layer.editable && geometry?.kind === 'box'
        ? corners.map((corner) => {
            const at = toCanvas(placement, cornerOf(geometry, corner));
            return (
              <rect
                key={corner}
                data-corner={corner}
                className={`handle ${corner}`}
                x={at.left - 4}
                y={at.top - 4}
                width={8}
                height={8}
                fill="#fff"
                stroke="#0b0d10"
              />
            );
          })
        : null}
      {chosen?.layer.editable && geometry?.kind === 'polygon' ? (
        <OutlineHandles points={geometry.points} placement={placement} />
      ) : null}
      {marks
        .filter(({ layer, mark }) => layer.label && (mark.id === selected || !layer.editable))
        .map(({ layer, mark }) => (
          <Caption key={`${layer.id}-${mark.id}`} placement={placement} mark={mark} layer={layer} />
        ))}
    </>
  );
}

/** Where an outline is taken by hand: each corner, and between two the place where another comes. */
function OutlineHandles({ points, placement }: { points: readonly PixelPoint[]; placement: Placement }) {
  const places = points.map((p) => toCanvas(placement, p));
  return places.map((at, i) => {
    const next = places[(i + 1) % places.length]!;
    const between = { left: (at.left + next.left) / 2, top: (at.top + next.top) / 2 };
    // Where corners stand close there is no room between, and another one is of no use.
    const room = Math.hypot(next.left - at.left, next.top - at.top) > 28;
    return (
      <g key={i} stroke="#0b0d10">
        <rect
          data-vertex={i}
          className="handle vertex"
          x={at.left - 4}
          y={at.top - 4}
          width={8}
          height={8}
          fill="#fff"
        />
        {room ? (
          <circle
            data-between={i}
            className="handle vertex"
            cx={between.left}
            cy={between.top}
            r={3.5}
            fill="#fff"
            fillOpacity={0.7}
          />
        ) : null}
      </g>
    );
  });
}

/** An outline that is not closed yet; its first corner says that it closes there. */
export function OpenOutline({
  points,
  stroke,
  ahead,
  placement,
  colour,
}: {
  points: readonly PixelPoint[];
  /** The line that the hand is drawing behind the corners. */
  stroke: readonly PixelPoint[] | undefined;
  /** Where the hand or the cross would set the next. */
  ahead: PixelPoint | undefined;
  placement: Placement;
  colour: string;
}) {
  const { a, b, c, d, e, f } = placement;
  const line = lineOf([...points, ...(stroke ?? (ahead ? [ahead] : []))]);
  const begin = points[0] ?? stroke?.[0];
  const first = begin && toCanvas(placement, begin);
  return (
    <g className="open-outline" aria-hidden="true">
      <g transform={`matrix(${a} ${b} ${c} ${d} ${e} ${f})`} fill="none">
        <path d={line} stroke="#0b0d10" strokeWidth={5} strokeOpacity={0.85} vectorEffect="non-scaling-stroke" />
        <path d={line} stroke={colour} strokeWidth={2.5} vectorEffect="non-scaling-stroke" />
      </g>
      {points.slice(1).map((p, i) => {
        const at = toCanvas(placement, p);
        return <rect key={i} x={at.left - 3} y={at.top - 3} width={6} height={6} fill="#fff" stroke="#0b0d10" />;
      })}
      {first ? (
        <circle
          cx={first.left}
          cy={first.top}
          r={points.length > 2 ? 7 : 4}
          fill="#fff"
          stroke={colour}
          strokeWidth={2}
        />
      ) : null}
    </g>
  );
}

function Caption({ placement, mark, layer }: { placement: Placement; mark: ImageMark; layer: MarkLayer }) {
  const at = toCanvas(placement, boundsOf(mark.geometry));
  return (
    <text x={at.left} y={at.top - 7} className="caption" fill={layer.colour}>
      {layer.label?.(mark)}
    </text>
  );
}

/** Where the pictures of other panes lie in this one. */
export function ReferenceLines({
  lines,
  placement,
}: {
  lines: readonly (readonly [PixelPoint, PixelPoint])[];
  placement: Placement;
}) {
  return (
    <g className="reference-lines" aria-hidden="true">
      {lines.map(([from, to], i) => {
        const [p, q] = [toCanvas(placement, from), toCanvas(placement, to)];
        const path = `M${p.left} ${p.top}L${q.left} ${q.top}`;
        return (
          <g key={i}>
            <path d={path} stroke="#0b0d10" strokeWidth={3} strokeOpacity={0.7} />
            <path d={path} stroke="#7aa2ff" strokeWidth={1} strokeDasharray="6 4" />
          </g>
        );
      })}
    </g>
  );
}

/** Orientation letters and the scale bar; both only where the object says so. */
export function Surround({ seen, width, height }: { seen: Seen; width: number; height: number }) {
  const bar = seen.spacing ? scaleBar(seen.spacing.x / seen.zoom, Math.min(160, width / 3)) : undefined;
  const left = width / 2 - (bar?.pixels ?? 0) / 2;
  const { letters } = seen;
  return (
    <g aria-hidden="true">
      {letters ? (
        <>
          <text className="letter" x={10} y={height / 2}>
            {letters.left}
          </text>
          <text className="letter" x={width - 10} y={height / 2} textAnchor="end">
            {letters.right}
          </text>
          <text className="letter" x={width / 2} y={18} textAnchor="middle">
            {letters.top}
          </text>
          <text className="letter" x={width / 2} y={height - 34} textAnchor="middle">
            {letters.bottom}
          </text>
        </>
      ) : null}
      {bar ? (
        <>
          <path className="bar-halo" d={`M${left} ${height - 16}v6h${bar.pixels}v-6`} />
          <path className="bar" d={`M${left} ${height - 16}v6h${bar.pixels}v-6`} />
          <text className="letter small" x={width / 2} y={height - 14} textAnchor="middle">
            {bar.millimetres >= 10 ? `${bar.millimetres / 10} cm` : `${bar.millimetres} mm`}
          </text>
        </>
      ) : null}
    </g>
  );
}
