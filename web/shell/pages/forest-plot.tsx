import { useRef } from 'react';
import type { Coefficient } from '../../core/contract.ts';
import { Button } from '../../ui/button.tsx';
import { csvOf, saveFile } from '../../ui/csv.ts';

export interface ForestRow extends Coefficient {
  title: string;
  prevalence: string;
}

const rowHeight = 26;
const left = 200;
const plot = 360;

/** Every coefficient with its interval on one axis; labels stand at the marks, numbers beside them. */
export function ForestPlot({ rows, title }: { rows: readonly ForestRow[]; title: string }) {
  const box = useRef<SVGSVGElement>(null);
  const lows = rows.map((r) => r.low ?? r.value ?? 0);
  const from = Math.min(0, Math.floor(Math.min(...lows) * 5) / 5);
  const x = (v: number) => left + ((Math.max(v, from) - from) / (1 - from)) * plot;
  const height = rows.length * rowHeight + 34;
  const ticks = Array.from(
    { length: Math.round((1 - from) / 0.2) + 1 },
    (_, i) => Math.round((from + i * 0.2) * 10) / 10,
  );
  return (
    <figure style={{ margin: 0 }} className="stack tight">
      <figcaption className="row between">
        <span className="dim small">{title}, with 95 % intervals</span>
        <span className="row no-print">
          <Button size="small" onClick={() => saveFile('agreement.svg', svgText(box.current), 'image/svg+xml')}>
            SVG
          </Button>
          <Button size="small" onClick={() => void savePng(box.current)}>
            PNG
          </Button>
          <Button
            size="small"
            onClick={() =>
              saveFile(
                'agreement.csv',
                csvOf(
                  ['field', 'coefficient', 'value', 'low', 'high', 'items', 'readers', 'prevalence'],
                  rows.map((r) => [r.field, r.name, r.value, r.low, r.high, r.items, r.readers, r.prevalence]),
                ),
                'text/csv',
              )
            }
          >
            CSV
          </Button>
        </span>
      </figcaption>
      <svg
        ref={box}
        className="forest"
        viewBox={`0 0 ${left + plot + 480} ${height}`}
        style={{ width: '100%', maxWidth: 1160 }}
        role="img"
        aria-label={`${title}: the table below holds the same numbers`}
      >
        {ticks.map((t) => (
          <g key={t}>
            <path d={`M${x(t)} 6V${height - 26}`} stroke="var(--line)" />
            <text className="quiet" x={x(t)} y={height - 10} textAnchor="middle">
              {t.toFixed(1)}
            </text>
          </g>
        ))}
        {rows.map((r, i) => {
          const y = i * rowHeight + 20;
          return (
            <g key={`${r.field}-${r.name}`}>
              <text x={0} y={y + 4}>
                {r.title.length > 30 ? `${r.title.slice(0, 29)}…` : r.title}
              </text>
              {r.value != null && r.low != null && r.high != null ? (
                <>
                  <path
                    d={`M${x(r.low)} ${y}H${x(r.high)}M${x(r.low)} ${y - 4}v8M${x(r.high)} ${y - 4}v8`}
                    stroke="var(--text)"
                    strokeWidth="1.2"
                  />
                  <circle cx={x(r.value)} cy={y} r={4} fill="var(--accent)" />
                  <text x={left + plot + 16} y={y + 4} style={{ fontVariantNumeric: 'tabular-nums' }}>
                    {r.value.toFixed(3)} [{r.low.toFixed(3)}, {r.high.toFixed(3)}]
                  </text>
                </>
              ) : (
                <text className="quiet" x={left + 6} y={y + 4}>
                  {r.value == null ? stateWords(r.state) : `${r.value.toFixed(3)}, no interval`}
                </text>
              )}
              <text className="quiet" x={left + plot + 176} y={y + 4}>
                {r.prevalence}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

export function stateWords(state: string | undefined): string {
  switch (state) {
    case 'single-category':
      return 'Only one answer was ever given';
    case 'single-reader':
      return 'Only one reader';
    case 'no-overlap':
      return 'No item was read twice';
    case 'no-labels':
      return 'Not read yet';
    case undefined:
      return 'No value';
    default:
      return state;
  }
}

/** The drawing on its own: colours of the page are written into it. */
function svgText(svg: SVGSVGElement | null): string {
  if (!svg) return '';
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(name).trim();
  return new XMLSerializer()
    .serializeToString(copy)
    .replace(/var\((--[a-z-]+)\)/g, (_, name: string) => value(name))
    .replace('<svg ', `<svg font-family="Inter, sans-serif" font-size="12" fill="${value('--text')}" `);
}

async function savePng(svg: SVGSVGElement | null): Promise<void> {
  if (!svg) return;
  const { width, height } = svg.viewBox.baseVal;
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(svg))}`;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * 2;
  canvas.height = height * 2;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.fillStyle = getComputedStyle(document.body).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => blob && saveFile('agreement.png', blob, 'image/png'));
}
