export interface IntervalBarProps {
  value: number;
  low: number;
  high: number;
  from?: number;
  to?: number;
  width?: number;
}

/** A value with its 95 % interval on a common scale: a whisker and a dot, never the dot alone. */
export function IntervalBar({ value, low, high, from = 0, to = 1, width = 120 }: IntervalBarProps) {
  const x = (v: number) => 4 + ((Math.min(Math.max(v, from), to) - from) / (to - from)) * (width - 8);
  return (
    <svg width={width} height={14} aria-hidden="true">
      <path d={`M4 7H${width - 4}`} stroke="var(--line)" />
      <path d={`M${x(low)} 7H${x(high)}M${x(low)} 4v6M${x(high)} 4v6`} stroke="var(--text)" strokeWidth="1.2" />
      <circle cx={x(value)} cy={7} r={3.5} fill="var(--accent)" />
    </svg>
  );
}
