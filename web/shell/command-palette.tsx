import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { query } from '../core/api.ts';
import type { ItemPage, ProjectRow } from '../core/contract.ts';
import { navigate, usePath } from '../core/router.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { projectPath, useGet } from './data.ts';
import { projectTabs } from './project-tabs.ts';
import { holds, signOut, usePerson } from './session.tsx';

interface Target {
  title: string;
  kind: string;
  go: () => void;
}

/** Go to a project, a page of it, an item, or do something. */
export function CommandPalette({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog title="Search and go to" open={open} onClose={onClose} size={560}>
      {open ? <Palette onClose={onClose} /> : null}
    </Dialog>
  );
}

function useTargets(text: string): Target[] {
  const person = usePerson();
  const project = /^\/p\/([^/]+)/.exec(usePath())?.[1];
  const projects = useGet<ProjectRow[]>('/api/projects');
  const [wanted, setWanted] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setWanted(text.trim()), 150);
    return () => clearTimeout(timer);
  }, [text]);
  const seesItems = project !== undefined && holds(person, project, 'lead', 'auditor', 'adjudicator', 'steward');
  const items = useGet<ItemPage>(
    seesItems && wanted.length > 1 ? projectPath(project, `/items${query({ q: wanted, take: 8 })}`) : undefined,
  );
  const here = projects.data?.find((p) => p.id === project);
  const found: Target[] = [
    ...(here
      ? projectTabs(here, person).map((tab) => ({
          title: `${here.name}: ${tab.title}`,
          kind: 'Page',
          go: () => navigate(tab.href),
        }))
      : []),
    ...(projects.data ?? []).map((p) => ({ title: p.name, kind: 'Project', go: () => navigate(`/p/${p.id}`) })),
    ...(projects.data ?? [])
      .filter((p) => p.roles.includes('reader'))
      .map((p) => ({ title: `Read next in ${p.name}`, kind: 'Action', go: () => navigate(`/p/${p.id}/work`) })),
    { title: 'My work', kind: 'Page', go: () => navigate('/') },
    { title: 'Record', kind: 'Page', go: () => navigate('/record') },
    ...(person.administrator
      ? [
          { title: 'People', kind: 'Page', go: () => navigate('/admin') },
          { title: 'Operations', kind: 'Page', go: () => navigate('/admin/operations') },
        ]
      : []),
    { title: 'Account and tokens', kind: 'Page', go: () => navigate('/account') },
    { title: 'Sign out', kind: 'Action', go: () => void signOut() },
  ].filter((t) => t.title.toLowerCase().includes(text.trim().toLowerCase()));
  const rows = (items.data?.rows ?? []).map((i) => ({
    title: i.title,
    kind: 'Item',
    go: () => navigate(`/p/${project}/items/${i.id}`),
  }));
  return [...found, ...rows].slice(0, 40);
}

function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const targets = useTargets(text);
  const choose = (target: Target | undefined) => {
    if (!target) return;
    onClose();
    target.go();
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((i) => Math.max(0, Math.min(targets.length - 1, i + step)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(targets[at]);
    }
  };
  return (
    <div onKeyDown={onKey} role="presentation">
      <TextInput
        aria-label="Project, item or action"
        placeholder="Project, item or action"
        data-autofocus
        value={text}
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={targets[at] ? `palette-${at}` : undefined}
        onChange={(e) => {
          setText(e.currentTarget.value);
          setAt(0);
        }}
      />
      {targets.length === 0 ? (
        <p className="dim" style={{ padding: 10 }}>
          Nothing has this name.
        </p>
      ) : null}
      <ul className="palette-list" id="palette-list" role="listbox" aria-label="Found">
        {targets.map((t, i) => (
          <li
            key={`${t.kind}-${t.title}-${i}`}
            id={`palette-${i}`}
            role="option"
            aria-selected={i === at}
            onClick={() => choose(t)}
            onMouseMove={() => setAt(i)}
          >
            <span className="ellipsis">{t.title}</span>
            <span className="dim small">{t.kind}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
