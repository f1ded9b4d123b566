import {
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type WheelEvent,
} from 'react';
import type { Mark } from '../../core/contract.ts';
import type { MarkLayer } from '../../core/modality.ts';
import { Cross, CursorKeys } from './cursor.tsx';
import { Dimensions } from './dimensions.tsx';
import { loadAhead, outwards } from './engine.ts';
import { type ImageGeometry, moved, type PixelPoint, resized, samePlacement, toPixel } from './geometry.ts';
import type { Opening } from './grid.ts';
import { type Layout, placeAt, turnAxis, turnPosition } from './layout.ts';
import { Brush, MaskShapes } from './masks/mask-shapes.tsx';
import { maskAt, masksHere } from './masks/masks-here.ts';
import type { BrushInHand } from './masks/use-brush.ts';
import type { Measure, Values } from './measures.ts';
import { MeasuresOverlay } from './measures-overlay.tsx';
import { isInside } from './outline.ts';
import { Marks, marksHere, OpenOutline, ReferenceLines, Surround } from './overlay.tsx';
import { valuesOf } from './pixels.ts';
import { beginDrag, type Tool } from './pointer.ts';
import { takesSeries } from './series-strip.tsx';
import { framesOf, type Slice } from './stack.ts';
import { type Seen, StackView } from './stack-view.ts';
import { useCross } from './use-cross.ts';
import type { Measures } from './use-measures.ts';
import { OutlineKeys, useOutline } from './use-outline.tsx';

export interface ViewportProps {
  title: string;
  /** Why nothing hangs here; undefined where something does. */
  missing?: string | undefined;
  /** How its hanging protocol opens it. */
  opening?: Opening | undefined;
  /** Which of several pictures, from 1. */
  number?: number | undefined;
  slices: readonly Slice[];
  /** Positions and axes, where there are several pictures at each position. */
  layout: Layout | undefined;
  index: number;
  onIndex: (index: number) => void;
  tool: Tool;
  active: boolean;
  onActivate: () => void;
  layers: readonly MarkLayer[];
  selected: string | undefined;
  onSelect: (mark: string | undefined) => void;
  onRevise: (mark: Mark) => void;
  onDrawn: (geometry: ImageGeometry) => void;
  onSeen: (seen: Seen) => void;
  measures: Measures;
  brush: BrushInHand;
  /** Where the pictures of other panes cut this one, in its pixels. */
  lines: readonly (readonly [PixelPoint, PixelPoint])[];
  /** The cross that keys carry is out, in the active pane. */
  cross: boolean;
  onCrossLeft: () => void;
  onSeries: (index: number) => void;
  ref: Ref<ViewportHandle>;
}

export interface ViewportHandle {
  view: () => StackView | undefined;
  seen: () => Seen | undefined;
  /** Moves the selected mark by image pixels. */
  nudge: (dx: number, dy: number) => void;
  /** Moves the lower right corner of the selected mark by image pixels. */
  grow: (dx: number, dy: number) => void;
}

/** Opens the Cornerstone view, keeps it on the slice that is asked for, and answers what it shows. */
function useStackView(
  slices: readonly Slice[],
  index: number,
  opening: Opening | undefined,
  onSeen: (seen: Seen) => void,
) {
  const element = useRef<HTMLDivElement>(null);
  const view = useRef<StackView>(undefined);
  const [seen, setSeen] = useState<Seen>();
  const [failure, setFailure] = useState<string>();
  const wanted = useRef(index);
  wanted.current = index;
  const report = useRef(onSeen);
  report.current = onSeen;
  useLayoutEffect(() => {
    const opened = new StackView(element.current!, (next) => {
      setSeen((last) => (last && isSame(last, next) ? last : next));
      report.current(next);
    });
    view.current = opened;
    return () => {
      view.current = undefined;
      opened.close();
    };
  }, []);
  useEffect(() => {
    const control = new AbortController();
    const ids = slices.map((s) => s.imageId);
    if (ids.length === 0) return;
    setFailure(undefined);
    view.current
      ?.show(ids, Math.min(wanted.current, ids.length - 1), opening)
      .then(() => loadAhead(outwards(ids, wanted.current), control.signal))
      .catch((error: unknown) => setFailure(reason(error)));
    return () => control.abort();
  }, [slices, opening]);
  useEffect(() => {
    view.current?.turnTo(index).then(
      () => setFailure(undefined),
      (error: unknown) => setFailure(reason(error)),
    );
  }, [index]);
  return { element, view, seen, failure };
}

function reason(error: unknown): string {
  const inner = error && typeof error === 'object' && 'error' in error ? error.error : error;
  return inner instanceof Error ? inner.message : 'The picture could not be decoded';
}

function isSame(p: Seen, q: Seen): boolean {
  return (
    samePlacement(p.placement, q.placement) &&
    p.windowWidth === q.windowWidth &&
    p.windowCentre === q.windowCentre &&
    p.columns === q.columns &&
    p.rows === q.rows &&
    p.flipped === q.flipped &&
    p.spacing?.x === q.spacing?.x &&
    p.spacing?.y === q.spacing?.y
  );
}

function counted(slices: readonly Slice[], layout: Layout | undefined, index: number): string {
  if (layout) return `slice ${placeAt(layout, index).position + 1}/${layout.positions}`;
  return `${framesOf(slices[0]!.file) > 1 ? 'frame' : 'slice'} ${index + 1}/${slices.length}`;
}

export function Viewport(props: ViewportProps) {
  const { slices, layout, index, onIndex, tool, layers, selected } = props;
  const { element, view, seen, failure } = useStackView(slices, index, props.opening, props.onSeen);
  const [draft, setDraft] = useState<ImageGeometry>();
  const [held, setHeld] = useState<{ id: string; geometry: ImageGeometry }>();
  const slice = slices[Math.min(index, slices.length - 1)];
  const marks = useMemo(() => (slice ? marksHere(layers, slice.file.id, slice.frame) : []), [layers, slice]);
  // What has been shown has arrived: `seen` changes with it.
  const values = useMemo(() => (slice && seen ? valuesOf(slice.imageId) : undefined), [slice, seen]);
  const masks = useMemo(() => (slice ? masksHere(layers, slice.file.id, slice.frame) : []), [layers, slice]);
  const [painting, setPainting] = useState<{ line: readonly PixelPoint[]; erase: boolean }>();
  const editable = () => marks.find((m) => m.mark.id === selected && m.layer.editable)?.mark;
  useImperativeHandle(props.ref, () => ({
    view: () => view.current,
    seen: () => seen,
    nudge: (dx, dy) => {
      const mark = editable();
      if (mark && seen) props.onRevise({ ...mark, geometry: moved(mark.geometry, dx, dy, seen.columns, seen.rows) });
    },
    grow: (dx, dy) => {
      const mark = editable();
      if (!seen || mark?.geometry.kind !== 'box') return;
      const g = mark.geometry;
      const to = { x: g.x + Math.max(1, g.width + dx), y: g.y + Math.max(1, g.height + dy) };
      props.onRevise({ ...mark, geometry: resized(g, 'se', to, seen.columns, seen.rows) });
    },
  }));
  const { measures, brush } = props;
  const [measuring, setMeasuring] = useState<Measure>();
  const here = useMemo(
    () => (slice ? measures.all.filter((m) => m.file === slice.file.id && m.frame === slice.frame) : []),
    [measures.all, slice],
  );
  const unfinished = measuring && measuring.kind === tool && isOn(measuring, slice) ? measuring : undefined;
  const take = (measure: Measure, done: boolean) => {
    // Two points make no angle yet: the next click sets the third.
    if (measure.kind === 'angle' && measure.points.length < 3) {
      if (done) setMeasuring({ ...measure, points: [...measure.points, measure.points[1]!] });
      else setMeasuring(measure);
      return;
    }
    if (!done) return measure.id ? measures.change(measure, false) : setMeasuring(measure);
    setMeasuring(undefined);
    if (measure.id) measures.change(measure, true);
    else measures.add(measure);
  };
  const outline = useOutline({ tool, slice, active: props.active, onDrawn: props.onDrawn });
  const [stroke, setStroke] = useState<readonly PixelPoint[]>();
  const cross = useCross({
    tool,
    slice,
    columns: seen?.columns ?? 0,
    rows: seen?.rows ?? 0,
    onDrawn: props.onDrawn,
    onCorner: outline.set,
    onDropCorner: outline.drop,
    onPaint: (at) => slice && brush.paint(slice, [at], brush.erasing, { values, windowWidth: seen?.windowWidth }),
    onMeasured: measures.add,
    onTake: (at) =>
      props.onSelect(([...marks].reverse().find(({ mark }) => holds(mark.geometry, at)) ?? maskAt(masks, at))?.mark.id),
  });
  const crossing = props.cross && props.active && seen !== undefined;
  const [under, setUnder] = useState<PixelPoint>();
  const pointed = crossing ? cross.at : under;
  const wheel = (event: WheelEvent) => {
    if (event.ctrlKey) view.current?.zoomBy(event.deltaY < 0 ? 1.1 : 1 / 1.1);
    else if (layout) onIndex(turnPosition(layout, index, Math.sign(event.deltaY)));
    else if (slices.length > 1) onIndex(Math.max(0, Math.min(slices.length - 1, index + Math.sign(event.deltaY))));
  };
  const box = element.current;
  return (
    <section
      className="viewport"
      data-active={props.active}
      aria-label={props.title + (props.number === undefined ? '' : ` (picture ${props.number})`)}
      onPointerDownCapture={props.onActivate}
      onWheel={wheel}
      {...takesSeries(props.onSeries)}
    >
      <div className="pixels" ref={element} />
      <svg
        className={`over tool-${tool}`}
        role="img"
        aria-label={props.missing ?? `${props.title}, image ${index + 1} of ${slices.length}`}
        onContextMenu={(event) => event.preventDefault()}
        // The second click of two has set a corner where the first one did.
        onDoubleClick={() => outline.points.length > 1 && outline.close(outline.points.slice(0, -1))}
        onPointerLeave={() => setUnder(undefined)}
        onPointerMove={(event) => {
          if (!seen) return;
          const frame = event.currentTarget.getBoundingClientRect();
          const at = toPixel(seen.placement, { left: event.clientX - frame.left, top: event.clientY - frame.top });
          setUnder(at.x >= 0 && at.y >= 0 && at.x < seen.columns && at.y < seen.rows ? at : undefined);
          if (unfinished?.kind === 'angle' && event.buttons === 0 && unfinished.points.length === 3)
            setMeasuring({ ...unfinished, points: [...unfinished.points.slice(0, 2), at] });
        }}
        onPointerDown={(event) => {
          if (!view.current || !seen || !slice) return;
          beginDrag(
            {
              view: view.current,
              seen,
              slice,
              tool,
              marks,
              selected,
              setDraft,
              setHeld,
              onSelect: props.onSelect,
              onRevise: props.onRevise,
              onDrawn: props.onDrawn,
              outline: outline.points,
              onOutline: outline.keep,
              onClosed: outline.close,
              setStroke,
              erasing: brush.erasing,
              setPainting,
              onPaint: (line, erase) => brush.paint(slice, line, erase, { values, windowWidth: seen.windowWidth }),
              masks: brush.look === 'hidden' ? [] : masks,
              measures: here,
              unfinished: unfinished && unfinished.points.length === 3 ? unfinished : undefined,
              onMeasure: take,
              onChooseMeasure: measures.choose,
            },
            event,
          );
        }}
      >
        {seen ? (
          <>
            <MaskShapes masks={masks} selected={selected} placement={seen.placement} look={brush.look} />
            <Marks
              marks={marks}
              selected={selected}
              placement={seen.placement}
              draft={draft ?? (crossing ? cross.draft : undefined)}
              held={held}
              draftColour="#2ba6a0"
            />
            {outline.points.length > 0 || stroke ? (
              <OpenOutline
                points={outline.points}
                stroke={stroke}
                ahead={pointed}
                placement={seen.placement}
                colour="#2ba6a0"
              />
            ) : null}
            {tool === 'brush' && brush.offered && slice && (painting || pointed) ? (
              <Brush
                tip={brush.tipOn(slice)}
                at={pointed}
                stroke={painting?.line}
                erasing={painting?.erase ?? brush.erasing}
                placement={seen.placement}
              />
            ) : null}
            <ReferenceLines lines={props.lines} placement={seen.placement} />
            <MeasuresOverlay
              measures={[
                ...here,
                ...(unfinished ? [unfinished] : []),
                ...(crossing && cross.measure ? [cross.measure] : []),
              ]}
              chosen={measures.chosen}
              placement={seen.placement}
              spacing={seen.spacing}
              values={values}
            />
            {crossing ? <Cross at={cross.at} placement={seen.placement} /> : null}
            <Surround seen={seen} width={box?.clientWidth ?? 0} height={box?.clientHeight ?? 0} />
          </>
        ) : null}
      </svg>
      {crossing ? (
        <CursorKeys
          at={cross.at}
          columns={seen.columns}
          rows={seen.rows}
          onMove={cross.move}
          onSet={cross.onSet}
          onLeave={() => cross.drop() || props.onCrossLeft()}
        />
      ) : null}
      {outline.points.length > 0 ? <OutlineKeys outline={outline} crossing={crossing} /> : null}
      {outline.note ? (
        <div className="outline-note" role="alert">
          {outline.note}
        </div>
      ) : null}
      <div className="corner top-left">
        {props.title}
        {seen?.flipped ? <strong className="mirrored">mirrored</strong> : null}
      </div>
      <div className="corner bottom-left tabular">
        {seen?.windowWidth !== undefined
          ? `W ${Math.round(seen.windowWidth)} L ${Math.round(seen.windowCentre ?? 0)}`
          : ''}
        {pointed ? <Probe values={values} at={pointed} /> : null}
      </div>
      <div className="corner bottom-right tabular">
        {seen ? `${Math.round(seen.zoom * 100)} % · ` : ''}
        {slices.length > 1 ? counted(slices, layout, index) : seen ? `${seen.columns} × ${seen.rows}` : ''}
      </div>
      {layout ? (
        <Dimensions
          layout={layout}
          index={index}
          onStep={(axis, step) =>
            onIndex(turnAxis(layout, index, axis, step - (placeAt(layout, index).steps[axis] ?? 0)))
          }
        />
      ) : null}
      {props.missing ? (
        <div className="viewport-note">{props.missing}</div>
      ) : failure ? (
        <div className="viewport-note" role="alert">
          This picture cannot be shown: {failure}
        </div>
      ) : seen ? null : (
        <div className="viewport-note">Loading the picture …</div>
      )}
    </section>
  );
}

/** Place and value of the pixel under the hand or the cross. */
function Probe({ values, at }: { values: Values | undefined; at: PixelPoint }) {
  const [column, row] = [Math.floor(at.x), Math.floor(at.y)];
  const value = values && column < values.columns && row < values.rows ? values.at(column, row) : undefined;
  return (
    <span className="probe">
      {column}, {row}
      {value === undefined ? '' : ` · ${Number(value.toFixed(2))}${values?.unit ? ` ${values.unit}` : ''}`}
    </span>
  );
}

const isOn = (measure: Measure, slice: Slice | undefined) =>
  slice !== undefined && measure.file === slice.file.id && measure.frame === slice.frame;

/** A mark that a place lies in, or next to. */
function holds(g: ImageGeometry, at: PixelPoint): boolean {
  if (g.kind === 'point') return Math.hypot(g.x - at.x, g.y - at.y) <= 12;
  if (g.kind === 'polygon') return isInside(g.points, at);
  return at.x >= g.x && at.y >= g.y && at.x <= g.x + g.width && at.y <= g.y + g.height;
}
