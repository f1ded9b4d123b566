/** One thing a key does. `id` is stable: what a person rebound is remembered by it. */
export interface Command {
  id: string;
  title: string;
  group: string;
  keys: readonly string[];
  run: () => void;
  /** Listed and rebindable, but does nothing now. */
  disabled?: boolean;
}

interface Scope {
  modal: boolean;
  commands: readonly Command[];
}

/** The part of a KeyboardEvent that names a key. */
export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const modifiers = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph']);

/** "Ctrl+Enter", "Shift+1", "R", "?": independent of what Shift makes of a digit on this keyboard; undefined for a bare modifier. */
export function keyName(press: KeyPress): string | undefined {
  if (modifiers.has(press.key)) return undefined;
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(press.code)?.[1];
  const letter = /^[a-z]$/i.test(press.key) ? press.key.toUpperCase() : undefined;
  const base = digit ?? letter ?? (press.key === ' ' ? 'Space' : press.key);
  const printed = digit === undefined && letter === undefined && base.length === 1;
  const parts = [
    press.ctrlKey || press.metaKey ? 'Ctrl' : '',
    press.altKey ? 'Alt' : '',
    press.shiftKey && !printed ? 'Shift' : '',
    base,
  ];
  return parts.filter(Boolean).join('+');
}

/** How a key is written on the `?` sheet and on buttons. */
export function keyLabel(key: string): string {
  return key
    .replace('Ctrl', '⌃')
    .replace('Shift', '⇧')
    .replace('Alt', '⌥')
    .replace('ArrowUp', '↑')
    .replace('ArrowDown', '↓')
    .replace('ArrowLeft', '←')
    .replace('ArrowRight', '→')
    .replace('Enter', '⏎')
    .replaceAll('+', ' ')
    .trim();
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  if (!(target instanceof HTMLInputElement)) return false;
  return !['checkbox', 'radio', 'button', 'submit', 'range', 'file', 'color'].includes(target.type);
}

const rows = ['QWERTYUIOP', 'ASDFGHJKL;', 'ZXCVBNM,./'];
/** What Shift makes of a mark on the keyboard that the rows are of (US). */
const shifted: Record<string, string> = { ';': ':', ',': '<', '.': '>', '/': '?' };
const unshifted: Record<string, string> = Object.fromEntries(Object.entries(shifted).map(([k, v]) => [v, k]));

/**
 * The key at the other side of the keyboard, as far from its middle: for a hand that has the mouse at its left. Keys with Ctrl mean
 * the same in every program and stay, as do digits, arrows and named keys.
 */
export function mirrored(key: string): string {
  const parts = key.split('+');
  const last = parts.at(-1) ?? '';
  const shift = parts.includes('Shift') || last in unshifted;
  const base = unshifted[last] ?? last;
  const row = rows.find((r) => r.includes(base));
  if (base.length !== 1 || !row || parts.includes('Ctrl')) return key;
  const other = row[row.length - 1 - row.indexOf(base)]!;
  const before = parts.slice(0, -1).filter((p) => p !== 'Shift');
  // Shift is part of a mark that it makes, and stands before a letter.
  const name = !shift ? [other] : other in shifted ? [shifted[other]!] : ['Shift', other];
  return [...before, ...name].join('+');
}

export interface Bindings {
  load(): Record<string, string[]>;
  save(bindings: Record<string, string[]>): void;
  /** Whether keys are at the side of the right hand. */
  loadMirrored(): boolean;
  saveMirrored(mirrored: boolean): void;
}

const storageKey = 'overread.keys';

export const storedBindings: Bindings = {
  load() {
    try {
      return JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Record<string, string[]>;
    } catch {
      return {};
    }
  },
  save: (bindings) => localStorage.setItem(storageKey, JSON.stringify(bindings)),
  loadMirrored() {
    try {
      return localStorage.getItem(`${storageKey}.mirrored`) === 'yes';
    } catch {
      return false;
    }
  },
  saveMirrored: (mirrored) => localStorage.setItem(`${storageKey}.mirrored`, mirrored ? 'yes' : 'no'),
};

/** Every key of every mode that is on screen. The mode that came last wins; a modal one hides those below it. */
export class Keyboard {
  private scopes: Scope[] = [];
  private rebound: Record<string, string[]>;
  private turned: boolean;
  private readonly listeners = new Set<() => void>();
  private list: readonly Command[] | undefined;

  constructor(private readonly bindings: Bindings) {
    this.rebound = bindings.load();
    this.turned = bindings.loadMirrored();
  }

  /** Whether the keys lie at the side of the right hand, the mouse at the left. */
  isMirrored = (): boolean => this.turned;

  mirror(on: boolean): void {
    this.turned = on;
    this.bindings.saveMirrored(on);
    this.changed();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Puts a mode on top; the answer takes it off again. */
  enter(commands: () => readonly Command[], modal = false): () => void {
    const scope: Scope = {
      modal,
      get commands() {
        return commands();
      },
    };
    this.scopes.push(scope);
    this.changed();
    return () => {
      this.scopes = this.scopes.filter((s) => s !== scope);
      this.changed();
    };
  }

  keysOf(command: Pick<Command, 'id' | 'keys'>): readonly string[] {
    return this.rebound[command.id] ?? (this.turned ? command.keys.map(mirrored) : command.keys);
  }

  /** What is printed for a key that a command comes with, now that the reader may have bound it elsewhere. */
  shown(label: string): string {
    if (!this.turned && Object.keys(this.rebound).length === 0) return label;
    const command = this.commands().find((c) => c.keys.some((k) => keyLabel(k) === label.replace('Ctrl', '⌃')));
    const bound = command && this.keysOf(command)[0];
    return bound ? keyLabel(bound) : label;
  }

  isRebound(id: string): boolean {
    return id in this.rebound;
  }

  /** The commands that keys reach now, top mode first. */
  commands = (): readonly Command[] => {
    this.list ??= this.reachable().flatMap((s) => s.commands);
    return this.list;
  };

  rebind(id: string, keys: string[] | undefined): void {
    const { [id]: _, ...rest } = this.rebound;
    this.rebound = keys ? { ...rest, [id]: keys } : rest;
    this.bindings.save(this.rebound);
    this.changed();
  }

  /** Other commands of the current modes that a key already reaches. */
  conflicts(id: string, key: string): Command[] {
    return this.commands().filter((c) => c.id !== id && this.keysOf(c).includes(key));
  }

  /** Runs what the key means; answers whether it meant something. */
  press(press: KeyPress): boolean {
    const name = keyName(press);
    if (!name) return false;
    for (const scope of this.reachable()) {
      const command = scope.commands.find((c) => !c.disabled && this.keysOf(c).includes(name));
      if (command) {
        command.run();
        return true;
      }
    }
    return false;
  }

  listenTo(target: Window): () => void {
    const listener = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const free = event.ctrlKey || event.metaKey || event.key === 'Escape' || /^F\d/.test(event.key);
      const native =
        isTyping(event.target) && (!free || ['z', 'y', 'a', 'c', 'v', 'x'].includes(event.key.toLowerCase()));
      if (native) return;
      const onControl =
        event.target instanceof HTMLElement && event.target.closest('button, a[href], summary, [role=tab]');
      if (onControl && (event.key === 'Enter' || event.key === ' ') && !event.ctrlKey && !event.metaKey) return;
      const inDialog = event.target instanceof HTMLElement && event.target.closest('[role=dialog]') !== null;
      if (inDialog && !this.scopes.some((s) => s.modal)) return;
      if (this.press(event)) event.preventDefault();
    };
    target.addEventListener('keydown', listener);
    return () => target.removeEventListener('keydown', listener);
  }

  private reachable(): Scope[] {
    const top = [...this.scopes].reverse();
    const modal = top.findIndex((s) => s.modal);
    return modal < 0 ? top : top.slice(0, modal + 1);
  }

  changed(): void {
    this.list = undefined;
    for (const listener of this.listeners) listener();
  }
}
