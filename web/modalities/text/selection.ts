import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** UTF-16 indices of what is selected in the document; undefined where the selection lies elsewhere. */
export function selectedIn(area: HTMLElement): { start: number; end: number } | undefined {
  const selection = getSelection();
  if (!selection || selection.rangeCount === 0) return undefined;
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
  if (!area.contains(startContainer) || !area.contains(endContainer)) return undefined;
  const start = indexAt(area, startContainer, startOffset);
  const end = indexAt(area, endContainer, endOffset);
  return start === undefined || end === undefined ? undefined : { start, end };
}

/** A place between nodes is that before the piece that follows, or behind the last. */
function indexAt(area: HTMLElement, node: Node, offset: number): number | undefined {
  const piece = node.parentElement?.closest<HTMLElement>('[data-at]');
  if (node instanceof Text && piece) return Number(piece.dataset.at) + offset;
  const next = node.childNodes[offset] ?? following(area, node);
  const from =
    next instanceof HTMLElement ? (next.closest<HTMLElement>('[data-at]') ?? next.querySelector('[data-at]')) : null;
  if (from instanceof HTMLElement && from.dataset.at !== undefined) return Number(from.dataset.at);
  const last = [...area.querySelectorAll<HTMLElement>('[data-at]')].at(-1);
  return last ? Number(last.dataset.at) + (last.textContent?.length ?? 0) : 0;
}

function following(area: HTMLElement, node: Node): Node | null {
  for (let at: Node | null = node; at && at !== area; at = at.parentNode) if (at.nextSibling) return at.nextSibling;
  return null;
}

/** Puts the browser's selection over a part of the document. */
export function select(area: HTMLElement, start: number, end: number): void {
  const [from, to] = [nodeAt(area, start), nodeAt(area, end)];
  if (from && to) getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
}

function nodeAt(area: HTMLElement, index: number): { node: Node; offset: number } | undefined {
  const pieces = area.querySelectorAll<HTMLElement>('[data-at]');
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (Number(pieces[middle]!.dataset.at) <= index) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low];
  const node = piece?.firstChild;
  return piece && node
    ? { node, offset: Math.min(index - Number(piece.dataset.at), node.textContent?.length ?? 0) }
    : undefined;
}

interface Hands {
  /** A part was dragged over, or Enter was pressed over it. */
  onMark: (start: number, end: number) => void;
  /** A place was clicked or Enter was pressed at it. */
  onPlace: (index: number) => void;
  /** False: dragging only selects, so that words can be copied. */
  marks: boolean;
}

const moves: Record<string, [by: 'forward' | 'backward', unit: string]> = {
  ArrowRight: ['forward', 'character'],
  ArrowLeft: ['backward', 'character'],
  ArrowDown: ['forward', 'line'],
  ArrowUp: ['backward', 'line'],
  Home: ['backward', 'lineboundary'],
  End: ['forward', 'lineboundary'],
};
const leaps: Record<string, string> = {
  character: 'word',
  line: 'paragraph',
  lineboundary: 'documentboundary',
};

/** Arrows move a caret through the text that nobody types in, Shift extends, Ctrl leaps. */
function moveCaret(area: HTMLElement, event: KeyboardEvent): boolean {
  const move = moves[event.key];
  const selection = getSelection();
  if (!move || !selection || event.altKey) return false;
  if (!selection.focusNode || !area.contains(selection.focusNode)) select(area, firstInSight(area), firstInSight(area));
  const unit = event.ctrlKey || event.metaKey ? leaps[move[1]]! : move[1];
  selection.modify(event.shiftKey ? 'extend' : 'move', move[0], unit);
  const at = selection.focusNode?.parentElement;
  at?.scrollIntoView?.({ block: 'nearest' });
  return true;
}

/** Where a person who comes with the keyboard is looking: the first piece below the upper edge of the scrolled area. */
function firstInSight(area: HTMLElement): number {
  const top = area.parentElement?.getBoundingClientRect().top ?? 0;
  for (const piece of area.querySelectorAll<HTMLElement>('[data-at]')) {
    if (piece.getBoundingClientRect().bottom > top) return Number(piece.dataset.at);
  }
  return 0;
}

/** Reads the hand's and the keyboard's selections of a document. */
export function useHands(area: RefObject<HTMLElement | null>, hands: Hands): void {
  const latest = useRef(hands);
  latest.current = hands;
  useEffect(() => {
    const box = area.current;
    if (!box) return;
    let pressed = false;
    const down = (event: MouseEvent) => {
      pressed = event.button === 0;
    };
    const up = (event: MouseEvent) => {
      if (!pressed) return;
      pressed = false;
      const found = selectedIn(box);
      // The third click of a row selects the line around the word that the second has marked.
      if (!found || event.detail > 2) return;
      if (found.start === found.end) latest.current.onPlace(found.start);
      else if (latest.current.marks) latest.current.onMark(found.start, found.end);
    };
    const key = (event: KeyboardEvent) => {
      if (moveCaret(box, event)) event.preventDefault();
      if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
      const found = selectedIn(box);
      if (!found) return;
      event.preventDefault();
      if (found.start === found.end) latest.current.onPlace(found.start);
      else latest.current.onMark(found.start, found.end);
    };
    box.addEventListener('mousedown', down);
    addEventListener('mouseup', up);
    box.addEventListener('keydown', key);
    return () => {
      box.removeEventListener('mousedown', down);
      removeEventListener('mouseup', up);
      box.removeEventListener('keydown', key);
    };
  }, [area]);
}

/**
 * Sets the caret down behind what was just marked: the pieces of the text are drawn anew with the mark, and a selection
 * of the browser does not outlive the piece it lay in.
 */
export function useCaretAfter(area: RefObject<HTMLElement | null>, drawn: unknown): (index: number) => void {
  const wanted = useRef<number>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn is what it waits for
  useLayoutEffect(() => {
    if (wanted.current === undefined || !area.current) return;
    select(area.current, wanted.current, wanted.current);
    wanted.current = undefined;
  }, [area, drawn]);
  return (index) => {
    wanted.current = index;
    getSelection()?.collapseToEnd();
  };
}

/** Where the caret stands, in the coordinates of what holds the document; only while keys go to it. */
export function useCaret(
  area: RefObject<HTMLElement | null>,
): { left: number; top: number; height: number } | undefined {
  const [caret, setCaret] = useState<{ left: number; top: number; height: number }>();
  useEffect(() => {
    const follow = () => {
      const box = area.current;
      const selection = getSelection();
      if (!box || !selection?.isCollapsed || document.activeElement !== box || !box.contains(selection.focusNode)) {
        setCaret(undefined);
        return;
      }
      const [rect] = selection.getRangeAt(0).getClientRects();
      const frame = box.parentElement!.getBoundingClientRect();
      setCaret(rect && { left: rect.left - frame.left, top: rect.top - frame.top, height: rect.height });
    };
    document.addEventListener('selectionchange', follow);
    addEventListener('focusin', follow);
    // Another width lays the lines out anew under a caret that nobody moved.
    const sized = new ResizeObserver(follow);
    if (area.current) sized.observe(area.current);
    return () => {
      sized.disconnect();
      document.removeEventListener('selectionchange', follow);
      removeEventListener('focusin', follow);
    };
  }, [area]);
  return caret;
}
