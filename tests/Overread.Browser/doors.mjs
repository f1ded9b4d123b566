// What stands before the work: a password that somebody told, a second factor that the server demands, proof before an erasure.
import { createHmac } from 'node:crypto';
import { axe, equal, openWindow, Person, password, Server, shoot, signInHere } from './harness.mjs';
import { team } from './study.mjs';

/** RFC 6238 with its usual parameters, as an authenticator has them. */
function codeOf(secret, seconds) {
  const bits = [...secret]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const mac = createHmac('sha1', key).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function stranger(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

export function register(test, scene) {
  test('whoever was told a password sets their own before anything else', async () => {
    const { browser, server, study } = scene;
    const email = `told-${Date.now()}@overread.example`;
    await study.lead.call('POST', '/api/people', { name: 'Told Once', email, password, passwordTold: true });
    const page = await stranger(browser, `${server.address}/p/${study.project}/items`);
    await signInHere(page, email);
    await page.getByRole('heading', { name: 'Set your password' }).waitFor();
    equal(await axe(page), [], 'axe on the page of a told password');
    await shoot(page, 'told-password-1280');
    // Another address leads to the same page.
    await page.goto(`${server.address}/account`);
    await page.getByRole('heading', { name: 'Set your password' }).waitFor();
    const own = 'their very own words 7';
    await page.getByLabel(/^The password that you were told/).fill(password);
    await page
      .getByLabel(/^Your new password(?! again)/)
      .first()
      .fill(password);
    await page.getByLabel(/^Your new password again/).fill(password);
    await page.getByRole('button', { name: 'Set it' }).click();
    await page.getByRole('alert').waitFor();
    await page
      .getByLabel(/^Your new password(?! again)/)
      .first()
      .fill(own);
    await page.getByLabel(/^Your new password again/).fill(`${own}x`);
    await page.getByRole('button', { name: 'Set it' }).click();
    await page.getByText('The two new passwords differ.').waitFor();
    await page.getByLabel(/^Your new password again/).fill(own);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Set your password' }).waitFor({ state: 'detached' });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.context().close();
    // The told one opens nothing any more.
    const again = await stranger(browser, server.address);
    await signInHere(again, email);
    await again.getByRole('alert').waitFor();
    await again.context().close();
  });

  test('where a second factor is demanded it is set up first, and its recovery codes are seen', async () => {
    const server = await Server.start('--second-factor');
    try {
      await new Person(server, 'first@overread.example').call('POST', '/api/setup', {
        name: 'First',
        email: 'first@overread.example',
        password,
      });
      const page = await stranger(scene.browser, `${server.address}/admin`);
      await signInHere(page, 'first@overread.example');
      await page.getByRole('heading', { name: 'Set up a second factor' }).waitFor();
      equal(await axe(page), [], 'axe on the page of a needed factor');
      await shoot(page, 'needed-factor-1280');
      await page.getByRole('button', { name: 'Switch it on' }).click();
      const dialog = page.getByRole('dialog', { name: 'Switch on the second factor' });
      const secret = await dialog.locator('code').innerText();
      await dialog.getByRole('textbox', { name: 'Code' }).fill('000000');
      await dialog.getByRole('button', { name: 'Switch it on' }).click();
      await dialog.getByText('That code is not right').waitFor();
      // A code is good in its own half minute: none that is about to end.
      const left = 30 - ((Date.now() / 1000) % 30);
      if (left < 5) await page.waitForTimeout(left * 1000 + 500);
      await dialog.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret, Date.now() / 1000));
      await dialog.getByRole('button', { name: 'Switch it on' }).click();
      const codes = page.getByRole('dialog', { name: 'Your recovery codes' });
      await codes.waitFor();
      // Also where the page asks the server anew meanwhile.
      await page.waitForTimeout(1500);
      equal(await codes.locator('li').count(), 10, 'recovery codes on screen');
      await shoot(page, 'needed-factor-codes-1280');
      const kept = await codes.locator('li').first().innerText();
      await codes.getByRole('button', { name: 'I have them' }).click();
      await page.getByRole('heading', { name: 'Set up a second factor' }).waitFor({ state: 'detached' });
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.context().close();
      // One of them opens the account once.
      const first = new Person(server, 'first@overread.example');
      await first.call('POST', '/api/session', { email: first.email, password, code: kept.trim() });
      equal((await first.call('GET', '/api/session')).person.recoveryCodes, 9, 'recovery codes that are left');
    } finally {
      await server.stop();
    }
  });

  test('an erasure asks who is there, and goes on once that is proved', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Proof',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const base = `/api/projects/${project.id}`;
    await study.lead.call('PUT', `${base}/members/${study.ids[team.steward]}`, { roles: ['steward'] });
    await study.lead.call(
      'POST',
      `${base}/references`,
      new TextEncoder().encode('item,subject\nfilm-1,P1\n'),
      'text/csv',
    );
    const page = await openWindow(browser, server, team.steward);
    let asked = 0;
    // As after ten minutes.
    await page.route('**/subjects/erase', async (route) => {
      if (route.request().postDataJSON().preview || asked++ > 0) return route.continue();
      return route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        body: JSON.stringify({ title: 'Prove once more that it is you.', status: 403, code: 'access.confirm' }),
      });
    });
    await page.goto(`${server.address}/p/${project.id}/erasure`);
    await page.getByLabel('Subject').fill('P1');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Erase', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Erase P1' });
    await dialog.getByLabel('Reason', { exact: false }).first().fill('Asked on 3 May.');
    await dialog.getByLabel('Type the subject to confirm').fill('P1');
    await dialog.getByRole('button', { name: 'Erase for good' }).click();
    const ask = page.getByRole('dialog', { name: 'Is it you?' });
    await ask.getByRole('textbox', { name: 'Password' }).fill(password);
    equal(
      (await study.lead.call('GET', `/api/record/events?project=${project.id}&type=SubjectErased`)).events.length,
      0,
      'erased before the proof',
    );
    await ask.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: 'Erased' }).waitFor();
    equal(
      (await study.lead.call('GET', `/api/record/events?project=${project.id}&type=SubjectErased`)).events.length,
      1,
      'events of erasure',
    );
    await page.context().close();
  });
}
