import type { DragEvent, SyntheticEvent } from 'react';
import type { Series } from '../../core/contract.ts';
import { framesOf } from './stack.ts';

/** What a dragged series is known by. */
const dragType = 'application/x-overread-series';

/** A series without a thumbnail still has its name. */
const hide = (event: SyntheticEvent<HTMLImageElement>) => {
  event.currentTarget.hidden = true;
};

interface Props {
  series: readonly Series[];
  current: number;
  onOpen: (index: number) => void;
}

/** The item's series: a click opens one in the active pane, dragging opens it where it is let go. */
export function SeriesStrip({ series, current, onOpen }: Props) {
  return (
    <nav className="strip" aria-label="Series">
      {series.map((s, i) => {
        const pictures = s.files.reduce((sum, f) => sum + framesOf(f), 0);
        return (
          <button
            type="button"
            key={s.id}
            aria-pressed={i === current}
            draggable
            onDragStart={(event) => event.dataTransfer.setData(dragType, String(i))}
            onClick={() => onOpen(i)}
          >
            <img
              src={s.files[Math.floor(s.files.length / 2)]?.thumbnail}
              alt=""
              loading="lazy"
              draggable={false}
              onError={hide}
            />
            {s.title}
            <br />
            <span className="tabular">
              {s.modality} · {pictures}
            </span>
          </button>
        );
      })}
    </nav>
  );
}

/** Lets a pane take the series that is dropped on it. */
export function takesSeries(onSeries: (index: number) => void) {
  const carries = (event: DragEvent) => event.dataTransfer.types.includes(dragType);
  return {
    onDragOver: (event: DragEvent) => {
      if (carries(event)) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      onSeries(Number(event.dataTransfer.getData(dragType)));
    },
  };
}
