// A steward sees what is held of a subject, is refused while a batch waits, and erases it with reasons; another one is kept.
import { axe, equal, loadPictures, openWindow, Person, shoot, until } from './harness.mjs';
import { team, upload } from './study.mjs';

export function register(test, scene) {
  test('a steward erases a subject of a kept release by keyboard, and keeps another', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Erasures',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const base = `/api/projects/${project.id}`;
    for (const [who, role] of [
      ['reader1', 'reader'],
      ['steward', 'steward'],
      ['auditor', 'auditor'],
    ])
      await study.lead.call('PUT', `${base}/members/${study.ids[team[who]]}`, { roles: [role] });
    const yaml =
      'title: T\nfields:\n- {id: finding, title: Finding, kind: finding, required: true}\nguideline: "Answer."\npolicy: {readers: 1, agreement: majority, disputes: adjudicator, recheckShare: 0}\n';
    await study.lead.call('POST', `${base}/protocols/import`, new TextEncoder().encode(yaml), 'application/yaml');
    await study.lead.call('POST', `${base}/protocols/draft/publish`, {});
    await study.lead.call(
      'POST',
      `${base}/references`,
      new TextEncoder().encode('item,subject\nfilm-1,M1\nfilm-2,M2\nfilm-3,M3\n'),
      'text/csv',
    );
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
    await study.lead.call('PUT', `${base}/charter`, {
      charter: {
        uses: [{ name: 'training', basis: 'Consent (6(1)(a))', condition: 'Explicit consent (9(2)(a))' }],
        destinations: [{ country: 'DE', instrument: 'inside' }],
        impactAssessment: 'DPIA 3',
        keeping: { kind: 'device', years: 10 },
      },
      reason: 'The board of May.',
    });
    const made = await study.lead.call('POST', `${base}/releases`, {
      name: 'films',
      version: '1.0.0',
      use: 'training',
    });
    await study.lead.job(made.id);

    const page = await openWindow(browser, server, team.steward);
    await page.goto(`${server.address}/p/${project.id}/erasure`);
    await page.getByText('Nothing changes until you have seen what goes').waitFor();
    equal(await axe(page), [], 'axe on the empty page');
    await page.getByLabel('Subject').focus();
    await page.keyboard.type('nobody');
    await page.keyboard.press('Enter');
    await page.getByText('The project has no such subject.').waitFor();

    // A batch that waits may hold the subject.
    const { dicomFile } = await loadPictures();
    const picture = dicomFile({
      modality: 'CR',
      bodyPart: 'CHEST',
      columns: 64,
      rows: 64,
      frames: 1,
      spacing: [0.5, 0.5],
      orientation: '1\\0\\0\\0\\1\\0',
      position: '0\\0\\0',
      instance: 1,
      series: '9.1',
      subject: '991',
      window: [128, 256],
      intercept: 0,
      value: (x, y) => x + y,
    });
    const steward = await new Person(server, team.steward).signIn();
    const batch = await upload(steward, base, 'One', [['a.dcm', picture]]);
    await page.getByLabel('Subject').fill('M1');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: '1 batch not decided' }).waitFor();
    equal(
      await page.getByRole('button', { name: 'Erase', exact: true }).isDisabled(),
      true,
      'erased beside an open batch',
    );
    await shoot(page, 'erasure-open-batch-1280');
    await steward.call('POST', `${base}/batches/${batch}/decision`, { decision: 'reject', reason: 'Not needed' });
    await until(
      'the batch is rejected',
      async () => (await steward.call('GET', `${base}/batches/${batch}`)).state === 'rejected',
    );
    await page.getByLabel('Subject').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await page.getByText('films:1.0.0').first().waitFor();
    await page.getByText('Evidence that has to be kept').waitFor();
    equal(await axe(page), [], 'axe on what is held');
    await shoot(page, 'erasure-held-1280');

    await page.getByRole('button', { name: 'Erase', exact: true }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Erase M1' });
    const erase = dialog.getByRole('button', { name: 'Erase for good' });
    await dialog.getByLabel('Reason', { exact: false }).first().fill('Asked on 3 May, letter 17.');
    await dialog.getByLabel('Why its releases are kept').fill('They were given out.');
    await dialog.getByLabel('Why the duty to keep the evidence yields').fill('A court of May.');
    equal(await erase.isDisabled(), true, 'erased without typing the subject');
    await dialog.getByLabel('Type the subject to confirm').fill('M1');
    equal(await axe(page), [], 'axe in the dialog');
    await page.waitForTimeout(200);
    await shoot(page, 'erasure-dialog-1280');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Erased' }).waitFor();
    await page.getByText(/The record says so at event \d+\./).waitFor();
    equal(await axe(page), [], 'axe on the outcome');
    await shoot(page, 'erasure-done-1280');
    const told = (await study.lead.call('GET', `/api/record/events?project=${project.id}&type=SubjectErased`)).events;
    equal(told.length, 1, 'events of erasure');
    equal(
      (
        await page
          .getByText(/event \d+/)
          .first()
          .innerText()
      ).includes(String(told[0].seq)),
      true,
      'the place in the record',
    );

    await page.getByLabel('Subject').fill('M2');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Keep, and say why' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByLabel('Reason').fill('Device law, until 2036.');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Kept' }).waitFor();
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.waitForTimeout(200);
    await shoot(page, 'erasure-kept-1920');
    equal(await axe(page), [], 'axe, 1920');
    equal(
      page.faults.filter((f) => !/40[0349]|422/.test(f)),
      [],
      'faults in the page',
    );
    await page.context().close();

    // Who decides nothing here is told so.
    const other = await openWindow(browser, server, team.auditor);
    await other.goto(`${server.address}/p/${project.id}/erasure`);
    await other.getByText('Data stewards decide about erasure.').waitFor();
    await other.context().close();
  });
}
