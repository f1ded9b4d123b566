import { useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { api } from '../../../core/api.ts';
import type { GateBox, GateEntryDetail, GateEntryOf, StencilLaid } from '../../../core/contract.ts';
import { newId } from '../../../core/ids.ts';
import { useCommands } from '../../../core/keys.ts';
import type { GateStageProps } from '../../../core/modality.ts';
import { count } from '../../../core/words.ts';
import { Button } from '../../../ui/button.tsx';
import { ProblemNote } from '../../../ui/notes.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import {
  blanked,
  covers,
  decideAll,
  drawn,
  needsReason,
  nextReach,
  outsideOf,
  type Place,
  placesOf,
  type Rect,
  reshaped,
  without,
} from './boxes.ts';
import { companionReason } from './companions.ts';
import { CompanionsPanel } from './companions-panel.tsx';
import { faceReason } from './faces.ts';
import { FacesPanel } from './faces-panel.tsx';
import { HeaderDiff } from './header-diff.tsx';
import { ImageStage } from './image-stage.tsx';
import { KeepDialog } from './keep-dialog.tsx';
import { residualReason } from './residuals.ts';
import { ResidualsPanel } from './residuals-panel.tsx';
import { type Boxes, useBoxes } from './use-boxes.ts';
import './gate.css';

/** One study or photo: its pictures with boxes over them, then every header element. */
export function Stage(props: GateStageProps) {
  return props.entry.type === 'imaging' ? <ImagingStage {...props} entry={props.entry} /> : null;
}

function ImagingStage({
  entry,
  path,
  may,
  onSaved,
  onRow,
  onBusy,
  ref,
}: GateStageProps & { entry: GateEntryOf<'imaging'> }) {
  const openCompanions = useRef(0);
  openCompanions.current = entry.companions.filter((c) => c.state === 'open').length;
  const tell = useCallback(
    (saved: GateBox[], revision: number) => {
      onSaved((old) => (old.type === 'imaging' ? { ...old, boxes: saved, revision } : old));
      onRow({ undecided: proposed(saved) + openCompanions.current });
    },
    [onSaved, onRow],
  );
  const boxes = useBoxes(entry, path, tell);
  const seen = useRef<Record<string, number[]>>({});
  useImperativeHandle(ref, () => ({
    save: boxes.save,
    seen: () => seen.current,
    reason: () =>
      [faceReason(entry.faces), residualReason(entry.residuals), companionReason(entry.companions)]
        .filter(Boolean)
        .join('; '),
  }));
  const onShown = ({ image, frame }: Place) => {
    const known = seen.current[image.file] ?? [];
    if (!known.includes(frame)) seen.current[image.file] = [...known, frame];
  };
  const places = useMemo(() => placesOf(entry.images), [entry.images]);
  // Where a proposal waits is where a person is wanted.
  const [at, setAt] = useState(() => {
    const first = entry.boxes.find((b) => b.state === 'proposed');
    return Math.max(
      0,
      places.findIndex((p) => p.image.file === first?.file && p.frame === first.frame),
    );
  });
  const [selected, setSelected] = useState<string>();
  const [every, setEvery] = useState(false);
  const [keeping, setKeeping] = useState<string>();
  const stage = useRef<HTMLDivElement>(null);
  const place = places[Math.min(at, places.length - 1)];
  const box = boxes.boxes.find((b) => b.id === selected);
  useEffect(() => stage.current?.focus({ preventScroll: true }), []);
  const chosen = may && box !== undefined;
  useEffect(() => {
    onBusy(chosen);
    return () => onBusy(false);
  }, [chosen, onBusy]);

  const go = (to: number) => {
    setSelected(undefined);
    setAt(Math.max(0, Math.min(places.length - 1, to)));
  };
  const goFile = (by: number) => {
    const file = place && entry.images[entry.images.indexOf(place.image) + by];
    if (file) go(places.findIndex((p) => p.image === file));
  };
  const shape = (id: string, rect: Rect, name: string) => {
    const image = entry.images.find((i) => i.file === boxes.boxes.find((b) => b.id === id)?.file);
    if (image)
      boxes.set(
        boxes.boxes.map((b) => (b.id === id ? reshaped(b, rect, image) : b)),
        name,
      );
  };
  const draw = (rect: Rect) => {
    if (!place) return;
    const fresh = drawn(newId(), place, rect);
    boxes.set([...boxes.boxes, fresh]);
    focusSoon(fresh.id);
  };
  const focusSoon = (id: string) => {
    setSelected(id);
    requestAnimationFrame(() => stage.current?.querySelector<SVGElement>(`[data-box="${id}"]`)?.focus());
  };
  const blankOutside = () => {
    if (place) boxes.set(outsideOf(boxes.boxes, place, newId));
  };
  const [laid, setLaid] = useState<StencilLaid>();
  const [failed, setFailed] = useState<unknown>();
  const keepStencil = async () => {
    if (!place) return;
    setFailed(undefined);
    await boxes.save();
    setLaid(await api.post<StencilLaid>(`${path}/stencil`, { file: place.image.file, revision: boxes.revision() }));
    const fresh = await api.get<GateEntryDetail>(path);
    if (fresh.type !== 'imaging') return;
    boxes.reset(fresh.boxes, fresh.revision);
    onSaved(() => fresh);
    onRow({ undecided: fresh.boxes.filter((b) => b.state === 'proposed').length });
  };
  const stencil =
    may &&
    place?.image.stencil !== undefined &&
    boxes.boxes.some((b) => b.file === place.image.file && b.state === 'accepted' && b.reach !== 'frame')
      ? () => void keepStencil().catch(setFailed)
      : undefined;
  const blank = () => {
    if (box) boxes.set(blanked(boxes.boxes, box.id));
  };
  const remove = () => {
    if (!box) return;
    if (needsReason(box)) setKeeping(box.id);
    else boxes.set(without(boxes.boxes, box.id));
  };

  useBoxKeys({
    box: may ? box : undefined,
    may,
    shape,
    blank,
    remove,
    go: (by) => go(at + by),
    goFile,
    draw: () => {
      if (!place) return;
      const { width, height } = place.image;
      draw({ left: width * 0.4, top: height * 0.45, width: width * 0.2, height: height * 0.1 });
    },
    leave: () => {
      setSelected(undefined);
      stage.current?.focus();
    },
    boxes,
    showEvery: () => setEvery(!every),
    blankOutside: place && place.image.outside.length > 0 ? blankOutside : undefined,
    stencil,
  });

  const panel = {
    entry,
    path,
    may,
    onSaved,
    onDecision: (decision: GateEntryDetail['decision']) => onRow(decision ? { decision } : {}),
  };
  return (
    <div className="stack">
      {boxes.problem ? <ProblemNote error={boxes.problem} /> : null}
      {failed ? <ProblemNote error={failed} /> : null}
      {laid ? (
        <p role="status" className="small">
          <StateMark tone="agree">
            Kept for {place?.image.stencil}: blanked in {count(laid.images, 'further image')} before the gate,{' '}
            {count(laid.entries, 'entry', 'entries')}, and in all that come.
          </StateMark>
        </p>
      ) : null}
      <ResidualsPanel {...panel} />
      {entry.faces.length > 0 ? <FacesPanel {...panel} /> : null}
      <CompanionsPanel {...panel} onUndecided={(open) => onRow({ undecided: proposed(boxes.boxes) + open })} />
      {place ? (
        <div ref={stage} tabIndex={-1} className="stack tight gate-focus">
          <ImageStage
            place={place}
            places={places}
            boxes={boxes.boxes}
            selected={selected}
            may={may}
            every={every}
            onSelect={setSelected}
            onDraw={draw}
            onMove={(id, rect, ended) => shape(id, rect, ended ? '' : `drag ${id}`)}
            onShown={onShown}
          />
          <PlaceBar places={places} at={at} go={go} />
          <BoxBar
            here={boxes.boxes.filter((b) => covers(b, place, entry.images))}
            box={box}
            may={may}
            boxes={boxes}
            blank={blank}
            remove={remove}
            grey={entry.kind === 'dicom'}
            every={every}
            showEvery={() => setEvery(!every)}
            blankOutside={place.image.outside.length > 0 ? blankOutside : undefined}
            stencil={stencil}
            of={place.image.stencil}
          />
        </div>
      ) : entry.isAddition ? null : (
        <p className="dim">This entry has no picture.</p>
      )}
      {entry.isAddition ? null : <HeaderDiff elements={entry.elements} />}
      {keeping ? (
        <KeepDialog
          title="Leave words of the header in the picture"
          action="Leave it"
          onClose={() => setKeeping(undefined)}
          onDo={(reason) => {
            boxes.set(without(boxes.boxes, keeping, reason));
            focusSoon(keeping);
          }}
        >
          A word was read here by which the file's header names a person, a place or a number. Say why it may stay.
        </KeepDialog>
      ) : null}
    </div>
  );
}

const proposed = (boxes: readonly GateBox[]) => boxes.filter((b) => b.state === 'proposed').length;

function PlaceBar({ places, at, go }: { places: readonly Place[]; at: number; go: (to: number) => void }) {
  const place = places[at];
  if (places.length < 2 || !place) return null;
  return (
    <div className="row">
      <input
        type="range"
        className="grow"
        aria-label="Frame"
        min={0}
        max={places.length - 1}
        value={at}
        onChange={(e) => go(Number(e.currentTarget.value))}
      />
      <span className="small dim tabular">
        {at + 1} of {places.length} · {place.image.title}
        {place.image.frames > 1 ? `, frame ${place.frame + 1} of ${place.image.frames}` : ''}
      </span>
    </div>
  );
}

const reachWords: Record<GateBox['reach'], string> = {
  frame: 'this frame',
  image: 'every frame of this image',
  entry: 'every image of this size',
};

interface BarProps {
  here: readonly GateBox[];
  box: GateBox | undefined;
  may: boolean;
  boxes: Boxes;
  blank: () => void;
  remove: () => void;
  /** Pictures that have a window. */
  grey: boolean;
  every: boolean;
  showEvery: () => void;
  /** Undefined where the image does not say what is scan and what is not. */
  blankOutside: (() => void) | undefined;
  /** Undefined where there is nothing to keep for every picture of the device and size. */
  stencil: (() => void) | undefined;
  /** For which pictures it would be kept. */
  of: string | undefined;
}

function BoxBar(props: BarProps) {
  const { here, box, may, boxes, blank, remove, grey, every, showEvery, blankOutside, stencil, of } = props;
  const open = boxes.boxes.filter((b) => b.state === 'proposed').length;
  const blanked = here.filter((b) => b.state === 'accepted').length;
  return (
    <div className="row wrap small" style={{ minHeight: 30 }}>
      {open > 0 ? (
        <StateMark tone="machine">
          {open} {open === 1 ? 'proposal' : 'proposals'} undecided
        </StateMark>
      ) : null}
      <span className="dim">{blanked} to be blanked here</span>
      {grey ? (
        <Button size="small" hint="V" aria-pressed={every} onClick={showEvery}>
          Every value
        </Button>
      ) : null}
      {may && blankOutside && !box ? (
        <Button size="small" hint="O" onClick={blankOutside}>
          Blank outside the scan
        </Button>
      ) : null}
      {stencil && !box ? (
        <Button size="small" hint="U" title={`Blank these places in every picture of ${of}`} onClick={stencil}>
          Keep for this device
        </Button>
      ) : null}
      {may && box ? (
        <>
          {needsReason(box) ? (
            <StateMark tone="dispute">
              {box.reason ? `Left: ${box.reason}` : 'Read here: words by which the header names somebody'}
            </StateMark>
          ) : null}
          <Button size="small" hint="⏎" onClick={blank}>
            Blank
          </Button>
          <Button size="small" hint="⌫" onClick={remove}>
            {needsReason(box) ? 'Leave it …' : box.origin === 'hand' ? 'Delete' : 'Dismiss'}
          </Button>
          <Button
            size="small"
            hint="R"
            onClick={() =>
              boxes.set(boxes.boxes.map((b) => (b.id === box.id ? { ...b, reach: nextReach(b.reach) } : b)))
            }
          >
            In {reachWords[box.reach]}
          </Button>
        </>
      ) : null}
      {may && open > 0 && !box ? (
        <>
          <Button size="small" hint="⇧ ⏎" onClick={() => boxes.set(decideAll(boxes.boxes, 'accepted'))}>
            Blank all
          </Button>
          <Button size="small" hint="⇧ ⌫" onClick={() => boxes.set(decideAll(boxes.boxes, 'dismissed'))}>
            Dismiss all
          </Button>
        </>
      ) : null}
    </div>
  );
}

interface KeyProps {
  box: GateBox | undefined;
  may: boolean;
  shape: (id: string, rect: Rect, name: string) => void;
  blank: () => void;
  remove: () => void;
  go: (by: number) => void;
  goFile: (by: number) => void;
  draw: () => void;
  leave: () => void;
  boxes: Boxes;
  showEvery: () => void;
  blankOutside: (() => void) | undefined;
  stencil: (() => void) | undefined;
}

function useBoxKeys(props: KeyProps): void {
  const { box, may, shape, blank, remove, go, goFile, draw, leave, boxes, showEvery, blankOutside, stencil } = props;
  const group = 'Boxes';
  const none = box === undefined;
  const nudge = (dx: number, dy: number) => () => {
    if (box) shape(box.id, { ...box, left: box.left + dx, top: box.top + dy }, `move ${box.id}`);
  };
  const grow = (dx: number, dy: number) => () => {
    if (box) shape(box.id, { ...box, width: box.width + dx, height: box.height + dy }, `size ${box.id}`);
  };
  const arrows = [
    ['Left', -1, 0],
    ['Right', 1, 0],
    ['Up', 0, -1],
    ['Down', 0, 1],
  ] as const;
  useCommands([
    { id: 'box.draw', title: 'Draw a box', group, keys: ['B'], disabled: !may, run: draw },
    {
      id: 'box.blank',
      title: 'Blank the box',
      group,
      keys: ['Enter'],
      disabled: none,
      run: blank,
    },
    {
      id: 'box.remove',
      title: 'Dismiss or delete the box',
      group,
      keys: ['Delete', 'Backspace'],
      disabled: none,
      run: remove,
    },
    {
      id: 'box.reach',
      title: 'Frame, image, or every image',
      group,
      keys: ['R'],
      disabled: none,
      run: () => boxes.set(boxes.boxes.map((b) => (b.id === box?.id ? { ...b, reach: nextReach(b.reach) } : b))),
    },
    {
      id: 'box.blankAll',
      title: 'Blank every proposal',
      group,
      keys: ['Shift+Enter'],
      disabled: !may,
      run: () => boxes.set(decideAll(boxes.boxes, 'accepted')),
    },
    {
      id: 'box.dismissAll',
      title: 'Dismiss every proposal',
      group,
      keys: ['Shift+Delete', 'Shift+Backspace'],
      disabled: !may,
      run: () => boxes.set(decideAll(boxes.boxes, 'dismissed')),
    },
    {
      id: 'box.outside',
      title: 'Blank what lies outside the scan regions',
      group,
      keys: ['O'],
      disabled: !may || !blankOutside,
      run: () => blankOutside?.(),
    },
    {
      id: 'box.stencil',
      title: 'Keep the places for this device and size',
      group,
      keys: ['U'],
      disabled: !stencil,
      run: () => stencil?.(),
    },
    { id: 'box.undo', title: 'Undo', group, keys: ['Z', 'Ctrl+Z'], disabled: !may, run: boxes.undo },
    { id: 'box.redo', title: 'Redo', group, keys: ['Ctrl+Y', 'Ctrl+Shift+Z'], disabled: !may, run: boxes.redo },
    { id: 'box.leave', title: 'Leave the box', group, keys: ['Escape'], disabled: none, run: leave },
    ...arrows.flatMap(([name, dx, dy]) => [
      {
        id: `box.move${name}`,
        title: `Move ${name.toLowerCase()}`,
        group,
        keys: [`Arrow${name}`],
        disabled: none,
        run: nudge(dx, dy),
      },
      {
        id: `box.leap${name}`,
        title: `Move ${name.toLowerCase()} by 10`,
        group,
        keys: [`Shift+Arrow${name}`],
        disabled: none,
        run: nudge(dx * 10, dy * 10),
      },
      {
        id: `box.size${name}`,
        title: dx + dy > 0 ? `Grow ${name.toLowerCase()}` : `Shrink from the ${dx ? 'right' : 'bottom'}`,
        group,
        keys: [`Ctrl+Arrow${name}`],
        disabled: none,
        run: grow(dx * 4, dy * 4),
      },
    ]),
    { id: 'gate.frameBack', title: 'Frame before', group: 'Gate', keys: ['ArrowLeft', ','], run: () => go(-1) },
    { id: 'gate.frameOn', title: 'Frame after', group: 'Gate', keys: ['ArrowRight', '.'], run: () => go(1) },
    { id: 'gate.values', title: 'Every value, or the usual window', group: 'Gate', keys: ['V'], run: showEvery },
    { id: 'gate.imageBack', title: 'Image before', group: 'Gate', keys: ['PageUp'], run: () => goFile(-1) },
    { id: 'gate.imageOn', title: 'Image after', group: 'Gate', keys: ['PageDown'], run: () => goFile(1) },
  ]);
}
