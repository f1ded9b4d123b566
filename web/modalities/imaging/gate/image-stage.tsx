import { type PointerEvent, useRef, useState } from 'react';
import type { GateBox } from '../../../core/contract.ts';
import { between, covers, type Place, type Rect } from './boxes.ts';

interface StageProps {
  place: Place;
  places: readonly Place[];
  boxes: readonly GateBox[];
  selected: string | undefined;
  may: boolean;
  /** Shows every value that occurs, not only those in the object's own window. */
  every: boolean;
  onSelect: (id: string | undefined) => void;
  onDraw: (rect: Rect) => void;
  onMove: (id: string, rect: Rect, ended: boolean) => void;
  /** The frame has been on screen. */
  onShown: (place: Place) => void;
}

type Hold =
  | { kind: 'draw'; x: number; y: number }
  | { kind: 'move' | 'size'; id: string; x: number; y: number; from: Rect };

const least = 3;

/** The frame as it came with its boxes, and beside it as it would go. */
export function ImageStage(props: StageProps) {
  const { place, places, boxes } = props;
  const { image, frame } = place;
  const images = [...new Set(places.map((p) => p.image))];
  const here = boxes.filter((b) => covers(b, place, images));
  const address = `${image.address}${frame}${props.every ? '?every=true' : ''}`;
  const [broken, setBroken] = useState<string>();
  if (broken === address)
    return <p className="gate-no-image dim">This frame cannot be drawn here. Hold the entry or reject it.</p>;
  const alt = `${image.title}, frame ${frame + 1} of ${image.frames}`;
  return (
    <div className="gate-stage">
      <figure>
        <div className="gate-picture">
          <img
            src={address}
            alt={`${alt}, before`}
            draggable={false}
            onLoad={() => props.onShown(place)}
            onError={() => setBroken(address)}
          />
          <BoxLayer {...props} here={here} />
        </div>
        <figcaption>Before{props.every ? ', every value' : ''}</figcaption>
      </figure>
      <figure>
        <div className="gate-picture">
          <img src={address} alt={`${alt}, after`} draggable={false} />
          <svg viewBox={`0 0 ${image.width} ${image.height}`} aria-hidden="true">
            {here
              .filter((b) => b.state === 'accepted')
              .map((b) => (
                <rect key={b.id} x={b.left} y={b.top} width={b.width} height={b.height} fill="#000" />
              ))}
          </svg>
        </div>
        <figcaption>After{props.every ? ', every value' : ''}</figcaption>
      </figure>
    </div>
  );
}

const stateWords = { proposed: 'proposed, undecided', accepted: 'will be blanked', dismissed: 'dismissed' };

function BoxLayer({ place, here, selected, may, onSelect, onDraw, onMove }: StageProps & { here: readonly GateBox[] }) {
  const { image } = place;
  const svg = useRef<SVGSVGElement>(null);
  const hold = useRef<Hold | undefined>(undefined);
  const [draft, setDraft] = useState<Rect>();
  const at = (event: PointerEvent) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.current!.getScreenCTM()!.inverse());
    return { x: point.x, y: point.y };
  };
  const begin = (event: PointerEvent, box?: GateBox, kind: 'move' | 'size' = 'move') => {
    if (!may || event.button !== 0) return;
    event.stopPropagation();
    svg.current!.setPointerCapture(event.pointerId);
    const { x, y } = at(event);
    hold.current = box ? { kind, id: box.id, x, y, from: box } : { kind: 'draw', x, y };
    if (!box) onSelect(undefined);
  };
  const rectOf = (held: Hold, event: PointerEvent): Rect => {
    const { x, y } = at(event);
    if (held.kind === 'draw') return between(held.x, held.y, x, y);
    const { left, top, width, height } = held.from;
    const dx = x - held.x;
    const dy = y - held.y;
    return held.kind === 'move'
      ? { left: left + dx, top: top + dy, width, height }
      : { left, top, width: width + dx, height: height + dy };
  };
  const move = (event: PointerEvent) => {
    const held = hold.current;
    if (!held) return;
    if (held.kind === 'draw') setDraft(rectOf(held, event));
    else onMove(held.id, rectOf(held, event), false);
  };
  const end = (event: PointerEvent) => {
    const held = hold.current;
    hold.current = undefined;
    setDraft(undefined);
    if (!held) return;
    const rect = rectOf(held, event);
    if (held.kind !== 'draw') onMove(held.id, rect, true);
    else if (rect.width >= least && rect.height >= least) onDraw(rect);
  };
  return (
    <svg
      ref={svg}
      viewBox={`0 0 ${image.width} ${image.height}`}
      onPointerDown={(e) => begin(e)}
      onPointerMove={move}
      onPointerUp={end}
      data-draws={may}
    >
      <title>Boxes</title>
      {here.map((box, i) => (
        <BoxShape
          key={box.id}
          box={box}
          name={`Box ${i + 1} of ${here.length}, ${stateWords[box.state]}`}
          chosen={box.id === selected}
          may={may}
          onSelect={() => onSelect(box.id)}
          onHold={(e, kind) => begin(e, box, kind)}
        />
      ))}
      {draft ? (
        <rect
          className="gate-box-line"
          x={draft.left}
          y={draft.top}
          width={draft.width}
          height={draft.height}
          stroke="var(--accent)"
        />
      ) : null}
    </svg>
  );
}

const colours = { proposed: 'var(--machine)', accepted: 'var(--dispute)', dismissed: 'var(--dim)' };
const dashes = { proposed: '6 4', accepted: undefined, dismissed: '2 4' };

interface ShapeProps {
  box: GateBox;
  name: string;
  chosen: boolean;
  may: boolean;
  onSelect: () => void;
  onHold: (event: PointerEvent, kind: 'move' | 'size') => void;
}

/** Tab goes from box to box: each is a control of its own. */
function BoxShape({ box, name, chosen, may, onSelect, onHold }: ShapeProps) {
  const rect = { x: box.left, y: box.top, width: box.width, height: box.height };
  return (
    <g
      role="button"
      tabIndex={0}
      aria-label={name}
      aria-pressed={chosen}
      className="gate-box"
      data-box={box.id}
      onFocus={onSelect}
      onPointerDown={(e) => {
        onSelect();
        onHold(e, 'move');
      }}
    >
      <rect {...rect} className="gate-box-halo" strokeWidth={chosen ? 6 : 4} />
      <rect
        {...rect}
        className="gate-box-line"
        stroke={colours[box.state]}
        strokeWidth={chosen ? 3.5 : 2}
        strokeDasharray={dashes[box.state]}
      />
      {chosen && may ? (
        <rect
          className="gate-box-corner"
          x={box.left + box.width}
          y={box.top + box.height}
          width={0.01}
          height={0.01}
          onPointerDown={(e) => onHold(e, 'size')}
        />
      ) : null}
    </g>
  );
}
