// Somebody adds a passkey (Chromium's virtual authenticator) and signs in with it; the page of the organisation's sign-in.
import { axe, equal, password, shoot, signInHere } from './harness.mjs';
import { team } from './study.mjs';

export function register(test, scene) {
  test('a passkey is added, signs in, proves who is there and is removed', async () => {
    const { browser, server } = scene;
    // A passkey belongs to a name: numbers have none.
    const home = server.address.replace('127.0.0.1', 'localhost');
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, serviceWorkers: 'block' });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const faults = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    const cdp = await context.newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await page.goto(home);
    await signInHere(page, team.auditor);
    await page.getByRole('heading', { name: /^Work of/ }).waitFor();
    await page.goto(`${home}/account`);
    await page.getByText('You have no passkey.').waitFor();
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Laptop of the test');
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Remove Laptop of the test' }).waitFor();
    equal(
      (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
      1,
      'passkeys on the device',
    );
    await shoot(page, 'account-passkeys-1280');
    equal(await axe(page), [], 'axe on the account page');
    await page.getByRole('button', { name: 'Rename Laptop of the test' }).click();
    await dialog.getByLabel('Name').fill('Old laptop');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('button', { name: 'Remove Old laptop' }).waitFor();

    await context.clearCookies();
    await page.goto(home);
    await page.getByRole('button', { name: 'Use a passkey' }).waitFor();
    await shoot(page, 'sign-in-passkey-1280');
    equal(await axe(page), [], 'axe on the sign-in page');
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByRole('heading', { name: /^Work of/ }).waitFor();

    // A device whose owner does not prove to be there opens nothing.
    await context.clearCookies();
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await page.goto(home);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByText('Your device gave no passkey.').waitFor({ timeout: 60_000 });
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByRole('heading', { name: /^Work of/ }).waitFor();

    // As after ten minutes.
    await page.goto(`${home}/account`);
    let asked = 0;
    await page.route('**/api/session/passkeys/*', async (route) => {
      if (route.request().method() !== 'DELETE' || asked++ > 0) return route.continue();
      return route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        body: JSON.stringify({ title: 'Prove once more that it is you.', status: 403, code: 'access.confirm' }),
      });
    });
    await page.getByRole('button', { name: 'Remove Old laptop' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page
      .getByRole('dialog', { name: 'Is it you?' })
      .getByRole('button', { name: 'Prove it with a passkey' })
      .click();
    await page.getByText('You have no passkey.').waitFor();
    equal(asked, 2, 'times that the removal was tried');
    equal(faults, [], 'faults of the page');
    await context.close();
  });

  test('by an address in numbers the page says why there are no passkeys', async () => {
    const context = await scene.browser.newContext({ viewport: { width: 1280, height: 720 } });
    const page = await context.newPage();
    await page.goto(scene.server.address);
    await signInHere(page, team.auditor);
    await page.getByRole('heading', { name: /^Work of/ }).waitFor();
    await page.goto(`${scene.server.address}/account`);
    await page.getByText('Passkeys need the server’s name in the address, not its number.').waitFor();
    await context.close();
  });

  for (const [width, height] of [
    [1280, 720],
    [1920, 1080],
  ]) {
    test(`the sign-in page with an organisation's sign-in, up, down and refused, at ${width}`, async () => {
      const { browser, server } = scene;
      const context = await browser.newContext({ viewport: { width, height }, serviceWorkers: 'block' });
      const page = await context.newPage();
      // The provider itself is tested against OpenIddict by the server's tests; here is what the page makes of the answers.
      const provider = { name: 'City Hospital', passwordsForAdministratorsAlone: true };
      let state = { name: 'City Hospital', up: true };
      await page.route('**/api/session', async (route) => {
        const answer = await route.fetch();
        return route.fulfill({ response: answer, json: { ...(await answer.json()), provider } });
      });
      await page.route('**/api/session/provider', (route) => route.fulfill({ json: state }));
      await page.goto(server.address);
      await page.getByRole('button', { name: 'Sign in with City Hospital' }).waitFor();
      equal(await page.getByLabel('Password').first().isVisible(), false, 'the password is shown');
      equal(await axe(page), [], 'axe on the sign-in page');
      await shoot(page, `sign-in-provider-${width}`);
      await page.getByText('Administrators: sign in with a password').click();
      await page.getByLabel('Password').first().waitFor();
      equal(await axe(page), [], 'axe on the sign-in page with the password');
      state = { name: 'City Hospital', up: false, problem: 'It cannot be reached.' };
      await page.goto(`${server.address}/?refused=provider.group`);
      await page.getByText('None of your groups has a place on this server.').waitFor();
      await page.getByText('City Hospital cannot be used now. It cannot be reached.').waitFor();
      equal(await axe(page), [], 'axe on the sign-in page with a refusal');
      await shoot(page, `sign-in-provider-down-${width}`);
      await page.getByText('Administrators: sign in with a password').click();
      await page.getByLabel('E-mail').fill(team.auditor);
      await page.getByLabel('Password').first().fill(password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('heading', { name: /^Work of/ }).waitFor();
      await page.goto(`${server.address}/account`);
      await page.getByRole('heading', { name: 'City Hospital' }).waitFor();
      equal(await axe(page), [], 'axe on the account page');
      await shoot(page, `account-provider-${width}`);
      await context.close();
    });
  }
}
