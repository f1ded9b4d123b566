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
import { Dimensions } from './dimensions.tsx';
import { loadAhead, outwards } from './engine.ts';
import { type ImageGeometry, moved, samePlacement } from './geometry.ts';
import { type Layout, placeAt, turnAxis, turnPosition } from './layout.ts';
import { Marks, marksHere, Surround } from './overlay.tsx';
import { beginDrag, type Tool } from './pointer.ts';
import { framesOf, type Slice } from './stack.ts';
import { type Seen, StackView } from './stack-view.ts';

export interface ViewportProps {
  title: string;
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
  ref: Ref<ViewportHandle>;
}

export interface ViewportHandle {
  view: () => StackView | undefined;
  seen: () => Seen | undefined;
  /** Moves the selected mark by image pixels. */
  nudge: (dx: number, dy: number) => void;
}

/** Opens the Cornerstone view, keeps it on the slice that is asked for, and answers what it shows. */
function useStackView(slices: readonly Slice[], index: number, onSeen: (seen: Seen) => void) {
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
      ?.show(ids, Math.min(wanted.current, ids.length - 1))
      .then(() => loadAhead(outwards(ids, wanted.current), control.signal))
      .catch((error: unknown) => setFailure(reason(error)));
    return () => control.abort();
  }, [slices]);
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
    p.spacing === q.spacing
  );
}

function counted(slices: readonly Slice[], layout: Layout | undefined, index: number): string {
  if (layout) return `slice ${placeAt(layout, index).position + 1}/${layout.positions}`;
  return `${framesOf(slices[0]!.file) > 1 ? 'frame' : 'slice'} ${index + 1}/${slices.length}`;
}

export function Viewport(props: ViewportProps) {
  const { slices, layout, index, onIndex, tool, layers, selected } = props;
  const { element, view, seen, failure } = useStackView(slices, index, props.onSeen);
  const [draft, setDraft] = useState<ImageGeometry>();
  const [held, setHeld] = useState<{ id: string; geometry: ImageGeometry }>();
  const slice = slices[Math.min(index, slices.length - 1)];
  const marks = useMemo(() => (slice ? marksHere(layers, slice.file.id, slice.frame) : []), [layers, slice]);
  useImperativeHandle(props.ref, () => ({
    view: () => view.current,
    seen: () => seen,
    nudge: (dx, dy) => {
      const mark = marks.find((m) => m.mark.id === selected && m.layer.editable)?.mark;
      if (mark && seen) props.onRevise({ ...mark, geometry: moved(mark.geometry, dx, dy, seen.columns, seen.rows) });
    },
  }));
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
      aria-label={props.title}
      onPointerDownCapture={props.onActivate}
      onWheel={wheel}
    >
      <div className="pixels" ref={element} />
      <svg
        className={`over tool-${tool}`}
        role="img"
        aria-label={`${props.title}, image ${index + 1} of ${slices.length}`}
        onContextMenu={(event) => event.preventDefault()}
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
            },
            event,
          );
        }}
      >
        {seen ? (
          <>
            <Marks
              marks={marks}
              selected={selected}
              placement={seen.placement}
              draft={draft}
              held={held}
              draftColour="#2ba6a0"
            />
            <Surround seen={seen} width={box?.clientWidth ?? 0} height={box?.clientHeight ?? 0} />
          </>
        ) : null}
      </svg>
      <div className="corner top-left">{props.title}</div>
      <div className="corner bottom-left tabular">
        {seen?.windowWidth !== undefined
          ? `W ${Math.round(seen.windowWidth)} L ${Math.round(seen.windowCentre ?? 0)}`
          : ''}
      </div>
      <div className="corner bottom-right tabular">
        {seen ? `${Math.round(seen.zoom * 100)} % · ` : ''}
        {slices.length > 1 ? counted(slices, layout, index) : `${seen?.columns ?? ''} × ${seen?.rows ?? ''}`}
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
      {failure ? (
        <div className="viewport-note" role="alert">
          This picture cannot be shown: {failure}
        </div>
      ) : seen ? null : (
        <div className="viewport-note">Loading the picture …</div>
      )}
    </section>
  );
}
