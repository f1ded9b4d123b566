import { Checkbox, Menu, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { KeptView, Project } from '../../core/contract.ts';
import { navigate, useSearch } from '../../core/router.tsx';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { holds, usePerson } from '../session.tsx';

/** Views of the list that were kept: filters, columns and order under a name, for oneself or for all who see the list. */
export function ItemViews({ project }: { project: Project }) {
  const person = usePerson();
  const path = projectPath(project.id, '/views');
  const views = useGet<KeptView[]>(path);
  const search = useSearch().replace(/^\?/, '');
  const [asking, setAsking] = useState<'keep' | 'drop'>();
  const kept = views.data ?? [];
  const now = kept.find((v) => v.query === search);
  const mayDrop = now && (now.own || holds(person, project.id, 'lead'));
  return (
    <>
      <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button>{now ? `View: ${now.name}` : 'Views'}</Button>
        </Menu.Target>
        <Menu.Dropdown className="tall-menu">
          {kept.length === 0 ? <Menu.Label>None is kept yet.</Menu.Label> : null}
          {kept.length > 0 ? (
            <Menu.RadioGroup
              value={now?.id ?? null}
              onChange={(id) => {
                const to = kept.find((v) => v.id === id);
                if (to) navigate(`${location.pathname}${to.query ? `?${to.query}` : ''}`);
              }}
            >
              {kept.map((v) => (
                <Menu.RadioItem key={v.id} value={v.id} closeMenuOnClick>
                  {v.name}
                  {v.shared ? <span className="dim small"> · {v.own ? 'shared' : 'shared by another'}</span> : null}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          ) : null}
          <Menu.Divider />
          <Menu.Item onClick={() => setAsking('keep')}>Keep this view …</Menu.Item>
          {now ? (
            <Menu.Item disabled={!mayDrop} onClick={() => setAsking('drop')}>
              Drop “{now.name}” …
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {asking === 'keep' ? (
        <KeepDialog
          path={path}
          query={search}
          own={kept.filter((v) => v.own).map((v) => v.name)}
          onClose={() => setAsking(undefined)}
        />
      ) : null}
      {asking === 'drop' && now ? (
        <Ask
          title={`Drop “${now.name}”`}
          open
          onClose={() => setAsking(undefined)}
          action="Drop"
          onDo={async () => {
            await api.delete(`${path}/${now.id}`);
            await refresh(path);
          }}
        >
          <p>{now.shared ? 'It is gone for all who see it.' : 'It is gone for you.'} The items stay as they are.</p>
        </Ask>
      ) : null}
    </>
  );
}

interface KeepProps {
  path: string;
  query: string;
  own: readonly string[];
  onClose: () => void;
}

function KeepDialog({ path, query, own, onClose }: KeepProps) {
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  return (
    <Ask
      title="Keep this view"
      open
      onClose={onClose}
      action="Keep"
      disabled={!name.trim()}
      onDo={async () => {
        await api.post<KeptView>(path, { name, query, shared });
        await refresh(path);
      }}
    >
      <p className="dim">Filters, columns and order, as they are now. What items meet them is looked up each time.</p>
      <TextInput
        label="Name"
        data-autofocus
        maxLength={80}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        description={own.includes(name.trim()) ? 'You keep a view of this name; it becomes this one.' : undefined}
      />
      <Checkbox
        label="Shared with all members who see the list of items"
        checked={shared}
        onChange={(e) => setShared(e.currentTarget.checked)}
      />
    </Ask>
  );
}
