import type { ReactNode } from 'react';
import { PlotFrame } from '../agreement/plot-frame.tsx';

export const square = { left: 52, top: 12, side: 300 };
export const width = 560;
export const height = 364;
export const xOf = (share: number) => square.left + share * square.side;
export const yOf = (share: number) => square.top + (1 - share) * square.side;
const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];

interface SquareProps {
  name: string;
  caption: ReactNode;
  label: string;
  across: string;
  up: string;
  table: { head: string[]; rows: (string | number | null | undefined)[][] };
  children: ReactNode;
}

/** Two shares against each other, with the line on which they are equal. */
export function UnitSquare({ name, caption, label, across, up, table, children }: SquareProps) {
  const { left, top, side } = square;
  return (
    <PlotFrame name={name} caption={caption} label={label} width={width} height={height} table={table}>
      {ticks.map((t) => (
        <g key={t}>
          <path d={`M${xOf(t)} ${top}V${top + side}M${left} ${yOf(t)}H${left + side}`} stroke="var(--line)" />
          <text className="quiet" x={xOf(t)} y={top + side + 18} textAnchor="middle">
            {t.toFixed(1)}
          </text>
          <text className="quiet" x={left - 8} y={yOf(t) + 4} textAnchor="end">
            {t.toFixed(1)}
          </text>
        </g>
      ))}
      <path d={`M${xOf(0)} ${yOf(0)}L${xOf(1)} ${yOf(1)}`} stroke="var(--dim)" strokeDasharray="4 4" />
      <text className="quiet" x={left + side / 2} y={height - 8} textAnchor="middle">
        {across}
      </text>
      <text className="quiet" transform={`translate(14 ${top + side / 2}) rotate(-90)`} textAnchor="middle">
        {up}
      </text>
      {children}
    </PlotFrame>
  );
}
