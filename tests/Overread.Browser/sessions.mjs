// Somebody looks where they are signed in and ends it; a dangerous act asks who is there.
import { axe, equal, openWindow, Person, password, shoot, until } from './harness.mjs';
import { team } from './study.mjs';

export function register(test, scene) {
  test('sessions are listed and ended, a dangerous act asks who is there', async () => {
    const { browser, server, study } = scene;
    const other = await new Person(server, team.auditor).signIn();
    const page = await openWindow(browser, server, team.auditor);
    await page.goto(`${server.address}/account`);
    await page.getByText('This one').waitFor();
    equal(await axe(page), [], 'axe on the account page');
    await shoot(page, 'account-sessions-1280');
    await page
      .getByRole('button', { name: /^End all others|^End the session/ })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('button', { name: /^End/ }).click();
    await until(
      'the other session has ended',
      async () =>
        (await other.call('GET', '/api/session')).person === null ||
        (await other.call('GET', '/api/session')).person === undefined,
    );
    await page.getByRole('button', { name: 'End all others' }).waitFor({ state: 'detached' });

    const admin = await openWindow(browser, server, team.lead);
    await admin.goto(`${server.address}/admin`);
    let asked = 0;
    // As after ten minutes.
    await admin.route('**/api/people/*', async (route) => {
      if (route.request().method() !== 'PATCH' || asked++ > 0) return route.continue();
      return route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        body: JSON.stringify({ title: 'Prove once more that it is you.', status: 403, code: 'access.confirm' }),
      });
    });
    const name = (await study.lead.call('GET', '/api/people')).find((p) => p.id === study.ids[team.auditor]).name;
    await admin.getByRole('button', { name: `Disable ${name}` }).click();
    await admin.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    const ask = admin.getByRole('dialog', { name: 'Is it you?' });
    await ask.getByRole('textbox', { name: 'Password' }).fill('not the password');
    await ask.getByRole('button', { name: 'Go on' }).click();
    await ask.getByText('The password or the code is wrong.').waitFor();
    await shoot(admin, 'confirm-person-1280');
    equal(await axe(admin), [], 'axe on the question');
    await ask.getByRole('textbox', { name: 'Password' }).fill(password);
    await ask.getByRole('button', { name: 'Go on' }).click();
    await admin.getByRole('button', { name: `Enable ${name}` }).click();
    await admin.getByRole('dialog').getByRole('button', { name: 'Enable' }).click();
    await admin.getByRole('button', { name: `Disable ${name}` }).waitFor();

    await new Person(server, team.auditor).signIn();
    await admin.getByRole('button', { name: `Sessions of ${name}` }).click();
    await admin.getByText('No program acts for this account.').waitFor();
    equal(await axe(admin), [], 'axe on what an account has open');
    await shoot(admin, 'admin-sessions-1280');
    await admin.getByRole('button', { name: 'End all of them' }).click();
    await admin.getByRole('button', { name: 'End all', exact: true }).click();
    await admin.getByText('Nobody is signed in to this account.').waitFor();
    await page.close();
    await admin.close();
  });
}
