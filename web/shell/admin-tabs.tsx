import { Link, usePath } from '../core/router.tsx';

const tabs = [
  { href: '/admin', title: 'People' },
  { href: '/admin/operations', title: 'Operations' },
];

/** The pages of an administrator. */
export function AdminTabs() {
  const path = usePath();
  return (
    <nav className="tabs no-print" aria-label="Pages of the server">
      {tabs.map((t) => (
        <Link key={t.href} href={t.href} aria-current={path === t.href ? 'page' : undefined}>
          {t.title}
        </Link>
      ))}
    </nav>
  );
}
