import type { Series } from '../../core/contract.ts';

export type Layout = NonNullable<Series['layout']>;
export type Axis = Layout['axes'][number];

/** Where a picture lies on the grid of its series: a position, and a step on each axis. */
export interface Place {
  position: number;
  steps: readonly number[];
}

/** Pictures in reading order, where the files hold them in another. */
export function inReadingOrder<T>(parts: readonly T[], layout: Layout | undefined): readonly T[] {
  return layout?.order ? layout.order.flatMap((part) => parts[part] ?? []) : parts;
}

/** The layout, where it accounts for every picture; a stack without one is turned through from end to end. */
export function layoutOf(series: Series | undefined, pictures: number): Layout | undefined {
  const layout = series?.layout;
  if (!layout) return undefined;
  const cells = layout.axes.reduce((all, axis) => all * axis.values.length, layout.positions);
  return cells === pictures ? layout : undefined;
}

export function placeAt(layout: Layout, index: number): Place {
  let cell = Math.floor(index / layout.positions);
  const steps: number[] = [];
  for (const axis of [...layout.axes].reverse()) {
    steps.unshift(cell % axis.values.length);
    cell = Math.floor(cell / axis.values.length);
  }
  return { position: index % layout.positions, steps };
}

export function indexAt(layout: Layout, place: Place): number {
  const cell = layout.axes.reduce((at, axis, i) => at * axis.values.length + (place.steps[i] ?? 0), 0);
  return cell * layout.positions + place.position;
}

/** Turns through positions and stays where it is on every axis. */
export function turnPosition(layout: Layout, index: number, by: number): number {
  const place = placeAt(layout, index);
  const position = Math.max(0, Math.min(layout.positions - 1, place.position + by));
  return indexAt(layout, { ...place, position });
}

/** Goes along one axis at the same position. */
export function turnAxis(layout: Layout, index: number, axis: number, by: number, wrap = false): number {
  const place = placeAt(layout, index);
  const count = layout.axes[axis]?.values.length ?? 1;
  const next = (place.steps[axis] ?? 0) + by;
  const step = wrap ? (next + count) % count : Math.max(0, Math.min(count - 1, next));
  return indexAt(layout, { ...place, steps: place.steps.map((s, i) => (i === axis ? step : s)) });
}

/** "b-value 1000 s/mm² (2 of 4)". */
export function axisWords(axis: Axis, step: number): string {
  const value = axis.values[step] ?? 0;
  const figure = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  return `${axis.name} ${figure}${axis.unit ? ` ${axis.unit}` : ''} (${step + 1} of ${axis.values.length})`;
}
