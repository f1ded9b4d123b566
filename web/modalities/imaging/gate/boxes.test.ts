import { describe, expect, test } from 'vitest';
import type { GateBox, GateImage } from '../../../core/contract.ts';
import {
  begin,
  between,
  blanked,
  change,
  covers,
  decideAll,
  drawn,
  inside,
  outsideOf,
  placesOf,
  redo,
  reshaped,
  undo,
  without,
} from './boxes.ts';

const image = (file: string, width = 100, frames = 2): GateImage => ({
  file,
  title: 'US',
  width,
  height: 50,
  frames,
  address: '/',
  outside: [],
});
const a = image('a');
const b = image('b');
const wide = image('w', 200);
const proposal: GateBox = {
  ...drawn('p', { image: a, frame: 0 }, { left: 1, top: 1, width: 5, height: 5 }),
  origin: 'text',
  state: 'proposed',
};

describe('boxes at the gate', () => {
  test('words of the header are not dismissed with others, and lose their reason when they are blanked', () => {
    const words = { ...proposal, id: 'w', ofHeader: true };
    const all = decideAll([proposal, words], 'dismissed');
    expect(all.map((box) => box.state)).toEqual(['dismissed', 'proposed']);
    const left = without(all, 'w', 'a maker');
    expect(left[1]).toMatchObject({ state: 'dismissed', reason: 'a maker' });
    expect(blanked(left, 'w')[1]).toEqual({ ...words, state: 'accepted' });
    expect(decideAll([words], 'accepted')[0]!.state).toBe('accepted');
  });

  test('reach: one frame, one image, every image of the same size', () => {
    const images = [a, b, wide];
    const reached = (reach: GateBox['reach']) =>
      placesOf(images)
        .filter((p) => covers({ ...proposal, reach }, p, images))
        .map((p) => p.image.file + p.frame);
    expect(reached('frame')).toEqual(['a0']);
    expect(reached('image')).toEqual(['a0', 'a1']);
    expect(reached('entry')).toEqual(['a0', 'a1', 'b0', 'b1']);
  });

  test('what lies outside the scan is covered once, and proposals in it need no decision', () => {
    const scan: GateImage = { ...a, outside: [{ left: 0, top: 0, width: 100, height: 10, right: 100, bottom: 10 }] };
    const at = { image: scan, frame: 0 };
    const banner = { ...proposal, id: 'banner', left: 5, top: 1, width: 30, height: 8 };
    const inScan = { ...proposal, id: 'scan', left: 5, top: 6, width: 30, height: 8 };
    let n = 0;
    const once = outsideOf([banner, inScan], at, () => `n${n++}`);
    expect(once.map((box) => [box.id, box.state])).toEqual([
      ['banner', 'accepted'],
      ['scan', 'proposed'],
      ['n0', 'accepted'],
    ]);
    expect(once[2]).toMatchObject({ left: 0, top: 0, width: 100, height: 10, reach: 'image' });
    expect(outsideOf(once, at, () => `n${n++}`)).toEqual(once);
  });

  test('a box never leaves its image and is never empty', () => {
    for (const rect of [
      { left: -5, top: 60, width: 0, height: 500 },
      { left: 99.7, top: 49, width: 30, height: 1 },
    ]) {
      const r = inside(rect, a);
      expect(r.left).toBeGreaterThanOrEqual(0);
      expect(r.left + r.width).toBeLessThanOrEqual(100);
      expect(r.top + r.height).toBeLessThanOrEqual(50);
      expect(r.width * r.height).toBeGreaterThan(0);
      expect(Number.isInteger(r.left) && Number.isInteger(r.width)).toBe(true);
    }
    expect(between(9, 8, 2, 3)).toEqual({ left: 2, top: 3, width: 7, height: 5 });
  });

  test('a proposal is dismissed, never dropped; a drawn box is dropped; a moved proposal is accepted as edited', () => {
    const hand = drawn('h', { image: a, frame: 0 }, { left: 1, top: 1, width: 5, height: 5 });
    expect(without([proposal, hand], 'p').map((x) => x.state)).toEqual(['dismissed', 'accepted']);
    expect(without([proposal, hand], 'h')).toEqual([proposal]);
    expect(reshaped(proposal, { ...proposal, left: 9 }, a)).toMatchObject({ left: 9, edited: true, state: 'accepted' });
    expect(reshaped(hand, { ...hand, left: 9 }, a)).toMatchObject({ edited: false });
    expect(decideAll([proposal, hand], 'dismissed').map((x) => x.state)).toEqual(['dismissed', 'accepted']);
  });

  test('undo and redo walk along the changes; steps of one kind are one', () => {
    let history = begin([proposal]);
    history = change(history, decideAll(history.now, 'accepted'));
    history = change(history, [{ ...history.now[0]!, left: 2 }]);
    history = change(history, [{ ...history.now[0]!, left: 3 }], true);
    expect(change(history, history.now)).toBe(history);
    history = undo(history);
    expect(history.now[0]).toMatchObject({ left: 1, state: 'accepted' });
    history = undo(undo(history));
    expect(history.now).toEqual([proposal]);
    history = redo(redo(history));
    expect(history.now[0]).toMatchObject({ left: 3 });
    expect(redo(history)).toBe(history);
  });
});
