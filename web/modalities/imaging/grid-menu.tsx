import { Menu } from '@mantine/core';
import { useShownKey } from '../../core/keys.ts';
import { Icon } from '../../ui/icons.tsx';
import { cells, type Grid, grids, gridWords } from './grid.ts';
import type { Links } from './use-links.ts';

interface Props {
  grid: Grid;
  onGrid: (grid: Grid) => void;
  links: Links;
  onLinks: (change: Partial<Links>) => void;
  opened: boolean;
  onOpened: (opened: boolean) => void;
}

/** How many pictures are shown, and what moves together in them. */
export function GridMenu({ grid, onGrid, links, onLinks, opened, onOpened }: Props) {
  const [one, choose] = [useShownKey('L'), useShownKey('⇧ L')];
  const same = (g: Grid) => g.rows === grid.rows && g.columns === grid.columns;
  return (
    <Menu position="right-start" withinPortal opened={opened} onChange={onOpened}>
      <Menu.Target>
        <button
          type="button"
          className="button"
          aria-label={`Layout, now ${gridWords(grid)}`}
          title={`Layout (${one}: one or several, ${choose}: choose)`}
        >
          <Icon name={cells(grid) > 1 ? 'two' : 'one'} size={18} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Pictures (rows × columns)</Menu.Label>
        {grids.map((g) => (
          <Menu.Item key={gridWords(g)} onClick={() => onGrid(g)} rightSection={same(g) ? '✓' : undefined}>
            <span className="tabular">{gridWords(g)}</span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>Together in all pictures</Menu.Label>
        <Menu.Item
          role="menuitemcheckbox"
          aria-checked={links.slices}
          closeMenuOnClick={false}
          onClick={() => onLinks({ slices: !links.slices })}
          rightSection={links.slices ? '✓' : undefined}
        >
          Slices, by their place
        </Menu.Item>
        <Menu.Item
          role="menuitemcheckbox"
          aria-checked={links.look}
          closeMenuOnClick={false}
          onClick={() => onLinks({ look: !links.look })}
          rightSection={links.look ? '✓' : undefined}
        >
          Window and zoom
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
