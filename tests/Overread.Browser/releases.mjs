// A lead settles who is who, releases, withdraws an item, and finds the releases that hold its subject.
import { axe, equal, openWindow, Person, shoot, until } from './harness.mjs';
import { team } from './study.mjs';

export function register(test, scene) {
  test('a lead settles who is who, and learns which releases hold a withdrawn subject', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Life of a release',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const base = `/api/projects/${project.id}`;
    await study.lead.call('PUT', `${base}/members/${study.ids[team.reader1]}`, { roles: ['reader'] });
    const yaml =
      'title: T\nfields:\n- {id: finding, title: Finding, kind: finding, required: true}\nguideline: "Answer."\npolicy: {readers: 1, agreement: majority, disputes: adjudicator, recheckShare: 0}\n';
    await study.lead.call('POST', `${base}/protocols/import`, new TextEncoder().encode(yaml), 'application/yaml');
    await study.lead.call('POST', `${base}/protocols/draft/publish`, {});
    const rows = [
      'item,subject',
      ...Array.from({ length: 12 }, (_, i) => `film-${i},M${i}`),
      'x-1,PAT-100',
      'x-2,pat100',
      'x-3,PAT 100',
    ];
    await study.lead.call('POST', `${base}/references`, new TextEncoder().encode(rows.join('\n')), 'text/csv');

    const page = await openWindow(browser, server, team.lead);
    await page.goto(`${server.address}/p/${project.id}`);
    await page.getByText('question about who is who').waitFor();
    await page.goto(`${server.address}/p/${project.id}/releases`);
    await page
      .getByText('No item was read by everybody')
      .or(page.getByText('15 items are not read by everybody'))
      .first()
      .waitFor();
    equal(await axe(page), [], 'axe before a release');
    await shoot(page, 'releases-before-1280');
    const question = page.getByRole('article', { name: /^Written alike/ });
    await question.getByRole('button', { name: 'One patient' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('The same clinic, three spellings.');
    equal(await axe(page), [], 'axe in the dialog');
    await page.getByRole('dialog').getByRole('button', { name: 'They are one patient' }).click();
    await page.getByText('Nothing is unclear', { exact: false }).first().waitFor();

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
    const job = await study.lead.call('POST', `${base}/releases`, { name: 'set', version: '1.0.0' });
    const { release } = (await study.lead.job(job.id)).result;
    const [item] = (await study.lead.call('GET', `${base}/items?take=100`)).rows.filter((r) => r.title === 'x-2');
    await study.lead.call('POST', `${base}/items/bulk`, {
      items: [item.id],
      action: 'withdraw',
      reason: 'She asked.',
      cause: 'consent',
    });

    await page.goto(`${server.address}/p/${project.id}/releases`);
    await page.getByText('Consent withdrawn 1').waitFor();
    await page.getByLabel('Subject', { exact: true }).fill('pat100');
    await page.keyboard.press('Enter');
    await page.getByText(/1 item in (train|tuning|test), published, taken 0 times/).waitFor();
    await page.getByText('None of them was given to anybody.').waitFor();

    // A recipient is registered, takes it, and has to be told.
    await page.getByRole('button', { name: 'Add a recipient' }).click();
    const adding = page.getByRole('dialog');
    await adding.getByLabel('Name').fill('A Clinic');
    await adding.getByLabel('Address').fill('dpo@clinic.example');
    await adding.getByLabel('Agreement').fill('DUA 2026-7');
    equal(await axe(page), [], 'axe in the recipient');
    await page.keyboard.press('Enter');
    await page.getByRole('cell', { name: 'A Clinic', exact: true }).first().waitFor();
    const [clinic] = await study.lead.call('GET', `${base}/recipients`);
    await study.lead.call(
      'GET',
      `${base}/releases/${release}/bundle?purpose=Training&confirm=withdrawn&recipient=${clinic.id}`,
    );
    await page.reload();
    await page.getByLabel('Subject', { exact: true }).fill('pat100');
    await page.keyboard.press('Enter');
    await page.getByRole('cell', { name: 'Training' }).waitFor();
    await page.getByRole('button', { name: 'They were told: A Clinic, set:1.0.0' }).waitFor();
    equal(await axe(page), [], 'axe with a notice due');
    await page.getByRole('heading', { name: 'Recipients' }).scrollIntoViewIfNeeded();
    await shoot(page, 'recipients-1280');
    await page.getByRole('button', { name: 'They were told: A Clinic, set:1.0.0' }).click();
    await page.getByRole('dialog').getByLabel('How they were told').fill('By mail.');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'They were told: A Clinic, set:1.0.0' }).waitFor({ state: 'hidden' });
    equal(await axe(page), [], 'axe with a notice');
    await shoot(page, 'releases-after-1280');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.waitForTimeout(200);
    await shoot(page, 'releases-after-1920');
    equal(await axe(page), [], 'axe, 1920');

    await page.setViewportSize({ width: 1280, height: 720 });
    await page.goto(`${server.address}/p/${project.id}/releases/${release}`);
    await page.getByText('1 item of it was withdrawn since: consent was withdrawn.').waitFor();
    await page.getByRole('button', { name: 'Download' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Purpose').fill('To verify it.');
    equal(
      await dialog.getByRole('button', { name: 'Download' }).isDisabled(),
      true,
      'a download that nobody confirmed',
    );
    await dialog.getByRole('checkbox').check();
    equal(await dialog.getByRole('button', { name: 'Download' }).isDisabled(), false, 'a confirmed download');
    equal(await axe(page), [], 'axe in the download');
    await shoot(page, 'release-withdrawn-1280');
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await until('the dialog is gone', async () => (await page.getByRole('dialog').count()) === 0);
    await shoot(page, 'release-withdrawn-1920');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
