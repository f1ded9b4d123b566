import type { Command } from '../../core/keyboard.ts';
import { useCommands } from '../../core/keys.ts';
import { clampPoint, type PixelPoint, type Placement, toCanvas } from './geometry.ts';

interface Props {
  at: PixelPoint;
  columns: number;
  rows: number;
  onMove: (to: PixelPoint) => void;
  /** What Enter does here. */
  onSet: () => void;
  onLeave: () => void;
}

const steps = [
  { by: 1, title: 'one pixel', prefix: '' },
  { by: 10, title: 'ten pixels', prefix: 'Shift+' },
  { by: 50, title: 'fifty pixels', prefix: 'Ctrl+' },
] as const;

const ways = [
  { key: 'ArrowLeft', title: 'left', x: -1, y: 0 },
  { key: 'ArrowRight', title: 'right', x: 1, y: 0 },
  { key: 'ArrowUp', title: 'up', x: 0, y: -1 },
  { key: 'ArrowDown', title: 'down', x: 0, y: 1 },
] as const;

/** A cross that keys carry over the picture, and set corners, points and ends with: everything a hand draws, without a hand. */
export function CursorKeys({ at, columns, rows, onMove, onSet, onLeave }: Props) {
  const group = 'Cross';
  useCommands([
    ...steps.flatMap(({ by, title, prefix }) =>
      ways.map(
        (way): Command => ({
          id: `imaging.cross.${way.title}.${by}`,
          title: `${way.title[0]!.toUpperCase()}${way.title.slice(1)} by ${title}`,
          group,
          keys: [`${prefix}${way.key}`],
          run: () => onMove(clampPoint({ x: at.x + way.x * by, y: at.y + way.y * by }, columns, rows)),
        }),
      ),
    ),
    { id: 'imaging.cross.set', title: 'Set it here', group, keys: ['Enter', 'Space'], run: onSet },
    { id: 'imaging.cross.leave', title: 'Put the cross away', group, keys: ['Escape'], run: onLeave },
  ]);
  return null;
}

/** The cross itself: it leaves the place free that it points at. */
export function Cross({ at, placement }: { at: PixelPoint; placement: Placement }) {
  const { left, top } = toCanvas(placement, at);
  const path = `M${left} ${top - 26}v20M${left} ${top + 6}v20M${left - 26} ${top}h20M${left + 6} ${top}h20`;
  return (
    <g className="cross" aria-hidden="true">
      <path d={path} stroke="#0b0d10" strokeWidth={4} />
      <path d={path} stroke="#fff" strokeWidth={1.5} />
      <circle cx={left} cy={top} r={1.5} fill="#fff" stroke="#0b0d10" />
    </g>
  );
}
