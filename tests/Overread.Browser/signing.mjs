// A lead has everything signed with one click, publishes a protocol and makes a release; an auditor approves it; it goes out.
import { axe, equal, openWindow, Person, password, shoot } from './harness.mjs';
import { team } from './study.mjs';

export function register(test, scene) {
  test('a release is signed by two people who each see what they sign', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Signed work',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const base = `/api/projects/${project.id}`;
    await study.lead.call('PUT', `${base}/members/${study.ids[team.reader1]}`, { roles: ['reader'] });
    await study.lead.call('PUT', `${base}/members/${study.ids[team.auditor]}`, { roles: ['auditor'] });
    const yaml =
      'title: T\nfields:\n- {id: finding, title: Finding, kind: finding, required: true}\nguideline: "Answer."\npolicy: {readers: 1, agreement: majority, disputes: adjudicator, recheckShare: 0}\n';
    await study.lead.call('POST', `${base}/protocols/import`, new TextEncoder().encode(yaml), 'application/yaml');

    const page = await openWindow(browser, server, team.lead);
    await page.goto(`${server.address}/p/${project.id}/releases`);
    await page.getByText('Nothing is signed in this project.').waitFor();
    await page.getByRole('button', { name: 'Have everything signed, releases by two people' }).click();
    await page.getByText('A release is approved by somebody who neither made nor publishes it.').waitFor();
    equal(await axe(page), [], 'axe with a policy');
    await page.getByRole('button', { name: 'Choose what is signed' }).click();
    equal(await axe(page), [], 'axe in the policy');
    await shoot(page, 'signing-policy-1280');
    await page.getByLabel('Publishing a protocol version').uncheck();
    equal(await page.getByRole('button', { name: 'Save' }).isDisabled(), true, 'less without a reason');
    await page.keyboard.press('Escape');

    // By keyboard alone: what is signed is read, e-mail and password are typed, Enter signs.
    await page.goto(`${server.address}/p/${project.id}/protocol`);
    await page.getByRole('button', { name: 'Publish version 1' }).first().click();
    await page
      .getByRole('dialog')
      .last()
      .getByRole('button', { name: /^Publish/ })
      .click();
    const sign = page.getByRole('dialog', { name: 'Sign' });
    await sign.getByText('Authorship: I publish this protocol version').waitFor();
    equal(await axe(page), [], 'axe in the signature');
    await shoot(page, 'signing-dialog-1280');
    await sign.getByLabel('E-mail').fill(team.lead);
    await sign.getByLabel(/^Password/).fill('a wrong password');
    await page.keyboard.press('Enter');
    await sign.getByText('nothing was signed').waitFor();
    await sign.getByLabel(/^Password/).fill(password);
    await page.keyboard.press('Enter');
    await sign.waitFor({ state: 'hidden' });
    await page.goto(`${server.address}/p/${project.id}/protocol?version=1`);
    await page.getByRole('list', { name: 'Signatures' }).getByText('Authorship').waitFor();

    await study.lead.call(
      'POST',
      `${base}/references`,
      new TextEncoder().encode('item,subject\na,A\nb,B\nc,C\n'),
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
    const job = await study.lead.call('POST', `${base}/releases`, { name: 'set', version: '1.0.0' });
    const { release } = (await study.lead.job(job.id)).result;

    await page.goto(`${server.address}/p/${project.id}/releases`);
    const waiting = page.getByRole('article', { name: 'set:1.0.0' });
    await waiting.getByText('Nobody has approved this release yet.').waitFor();
    equal(await waiting.getByRole('button', { name: 'Approve' }).isDisabled(), true, 'the author approves');
    equal(await waiting.getByRole('button', { name: 'Publish' }).isDisabled(), true, 'published without an approval');
    equal(await axe(page), [], 'axe while it waits');
    await shoot(page, 'release-waits-1280');

    const other = await openWindow(browser, server, team.auditor);
    await other.goto(`${server.address}/p/${project.id}/releases`);
    await other.getByRole('article', { name: 'set:1.0.0' }).getByRole('button', { name: 'Approve' }).click();
    const approve = other.getByRole('dialog', { name: 'Sign' });
    await approve.getByLabel('E-mail').fill(team.auditor);
    await approve.getByLabel(/^Password/).fill(password);
    await other.keyboard.press('Enter');
    await other.getByText('Approval: I reviewed this release and approve it.').waitFor();
    await shoot(other, 'release-approved-1280');
    equal(other.faults, [], 'faults in the approver’s page');
    await other.context().close();

    await page.reload();
    await waiting.getByRole('button', { name: 'Publish' }).click();
    await sign.getByText('Responsibility: I publish this release.').waitFor();
    equal(await sign.getByLabel('E-mail').count(), 0, 'e-mail asked for a second time');
    await sign.getByLabel(/^Password/).fill(password);
    await page.keyboard.press('Enter');
    await waiting.waitFor({ state: 'hidden' });
    await page.goto(`${server.address}/p/${project.id}/releases/${release}`);
    const given = page.getByRole('list', { name: 'Signatures' });
    await given.waitFor();
    equal(await given.getByRole('listitem').count(), 2, 'signatures of the release');
    equal(await axe(page), [], 'axe of a signed release');
    await shoot(page, 'release-signed-1280');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
