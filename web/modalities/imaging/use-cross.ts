import { useState } from 'react';
import { boxBetween, clampPoint, type ImageGeometry, type PixelPoint } from './geometry.ts';
import { type Measure, pointsOf } from './measures.ts';
import { isMeasure, type Tool } from './pointer.ts';
import type { Slice } from './stack.ts';

interface Scene {
  tool: Tool;
  slice: Slice | undefined;
  columns: number;
  rows: number;
  onDrawn: (geometry: ImageGeometry) => void;
  /** Sets a corner of an outline, or closes it at its first. */
  onCorner: (at: PixelPoint) => void;
  /** Takes the outline's last corner back; false where there is none. */
  onDropCorner: () => boolean;
  /** Paints a spot with the brush. */
  onPaint: (at: PixelPoint) => void;
  onMeasured: (measure: Omit<Measure, 'id'>) => void;
  /** With no tool that draws in hand: takes what lies here. */
  onTake: (at: PixelPoint) => void;
}

/** Where the cross stands and what it has set so far; what Enter makes of it depends on the tool in hand. */
export function useCross(scene: Scene) {
  const { slice, columns, rows, tool } = scene;
  const [held, setHeld] = useState<PixelPoint>();
  const [set, setSet] = useState<{ tool: Tool; points: readonly PixelPoint[] }>({ tool, points: [] });
  // Another tool, or a picture of another size, begins anew.
  const points = set.tool === tool ? set.points : [];
  const at = clampPoint(held ?? { x: Math.floor(columns / 2), y: Math.floor(rows / 2) }, columns, rows);
  const place = slice && { file: slice.file.id, frame: slice.frame };
  const next = [...points, at];
  const draft: ImageGeometry | undefined =
    place && tool === 'box' && points[0]
      ? { kind: 'box', ...place, ...boxBetween(points[0], at, columns, rows) }
      : undefined;
  const measure: Measure | undefined =
    place && isMeasure(tool) && points.length > 0 ? { id: '', kind: tool, ...place, points: next } : undefined;
  const onSet = () => {
    if (!place) return;
    const keep = (more: readonly PixelPoint[]) => setSet({ tool, points: more });
    if (tool === 'point') scene.onDrawn({ kind: 'point', ...place, ...at });
    else if (tool === 'box') {
      if (!points[0]) return keep(next);
      if (draft?.kind === 'box' && draft.width > 0 && draft.height > 0) scene.onDrawn(draft);
      keep([]);
    } else if (tool === 'polygon') scene.onCorner(at);
    else if (tool === 'brush') scene.onPaint(at);
    else if (isMeasure(tool)) {
      if (next.length < pointsOf[tool]) return keep(next);
      scene.onMeasured({ kind: tool, ...place, points: next });
      keep([]);
    } else scene.onTake(at);
  };
  return {
    at,
    draft,
    measure,
    move: setHeld,
    onSet,
    /** Takes back what was set; false where nothing was. */
    drop: () => {
      if (tool === 'polygon') return scene.onDropCorner();
      if (points.length === 0) return false;
      setSet({ tool, points: [] });
      return true;
    },
  };
}
