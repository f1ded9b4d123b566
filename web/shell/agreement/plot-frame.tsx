import { type ReactNode, useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import { csvOf, saveFile } from '../../ui/csv.ts';

type Cell = string | number | null | undefined;

interface PlotProps {
  /** Name of the files it is saved as. */
  name: string;
  caption: ReactNode;
  label: string;
  width: number;
  height: number;
  /** Widest it grows on the page, in CSS pixels. */
  most?: number;
  table: { head: string[]; rows: Cell[][] };
  children: ReactNode;
}

/** A drawing with its caption, which can be saved as a picture or read as a table. */
export function PlotFrame({ name, caption, label, width, height, most, table, children }: PlotProps) {
  const box = useRef<SVGSVGElement>(null);
  return (
    <figure style={{ margin: 0 }} className="stack tight">
      <figcaption className="row between">
        <span className="dim small">{caption}</span>
        <span className="row no-print">
          <Button
            size="small"
            aria-label={`Save ${label} as SVG`}
            onClick={() => saveFile(`${name}.svg`, svgText(box.current), 'image/svg+xml')}
          >
            SVG
          </Button>
          <Button size="small" aria-label={`Save ${label} as PNG`} onClick={() => void savePng(box.current, name)}>
            PNG
          </Button>
          <Button
            size="small"
            aria-label={`Save ${label} as CSV`}
            onClick={() => saveFile(`${name}.csv`, csvOf(table.head, table.rows), 'text/csv')}
          >
            CSV
          </Button>
        </span>
      </figcaption>
      <svg
        ref={box}
        className="plot"
        viewBox={`0 0 ${width} ${height}`}
        style={{ width: '100%', maxWidth: most ?? width }}
        role="img"
        aria-label={label}
      >
        {children}
      </svg>
    </figure>
  );
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

async function savePng(svg: SVGSVGElement | null, name: string): Promise<void> {
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
  canvas.toBlob((blob) => blob && saveFile(`${name}.png`, blob, 'image/png'));
}
