import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icons.tsx';
import type { Tool } from './pointer.ts';
import type { WindowPreset } from './stack.ts';
import type { StackView } from './stack-view.ts';

export interface ToolEntry {
  tool: Tool;
  title: string;
  icon: IconName;
  key: string;
  /** The shape that it draws: offered where a field takes it. */
  target?: 'box' | 'point' | 'polygon' | 'mask';
}

export const toolList: readonly ToolEntry[] = [
  { tool: 'select', title: 'Select', icon: 'select', key: 'V' },
  { tool: 'window', title: 'Window and level', icon: 'window', key: 'W' },
  { tool: 'zoom', title: 'Zoom', icon: 'zoom', key: 'M' },
  { tool: 'pan', title: 'Move the picture', icon: 'pan', key: 'H' },
  { tool: 'box', title: 'Draw a box', icon: 'box', key: 'R', target: 'box' },
  { tool: 'polygon', title: 'Draw an outline', icon: 'polygon', key: 'P', target: 'polygon' },
  { tool: 'brush', title: 'Paint a mask', icon: 'brush', key: 'B', target: 'mask' },
  { tool: 'point', title: 'Set a point', icon: 'point', key: 'K', target: 'point' },
  { tool: 'ruler', title: 'Measure a length', icon: 'ruler', key: 'T' },
  { tool: 'angle', title: 'Measure an angle', icon: 'angle', key: 'Q' },
  { tool: 'ellipse', title: 'Measure a region', icon: 'ellipse', key: 'O' },
];

interface Props {
  tools: readonly ToolEntry[];
  tool: Tool;
  onTool: (tool: Tool) => void;
  view: () => StackView | undefined;
  presets: readonly WindowPreset[];
  layout: ReactNode;
  moving: boolean;
  playing: boolean;
  onPlaying: (playing: boolean) => void;
  speed: number;
  /** The rate that the object names. */
  natural: number | undefined;
  onRate: (rate: number | undefined) => void;
}

/** The column of tools at the left. */
export function Toolbar({ tools, tool, onTool, view, presets, layout, moving, playing, onPlaying, ...cine }: Props) {
  return (
    <div className="tools" role="toolbar" aria-label="Tools" aria-orientation="vertical">
      {tools.map((t) => (
        <Button key={t.tool} label={t.title} hint={t.key} aria-pressed={tool === t.tool} onClick={() => onTool(t.tool)}>
          <Icon name={t.icon} size={18} />
        </Button>
      ))}
      <hr />
      <Button label="Invert" hint="I" onClick={() => view()?.invert()}>
        <Icon name="invert" size={18} />
      </Button>
      <Button label="Fit to the window" hint="F" onClick={() => view()?.fit()}>
        <Icon name="fit" size={18} />
      </Button>
      <Button label="Reset the picture" hint="⇧ F" onClick={() => view()?.reset()}>
        <Icon name="reset" size={18} />
      </Button>
      {layout}
      {moving ? (
        <Button
          label={playing ? 'Stop' : 'Play'}
          hint="Space"
          aria-pressed={playing}
          onClick={() => onPlaying(!playing)}
        >
          <Icon name={playing ? 'pause' : 'play'} size={18} />
        </Button>
      ) : null}
      <Windows presets={presets} onPreset={(p) => view()?.setWindow(p)} />
      {playing || cine.natural ? <Rates {...cine} /> : null}
    </div>
  );
}

function Windows({
  presets,
  onPreset,
}: {
  presets: readonly WindowPreset[];
  onPreset: (preset: WindowPreset) => void;
}) {
  return (
    <Menu position="right-start" withinPortal>
      <Menu.Target>
        <button type="button" className="button" aria-label="WL: window presets" title="Window presets (Shift 1 …)">
          WL
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {presets.map((p, i) => (
          <Menu.Item key={p.title} onClick={() => onPreset(p)} rightSection={<kbd>⇧ {i + 1}</kbd>}>
            {p.title}
            {p.width ? ` (W ${p.width} L ${p.centre})` : ''}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Rates({ speed, natural, onRate }: Pick<Props, 'speed' | 'natural' | 'onRate'>) {
  return (
    <Menu position="right-start" withinPortal>
      <Menu.Target>
        <button
          type="button"
          className="button tabular"
          aria-label={`${Math.round(speed)}/s, cine rate`}
          title="Cine rate"
        >
          {Math.round(speed)}/s
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {[2, 5, 10, 15, 20, 25, 30].map((r) => (
          <Menu.Item key={r} onClick={() => onRate(r)}>
            {r} a second
          </Menu.Item>
        ))}
        {natural ? <Menu.Item onClick={() => onRate(undefined)}>As recorded ({Math.round(natural)})</Menu.Item> : null}
      </Menu.Dropdown>
    </Menu>
  );
}
