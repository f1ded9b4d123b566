// Every page at both screen sizes: no violation, no fault.
import { axe, equal, openWindow, shoot, until } from './harness.mjs';
import { team } from './study.mjs';

export function register(test, scene) {
  const pagesOf = async () => {
    const { study } = scene;
    const base = `/p/${study.project}`;
    const [item] = (await study.lead.call('GET', `${study.base}/items?take=1`)).rows;
    const releases = await study.lead.call('GET', `${study.base}/releases`);
    return {
      lead: [
        '/',
        '/projects',
        base,
        `${base}/items`,
        `${base}/items/${item.id}`,
        `${base}/gate`,
        `${base}/governance`,
        `${base}/guideline`,
        `${base}/models`,
        `${base}/agreement`,
        `${base}/consensus`,
        `${base}/releases`,
        ...releases.slice(0, 1).map((r) => `${base}/releases/${r.id}`),
        `${base}/protocol`,
        `${base}/protocol?version=1`,
        `${base}/members`,
        `${base}/keys`,
        '/record',
        '/admin',
        '/admin/operations',
        '/account',
        '/nowhere',
      ],
      reader1: ['/', `${base}/protocol`, base],
      adjudicator: [base, `${base}/disputes`, `${base}/disputes?state=decided`],
      steward: [`${base}/gate`, `${base}/erasure`],
      auditor: [base, `${base}/disputes`, '/record'],
    };
  };

  for (const [width, height] of [
    [1280, 720],
    [1920, 1080],
  ]) {
    test(`axe finds nothing on any page at ${width} × ${height}`, async () => {
      const all = await pagesOf();
      const found = [];
      for (const [role, paths] of Object.entries(all)) {
        const page = await openWindow(scene.browser, scene.server, team[role], { width, height });
        for (const path of paths) {
          await page.goto(scene.server.address + path);
          await page.locator('h1').first().waitFor();
          await until(
            'the page has loaded',
            async () => (await page.getByText(/^(Loading|Opening|Computing).* …$/).count()) === 0,
          );
          await page.waitForTimeout(250);
          await shoot(
            page,
            `${role}${path
              .replaceAll(scene.study.project, 'p')
              .replaceAll(/[^a-z0-9]+/gi, '-')
              .slice(0, 60)}-${width}`,
          );
          found.push(...(await axe(page)).map((v) => `${role} ${path}: ${v}`));
          // The way out is on every page, by keyboard: the menu of the account.
          const menu = page.locator('header button[aria-haspopup="menu"]');
          if ((await menu.count()) !== 1) found.push(`${role} ${path}: no menu with the way out`);
          if ((await page.title()).split(' · ').length < 2) found.push(`${role} ${path}: the title does not say where`);
        }
        found.push(...page.faults.map((f) => `${role}: ${f}`));
        await page.context().close();
      }
      equal(found, [], 'what was found');
    });
  }

  test('entries and drop-downs show where the keyboard is', async () => {
    const base = `/p/${scene.study.project}`;
    const page = await openWindow(scene.browser, scene.server, team.lead, { width: 1280, height: 720 });
    for (const path of [`${base}/agreement`, `${base}/protocol`, '/record']) {
      await page.goto(scene.server.address + path);
      await page.locator('h1').first().waitFor();
      await page.locator('select').first().waitFor();
      // The ring is for those who came by keyboard.
      await page.keyboard.press('Tab');
      const bare = await page.evaluate(() =>
        [
          ...document.querySelectorAll(
            'select, textarea, input:not([type=checkbox], [type=radio], [type=file], [type=hidden])',
          ),
        ]
          .filter((e) => e.checkVisibility() && !e.disabled && e.tabIndex >= 0)
          .filter((e) => {
            e.focus();
            const { outlineStyle, outlineWidth } = getComputedStyle(e);
            return outlineStyle !== 'solid' || parseFloat(outlineWidth) < 2;
          })
          .map((e) => e.outerHTML.slice(0, 120)),
      );
      equal(bare, [], `what shows no ring on ${path}`);
    }
    await page.context().close();
  });

  test('the sign-in page, a wrong password and a deep link', async () => {
    const context = await scene.browser.newContext({ viewport: { width: 1280, height: 720 } });
    const page = await context.newPage();
    await page.goto(`${scene.server.address}/p/${scene.study.project}/protocol`);
    await page.getByLabel('E-mail').fill(team.reader1);
    await page.getByLabel('Password', { exact: false }).first().fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    equal(await axe(page), [], 'axe on the sign-in page');
    // Masked, filled by password managers, and pasted into.
    const entry = page.locator('input[autocomplete="current-password"]');
    equal(await entry.getAttribute('type'), 'password', 'how the password shows');
    equal(
      await page.getByLabel('E-mail').getAttribute('autocomplete'),
      'username',
      'what password managers know the address by',
    );
    await entry.evaluate((field) => {
      const held = new DataTransfer();
      held.setData('text/plain', 'pasted words');
      field.dataset.pasted = String(
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: held, bubbles: true, cancelable: true })),
      );
    });
    equal(await entry.getAttribute('data-pasted'), 'true', 'pasting goes through');
    const { signInHere } = await import('./harness.mjs');
    await signInHere(page);
    await page.getByRole('heading', { name: 'Lung nodules, version 1' }).waitFor();
    await page.goto(`${scene.server.address}/`);
    await page.goBack();
    await page.getByRole('heading', { name: 'Lung nodules, version 1' }).waitFor();
    await context.close();
  });

  test('markup that somebody typed is text on every page that shows it', async () => {
    const { study } = scene;
    const planted = '<img src=x onerror="window.planted=1"><script>window.planted=1</script>';
    const made = await study.lead.call('POST', '/api/projects', {
      name: planted,
      purpose: planted,
      legalBasis: planted,
    });
    const [item] = (await study.lead.call('GET', `${study.base}/items?take=1`)).rows;
    const page = await openWindow(scene.browser, scene.server, team.lead, { width: 1280, height: 720 });
    for (const path of [
      '/projects',
      `/p/${made.id}`,
      `/p/${made.id}/items`,
      `/p/${made.id}/members`,
      `/p/${study.project}/items/${item.id}`,
      '/record',
    ]) {
      await page.goto(scene.server.address + path);
      await page.locator('h1').first().waitFor();
      await page.waitForTimeout(300);
      if (path === '/projects') await page.getByText(planted).first().waitFor();
      equal(
        await page.evaluate(() => [
          globalThis.planted ?? null,
          document.querySelectorAll('img[onerror], script:not([src])').length,
        ]),
        [null, 0],
        `what ran or stands on ${path}`,
      );
    }
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
