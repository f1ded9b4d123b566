import { useState } from 'react';
import type { Mark } from '../../../core/contract.ts';
import type { ViewerProps } from '../../../core/modality.ts';
import { withParts } from '../../../core/parts.ts';
import type { PixelPoint } from '../geometry.ts';
import type { Values } from '../measures.ts';
import { spacingOf } from '../pixels.ts';
import type { Slice } from '../stack.ts';
import { alike, fillHoles, paint, resizedBrush, tipOf } from './brush.ts';
import { grownFrom } from './grow.ts';
import type { MaskLook } from './mask-shapes.tsx';
import { isMask, type MaskGeometry, type MaskMark, maskAt, masksHere, partOn } from './masks-here.ts';
import { bitsOf, runsOf } from './runs.ts';

/** Edge of a mask on one picture at most, as the server takes it. */
const mostRuns = 20_000;

const looks: readonly MaskLook[] = ['filled', 'lines', 'hidden'];

type Props = Pick<ViewerProps, 'layers' | 'targets' | 'selected' | 'onSelect' | 'onDraw' | 'onRevise' | 'onWithdraw'>;

/** What of a picture a stroke may go by. */
interface Shown {
  values: Values | undefined;
  windowWidth: number | undefined;
}

/** The brush in hand, and what it does to masks: one event for each stroke. */
export function useBrush(props: Props) {
  const { layers, targets, selected } = props;
  const [size, setSize] = useState(12);
  const [erasing, setErasing] = useState(false);
  const [choosy, setChoosy] = useState(false);
  const [growing, setGrowing] = useState(false);
  const [look, setLook] = useState<MaskLook>('filled');
  const [note, setNote] = useState<string>();
  // With nothing in hand the next stroke begins another mask, whatever it begins on.
  const [fresh, setFresh] = useState(false);
  const target = targets.mask;
  const own = layers.filter((l) => l.editable);
  const chosen = own.flatMap((l) => l.marks).find((m): m is MaskMark => m.id === selected && isMask(m));

  const tipOn = (slice: Slice) => {
    const spacing = spacingOf(slice.imageId);
    return tipOf(size, spacing ? spacing.y / spacing.x : 1);
  };

  /** Puts what is painted on a picture into a mask; a new one where there is none. */
  const put = (mask: MaskMark | undefined, slice: Slice, bits: Uint8Array): void => {
    const picture = sizeOf(slice);
    const runs = runsOf(bits);
    if (!picture) return;
    if (runs.split(' ').length > 2 * mostRuns) {
      setNote(`More edge than a mask may have on one picture (${mostRuns} runs): nothing of this was painted.`);
      return;
    }
    const part = { file: slice.file.id, frame: slice.frame, runs };
    const change: MaskGeometry = { kind: 'mask', file: part.file, ...picture, parts: [part] };
    if (!mask) {
      if (!target || runs === '') return;
      props.onDraw({ field: target.field.id, geometry: change, ...(target.class ? { class: target.class } : {}) });
      setNote(`A new mask for “${target.field.title}”. The next strokes go on with it; ⇧ B begins another.`);
      return;
    }
    if (runs === (partOn(mask.geometry, part.file, part.frame)?.runs ?? '')) return;
    const geometry = withParts(mask.geometry, change);
    if (geometry.parts.length > 0) {
      props.onRevise({ ...mask, geometry } satisfies Mark);
      setNote(undefined);
    } else {
      props.onWithdraw(mask.id);
      setNote('Nothing is left of the mask, and it was taken away. Z brings it back.');
    }
  };

  /** The mask that a stroke is for: the one in hand, else the one that it begins on. */
  const meant = (slice: Slice, at: PixelPoint | undefined): MaskMark | undefined => {
    const begun = at && maskAt(masksHere(own, slice.file.id, slice.frame), at)?.mark;
    const mask = chosen ?? begun;
    if (mask && mask.id !== selected) props.onSelect(mask.id);
    return mask;
  };

  const fits = (mask: MaskMark | undefined, slice: Slice): boolean => {
    const picture = sizeOf(slice);
    const same =
      picture && (!mask || (mask.geometry.width === picture.width && mask.geometry.height === picture.height));
    if (!same) setNote('The mask in hand is one of pictures of another size. ⇧ B begins another for this one.');
    return same === true;
  };

  const paintLine = (slice: Slice, line: readonly PixelPoint[], erase: boolean, shown: Shown): void => {
    const mask = fresh && !chosen && !erase ? undefined : meant(slice, line[0]);
    setFresh(false);
    if (erase && !mask) {
      setNote('There is no mask here to erase from. Choose one, or begin on one.');
      return;
    }
    const picture = sizeOf(slice);
    if (!picture || !fits(mask, slice)) return;
    const { width, height } = picture;
    const runs = mask ? partOn(mask.geometry, slice.file.id, slice.frame)?.runs : undefined;
    const bits = bitsOf(runs ?? '', width * height);
    if ((choosy || growing) && !erase) {
      const stroke = new Uint8Array(bits.length);
      if (!growing) paint(stroke, width, height, line, tipOn(slice), 1);
      const taken = growing
        ? grownFrom(line[0], shown.values, shown.windowWidth)
        : alike(stroke, shown.values, line[0], shown.windowWidth);
      if (!taken) {
        setNote(`There are no values here to go by: ${growing ? '⇧ G' : '⇧ W'} paints everything again.`);
        return;
      }
      for (const [i, bit] of taken.entries()) if (bit === 1) bits[i] = 1;
    } else paint(bits, width, height, line, tipOn(slice), erase ? 0 : 1);
    put(mask, slice, bits);
  };

  return {
    size,
    /** The brush as it is on a picture. */
    tipOn,
    erasing,
    choosy,
    growing,
    look,
    note,
    chosen,
    /** True where a field takes masks. */
    offered: target !== undefined,
    say: setNote,
    resize: (step: number) => setSize((s) => resizedBrush(s, step)),
    setSize,
    toggle: () => setErasing((on) => !on),
    turnChoosy: () => {
      setChoosy((on) => !on);
      setGrowing(false);
    },
    turnGrowing: () => {
      setGrowing((on) => !on);
      setChoosy(false);
    },
    turnLook: () => setLook((l) => looks[(looks.indexOf(l) + 1) % looks.length]!),
    paint: paintLine,
    /** Fills what the mask in hand encloses on a picture. */
    fill: (slice: Slice | undefined) => {
      const runs = slice && chosen && partOn(chosen.geometry, slice.file.id, slice.frame)?.runs;
      if (!slice || !chosen || !runs) return setNote('Choose a mask on this picture, and its holes can be filled.');
      const { width, height } = chosen.geometry;
      const bits = bitsOf(runs, width * height);
      if (fillHoles(bits, width, height)) put(chosen, slice, bits);
      else setNote('The mask has no hole on this picture.');
    },
    /** Copies the mask in hand from one picture to another, over what it has there; true where it did. */
    copy: (from: Slice | undefined, to: Slice | undefined): boolean => {
      const runs = from && chosen && partOn(chosen.geometry, from.file.id, from.frame)?.runs;
      if (!runs || !to || !fits(chosen, to)) {
        if (!runs) setNote('Choose a mask on this picture, and it can be copied to the next.');
        return false;
      }
      if (to === from) {
        setNote('There is no picture further on.');
        return false;
      }
      const { width, height } = chosen.geometry;
      const bits = bitsOf(partOn(chosen.geometry, to.file.id, to.frame)?.runs ?? '', width * height);
      for (const [i, bit] of bitsOf(runs, width * height).entries()) if (bit === 1) bits[i] = 1;
      put(chosen, to, bits);
      return true;
    },
    /** Lets go of the mask in hand, so that the next stroke begins another. */
    another: () => {
      props.onSelect(undefined);
      setFresh(true);
      setNote('The next stroke begins another mask.');
    },
  };
}

export type BrushInHand = ReturnType<typeof useBrush>;

/** The size of a picture as the server has it; a mask has the same. */
function sizeOf({ file: { content } }: Slice): { width: number; height: number } | undefined {
  return content.kind === 'image' ? { width: content.width, height: content.height } : undefined;
}
