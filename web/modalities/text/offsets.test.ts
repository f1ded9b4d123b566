import { describe, expect, test } from 'vitest';
import { Offsets, stepFrom, trimmed } from './offsets.ts';

const texts = {
  plain: 'No acute findings.',
  emoji: 'a😀b👩‍⚕️c🫁',
  lines: 'one\r\ntwo\r\n\r\n\tthree',
  marks: 'Cafe\u0301, nai\u0308ve, Å\u0323',
  mixed: '😀\r\n\u0301e\u0301 𝔘𝔫𝔦 ok 🇩🇪',
  empty: '',
  lonely: 'x\ud83dy',
};

describe('places in a text', () => {
  test.each(Object.entries(texts))('%s: every code point boundary leads to its index and back', (_, text) => {
    const offsets = new Offsets(text);
    const points = [...text];
    expect(offsets.length).toBe(points.length);
    let index = 0;
    for (let offset = 0; offset <= points.length; offset++) {
      expect(offsets.indexOf(offset)).toBe(index);
      expect(offsets.offsetOf(index)).toBe(offset);
      index += points[offset]?.length ?? 0;
    }
  });

  test('an index inside a character is that of its beginning; what lies outside is the nearest end', () => {
    const offsets = new Offsets('a😀b');
    expect(offsets.offsetOf(2)).toBe(1);
    expect([offsets.offsetOf(-3), offsets.offsetOf(99)]).toEqual([0, 3]);
    expect([offsets.indexOf(-1), offsets.indexOf(99)]).toEqual([0, 4]);
  });

  test('what is cut by offsets is what a person sees, whatever stands before it', () => {
    for (const before of ['', '😀', '\r\n', 'e\u0301', '👩‍⚕️\r\n😀']) {
      const text = `${before}Dr. Wu 🩺 said`;
      const offsets = new Offsets(text);
      const start = offsets.offsetOf(text.indexOf('Dr.'));
      const end = offsets.offsetOf(text.indexOf(' said'));
      expect([...text].slice(start, end).join('')).toBe('Dr. Wu 🩺');
      expect(text.slice(offsets.indexOf(start), offsets.indexOf(end))).toBe('Dr. Wu 🩺');
    }
  });

  test('a million characters take milliseconds', () => {
    const text = 'Lungs are clear 😀.\r\n'.repeat(50_000);
    const offsets = new Offsets(text);
    const began = performance.now();
    for (let i = 0; i < 100_000; i++) offsets.indexOf(offsets.offsetOf((i * 7919) % text.length));
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe('steps', () => {
  test('a character is what people see as one', () => {
    const text = 'e\u0301👩‍⚕️x\r\ny';
    const stops = [0];
    while (stops.at(-1)! < text.length) stops.push(stepFrom(text, stops.at(-1)!, 1, 'character'));
    expect(stops.map((s, i) => text.slice(stops[i - 1] ?? 0, s)).slice(1)).toEqual([
      'e\u0301',
      '👩‍⚕️',
      'x',
      '\r\n',
      'y',
    ]);
    const back = [text.length];
    while (back.at(-1)! > 0) back.push(stepFrom(text, back.at(-1)!, -1, 'character'));
    expect(back.reverse()).toEqual(stops);
    expect([stepFrom(text, text.length, 1, 'character'), stepFrom(text, 0, -1, 'character')]).toEqual([text.length, 0]);
  });

  test('a word is reached from its beginning, its end, or the space before it', () => {
    const text = 'right  lower lobe';
    expect([0, 5, 7].map((i) => stepFrom(text, i, 1, 'word'))).toEqual([5, 12, 12]);
    expect([17, 13, 5].map((i) => stepFrom(text, i, -1, 'word'))).toEqual([13, 7, 0]);
  });

  test('white space at the ends is no part of a mark', () => {
    expect(trimmed('  ab \r\n', 0, 7)).toEqual({ start: 2, end: 4 });
    expect(trimmed('  ab ', 4, 5)).toBeUndefined();
  });
});
