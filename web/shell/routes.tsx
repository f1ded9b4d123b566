import { type ComponentType, lazy, Suspense } from 'react';
import type { PageParams } from '../core/page.ts';
import { Link, matchPath, usePath, useTitle } from '../core/router.tsx';
import { EmptyState, Loading } from '../ui/notes.tsx';
import { Frame } from './frame.tsx';

type Page = ComponentType<{ params: PageParams }>;

/** One page and everything only it needs, fetched when it is first opened. */
function page<M>(load: () => Promise<M>, pick: (module: M) => Page): Page {
  return lazy(async () => ({ default: pick(await load()) }));
}

interface Route {
  pattern: string;
  page: Page;
  /** Fills the window by itself: no rail, no breadcrumb. */
  bare?: boolean;
}

const routes: Route[] = [
  {
    pattern: '/',
    page: page(
      () => import('./pages/work-page.tsx'),
      (m) => m.WorkPage,
    ),
  },
  {
    pattern: '/account',
    page: page(
      () => import('./pages/account-page.tsx'),
      (m) => m.AccountPage,
    ),
  },
  {
    pattern: '/signed-in',
    page: page(
      () => import('./provider.tsx'),
      (m) => m.SignedInPage,
    ),
    bare: true,
  },
  {
    pattern: '/projects',
    page: page(
      () => import('./pages/projects-page.tsx'),
      (m) => m.ProjectsPage,
    ),
  },
  {
    pattern: '/record',
    page: page(
      () => import('./pages/record-page.tsx'),
      (m) => m.RecordPage,
    ),
  },
  {
    pattern: '/admin',
    page: page(
      () => import('./pages/admin-page.tsx'),
      (m) => m.AdminPage,
    ),
  },
  {
    pattern: '/admin/operations',
    page: page(
      () => import('./operations/operations-page.tsx'),
      (m) => m.OperationsPage,
    ),
  },
  {
    pattern: '/p/:project',
    page: page(
      () => import('./pages/overview-page.tsx'),
      (m) => m.OverviewPage,
    ),
  },
  {
    pattern: '/p/:project/work',
    page: page(
      () => import('./workbench/next-page.tsx'),
      (m) => m.NextPage,
    ),
    bare: true,
  },
  {
    pattern: '/p/:project/work/:read',
    page: page(
      () => import('./workbench/workbench-page.tsx'),
      (m) => m.WorkbenchPage,
    ),
    bare: true,
  },
  {
    pattern: '/p/:project/items',
    page: page(
      () => import('./pages/items-page.tsx'),
      (m) => m.ItemsPage,
    ),
  },
  {
    pattern: '/p/:project/items/:item',
    page: page(
      () => import('./pages/item-page.tsx'),
      (m) => m.ItemPage,
    ),
  },
  {
    pattern: '/p/:project/threads',
    page: page(
      () => import('./conversation/threads-page.tsx'),
      (m) => m.ThreadsPage,
    ),
  },
  {
    pattern: '/p/:project/threads/:thread',
    page: page(
      () => import('./conversation/threads-page.tsx'),
      (m) => m.ThreadsPage,
    ),
  },
  {
    pattern: '/p/:project/gate',
    page: page(
      () => import('./gate/gate-page.tsx'),
      (m) => m.GatePage,
    ),
  },
  {
    pattern: '/p/:project/governance',
    page: page(
      () => import('./governance/governance-page.tsx'),
      (m) => m.GovernancePage,
    ),
  },
  {
    pattern: '/p/:project/plan',
    page: page(
      () => import('./gate/plan-page.tsx'),
      (m) => m.PlanPage,
    ),
  },
  {
    pattern: '/p/:project/disputes',
    page: page(
      () => import('./pages/disputes-page.tsx'),
      (m) => m.DisputesPage,
    ),
  },
  {
    pattern: '/p/:project/disputes/:item',
    page: page(
      () => import('./adjudication/adjudication-page.tsx'),
      (m) => m.AdjudicationPage,
    ),
    bare: true,
  },
  {
    pattern: '/p/:project/agreement',
    page: page(
      () => import('./agreement/agreement-page.tsx'),
      (m) => m.AgreementPage,
    ),
  },
  {
    pattern: '/p/:project/agreement/study',
    page: page(
      () => import('./studies/reader-study-page.tsx'),
      (m) => m.ReaderStudyPage,
    ),
  },
  {
    pattern: '/p/:project/consensus/calibration',
    page: page(
      () => import('./studies/calibration-page.tsx'),
      (m) => m.CalibrationPage,
    ),
  },
  {
    pattern: '/p/:project/consensus',
    page: page(
      () => import('./pages/consensus-page.tsx'),
      (m) => m.ConsensusPage,
    ),
  },
  {
    pattern: '/p/:project/models',
    page: page(
      () => import('./models/models-page.tsx'),
      (m) => m.ModelsPage,
    ),
  },
  {
    pattern: '/p/:project/models/report',
    page: page(
      () => import('./models/bias-page.tsx'),
      (m) => m.BiasPage,
    ),
  },
  {
    pattern: '/p/:project/releases',
    page: page(
      () => import('./pages/releases-page.tsx'),
      (m) => m.ReleasesPage,
    ),
  },
  {
    pattern: '/p/:project/releases/:release',
    page: page(
      () => import('./pages/release-page.tsx'),
      (m) => m.ReleasePage,
    ),
  },
  {
    pattern: '/p/:project/protocol',
    page: page(
      () => import('./protocol/protocol-page.tsx'),
      (m) => m.ProtocolPage,
    ),
  },
  {
    pattern: '/p/:project/guideline',
    page: page(
      () => import('./guideline/guideline-page.tsx'),
      (m) => m.GuidelinePage,
    ),
  },
  {
    pattern: '/p/:project/training',
    page: page(
      () => import('./training/training-page.tsx'),
      (m) => m.TrainingPage,
    ),
  },
  {
    pattern: '/p/:project/training/practice/:set',
    page: page(
      () => import('./training/practice-page.tsx'),
      (m) => m.PracticePage,
    ),
    bare: true,
  },
  {
    pattern: '/p/:project/training/test/:attempt',
    page: page(
      () => import('./training/test-page.tsx'),
      (m) => m.TestPage,
    ),
    bare: true,
  },
  {
    pattern: '/p/:project/training/sets/:set',
    page: page(
      () => import('./training/set-page.tsx'),
      (m) => m.SetPage,
    ),
  },
  {
    pattern: '/p/:project/training/sets/:set/:item',
    page: page(
      () => import('./training/reference-page.tsx'),
      (m) => m.ReferencePage,
    ),
    bare: true,
  },
  {
    pattern: '/p/:project/members',
    page: page(
      () => import('./pages/members-page.tsx'),
      (m) => m.MembersPage,
    ),
  },
  {
    pattern: '/p/:project/erasure',
    page: page(
      () => import('./pages/erasure-page.tsx'),
      (m) => m.ErasurePage,
    ),
  },
  {
    pattern: '/p/:project/keys',
    page: page(
      () => import('./pages/keys-page.tsx'),
      (m) => m.KeysPage,
    ),
  },
];

/** Images are read in the dark: these pages are dark whatever the system says. */
export function isDark(path: string): boolean {
  return [
    '/p/:project/work',
    '/p/:project/work/:read',
    '/p/:project/disputes/:item',
    '/p/:project/training/practice/:set',
    '/p/:project/training/test/:attempt',
    '/p/:project/training/sets/:set/:item',
  ].some((p) => matchPath(p, path));
}

function NotFound() {
  useTitle('Not found');
  return (
    <Frame crumbs={[]}>
      <h1>Not found</h1>
      <EmptyState
        action={
          <Link href="/" className="button">
            Go to my work
          </Link>
        }
      >
        There is no page at this address.
      </EmptyState>
    </Frame>
  );
}

export function Routes() {
  const path = usePath();
  for (const route of routes) {
    const params = matchPath(route.pattern, path);
    if (!params) continue;
    const Found = route.page;
    return (
      <Suspense
        fallback={
          route.bare ? (
            <Loading />
          ) : (
            <Frame crumbs={[]}>
              <Loading />
            </Frame>
          )
        }
      >
        <Found params={params} />
      </Suspense>
    );
  }
  return <NotFound />;
}
