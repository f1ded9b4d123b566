import { describe, expect, test } from 'vitest';
import {
  boxBetween,
  directionLetters,
  moved,
  oppositeLetters,
  type Placement,
  placementFrom,
  resized,
  rounded,
  scaleBar,
  toCanvas,
  toPixel,
} from './geometry.ts';

function random(seed: number): () => number {
  let s = seed;
  return () => {
    s = (s * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return s / 4_294_967_296;
  };
}

/** A viewer's camera: non-square pixels, zoom, pan, rotation and flips. */
function camera(next: () => number) {
  const angle = next() * Math.PI * 2;
  const zoom = 0.05 + next() * 12;
  const stretch = 0.3 + next() * 3;
  const flip = next() < 0.5 ? -1 : 1;
  const [left, top] = [next() * 2000 - 500, next() * 2000 - 500];
  return (i: number, j: number): [number, number] => {
    const u = i * zoom * flip;
    const v = j * zoom * stretch;
    return [left + u * Math.cos(angle) - v * Math.sin(angle), top + u * Math.sin(angle) + v * Math.cos(angle)];
  };
}

describe('placement', () => {
  test('screen and image lead back to each other under any zoom, pan, flip, rotation and pixel aspect', () => {
    const next = random(7);
    for (let round = 0; round < 500; round++) {
      const width = 1 + Math.floor(next() * 6000);
      const height = 1 + Math.floor(next() * 6000);
      const placement = placementFrom(camera(next), width, height);
      const p = { x: next() * width, y: next() * height };
      const back = toPixel(placement, toCanvas(placement, p));
      expect(back.x).toBeCloseTo(p.x, 6);
      expect(back.y).toBeCloseTo(p.y, 6);
    }
  });

  test('the outer corner of the first pixel is the origin and its centre is at one half', () => {
    const placement = placementFrom((i, j) => [100 + i * 4, 50 + j * 2], 10, 20);
    expect(toCanvas(placement, { x: 0, y: 0 })).toEqual({ left: 98, top: 49 });
    expect(toCanvas(placement, { x: 0.5, y: 0.5 })).toEqual({ left: 100, top: 50 });
    expect(toPixel(placement, { left: 98 + 40, top: 49 + 40 })).toEqual({ x: 10, y: 20 });
  });

  test('what is stored is the same after a round trip over the screen', () => {
    const next = random(11);
    for (let round = 0; round < 500; round++) {
      const placement: Placement = placementFrom(camera(next), 512, 512);
      const stored = { x: rounded(next() * 512), y: rounded(next() * 512) };
      const back = toPixel(placement, toCanvas(placement, stored));
      expect({ x: rounded(back.x), y: rounded(back.y) }).toEqual(stored);
    }
  });
});

describe('boxes', () => {
  test('a box is the same whichever corner was first, and stays inside the image', () => {
    const want = { x: 2, y: 3, width: 8, height: 7 };
    expect(boxBetween({ x: 2, y: 3 }, { x: 30, y: 40 }, 10, 10)).toEqual(want);
    expect(boxBetween({ x: 30, y: 40 }, { x: 2, y: 3 }, 10, 10)).toEqual(want);
  });

  test('dragging a side past the other turns the box over', () => {
    const box = { kind: 'box', file: 'f', frame: 0, x: 10, y: 10, width: 5, height: 5 } as const;
    expect(resized(box, 'w', { x: 20, y: 0 }, 100, 100)).toMatchObject({ x: 15, width: 5, y: 10, height: 5 });
    expect(resized(box, 'se', { x: 30, y: 25 }, 100, 100)).toMatchObject({ x: 10, y: 10, width: 20, height: 15 });
  });

  test('moving stops at the edge and keeps the size', () => {
    const box = { kind: 'box', file: 'f', frame: 0, x: 10, y: 10, width: 5, height: 5 } as const;
    expect(moved(box, 1000, -1000, 100, 100)).toMatchObject({ x: 95, y: 0, width: 5, height: 5 });
  });
});

describe('what stands beside the picture', () => {
  test.each([
    [[1, 0, 0], 'L'],
    [[-1, 0, 0], 'R'],
    [[0, 1, 0], 'P'],
    [[0, 0, -1], 'F'],
    [[0.7, -0.6, 0.1], 'LA'],
  ] as const)('direction %j is %s', (direction, letters) => expect(directionLetters(direction)).toBe(letters));

  test('the other side has the other letters', () => expect(oppositeLetters('LA')).toBe('RP'));

  test.each([
    [0.5, 120, 50],
    [0.02, 120, 2],
    [3, 120, 200],
  ])('at %d mm a pixel the bar is %i pixels at most', (mm, longest, millimetres) => {
    const bar = scaleBar(mm, longest);
    expect(bar.millimetres).toBeCloseTo(millimetres);
    expect(bar.pixels).toBeLessThanOrEqual(longest);
  });
});
