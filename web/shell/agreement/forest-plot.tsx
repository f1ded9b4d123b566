import type { Coefficient } from '../../core/contract.ts';
import { PlotFrame } from './plot-frame.tsx';
import { coefficientTitle, figure, whyWords } from './words.ts';

export interface ForestRow extends Coefficient {
  /** What stands before the row: the field. */
  label: string;
}

const rowHeight = 26;
const left = 330;
const plot = 360;
const right = 420;

const short = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/**
 * Figures without a unit, each with its interval, on one axis; labels stand at the marks, numbers beside them. A figure
 * whose interval is not known is drawn hollow, and the line says why.
 */
export function ForestPlot({ rows, title }: { rows: readonly ForestRow[]; title: string }) {
  const lows = rows.map((r) => r.low ?? r.value ?? 0);
  const from = Math.min(0, Math.floor(Math.min(...lows) * 5) / 5);
  const x = (v: number) => left + ((Math.max(v, from) - from) / (1 - from)) * plot;
  const height = rows.length * rowHeight + 34;
  const ticks = Array.from(
    { length: Math.round((1 - from) / 0.2) + 1 },
    (_, i) => Math.round((from + i * 0.2) * 10) / 10,
  );
  return (
    <PlotFrame
      name="agreement"
      caption={`${title}, with 95 % intervals`}
      label={`${title}: the tables below hold the same numbers`}
      width={left + plot + right}
      height={height}
      table={{
        head: ['field', 'coefficient', 'value', 'low', 'high', 'items', 'readers', 'note'],
        rows: rows.map((r) => [r.field, r.name, r.value, r.low, r.high, r.items, r.readers, whyWords(r)]),
      }}
    >
      {ticks.map((t) => (
        <g key={t}>
          <path d={`M${x(t)} 6V${height - 26}`} stroke="var(--line)" />
          <text className="quiet" x={x(t)} y={height - 10} textAnchor="middle">
            {t.toFixed(1)}
          </text>
        </g>
      ))}
      {rows.map((r, i) => (
        <Row key={`${r.field}-${r.name}`} row={r} y={i * rowHeight + 20} x={x} />
      ))}
    </PlotFrame>
  );
}

function Row({ row: r, y, x }: { row: ForestRow; y: number; x: (v: number) => number }) {
  const beside = left + plot + 16;
  return (
    <g>
      <text x={0} y={y + 4}>
        {short(r.label, 30)}
      </text>
      <text className="quiet" x={left - 14} y={y + 4} textAnchor="end">
        {short(coefficientTitle(r), 22)}
      </text>
      {r.value == null ? (
        <text className="quiet" x={left + 6} y={y + 4}>
          {whyWords(r)}
        </text>
      ) : (
        <>
          {r.low != null && r.high != null ? (
            <path
              d={`M${x(r.low)} ${y}H${x(r.high)}M${x(r.low)} ${y - 4}v8M${x(r.high)} ${y - 4}v8`}
              stroke="var(--text)"
              strokeWidth="1.2"
            />
          ) : null}
          <circle
            cx={x(r.value)}
            cy={y}
            r={4}
            fill={r.low == null ? 'none' : 'var(--accent)'}
            stroke="var(--accent)"
            strokeWidth="1.5"
          />
          <text x={beside} y={y + 4} style={{ fontVariantNumeric: 'tabular-nums' }}>
            {figure(r.value, r)}{' '}
            {r.low != null && r.high != null ? `[${figure(r.low, r)}, ${figure(r.high, r)}]` : '(no interval)'}
          </text>
          <text className="quiet" x={left + plot + right} y={y + 4} textAnchor="end">
            {r.items} {r.items === 1 ? 'item' : 'items'}, {r.readers} {r.readers === 1 ? 'reader' : 'readers'}
          </text>
        </>
      )}
    </g>
  );
}
