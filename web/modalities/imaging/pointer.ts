import type { PointerEvent as ReactPointerEvent } from 'react';
import type { Mark } from '../../core/contract.ts';
import type { MarkLayer } from '../../core/modality.ts';
import {
  boxBetween,
  type Corner,
  clampPoint,
  type ImageGeometry,
  type ImageMark,
  moved,
  type PixelPoint,
  resized,
  scaleOf,
  toCanvas,
  toPixel,
} from './geometry.ts';
import type { MaskHere } from './masks/masks-here.ts';
import { type Measure, type MeasureKind, pointsOf } from './measures.ts';
import { cornersOf, insertedCorner, withCorner, withoutCorner } from './outline.ts';
import type { Slice } from './stack.ts';
import type { Seen, StackView } from './stack-view.ts';

export type Tool = 'select' | 'window' | 'zoom' | 'pan' | 'box' | 'point' | 'polygon' | 'brush' | MeasureKind;

/** What a drag does from its start to its end. */
type Drag =
  | { kind: 'window' | 'zoom' | 'pan' | 'nothing' }
  | { kind: 'draw'; from: PixelPoint }
  | { kind: 'move'; mark: ImageMark; from: PixelPoint }
  | { kind: 'resize'; mark: ImageMark; corner: Corner }
  /** A corner of an outline, set anew on one of its sides where it was not there yet. */
  | { kind: 'corner'; mark: OutlineMark; corner: number }
  /** The line of an outline, as the hand goes. */
  | { kind: 'outline'; line: PixelPoint[] }
  /** A stroke of the brush, as the hand goes. */
  | { kind: 'paint'; line: PixelPoint[]; erase: boolean }
  | { kind: 'measure'; measure: Measure; from: PixelPoint; end: number | undefined };

type OutlineMark = ImageMark & { geometry: Extract<ImageGeometry, { kind: 'polygon' }> };

export interface PointerScene {
  view: StackView;
  seen: Seen;
  slice: Slice;
  tool: Tool;
  marks: { layer: MarkLayer; mark: ImageMark }[];
  selected: string | undefined;
  setDraft: (geometry: ImageGeometry | undefined) => void;
  setHeld: (held: { id: string; geometry: ImageGeometry } | undefined) => void;
  /** The line that is being drawn around something, before the hand lets go. */
  setStroke: (line: readonly PixelPoint[] | undefined) => void;
  onSelect: (mark: string | undefined) => void;
  onRevise: (mark: Mark) => void;
  onDrawn: (geometry: ImageGeometry) => void;
  /** The corners of the outline in the making; empty where there is none. */
  outline: readonly PixelPoint[];
  onOutline: (points: readonly PixelPoint[]) => void;
  /** Closes the outline with these corners. */
  onClosed: (points: readonly PixelPoint[]) => void;
  /** The brush erases without being asked to. */
  erasing: boolean;
  /** The stroke so far; undefined when it has ended. */
  setPainting: (stroke: { line: readonly PixelPoint[]; erase: boolean } | undefined) => void;
  onPaint: (line: readonly PixelPoint[], erase: boolean) => void;
  /** The mask under a mark's id, which is chosen as it is and not dragged. */
  masks: readonly MaskHere[];
  /** What is measured on this picture, and a measure that still lacks a point. */
  measures: readonly Measure[];
  unfinished: Measure | undefined;
  onMeasure: (measure: Measure, done: boolean) => void;
  onChooseMeasure: (id: string | undefined) => void;
}

export const isMeasure = (tool: Tool): tool is MeasureKind => tool in pointsOf;

/** Smaller than this on screen, a drag was a click that slipped. */
const slip = 4;

/** As near as this on screen, the first corner is meant, and the outline is closed. */
const closing = 9;

/** A hand's line is kept to this much of a pixel of the screen. */
const fine = 0.75;

function startOf(scene: PointerScene, event: ReactPointerEvent<SVGSVGElement>, at: PixelPoint): Drag {
  if (event.button === 1) return { kind: 'pan' };
  const { tool } = scene;
  if (tool === 'brush') {
    return { kind: 'paint', line: [at], erase: scene.erasing || event.button === 2 || event.shiftKey };
  }
  if (event.button === 2) return { kind: 'zoom' };
  if (tool === 'box' || tool === 'point') return { kind: 'draw', from: at };
  if (tool === 'polygon') return { kind: 'outline', line: [onPicture(scene, at)] };
  const target = event.target instanceof Element ? event.target : undefined;
  const held = measureUnder(scene, target, at);
  if (held && (tool === 'select' || isMeasure(tool))) return held;
  if (isMeasure(tool)) return measureAnew(scene, tool, at);
  if (tool !== 'select') return { kind: tool };
  scene.onChooseMeasure(undefined);
  const corner = target?.getAttribute('data-corner') as Corner | null | undefined;
  const chosen = scene.marks.find(({ mark }) => mark.id === scene.selected);
  if (corner && chosen) return { kind: 'resize', mark: chosen.mark, corner };
  const ofOutline =
    chosen && isOutline(chosen.mark) ? cornerUnder(scene, chosen.mark, target, event.altKey, at) : undefined;
  if (ofOutline) return ofOutline;
  const id = target?.closest('[data-mark]')?.getAttribute('data-mark');
  if (id && scene.masks.some(({ mark }) => mark.id === id)) {
    scene.onSelect(id);
    return { kind: scene.seen.colour ? 'pan' : 'window' };
  }
  const hit = scene.marks.find(({ mark }) => mark.id === id);
  scene.onSelect(hit?.mark.id);
  if (hit?.layer.editable) return { kind: 'move', mark: hit.mark, from: at };
  return { kind: scene.seen.colour ? 'pan' : 'window' };
}

const isOutline = (mark: ImageMark): mark is OutlineMark => mark.geometry.kind === 'polygon';

const onPicture = ({ seen }: PointerScene, at: PixelPoint) => clampPoint(at, seen.columns, seen.rows);

/** The corner under the hand; with Alt it goes away. */
function cornerUnder(
  scene: PointerScene,
  mark: OutlineMark,
  target: Element | undefined,
  away: boolean,
  at: PixelPoint,
): Drag | undefined {
  const { geometry } = mark;
  const vertex = target?.getAttribute('data-vertex');
  const between = target?.getAttribute('data-between');
  if (vertex && away) {
    const points = [...withoutCorner(geometry.points, Number(vertex))];
    scene.onRevise({ ...mark, geometry: { ...geometry, points } });
    return { kind: 'nothing' };
  }
  if (vertex) return { kind: 'corner', mark, corner: Number(vertex) };
  if (!between) return undefined;
  const corner = Number(between) + 1;
  const points = insertedCorner(geometry.points, Number(between), onPicture(scene, at));
  return { kind: 'corner', mark: { ...mark, geometry: { ...geometry, points } }, corner };
}

/** Screen pixels between two places of the picture. */
function apart({ seen }: PointerScene, p: PixelPoint, q: PixelPoint): number {
  const [a, b] = [toCanvas(seen.placement, p), toCanvas(seen.placement, q)];
  return Math.hypot(a.left - b.left, a.top - b.top);
}

/** What the hand's line adds to the outline: a corner, a stretch of it, or its end. */
function endOutline(scene: PointerScene, line: readonly PixelPoint[], dragged: boolean): void {
  const drawn = dragged ? cornersOf(line, fine / scaleOf(scene.seen.placement)) : [line[0]!];
  const points = [...scene.outline, ...drawn];
  const last = points.at(-1)!;
  const back = points.length > 3 && apart(scene, points[0]!, last) <= closing;
  // A line that was drawn in one go is an outline; behind single corners it is a part of one.
  if (dragged && scene.outline.length === 0) scene.onClosed(back ? points.slice(0, -1) : points);
  else if (back) scene.onClosed(points.slice(0, -1));
  else scene.onOutline(points);
}

/** The measure under the hand, taken by an end or as a whole. */
function measureUnder(scene: PointerScene, target: Element | undefined, at: PixelPoint): Drag | undefined {
  const id = target?.closest('[data-measure]')?.getAttribute('data-measure');
  const measure = scene.measures.find((m) => m.id === id);
  if (!measure || scene.unfinished) return undefined;
  scene.onChooseMeasure(measure.id);
  const end = target?.getAttribute('data-end');
  return { kind: 'measure', measure, from: at, end: end === null || end === undefined ? undefined : Number(end) };
}

/** A new measure under the hand; of an angle that has its first leg, the end of the second. */
function measureAnew(scene: PointerScene, kind: MeasureKind, at: PixelPoint): Drag {
  const { unfinished, slice, seen } = scene;
  const point = clampPoint(at, seen.columns, seen.rows);
  const measure = unfinished
    ? { ...unfinished, points: [...unfinished.points.slice(0, pointsOf[unfinished.kind] - 1), point] }
    : { id: '', kind, file: slice.file.id, frame: slice.frame, points: [point, point] };
  return { kind: 'measure', measure, from: at, end: measure.points.length - 1 };
}

/** The measure as the hand has it now. */
function measured(drag: Extract<Drag, { kind: 'measure' }>, scene: PointerScene, at: PixelPoint): Measure {
  const { columns, rows } = scene.seen;
  const { measure, end, from } = drag;
  const points = measure.points.map((p, i) => {
    if (end === undefined) return clampPoint({ x: p.x + at.x - from.x, y: p.y + at.y - from.y }, columns, rows);
    return i === end ? clampPoint(at, columns, rows) : p;
  });
  return { ...measure, points };
}

/** The geometry a drag has made of its mark so far; undefined while it makes none. */
function shapeOf(drag: Drag, scene: PointerScene, at: PixelPoint): ImageGeometry | undefined {
  const { columns, rows } = scene.seen;
  const place = { file: scene.slice.file.id, frame: scene.slice.frame };
  if (drag.kind === 'draw') {
    return scene.tool === 'point'
      ? { kind: 'point', ...place, ...clampPoint(at, columns, rows) }
      : { kind: 'box', ...place, ...boxBetween(drag.from, at, columns, rows) };
  }
  if (drag.kind === 'move') return moved(drag.mark.geometry, at.x - drag.from.x, at.y - drag.from.y, columns, rows);
  if (drag.kind === 'corner') {
    const { geometry } = drag.mark;
    return { ...geometry, points: withCorner(geometry.points, drag.corner, onPicture(scene, at)) };
  }
  if (drag.kind === 'resize' && drag.mark.geometry.kind === 'box') {
    return resized(drag.mark.geometry, drag.corner, at, columns, rows);
  }
  return undefined;
}

/** Every place that the hand went through, also those between two frames of the screen. */
function coalesced(event: PointerEvent): readonly PointerEvent[] {
  const places = event.getCoalescedEvents?.() ?? [];
  return places.length > 0 ? places : [event];
}

/** Follows one press of a button or a pen until it is lifted. */
export function beginDrag(scene: PointerScene, event: ReactPointerEvent<SVGSVGElement>): void {
  const svg = event.currentTarget;
  const frame = svg.getBoundingClientRect();
  const pixel = (e: { clientX: number; clientY: number }) =>
    toPixel(scene.seen.placement, { left: e.clientX - frame.left, top: e.clientY - frame.top });
  const drag = startOf(scene, event, pixel(event));
  let [x, y] = [event.clientX, event.clientY];
  let far = 0;
  svg.setPointerCapture(event.pointerId);
  if (drag.kind === 'paint') scene.setPainting({ line: drag.line, erase: drag.erase });
  const move = (e: PointerEvent) => {
    const [dx, dy] = [e.clientX - x, e.clientY - y];
    [x, y] = [e.clientX, e.clientY];
    far = Math.max(far, Math.hypot(x - event.clientX, y - event.clientY));
    if (drag.kind === 'window') scene.view.dragWindow(dx, dy);
    else if (drag.kind === 'zoom') scene.view.zoomBy(1.01 ** -dy);
    else if (drag.kind === 'pan') scene.view.panBy(dx, dy);
    else if (drag.kind === 'measure') {
      if (far > slip || scene.unfinished) scene.onMeasure(measured(drag, scene, pixel(e)), false);
    } else if (drag.kind === 'paint') {
      for (const place of coalesced(e)) drag.line.push(pixel(place));
      scene.setPainting({ line: drag.line.slice(), erase: drag.erase });
    } else if (drag.kind === 'outline') {
      for (const place of coalesced(e)) drag.line.push(onPicture(scene, pixel(place)));
      if (far > slip) scene.setStroke(drag.line.slice());
    } else {
      const shape = shapeOf(drag, scene, pixel(e));
      if (shape && drag.kind === 'draw') scene.setDraft(shape);
      else if (shape && 'mark' in drag && far > slip) scene.setHeld({ id: drag.mark.id, geometry: shape });
    }
  };
  const up = (e: PointerEvent) => {
    svg.removeEventListener('pointermove', move);
    svg.removeEventListener('pointerup', up);
    svg.removeEventListener('pointercancel', up);
    scene.setDraft(undefined);
    scene.setHeld(undefined);
    scene.setStroke(undefined);
    scene.setPainting(undefined);
    if (e.type === 'pointercancel') return;
    if (drag.kind === 'measure') {
      if (far > slip || scene.unfinished) scene.onMeasure(measured(drag, scene, pixel(e)), true);
      return;
    }
    if (drag.kind === 'outline') {
      endOutline(scene, drag.line, far > slip);
      return;
    }
    if (drag.kind === 'paint') {
      scene.onPaint(drag.line, drag.erase);
      return;
    }
    const shape = shapeOf(drag, scene, pixel(e));
    if (!shape) return;
    if (drag.kind === 'draw' && (shape.kind === 'point' || far > slip)) scene.onDrawn(shape);
    else if ('mark' in drag && far > slip) scene.onRevise({ ...drag.mark, geometry: shape });
  };
  svg.addEventListener('pointermove', move);
  svg.addEventListener('pointerup', up);
  svg.addEventListener('pointercancel', up);
}
