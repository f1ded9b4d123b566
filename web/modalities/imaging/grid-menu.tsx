import { Menu } from '@mantine/core';
import { useShownKey } from '../../core/keys.ts';
import { Icon } from '../../ui/icons.tsx';
import { cells, type Grid, grids, gridWords } from './grid.ts';
import type { Links } from './use-links.ts';
import type { HungItem } from './use-panes.ts';

interface Props {
  grid: Grid;
  onGrid: (grid: Grid) => void;
  hanging: Pick<HungItem, 'hanging' | 'hangings' | 'isOwn' | 'setHanging'>;
  links: Links;
  onLinks: (change: Partial<Links>) => void;
  opened: boolean;
  onOpened: (opened: boolean) => void;
}

/** How many pictures are shown, and what moves together in them. */
export function GridMenu({ grid, onGrid, hanging, links, onLinks, opened, onOpened }: Props) {
  const [one, choose] = [useShownKey('L'), useShownKey('⇧ L')];
  return (
    <Menu
      position="right-start"
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      opened={opened}
      onChange={onOpened}
    >
      <Menu.Target>
        <button
          type="button"
          className="button"
          aria-label={`Layout, now ${hanging.hanging?.title ?? gridWords(grid)}`}
          title={`Layout (${one}: one or several, ${choose}: choose)`}
        >
          <Icon name={cells(grid) > 1 ? 'two' : 'one'} size={18} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Hangings {...hanging} />
        <Menu.Label>Pictures (rows × columns)</Menu.Label>
        <Menu.RadioGroup
          value={hanging.hanging ? null : gridWords(grid)}
          onChange={(words) => {
            const to = grids.find((g) => gridWords(g) === words);
            if (to) onGrid(to);
          }}
        >
          {grids.map((g) => (
            <Menu.RadioItem key={gridWords(g)} value={gridWords(g)} closeMenuOnClick>
              <span className="tabular">{gridWords(g)}</span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>Together in all pictures</Menu.Label>
        <Menu.CheckboxItem checked={links.slices} onChange={(slices) => onLinks({ slices })}>
          Slices, by their place
        </Menu.CheckboxItem>
        <Menu.CheckboxItem checked={links.look} onChange={(look) => onLinks({ look })}>
          Window and zoom
        </Menu.CheckboxItem>
      </Menu.Dropdown>
    </Menu>
  );
}

/** What the protocol lays such an item out by, and what the reader chose instead. */
function Hangings({ hanging, hangings, isOwn, setHanging }: Props['hanging']) {
  const next = useShownKey('⇧ E');
  if (hangings.length === 0) return null;
  return (
    <>
      <Menu.Label>Hanging protocols ({next}: next)</Menu.Label>
      <Menu.RadioGroup
        value={hanging?.title ?? null}
        onChange={(title) => setHanging(hangings.find((h) => h.title === title))}
      >
        {hangings.map((h, i) => (
          <Menu.RadioItem key={h.title} value={h.title} closeMenuOnClick>
            {h.title}
            {i === 0 ? <span className="dim small"> · as the protocol hangs it</span> : null}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      {isOwn ? <Menu.Label>You chose otherwise for items like this one.</Menu.Label> : null}
      <Menu.Divider />
    </>
  );
}
