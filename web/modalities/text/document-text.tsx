import { type CSSProperties, memo, type Ref, useMemo } from 'react';
import { type Block, blocksOf, type Laned, lanesOf, type Piece, piecesOf, type Stretch } from './layout.ts';
import './document-text.css';

interface TextProps {
  text: string;
  stretches: readonly Stretch[];
  selected: string | undefined;
  fixedWidth: boolean;
  size: number;
  label: string;
  ref: Ref<HTMLDivElement>;
}

/**
 * The text with what is drawn over it. Every piece knows at which UTF-16 index it begins, so that a selection of the
 * browser can be read as places in the text; blocks that are out of sight are not laid out.
 */
export function DocumentText({ text, stretches, selected, fixedWidth, size, label, ref }: TextProps) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  const laned = useMemo(() => lanesOf(stretches), [stretches]);
  return (
    <div
      ref={ref}
      className="document-text"
      data-fixed={fixedWidth}
      style={{ '--size': `${size}px` } as CSSProperties}
      tabIndex={0}
      role="document"
      aria-label={label}
    >
      {blocks.map((block) => (
        <TextBlock key={block.start} text={text} block={block} {...shownIn(block, laned, selected)} />
      ))}
    </div>
  );
}

interface BlockProps {
  text: string;
  block: Block;
  inside: readonly Laned[];
  selected: string | undefined;
}

function shownIn(block: Block, laned: readonly Laned[], selected: string | undefined) {
  const inside = laned.filter((s) => s.start < block.end && s.end > block.start);
  return { inside, selected: inside.some((s) => s.id === selected) ? selected : undefined };
}

const TextBlock = memo(
  function TextBlock({ text, block, inside, selected }: BlockProps) {
    return (
      <div className="text-block">
        {piecesOf(block, inside).map((piece) => (
          <TextPiece key={piece.start} text={text} piece={piece} selected={selected} />
        ))}
      </div>
    );
  },
  (before, after) =>
    before.text === after.text &&
    before.block === after.block &&
    before.selected === after.selected &&
    JSON.stringify(before.inside) === JSON.stringify(after.inside),
);

const lineHeight = 4;

/** The colour of a stretch over the ground, broken where its line is. */
function lineOf({ colour, broken, lane }: Laned): string {
  const image = broken
    ? `repeating-linear-gradient(90deg, ${colour} 0 5px, transparent 5px 8px)`
    : `linear-gradient(${colour}, ${colour})`;
  return `${image} 0 calc(100% - ${lane * lineHeight}px) / 100% 3px no-repeat`;
}

function styleOf({ over }: Piece, selected: string | undefined): CSSProperties {
  const chosen = over.find((s) => s.id === selected);
  const tint = chosen ?? over.at(-1)!;
  const lanes = Math.max(...over.map((s) => s.lane)) + 1;
  const ground = `color-mix(in srgb, ${tint.colour} ${chosen ? 36 : 15}%, transparent)`;
  return {
    background: `${over.map(lineOf).join(', ')}, linear-gradient(${ground}, ${ground})`,
    paddingBottom: lanes * lineHeight,
  };
}

function TextPiece({ text, piece, selected }: { text: string; piece: Piece; selected: string | undefined }) {
  const { start, end, over } = piece;
  if (over.length === 0) return <span data-at={start}>{text.slice(start, end)}</span>;
  const beginning = over.filter((s) => s.start === start && s.label);
  return (
    <mark
      data-at={start}
      data-marks={over.map((s) => s.id).join(' ')}
      data-label={beginning.map((s) => s.label).join(' · ') || undefined}
      data-chosen={over.some((s) => s.id === selected) || undefined}
      title={over.map((s) => s.label).join(', ')}
      style={styleOf(piece, selected)}
    >
      {text.slice(start, end)}
    </mark>
  );
}
