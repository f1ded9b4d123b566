import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { LimitsOfAgreement } from '../../core/contract.ts';
import { count } from '../../core/words.ts';
import { PlotFrame } from './plot-frame.tsx';
import { measured } from './words.ts';

interface LimitsProps {
  limits: readonly LimitsOfAgreement[];
  unit: string | null | undefined;
  title: string;
}

const nameOf = (l: LimitsOfAgreement) => `${l.first} − ${l.second}`;

/** Bland and Altman: how far two readers' measurements lie apart, in the field's own unit, pair by pair. */
export function Limits({ limits, unit, title }: LimitsProps) {
  const [pair, setPair] = useState('');
  const shown = limits.find((l) => nameOf(l) === pair) ?? limits[0];
  if (!shown) return null;
  return (
    <div className="stack tight">
      <div className="row between">
        <h3>Limits of agreement (Bland and Altman)</h3>
        {limits.length > 1 ? (
          <NativeSelect
            aria-label={`Pair of readers, ${title}`}
            value={nameOf(shown)}
            onChange={(e) => setPair(e.currentTarget.value)}
            data={limits.map(nameOf)}
          />
        ) : null}
      </div>
      <BlandAltman limits={shown} unit={unit} title={title} />
      <LimitsTable limits={limits} unit={unit} />
    </div>
  );
}

const width = 720;
const height = 300;
const area = { left: 64, right: 520, top: 14, bottom: 250 };

/** A round step of which between three and seven fit into a length. */
function stepOf(length: number): number {
  const power = 10 ** Math.floor(Math.log10(length / 3));
  return [5, 2, 1].map((m) => m * power).find((s) => length / s >= 3) ?? power;
}

function ticksOf(from: number, to: number): number[] {
  const step = stepOf(to - from || 1);
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step + 1e-9) + 1 }, (_, i) =>
    Number((first + i * step).toPrecision(12)),
  );
}

/** Room around what is drawn; a single value gets some on either side. */
function around(values: readonly number[]): [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = (most - least || Math.abs(most) || 1) * 0.12;
  return [least - room, most + room];
}

function BlandAltman({ limits, unit, title }: { limits: LimitsOfAgreement; unit: LimitsProps['unit']; title: string }) {
  const { points, bias, lower, upper } = limits;
  if (points.length === 0) return <p className="dim small">No item was measured by both.</p>;
  const given = [limits.lowerLow, limits.upperHigh, lower, upper, bias, 0].filter((v) => v !== undefined);
  const [x0, x1] = around(points.map((p) => p.mean));
  const [y0, y1] = around([...points.map((p) => p.difference), ...given]);
  const x = (v: number) => area.left + ((v - x0) / (x1 - x0)) * (area.right - area.left);
  const y = (v: number) => area.bottom - ((v - y0) / (y1 - y0)) * (area.bottom - area.top);
  const of = unit ? `, ${unit}` : '';
  return (
    <PlotFrame
      name={`limits-${limits.field}`}
      caption={`${nameOf(limits)}, ${count(limits.items, 'item')}`}
      label={`Bland-Altman plot of ${title}, ${nameOf(limits)}`}
      width={width}
      height={height}
      table={{
        head: [`mean${of}`, `difference${of}`],
        rows: points.map((p) => [p.mean, p.difference]),
      }}
    >
      {ticksOf(y0, y1).map((t) => (
        <g key={t}>
          <path d={`M${area.left} ${y(t)}H${area.right}`} stroke="var(--line)" />
          <text className="quiet" x={area.left - 8} y={y(t) + 4} textAnchor="end">
            {measured(t, undefined)}
          </text>
        </g>
      ))}
      {ticksOf(x0, x1).map((t) => (
        <text key={t} className="quiet" x={x(t)} y={area.bottom + 18} textAnchor="middle">
          {measured(t, undefined)}
        </text>
      ))}
      <text className="quiet" x={(area.left + area.right) / 2} y={height - 8} textAnchor="middle">
        mean of both{of}
      </text>
      <text
        className="quiet"
        transform={`translate(14 ${(area.top + area.bottom) / 2}) rotate(-90)`}
        textAnchor="middle"
      >
        difference{of}
      </text>
      <Level at={bias} low={limits.biasLow} high={limits.biasHigh} word="bias" y={y} unit={unit} />
      <Level at={upper} low={limits.upperLow} high={limits.upperHigh} word="upper limit" y={y} unit={unit} dash />
      <Level at={lower} low={limits.lowerLow} high={limits.lowerHigh} word="lower limit" y={y} unit={unit} dash />
      {points.map((p, i) => (
        <circle key={i} cx={x(p.mean)} cy={y(p.difference)} r={3.5} fill="var(--accent)" fillOpacity={0.75} />
      ))}
    </PlotFrame>
  );
}

interface LevelProps {
  at: number | undefined;
  low: number | undefined;
  high: number | undefined;
  word: string;
  y: (v: number) => number;
  unit: LimitsProps['unit'];
  dash?: boolean;
}

/** A horizontal line over its 95 % interval, named at its end. */
function Level({ at, low, high, word, y, unit, dash }: LevelProps) {
  if (at === undefined) return null;
  return (
    <g>
      {low !== undefined && high !== undefined ? (
        <rect
          x={area.left}
          width={area.right - area.left}
          y={y(high)}
          height={Math.max(0, y(low) - y(high))}
          fill={dash ? 'var(--dim)' : 'var(--accent)'}
          fillOpacity={dash ? 0.09 : 0.16}
        />
      ) : null}
      <path
        d={`M${area.left} ${y(at)}H${area.right}`}
        stroke="var(--text)"
        strokeWidth="1.2"
        strokeDasharray={dash ? '6 4' : undefined}
      />
      <text x={area.right + 8} y={y(at) + 4}>
        {word} {measured(at, unit)}
      </text>
    </g>
  );
}

function LimitsTable({ limits, unit }: { limits: readonly LimitsOfAgreement[]; unit: LimitsProps['unit'] }) {
  const cell = (why: string | undefined, at?: number, low?: number, high?: number) =>
    at === undefined ? (
      <span className="dim">{why ?? 'fewer than three items'}</span>
    ) : (
      <>
        {measured(at, unit)}
        {low !== undefined && high !== undefined ? (
          <span className="dim">
            {' '}
            [{measured(low, undefined)}, {measured(high, undefined)}]
          </span>
        ) : why ? (
          <span className="dim"> (no interval: {why})</span>
        ) : null}
      </>
    );
  return (
    <table className="plain wide small" aria-label="Limits of agreement of each pair of readers">
      <thead>
        <tr>
          <th scope="col">Pair</th>
          <th scope="col">Bias [95 %]</th>
          <th scope="col">Lower limit [95 %]</th>
          <th scope="col">Upper limit [95 %]</th>
          <th scope="col" className="num">
            Items
          </th>
        </tr>
      </thead>
      <tbody>
        {limits.map((l) => (
          <tr key={nameOf(l)}>
            <th scope="row">{nameOf(l)}</th>
            <td className="tabular">{cell(l.why, l.bias, l.biasLow, l.biasHigh)}</td>
            <td className="tabular">{cell(l.why, l.lower, l.lowerLow, l.lowerHigh)}</td>
            <td className="tabular">{cell(l.why, l.upper, l.upperLow, l.upperHigh)}</td>
            <td className="num">{l.items}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
