import type { GateBox, GateImage } from '../../../core/contract.ts';

/** One frame of one image: where the person is. */
export interface Place {
  image: GateImage;
  frame: number;
}

/** All frames of an entry, in reading order. */
export function placesOf(images: readonly GateImage[]): Place[] {
  return images.flatMap((image) => Array.from({ length: image.frames }, (_, frame) => ({ image, frame })));
}

/** Whether a box lies over a frame. */
export function covers(box: GateBox, place: Place, images: readonly GateImage[]): boolean {
  if (box.reach === 'image') return box.file === place.image.file;
  if (box.reach === 'frame') return box.file === place.image.file && box.frame === place.frame;
  const own = images.find((i) => i.file === box.file);
  return own?.width === place.image.width && own.height === place.image.height;
}

export interface Rect {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A rectangle of whole pixels inside the image, at least one pixel wide and high. */
export function inside(rect: Rect, image: Pick<GateImage, 'width' | 'height'>): Rect {
  const width = Math.max(1, Math.min(Math.round(rect.width), image.width));
  const height = Math.max(1, Math.min(Math.round(rect.height), image.height));
  return {
    left: Math.max(0, Math.min(Math.round(rect.left), image.width - width)),
    top: Math.max(0, Math.min(Math.round(rect.top), image.height - height)),
    width,
    height,
  };
}

/** The rectangle between two corners, in any order. */
export function between(x0: number, y0: number, x1: number, y1: number): Rect {
  return { left: Math.min(x0, x1), top: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) };
}

/** A box that a person drew is accepted from the start. */
export function drawn(id: string, place: Place, rect: Rect): GateBox {
  return {
    id,
    file: place.image.file,
    frame: place.frame,
    reach: 'image',
    ...inside(rect, place.image),
    origin: 'hand',
    state: 'accepted',
    edited: false,
    ofHeader: false,
  };
}

/**
 * Boxes over all that an image shows beside its scan regions, each once; proposals that lie in them are blanked with them
 * and need no decision of their own.
 */
export function outsideOf(boxes: readonly GateBox[], place: Place, newId: () => string): GateBox[] {
  const within = (b: Rect, rect: Rect) =>
    b.left >= rect.left &&
    b.top >= rect.top &&
    b.left + b.width <= rect.left + rect.width &&
    b.top + b.height <= rect.top + rect.height;
  const { file, outside } = place.image;
  const there = (rect: Rect) =>
    boxes.some((b) => b.file === file && b.reach !== 'frame' && b.state === 'accepted' && within(rect, b));
  const fresh = outside.filter((rect) => !there(rect)).map((rect) => drawn(newId(), place, rect));
  const decided = boxes.map((b) =>
    b.state === 'proposed' && b.file === file && outside.some((rect) => within(b, rect))
      ? { ...b, state: 'accepted' as const }
      : b,
  );
  return [...decided, ...fresh];
}

const reaches: GateBox['reach'][] = ['frame', 'image', 'entry'];
export const nextReach = (reach: GateBox['reach']) => reaches[(reaches.indexOf(reach) + 1) % reaches.length]!;

/** Moves or resizes: what the finder proposed counts as edited and, by the hand laid on it, as accepted. */
export function reshaped(box: GateBox, rect: Rect, image: Pick<GateImage, 'width' | 'height'>): GateBox {
  return { ...box, ...inside(rect, image), edited: box.edited || box.origin === 'text', state: 'accepted' };
}

/** Words by which the header names somebody were read there: leaving them is a decision of its own, with a reason. */
export const needsReason = (box: GateBox): boolean => box.origin === 'text' && box.ofHeader === true;

/** Away with it: a proposal and a place of a stencil stay, dismissed, so that the report can say so; what was drawn by hand is gone. */
export function without(boxes: readonly GateBox[], id: string, reason?: string): GateBox[] {
  return boxes.flatMap((b) => {
    if (b.id !== id) return [b];
    return b.origin !== 'hand' ? [{ ...b, state: 'dismissed' as const, ...(reason ? { reason } : {}) }] : [];
  });
}

/** Hidden after all: a reason for leaving it has nothing more to say. */
export function blanked(boxes: readonly GateBox[], id: string): GateBox[] {
  return boxes.map(({ reason, ...b }) =>
    b.id === id ? { ...b, state: 'accepted' as const } : { ...b, ...(reason ? { reason } : {}) },
  );
}

/** Every proposal that nobody has decided gets a state; those that need a reason of their own are not dismissed with others. */
export function decideAll(boxes: readonly GateBox[], state: 'accepted' | 'dismissed'): GateBox[] {
  return boxes.map((b) => (b.state === 'proposed' && !(state === 'dismissed' && needsReason(b)) ? { ...b, state } : b));
}

/** Boxes as they are and as they were: a change adds a step, undo and redo walk along them. */
export interface History {
  now: GateBox[];
  past: GateBox[][];
  future: GateBox[][];
}

export const begin = (boxes: GateBox[]): History => ({ now: boxes, past: [], future: [] });

/** Steps of the same kind in a row (a held arrow key) are one. */
export function change(history: History, boxes: GateBox[], merge = false): History {
  if (JSON.stringify(boxes) === JSON.stringify(history.now)) return history;
  return { now: boxes, past: merge ? history.past : [...history.past, history.now], future: [] };
}

export function undo(history: History): History {
  const past = [...history.past];
  const now = past.pop();
  return now ? { now, past, future: [history.now, ...history.future] } : history;
}

export function redo(history: History): History {
  const [now, ...future] = history.future;
  return now ? { now, past: [...history.past, history.now], future } : history;
}
