import type { Command } from '../../core/keyboard.ts';
import { type Axis, axisWords, type Layout, placeAt } from './layout.ts';

interface Props {
  layout: Layout;
  index: number;
  onStep: (axis: number, step: number) => void;
}

/** A slider for what changes in a series where the position does not: time, phase, b-value, echo, energy. */
export function Dimensions({ layout, index, onStep }: Props) {
  const { steps } = placeAt(layout, index);
  return (
    <div className="dimensions">
      {layout.axes.map((axis: Axis, at) => (
        <label key={axis.name} className="dimension">
          <span className="tabular">{axisWords(axis, steps[at] ?? 0)}</span>
          <input
            type="range"
            aria-label={axis.name}
            aria-valuetext={axisWords(axis, steps[at] ?? 0)}
            min={0}
            max={axis.values.length - 1}
            value={steps[at] ?? 0}
            onChange={(event) => onStep(at, Number(event.currentTarget.value))}
          />
        </label>
      ))}
    </div>
  );
}

/** Comma and full stop go along the first axis, with Alt along the second. */
export function axisCommands(layout: Layout | undefined, go: (axis: number, by: number) => void): Command[] {
  return (layout?.axes ?? []).slice(0, 2).flatMap((axis, at) => {
    const key = at === 0 ? '' : 'Alt+';
    const make = (id: string, title: string, keys: string[], by: number): Command => ({
      id: `imaging.axis${at}.${id}`,
      title,
      group: 'Picture',
      keys,
      run: () => go(at, by),
    });
    return [make('back', `${axis.name}: back`, [`${key},`], -1), make('on', `${axis.name}: on`, [`${key}.`], 1)];
  });
}
