import type { ReactNode } from 'react';

const paths = {
  work: <path d="M3 5h14M3 10h14M3 15h9" />,
  projects: <path d="M3 4h6v5H3zM11 4h6v5h-6zM3 11h6v5H3zM11 11h6v5h-6z" />,
  record: <path d="M5 3h10v14l-5-3-5 3zM8 7h4M8 10h4" />,
  admin: <path d="M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 17c0-3 2.5-5 6-5s6 2 6 5" />,
  search: <path d="M9 14A5 5 0 1 0 9 4a5 5 0 0 0 0 10zM13 13l4 4" />,
  select: <path d="M5 3l10 7-5 1-2 5z" />,
  window: <path d="M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14" />,
  zoom: <path d="M9 14A5 5 0 1 0 9 4a5 5 0 0 0 0 10zM13 13l4 4M9 7v4M7 9h4" />,
  pan: <path d="M10 3v14M3 10h14M8 5l2-2 2 2M8 15l2 2 2-2M5 8l-2 2 2 2M15 8l2 2-2 2" />,
  box: <path d="M4 5h12v10H4z" />,
  polygon: <path d="M4 7l6-4 6 5-2 8H6zM4 7h.01M10 3h.01M16 8h.01M14 16h.01M6 16h.01" />,
  brush: <path d="M16 3L9 10M9 10l2 2 6-8M9 10c-3 0-4 1.5-4 4 0 1.5-1 2.5-2 3 4 1 8-.5 8-5" />,
  point: <path d="M10 3v5M10 12v5M3 10h5M12 10h5M10 10h.01" />,
  ruler: <path d="M3 14L14 3l3 3L6 17zM6 11l2 2M9 8l2 2M12 5l2 2" />,
  angle: <path d="M4 16h13M4 16L13 4M9 16a6 6 0 0 0-1.6-4.4" />,
  ellipse: <path d="M10 5c4 0 7 2.2 7 5s-3 5-7 5-7-2.2-7-5 3-5 7-5z" />,
  invert: <path d="M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 3v14M10 6h4M10 9h6M10 12h6M10 15h4" />,
  fit: <path d="M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4" />,
  reset: <path d="M4 10a6 6 0 1 1 2 4.5M4 15v-4h4" />,
  play: <path d="M6 4l10 6-10 6z" />,
  pause: <path d="M7 4v12M13 4v12" />,
  one: <path d="M4 4h12v12H4z" />,
  two: <path d="M3 4h14v12H3zM10 4v12" />,
  close: <path d="M5 5l10 10M15 5L5 15" />,
  more: <path d="M5 10h.01M10 10h.01M15 10h.01" />,
  down: <path d="M5 8l5 5 5-5" />,
  right: <path d="M8 5l5 5-5 5" />,
  bin: <path d="M4 6h12M8 6V4h4v2M6 6l1 11h6l1-11" />,
  flag: <path d="M5 17V4h9l-2 3 2 3H5" />,
  comment: <path d="M3 4h14v9H9l-4 4v-4H3z" />,
  download: <path d="M10 3v10M6 9l4 4 4-4M4 17h12" />,
  keys: <path d="M2 6h16v9H2zM5 9h.01M8 9h.01M11 9h.01M14 9h.01M6 12h8" />,
  undo: <path d="M7 4L3 8l4 4M3 8h9a4 4 0 0 1 0 8H8" />,
  redo: <path d="M13 4l4 4-4 4M17 8H8a4 4 0 0 0 0 8h4" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {paths[name]}
    </svg>
  );
}
