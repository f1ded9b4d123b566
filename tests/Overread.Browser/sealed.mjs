// A lead seals the test part and carries the files, asks for it to be opened; an auditor agrees with a signature; its labels are taken.
import { axe, equal, openWindow, Person, password, shoot } from './harness.mjs';
import { team } from './study.mjs';

export function register(test, scene) {
  test('a sealed test set is opened by two people, by keyboard, and every access is shown', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Sealed work',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const base = `/api/projects/${project.id}`;
    await study.lead.call('PUT', `${base}/members/${study.ids[team.reader1]}`, { roles: ['reader'] });
    await study.lead.call('PUT', `${base}/members/${study.ids[team.auditor]}`, { roles: ['auditor'] });
    const yaml =
      'title: T\nfields:\n- {id: finding, title: Finding, kind: finding, required: true}\nguideline: "Answer."\npolicy: {readers: 1, agreement: majority, disputes: adjudicator, recheckShare: 0}\n';
    await study.lead.call('POST', `${base}/protocols/import`, new TextEncoder().encode(yaml), 'application/yaml');
    await study.lead.call('POST', `${base}/protocols/draft/publish`, {});
    const rows = ['item,subject', ...Array.from({ length: 20 }, (_, i) => `film-${i},M${i}`)];
    await study.lead.call('POST', `${base}/references`, new TextEncoder().encode(rows.join('\n')), 'text/csv');
    const reader = await new Person(server, team.reader1).signIn();
    for (;;) {
      const work = await reader.call('POST', `${base}/work/next`, {});
      if (!work?.read) break;
      const event = (type, more) => ({ id: crypto.randomUUID().replaceAll('-', ''), type, ...more });
      await reader.call('POST', `/api/reads/${work.read.id}/events`, {
        baseRevision: work.read.revision,
        events: [
          event('AnswerGiven', { field: 'finding', answer: { state: 'absent' } }),
          event('ReadSubmitted', { seconds: 3 }),
        ],
      });
    }

    const page = await openWindow(browser, server, team.lead);
    await page.goto(`${server.address}/p/${project.id}/releases`);
    await page.getByRole('button', { name: 'New release' }).first().click();
    const making = page.getByRole('dialog');
    await making.getByLabel('Seal the labels of the test part').focus();
    await page.keyboard.press('Space');
    await making.getByLabel('Carry the files that were labelled').focus();
    await page.keyboard.press('Space');
    equal(await axe(page), [], 'axe in the dialog');
    await shoot(page, 'release-seal-1280');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('link', { name: 'sealed-work:1.0.0' }).click({ timeout: 60_000 });
    await page.getByText('3 items. The bundle commits to their labels').waitFor();
    await page.getByRole('button', { name: 'Ask to open it' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByLabel('Reason').fill('Final evaluation.');
    equal(await axe(page), [], 'axe in the request');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Waits for a second person').waitFor();
    equal(await page.getByRole('button', { name: 'Approve and sign' }).isDisabled(), true, 'who asked approves');
    equal(await axe(page), [], 'axe with a request');
    await page.getByRole('heading', { name: 'Sealed test set' }).scrollIntoViewIfNeeded();
    await shoot(page, 'sealed-asked-1280');

    const other = await openWindow(browser, server, team.auditor);
    await other.goto(page.url());
    await other.getByRole('button', { name: 'Approve and sign' }).focus();
    await other.keyboard.press('Enter');
    const sign = other.getByRole('dialog', { name: 'Sign' });
    await sign.getByText('sealed labels of this release are opened').waitFor();
    await sign.getByLabel('E-mail').fill(team.auditor);
    await sign.getByLabel(/^Password/).fill(password);
    await other.keyboard.press('Enter');
    await other.getByText('Whoever has the labels checks them').waitFor();
    await other.getByRole('button', { name: 'Take the labels' }).focus();
    await other.keyboard.press('Enter');
    const taking = other.getByRole('dialog');
    await taking.getByLabel('Purpose').fill('The study report.');
    equal(await axe(other), [], 'axe while taking');
    const [file] = await Promise.all([other.waitForEvent('download'), other.keyboard.press('Control+Enter')]);
    equal(file.suggestedFilename(), 'sealed-work-1.0.0-opened.jsonl', 'the file');
    await other.getByRole('cell', { name: 'The study report.' }).waitFor();
    equal(await axe(other), [], 'axe with an access');
    await other.getByRole('heading', { name: 'Sealed test set' }).scrollIntoViewIfNeeded();
    await shoot(other, 'sealed-open-1280');
    await other.setViewportSize({ width: 1920, height: 1080 });
    await other.waitForTimeout(200);
    await shoot(other, 'sealed-open-1920');
    equal(await axe(other), [], 'axe, 1920');
    equal(other.faults, [], 'faults in the auditor’s page');
    await other.context().close();
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
