import { beforeEach, expect, test } from 'vitest';
import { idleAfter, WorkClock, type WorkStore } from './work-clock.ts';

let now: number;
let kept: Map<string, string>;
let sources: number;
let device: WorkStore;

const storeOf = (map: Map<string, string>): WorkStore => ({
  get: (key) => map.get(key),
  set: (key, value) => void map.set(key, value),
});

beforeEach(() => {
  now = 1_000_000;
  kept = new Map();
  sources = 0;
  device = storeOf(kept);
});

const open = (window: string, store = device, read = 'r1') =>
  new WorkClock(
    store,
    'p1',
    read,
    window,
    () => `source-${++sources}`,
    () => now,
  );

function pass(
  seconds: number,
  clocks: WorkClock[],
  { visible = true, touch }: { visible?: boolean; touch?: WorkClock } = {},
) {
  for (let i = 0; i < seconds; i++) {
    now += 1000;
    touch?.touched();
    for (const clock of clocks) clock.tick(visible);
  }
}

test('a reload, and a browser that was closed, go on where they were', () => {
  const first = open('w1');
  pass(14, [first], { touch: first });
  expect(first.seconds).toBe(14);
  now += 3_600_000;
  const second = open('w2');
  expect(second.seconds).toBe(14);
  pass(6, [second], { touch: second });
  expect(second.seconds).toBe(20);
  expect(second.mine).toEqual({ source: 'source-1', seconds: 20 });
});

test('a second device adds what the server was told, and nothing twice', () => {
  const first = open('w1');
  pass(10, [first], { touch: first });
  const other = open('w9', storeOf(new Map()));
  other.told({ [first.mine.source]: 10 });
  expect(other.seconds).toBe(10);
  pass(5, [other], { touch: other });
  expect(other.seconds).toBe(15);
  first.told({ [first.mine.source]: 10, [other.mine.source]: 5 });
  expect(first.seconds).toBe(15);
  first.told({ [first.mine.source]: 10, [other.mine.source]: 5 });
  expect(first.seconds).toBe(15);
});

test('a device that lost what it kept counts on from what the server was told', () => {
  const first = open('w1');
  pass(10, [first], { touch: first });
  kept.clear();
  const again = open('w1');
  again.told({ 'source-1': 10 });
  pass(3, [again], { touch: again });
  expect(again.seconds).toBe(13);
});

test('idle time is left out, and so is a page out of sight', () => {
  const clock = open('w1');
  pass(600, [clock]);
  expect(clock.seconds).toBe(idleAfter / 1000 - 1);
  clock.touched();
  pass(5, [clock]);
  const before = clock.seconds;
  pass(30, [clock], { visible: false, touch: clock });
  expect(clock.seconds).toBe(before);
});

test('two windows of one read count each second once', () => {
  const left = open('w1');
  pass(5, [left], { touch: left });
  const right = open('w2');
  pass(10, [left, right], { touch: right });
  expect(left.seconds).toBe(15);
  expect(right.seconds).toBe(15);
  pass(5, [left, right], { touch: left });
  expect(right.seconds).toBe(20);
});

test('windows of two reads share the hand', () => {
  const one = open('w1');
  const two = open('w2', device, 'r2');
  pass(10, [one, two], { touch: one });
  pass(10, [one, two], { touch: two });
  expect(one.seconds + two.seconds).toBe(20);
});

test('a machine that slept has not worked, and what is kept broken is not believed', () => {
  const clock = open('w1');
  pass(5, [clock], { touch: clock });
  now += 8 * 3_600_000;
  clock.touched();
  clock.tick(true);
  expect(clock.seconds).toBe(7);
  kept.set('overread.work.p1.r1', '{"seconds":-5');
  expect(open('w1').seconds).toBe(0);
});
