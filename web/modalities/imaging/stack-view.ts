import { Enums, metaData, type StackViewport, utilities } from '@cornerstonejs/core';
import { renderingEngine } from './engine.ts';
import { directionLetters, oppositeLetters, type Placement, placementFrom, scaleOf } from './geometry.ts';
import type { Opening } from './grid.ts';
import { spacingOf } from './pixels.ts';
import type { WindowPreset } from './stack.ts';

/** What is on screen now, in the viewer's own words. */
export interface Seen {
  placement: Placement;
  columns: number;
  rows: number;
  windowWidth?: number;
  windowCentre?: number;
  colour: boolean;
  /** Screen pixels per image pixel, where 1 is one to one. */
  zoom: number;
  /** Letters at the left, right, top and bottom edge; absent where the object does not say how it lies. */
  letters?: { left: string; right: string; top: string; bottom: string };
  /** Left and right are exchanged. */
  flipped?: boolean;
  /** Millimetres from one column to the next and from one row to the next, where the object says so. */
  spacing?: { x: number; y: number };
}

/** Window, zoom and place of a picture, to be given to another. */
export interface Look {
  lower?: number;
  upper?: number;
  zoom: number;
  pan: readonly [number, number];
}

interface Plane {
  usingDefaultValues?: boolean;
  rowCosines?: ArrayLike<number>;
  columnCosines?: ArrayLike<number>;
  imageOrientationPatient?: ArrayLike<number>;
}

let counter = 0;

/** One Cornerstone stack viewport: the only place that talks to it. */
export class StackView {
  readonly id = `stack-${counter++}`;
  private readonly engine = renderingEngine();
  private observer: ResizeObserver;
  /** The reader has zoomed or moved the picture: then it stays as it is, whatever becomes of the window. */
  private byHand = false;
  private opening: Opening | undefined;
  /** What the reader has made of left and right; undefined where it is as it was opened. */
  private flipped: boolean | undefined;

  constructor(
    private readonly element: HTMLDivElement,
    private readonly onSeen: (seen: Seen) => void,
  ) {
    this.engine.enableElement({
      viewportId: this.id,
      type: Enums.ViewportType.STACK,
      element,
      defaultOptions: { background: [11 / 255, 13 / 255, 16 / 255] },
    });
    for (const name of [Enums.Events.IMAGE_RENDERED, Enums.Events.CAMERA_MODIFIED, Enums.Events.VOI_MODIFIED]) {
      element.addEventListener(name, this.report);
    }
    this.observer = new ResizeObserver(() => {
      if (element.clientWidth === 0 || element.clientHeight === 0) return;
      // The engine serves every pane: it keeps all cameras, and each pane whose box has changed sees to its own.
      this.engine.resize(true, true);
      if (!this.byHand) this.fit();
    });
    this.observer.observe(element);
  }

  close(): void {
    this.observer.disconnect();
    for (const name of [Enums.Events.IMAGE_RENDERED, Enums.Events.CAMERA_MODIFIED, Enums.Events.VOI_MODIFIED]) {
      this.element.removeEventListener(name, this.report);
    }
    this.engine.disableElement(this.id);
  }

  private get viewport(): StackViewport | undefined {
    return this.engine.getViewport(this.id) as StackViewport | undefined;
  }

  /** Opens other pictures, whole or as their hanging protocol says. */
  async show(imageIds: string[], index: number, opening?: Opening): Promise<void> {
    this.opening = opening;
    this.flipped = undefined;
    await this.viewport?.setStack(imageIds, index);
    this.begin();
  }

  private begin(): void {
    const { width, centre, invert, zoom } = this.opening ?? {};
    const viewport = this.viewport;
    if (invert) viewport?.setProperties({ invert: !viewport.getProperties().invert });
    this.fit();
    if (width !== undefined && centre !== undefined) this.setWindow({ title: '', width, centre });
    if (zoom === undefined || !viewport) return;
    this.byHand = true;
    viewport.setZoom((viewport.getZoom() * zoom) / this.scale());
    viewport.render();
  }

  /** Screen pixels for each pixel of the picture, now. */
  private scale(): number {
    const placement = this.placement();
    return placement ? scaleOf(placement) : 1;
  }

  async turnTo(index: number): Promise<void> {
    const viewport = this.viewport;
    if (viewport && viewport.getTargetImageIdIndex() !== index) await viewport.setImageIdIndex(index);
  }

  setWindow(preset: WindowPreset): void {
    const viewport = this.viewport;
    const image = viewport?.getCornerstoneImage();
    if (!viewport || !image) return;
    const first = (value: number | number[]) => (Array.isArray(value) ? value[0] : value);
    const width = preset.width ?? first(image.windowWidth);
    const centre = preset.centre ?? first(image.windowCenter);
    if (!width || centre === undefined || Number.isNaN(width)) viewport.resetProperties();
    else viewport.setProperties({ voiRange: utilities.windowLevel.toLowHighRange(width, centre) });
    viewport.render();
  }

  /** Drags by so many screen pixels: right widens, down raises the centre. */
  dragWindow(dx: number, dy: number): void {
    const viewport = this.viewport;
    const range = viewport?.getProperties().voiRange;
    if (!viewport || !range) return;
    const width = range.upper - range.lower;
    const centre = (range.upper + range.lower) / 2;
    const step = Math.max(width, 1) / 300;
    const newWidth = Math.max(width + dx * step, width > 4 ? 1 : 0.001);
    const newCentre = centre + dy * step;
    viewport.setProperties({ voiRange: { lower: newCentre - newWidth / 2, upper: newCentre + newWidth / 2 } });
    viewport.render();
  }

  invert(): void {
    const viewport = this.viewport;
    viewport?.setProperties({ invert: !viewport.getProperties().invert });
    viewport?.render();
  }

  zoomBy(factor: number): void {
    const viewport = this.viewport;
    this.byHand = true;
    viewport?.setZoom(Math.min(Math.max(viewport.getZoom() * factor, 0.1), 60));
    viewport?.render();
  }

  panBy(dx: number, dy: number): void {
    const viewport = this.viewport;
    const [x, y] = viewport?.getPan() ?? [0, 0];
    this.byHand = true;
    viewport?.setPan([x + dx, y + dy]);
    viewport?.render();
  }

  /** How the picture is looked at now. */
  look(): Look | undefined {
    const viewport = this.viewport;
    if (!viewport?.getCornerstoneImage()) return undefined;
    const range = viewport.getProperties().voiRange;
    const [x, y] = viewport.getPan();
    return { ...(range ? { lower: range.lower, upper: range.upper } : {}), zoom: viewport.getZoom(), pan: [x, y] };
  }

  /** Looks at the picture as at another; the window only where it was asked for, since values of two modalities mean different things. */
  lookAs({ lower, upper, zoom, pan }: Look, window: boolean): void {
    const viewport = this.viewport;
    const own = this.look();
    if (!viewport || !own) return;
    const near = (a: number, b: number) => Math.abs(a - b) < 1e-6 * Math.max(1, Math.abs(a));
    const sameWindow =
      !window ||
      lower === undefined ||
      upper === undefined ||
      (near(own.lower ?? NaN, lower) && near(own.upper ?? NaN, upper));
    const samePlace = near(own.zoom, zoom) && Math.hypot(own.pan[0] - pan[0], own.pan[1] - pan[1]) < 0.5;
    if (sameWindow && samePlace) return;
    if (!sameWindow) viewport.setProperties({ voiRange: { lower: lower!, upper: upper! } });
    if (!samePlace) {
      this.byHand = true;
      viewport.setZoom(zoom);
      viewport.setPan([pan[0], pan[1]]);
    }
    viewport.render();
  }

  /** Shows the whole picture, and goes on showing it whole when the window changes. */
  fit(): void {
    this.byHand = false;
    const flip = this.isFlipped();
    this.viewport?.resetCamera();
    this.viewport?.setCamera({ flipHorizontal: flip });
    this.viewport?.render();
  }

  private isFlipped(): boolean {
    return this.flipped ?? this.opening?.flip ?? false;
  }

  /** Exchanges left and right. */
  flip(): void {
    this.flipped = !this.isFlipped();
    this.viewport?.setCamera({ flipHorizontal: this.flipped });
    this.viewport?.render();
  }

  /** As it was when it was opened. */
  reset(): void {
    this.viewport?.resetProperties();
    this.flipped = undefined;
    this.begin();
  }

  /** How the picture lies on the screen; undefined while there is none. */
  private placement(): Placement | undefined {
    const viewport = this.viewport;
    const image = viewport?.getCornerstoneImage();
    const data = viewport?.getImageData()?.imageData;
    const toWorld = data && 'indexToWorld' in data ? data.indexToWorld : undefined;
    if (!viewport || !image || !toWorld) return undefined;
    const centreOf = (i: number, j: number) => {
      const [x, y, z] = toWorld([i, j, 0]);
      return viewport.worldToCanvas([x!, y!, z!]);
    };
    return placementFrom(centreOf, image.columns, image.rows);
  }

  private report = (): void => {
    const viewport = this.viewport;
    const image = viewport?.getCornerstoneImage();
    const placement = this.placement();
    if (!viewport || !image || !placement) return;
    const range = viewport.getProperties().voiRange;
    const flipped = viewport.getCamera().flipHorizontal === true;
    const plane = metaData.get('imagePlaneModule', image.imageId) as Plane | undefined;
    this.onSeen({
      placement,
      columns: image.columns,
      rows: image.rows,
      colour: image.color,
      zoom: scaleOf(placement),
      // PS3.3 C.11.2.1.2: a linear window of width w spans w - 1 values around its centre less one half.
      ...(range && !image.color
        ? { windowWidth: range.upper - range.lower + 1, windowCentre: (range.upper + range.lower + 1) / 2 }
        : {}),
      ...lettersOf(plane, flipped),
      ...(flipped ? { flipped } : {}),
      ...spacingIn(image.imageId),
    });
  };
}

function lettersOf(plane: Plane | undefined, flipped: boolean): Pick<Seen, 'letters'> {
  if (!plane?.imageOrientationPatient || plane.usingDefaultValues || !plane.rowCosines || !plane.columnCosines)
    return {};
  const right = directionLetters(Array.from(plane.rowCosines));
  const bottom = directionLetters(Array.from(plane.columnCosines));
  if (!right || !bottom) return {};
  const left = oppositeLetters(right);
  const sides = flipped ? { left: right, right: left } : { left, right };
  return { letters: { ...sides, top: oppositeLetters(bottom), bottom } };
}

function spacingIn(imageId: string): Pick<Seen, 'spacing'> {
  const spacing = spacingOf(imageId);
  return spacing ? { spacing } : {};
}
