import { expect, test, vi } from 'vitest';
import { type Bindings, type Command, Keyboard, type KeyPress, keyName, mirrored } from './keyboard.ts';

const press = (key: string, rest: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...rest,
});
const memory = (): Bindings & { kept: Record<string, string[]> } => {
  const kept: Record<string, string[]> = {};
  let turned = false;
  return {
    kept,
    load: () => kept,
    save: (b) => void Object.assign(kept, b),
    loadMirrored: () => turned,
    saveMirrored: (on) => {
      turned = on;
    },
  };
};
const command = (id: string, keys: string[], run = () => {}): Command => ({ id, title: id, group: 'g', keys, run });

test.each([
  [press('!', { code: 'Digit1', shiftKey: true }), 'Shift+1'],
  [press('1', { code: 'Numpad1' }), '1'],
  [press('r'), 'R'],
  [press('Z', { shiftKey: true }), 'Shift+Z'],
  [press('?', { shiftKey: true }), '?'],
  [press('Enter', { ctrlKey: true }), 'Ctrl+Enter'],
  [press('Enter', { metaKey: true }), 'Ctrl+Enter'],
  [press(' '), 'Space'],
  [press('Shift', { shiftKey: true }), undefined],
])('names a key whatever the keyboard makes of it', (given, expected) => {
  expect(keyName(given)).toBe(expected);
});

test('the mode that came last wins and gives way when it leaves', () => {
  const keyboard = new Keyboard(memory());
  const below = vi.fn();
  const above = vi.fn();
  keyboard.enter(() => [command('below', ['R'], below)]);
  const leave = keyboard.enter(() => [command('above', ['R'], above)]);
  keyboard.press(press('r'));
  leave();
  keyboard.press(press('r'));
  expect([above.mock.calls.length, below.mock.calls.length]).toEqual([1, 1]);
});

test('a modal mode hides the keys below it', () => {
  const keyboard = new Keyboard(memory());
  const below = vi.fn();
  keyboard.enter(() => [command('below', ['R'], below)]);
  keyboard.enter(() => [command('close', ['Escape'])], true);
  expect(keyboard.press(press('r'))).toBe(false);
  expect(below).not.toHaveBeenCalled();
});

test('a rebound key is remembered, warned of, and can be put back', () => {
  const bindings = memory();
  const keyboard = new Keyboard(bindings);
  keyboard.enter(() => [command('box', ['R']), command('point', ['K'])]);
  expect(keyboard.conflicts('box', 'K').map((c) => c.id)).toEqual(['point']);
  keyboard.rebind('box', ['B']);
  expect(bindings.kept).toEqual({ box: ['B'] });
  expect(new Keyboard(bindings).keysOf(command('box', ['R']))).toEqual(['B']);
  keyboard.rebind('box', undefined);
  expect(keyboard.keysOf(command('box', ['R']))).toEqual(['R']);
});

test('for a mouse in the left hand every letter lies at the other side, and no two on one key', () => {
  expect(['Q', 'V', 'Shift+L', 'Z', 'Shift+Z', '?', 'Shift+A', ',', 'Alt+W'].map(mirrored)).toEqual([
    'P',
    'M',
    'Shift+S',
    '/',
    '?',
    'Shift+Z',
    ':',
    'C',
    'Alt+O',
  ]);
  expect(['1', 'Enter', 'ArrowLeft', 'Ctrl+Z', 'Shift+1', '['].map(mirrored)).toEqual([
    '1',
    'Enter',
    'ArrowLeft',
    'Ctrl+Z',
    'Shift+1',
    '[',
  ]);
  const all = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ;,./']
    .flatMap((k) => (/[A-Z]/.test(k) ? [k, `Shift+${k}`] : [k]))
    .concat('?', ':', '<', '>');
  expect(new Set(all.map(mirrored)).size).toBe(all.length);
  expect(all.map(mirrored).map(mirrored)).toEqual(all);
});

test('mirrored keys reach their commands, keys that were changed stay, and hints say the key as it is', () => {
  const keyboard = new Keyboard(memory());
  const box = vi.fn();
  const ruler = vi.fn();
  keyboard.enter(() => [command('box', ['R'], box), command('ruler', ['T'], ruler)]);
  keyboard.rebind('ruler', ['B']);
  expect(keyboard.shown('R')).toBe('R');
  keyboard.mirror(true);
  expect([keyboard.press(press('r')), keyboard.press(press('u'))]).toEqual([false, true]);
  expect(keyboard.press(press('b'))).toBe(true);
  expect([box.mock.calls.length, ruler.mock.calls.length]).toEqual([1, 1]);
  expect([keyboard.shown('R'), keyboard.shown('T'), keyboard.shown('⌃ ⏎')]).toEqual(['U', 'B', '⌃ ⏎']);
});
