import { useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { api } from '../../../core/api.ts';
import type { GateBox, GateEntryDetail, GateEntryOf, StencilLaid } from '../../../core/contract.ts';
import { newId } from '../../../core/ids.ts';
import type { GateStageProps } from '../../../core/modality.ts';
import { count } from '../../../core/words.ts';
import { Button } from '../../../ui/button.tsx';
import { ProblemNote } from '../../../ui/notes.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { useBoxKeys } from './box-keys.ts';
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
