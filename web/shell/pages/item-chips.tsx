import { Menu } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, query } from '../../core/api.ts';
import type { ItemCounts } from '../../core/contract.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/table.tsx';
import { projectPath } from '../data.ts';
import { propertyWords, toggled, valueWords, wordsIn } from './item-filters.ts';

/** What items are filtered by, as it stands in the address. */
export interface ItemFilter {
  q: string;
  state: string;
  modality: string;
  kind: string;
  flagged: string;
  /** Attributes of pictures, `name:value` with commas between. */
  has: string;
}

interface Props {
  project: string;
  filter: ItemFilter;
  onFilter: (name: Exclude<keyof ItemFilter, 'q'>, value: string) => void;
}

/** Values that the items have, with how many: each a filter. What has few values stands as chips, attributes of pictures in a menu. */
export function ItemChips({ project, filter, onFilter }: Props) {
  const path = projectPath(project, '/item-counts');
  const { data } = useQuery({
    queryKey: [path, filter],
    queryFn: ({ signal }) => api.get<ItemCounts>(path + query({ ...filter }), { signal }),
    placeholderData: keepPreviousData,
  });
  if (!data) return null;
  const own = data.properties.filter((p) => !p.attribute && p.property !== 'flagged');
  const attributes = data.properties.filter((p) => p.attribute);
  const flagged = data.properties.find((p) => p.property === 'flagged')?.values.find((v) => v.value === 'true');
  const chosen = wordsIn(filter.has);
  return (
    <>
      {own.map((p) => {
        const name = p.property as 'state' | 'modality' | 'kind';
        const on = wordsIn(filter[name]);
        // What is chosen stays to be taken away, also where nothing has it any more.
        const values = [...p.values, ...on.filter((w) => p.values.every((v) => v.value !== w)).map(none)];
        if (name === 'kind' && values.length < 2 && on.length === 0) return null;
        return values.map(({ value, items }) => (
          <Chip
            key={`${name}:${value}`}
            on={on.includes(value)}
            onChange={(is) => onFilter(name, toggled(filter[name], value, is))}
          >
            {valueWords(name, value)} <Count items={items} />
          </Chip>
        ));
      })}
      {flagged || filter.flagged ? (
        <Chip on={filter.flagged === 'true'} onChange={(on) => onFilter('flagged', on ? 'true' : '')}>
          Flagged <Count items={flagged?.items ?? 0} />
        </Chip>
      ) : null}
      {chosen.map((word) => {
        const [name = '', value = ''] = word.split(/:(.*)/s);
        const items = attributes.find((p) => p.property === name)?.values.find((v) => v.value === value)?.items ?? 0;
        return (
          <Chip key={word} on onChange={() => onFilter('has', toggled(filter.has, word, false))}>
            {propertyWords(name)}: {valueWords(name, value)} <Count items={items} />
          </Chip>
        );
      })}
      {attributes.length > 0 ? (
        <Menu position="bottom-start" withinPortal={false} withInitialFocusPlaceholder={false}>
          <Menu.Target>
            <Button size="small" look="quiet">
              Pictures with …
            </Button>
          </Menu.Target>
          <Menu.Dropdown className="tall-menu">
            {attributes.map((p) => (
              <div key={p.property} role="group" aria-label={propertyWords(p.property)}>
                <Menu.Label>
                  {propertyWords(p.property)}
                  {p.more > 0 ? ` (${p.more.toLocaleString('en')} more values)` : ''}
                </Menu.Label>
                {p.values.map(({ value, items }) => {
                  const word = `${p.property}:${value}`;
                  return (
                    <Menu.CheckboxItem
                      key={value}
                      checked={chosen.includes(word)}
                      // Commas part words in the address.
                      disabled={value.includes(',')}
                      onChange={(is) => onFilter('has', toggled(filter.has, word, is))}
                      rightSection={<Count items={items} />}
                    >
                      {valueWords(p.property, value)}
                    </Menu.CheckboxItem>
                  );
                })}
              </div>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </>
  );
}

const none = (value: string) => ({ value, items: 0 });

const Count = ({ items }: { items: number }) => <span className="dim tabular">{items.toLocaleString('en')}</span>;
