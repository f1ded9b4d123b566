import type { PixelPoint } from './geometry.ts';

/** What is measured on a picture without becoming a mark. */
export type MeasureKind = 'ruler' | 'angle' | 'ellipse';

/** Points in pixels of the stored matrix: the ends of a ruler; end, vertex, end of an angle; two corners around an ellipse. */
export interface Measure {
  id: string;
  kind: MeasureKind;
  file: string;
  frame: number;
  points: readonly PixelPoint[];
  /** The field that its number answers: it follows the measure. */
  field?: string;
}

export const pointsOf: Record<MeasureKind, number> = { ruler: 2, angle: 3, ellipse: 2 };

export const measureTitles: Record<MeasureKind, string> = { ruler: 'Ruler', angle: 'Angle', ellipse: 'Region' };

/** Millimetres from one column to the next and from one row to the next; undefined where the picture does not say. */
export type Spacing = { x: number; y: number } | undefined;

/** A number with its unit: mm and mm² only where the picture is calibrated, pixels otherwise. */
export interface Measured {
  value: number;
  unit: string;
}

const across = (p: PixelPoint, q: PixelPoint, spacing: Spacing) => ({
  x: (q.x - p.x) * (spacing?.x ?? 1),
  y: (q.y - p.y) * (spacing?.y ?? 1),
});

export function lengthOf(p: PixelPoint, q: PixelPoint, spacing: Spacing): Measured {
  const d = across(p, q, spacing);
  return { value: Math.hypot(d.x, d.y), unit: spacing ? 'mm' : 'px' };
}

/** The angle at the second of three points, 0 to 180 degrees, in the patient's proportions where the picture tells them. */
export function angleOf([p, vertex, q]: readonly PixelPoint[], spacing: Spacing): Measured {
  if (!p || !vertex || !q) return { value: 0, unit: '°' };
  const a = across(vertex, p, spacing);
  const b = across(vertex, q, spacing);
  const turn = Math.atan2(a.x * b.y - a.y * b.x, a.x * b.x + a.y * b.y);
  return { value: Math.abs((turn * 180) / Math.PI), unit: '°' };
}

export function areaOf([p, q]: readonly PixelPoint[], spacing: Spacing): Measured {
  if (!p || !q) return { value: 0, unit: 'px²' };
  const d = across(p, q, spacing);
  return { value: (Math.PI / 4) * Math.abs(d.x * d.y), unit: spacing ? 'mm²' : 'px²' };
}

/** Stored values behind a region, and what they mean. */
export interface Values {
  columns: number;
  rows: number;
  /** The value of a pixel as the picture's modality means it: HU of a CT. */
  at: (column: number, row: number) => number;
  /** "HU", or empty where the values have no unit. */
  unit: string;
}

export interface RegionStatistics {
  /** Pixels whose centre lies in it. */
  count: number;
  mean: number;
  /** Of the pixels taken as all there are (divided by their number). */
  deviation: number;
  least: number;
  most: number;
}

/** Statistics over the pixels whose centres lie in the ellipse between two corners; undefined where none does. */
export function statisticsIn([p, q]: readonly PixelPoint[], values: Values): RegionStatistics | undefined {
  if (!p || !q) return undefined;
  const [cx, cy] = [(p.x + q.x) / 2, (p.y + q.y) / 2];
  const [a, b] = [Math.abs(q.x - p.x) / 2, Math.abs(q.y - p.y) / 2];
  if (a === 0 || b === 0) return undefined;
  let [count, mean, squares, least, most] = [0, 0, 0, Infinity, -Infinity];
  for (let row = Math.max(0, Math.floor(cy - b)); row < Math.min(values.rows, Math.ceil(cy + b)); row++) {
    for (let column = Math.max(0, Math.floor(cx - a)); column < Math.min(values.columns, Math.ceil(cx + a)); column++) {
      if (((column + 0.5 - cx) / a) ** 2 + ((row + 0.5 - cy) / b) ** 2 > 1) continue;
      const value = values.at(column, row);
      // Welford: no sum of squares that loses the small digits.
      count++;
      const away = value - mean;
      mean += away / count;
      squares += away * (value - mean);
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }
  return count === 0 ? undefined : { count, mean, deviation: Math.sqrt(squares / count), least, most };
}

/** A tenth where it is calibrated, whole pixels where it is not. */
export function figure({ value, unit }: Measured): string {
  const digits = unit === 'px²' ? 0 : 1;
  return `${value.toFixed(digits)}${unit === '°' ? '' : ' '}${unit}`;
}

/** What the measure says, the number first. */
export function headline(measure: Measure, spacing: Spacing): Measured {
  if (measure.kind === 'angle') return angleOf(measure.points, spacing);
  if (measure.kind === 'ellipse') return areaOf(measure.points, spacing);
  return lengthOf(measure.points[0]!, measure.points[1]!, spacing);
}

/** Lines beside a measure: the number, then what the pixels in it say. */
export function captionOf(measure: Measure, spacing: Spacing, values: Values | undefined): string[] {
  const first = figure(headline(measure, spacing));
  if (measure.kind !== 'ellipse' || !values) return [first];
  const s = statisticsIn(measure.points, values);
  if (!s) return [first];
  const unit = values.unit ? ` ${values.unit}` : '';
  return [
    `mean ${s.mean.toFixed(1)}${unit}, SD ${s.deviation.toFixed(1)}`,
    `${s.least.toFixed(0)} to ${s.most.toFixed(0)}, ${first}`,
  ];
}
