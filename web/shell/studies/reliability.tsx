import type { CalibrationField } from '../../core/contract.ts';
import { count } from '../../core/words.ts';
import { UnitSquare, xOf, yOf } from './unit-square.tsx';

/** Claimed against right, in groups of second looks; on the dashed line claims are true. */
export function Reliability({ row }: { row: CalibrationField }) {
  return (
    <UnitSquare
      name={`calibration-${row.field}`}
      caption={`${count(row.checked, 'second look')} in groups, with exact 95 % intervals`}
      label={`Claimed and right, ${row.title}`}
      across="probability claimed"
      up="share that was right"
      table={{
        head: ['claimed', 'right', 'low', 'high', 'checked'],
        rows: row.reliability.map((r) => [r.claimed, r.right, r.low, r.high, r.checked]),
      }}
    >
      {row.reliability.map((r) => (
        <g key={r.claimed}>
          <path
            d={`M${xOf(r.claimed)} ${yOf(r.low)}V${yOf(r.high)}M${xOf(r.claimed) - 4} ${yOf(r.low)}h8M${xOf(r.claimed) - 4} ${yOf(r.high)}h8`}
            stroke="var(--text)"
            strokeWidth="1.2"
          />
          <circle cx={xOf(r.claimed)} cy={yOf(r.right)} r={4} fill="var(--accent)" />
        </g>
      ))}
    </UnitSquare>
  );
}
