import { Menu } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Role } from '../core/contract.ts';
import { useCommands } from '../core/keys.ts';
import { saveWords } from '../core/outbox-words.ts';
import { Link, navigate, usePath } from '../core/router.tsx';
import { Button } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { CommandPalette } from './command-palette.tsx';
import { EmergencyBanner } from './emergency/emergency-banner.tsx';
import { JobTray } from './job-tray.tsx';
import { KeySheet } from './keys.tsx';
import { NoticeBell } from './notices/notice-bell.tsx';
import { useOutboxView } from './outbox-context.tsx';
import { holdsAnywhere, signOut, usePerson } from './session.tsx';

export interface Crumb {
  title: string;
  href?: string;
}

const rail: { href: string; title: string; icon: IconName; for?: Role[] }[] = [
  { href: '/', title: 'Work', icon: 'work' },
  { href: '/projects', title: 'Projects', icon: 'projects' },
  { href: '/record', title: 'Record', icon: 'record', for: ['administrator', 'lead', 'auditor'] },
  { href: '/admin', title: 'Admin', icon: 'admin', for: ['administrator'] },
];

function isHere(href: string, path: string): boolean {
  if (href === '/') return path === '/';
  return path.startsWith(href) || (href === '/projects' && path.startsWith('/p/'));
}

/** Rail, breadcrumb and search around a page; nothing else. */
export function Frame({ crumbs, full = false, children }: { crumbs: Crumb[]; full?: boolean; children: ReactNode }) {
  const path = usePath();
  const person = usePerson();
  const [palette, setPalette] = useState(false);
  const [sheet, setSheet] = useState(false);
  useCommands([
    {
      id: 'shell.palette',
      title: 'Search and go to',
      group: 'Everywhere',
      keys: ['Ctrl+K'],
      run: () => setPalette(true),
    },
    { id: 'shell.keys', title: 'Show the keys', group: 'Everywhere', keys: ['?'], run: () => setSheet(true) },
    { id: 'shell.work', title: 'Go to my work', group: 'Everywhere', keys: ['Alt+W'], run: () => navigate('/') },
  ]);
  return (
    <div className="shell">
      <nav className="rail" aria-label="Main">
        {rail
          .filter(
            (r) =>
              !r.for || (person.administrator && r.for.includes('administrator')) || holdsAnywhere(person, ...r.for),
          )
          .map((r) => (
            <Link
              key={r.href}
              href={r.href}
              title={r.title}
              aria-label={r.title}
              aria-current={isHere(r.href, path) ? 'page' : undefined}
            >
              <Icon name={r.icon} size={20} />
            </Link>
          ))}
      </nav>
      <header className="topbar">
        <nav className="crumbs grow" aria-label="Where you are">
          <ol>
            {crumbs.map((c, i) => (
              <li key={`${c.title}-${i}`} className="ellipsis">
                {c.href && i < crumbs.length - 1 ? (
                  <Link href={c.href}>{c.title}</Link>
                ) : (
                  <span aria-current="page">{c.title}</span>
                )}
              </li>
            ))}
          </ol>
        </nav>
        <Unsent />
        <button type="button" className="button small find" onClick={() => setPalette(true)}>
          <span className="row">
            <Icon name="search" size={14} />
            Search
          </span>
          <kbd aria-hidden="true">Ctrl K</kbd>
        </button>
        <NoticeBell />
        <JobTray />
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <button type="button" className="button quiet">
              {person.name}
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => navigate('/account')}>Account and tokens</Menu.Item>
            <Menu.Item onClick={() => setSheet(true)}>Keys</Menu.Item>
            <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </header>
      <main className="page" id="page">
        <div className={full ? 'page-body full' : 'page-body'}>
          <EmergencyBanner />
          {children}
        </div>
      </main>
      <CommandPalette open={palette} onClose={() => setPalette(false)} />
      <KeySheet open={sheet} onClose={() => setSheet(false)} />
    </div>
  );
}

/** Unsent answers are on every page, not only where they were given. */
function Unsent() {
  const all = useOutboxView();
  const held = all.held[0];
  if (all.waiting === 0) return null;
  return (
    <span className="row small">
      <StateMark tone={held ? 'dispute' : 'held'}>{saveWords(all, undefined).words}</StateMark>
      {held ? (
        <Button size="small" onClick={() => navigate(`/p/${held.project}/work/${held.read}`)}>
          Open {held.title}
        </Button>
      ) : null}
    </span>
  );
}

export function PageHead({ title, children, note }: { title: string; note?: ReactNode; children?: ReactNode }) {
  return (
    <div className="page-head">
      <div className="stack tight">
        <h1>{title}</h1>
        {note ? <p className="dim">{note}</p> : null}
      </div>
      <div className="row">{children}</div>
    </div>
  );
}
