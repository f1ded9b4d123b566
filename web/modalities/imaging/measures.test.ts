import { describe, expect, test } from 'vitest';
import { angleOf, areaOf, captionOf, figure, lengthOf, statisticsIn, type Values } from './measures.ts';

const flat = (value: number): Values => ({ columns: 100, rows: 80, unit: 'HU', at: () => value });

describe('measures', () => {
  test('lengths are millimetres where the picture is calibrated, also with pixels that are not square', () => {
    expect(lengthOf({ x: 10, y: 10 }, { x: 13, y: 14 }, undefined)).toEqual({ value: 5, unit: 'px' });
    expect(lengthOf({ x: 0, y: 0 }, { x: 30, y: 20 }, { x: 0.1, y: 0.2 })).toEqual({ value: 5, unit: 'mm' });
    expect(figure({ value: 12.345, unit: 'mm' })).toBe('12.3 mm');
  });

  test('angles are those of the patient, not of the matrix', () => {
    const square = [
      { x: 10, y: 0 },
      { x: 0, y: 0 },
      { x: 0, y: 10 },
    ];
    expect(angleOf(square, undefined).value).toBeCloseTo(90, 12);
    const slope = [
      { x: 10, y: 0 },
      { x: 0, y: 0 },
      { x: 10, y: 10 },
    ];
    expect(angleOf(slope, undefined).value).toBeCloseTo(45, 12);
    expect(angleOf(slope, { x: 1, y: Math.sqrt(3) }).value).toBeCloseTo(60, 12);
    expect(angleOf([slope[0]!, slope[1]!, { x: -10, y: 0 }], undefined).value).toBeCloseTo(180, 12);
    expect(figure(angleOf(slope, undefined))).toBe('45.0°');
  });

  test('the area of an ellipse', () => {
    const corners = [
      { x: 30, y: 40 },
      { x: 10, y: 10 },
    ];
    expect(areaOf(corners, undefined).value).toBeCloseTo(Math.PI * 10 * 15, 9);
    expect(areaOf(corners, { x: 0.5, y: 2 }).value).toBeCloseTo(Math.PI * 5 * 30, 9);
  });

  test('statistics are those of the pixels whose centres lie within', () => {
    const ramp: Values = { columns: 100, rows: 80, unit: 'HU', at: (x, y) => x + 1000 * y };
    const corners = [
      { x: 20, y: 10 },
      { x: 41, y: 31 },
    ];
    const inside: number[] = [];
    for (let y = 0; y < 80; y++)
      for (let x = 0; x < 100; x++) if (Math.hypot(x + 0.5 - 30.5, y + 0.5 - 20.5) <= 10.5) inside.push(x + 1000 * y);
    const s = statisticsIn(corners, ramp)!;
    const mean = inside.reduce((a, b) => a + b) / inside.length;
    expect(s.count).toBe(inside.length);
    expect(s.mean).toBeCloseTo(mean, 8);
    expect(s.deviation).toBeCloseTo(Math.sqrt(inside.reduce((a, b) => a + (b - mean) ** 2, 0) / inside.length), 8);
    expect([s.least, s.most]).toEqual([Math.min(...inside), Math.max(...inside)]);
  });

  test('a region over the edge counts what there is; one of no size has no statistics', () => {
    expect(
      statisticsIn(
        [
          { x: -20, y: -20 },
          { x: 20, y: 20 },
        ],
        flat(-1000),
      ),
    ).toMatchObject({ mean: -1000, deviation: 0 });
    expect(
      statisticsIn(
        [
          { x: 5, y: 5 },
          { x: 5, y: 9 },
        ],
        flat(1),
      ),
    ).toBeUndefined();
    expect(
      statisticsIn(
        [
          { x: 200, y: 200 },
          { x: 220, y: 220 },
        ],
        flat(1),
      ),
    ).toBeUndefined();
  });

  test('the caption names the unit only where there is one', () => {
    const region = {
      id: 'a',
      kind: 'ellipse',
      file: 'f',
      frame: 0,
      points: [
        { x: 10, y: 10 },
        { x: 20, y: 20 },
      ],
    } as const;
    expect(captionOf(region, { x: 1, y: 1 }, flat(40))).toEqual(['mean 40.0 HU, SD 0.0', '40 to 40, 78.5 mm²']);
    expect(captionOf(region, undefined, { ...flat(40), unit: '' })).toEqual(['mean 40.0, SD 0.0', '40 to 40, 79 px²']);
    expect(captionOf(region, undefined, undefined)).toEqual(['79 px²']);
  });
});
