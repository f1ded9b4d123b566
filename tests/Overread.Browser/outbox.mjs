// Whatever happens, no answer is lost and none is applied twice.
import { equal, openWindow, shoot, signInHere, until } from './harness.mjs';
import { isSaved, openNext, pictureShown, readIn, words } from './reading.mjs';
import { team } from './study.mjs';

export function register(test, scene) {
  const answersOf = async (page) => {
    const me = await scene.study.person('reader2');
    return (await me.call('GET', `${scene.study.base}/work/${readIn(page)}`)).read.answers;
  };

  test('answers without a connection survive a reload and go out when it is back', async () => {
    const page = await openWindow(scene.browser, scene.server, team.reader2);
    await openNext(page, scene.study.project);
    await isSaved(page);
    await page.route('**/api/reads/**', (route) => route.abort());
    await page.locator('.field-title').first().click();
    await page.keyboard.press('1');
    await page.locator('.field-title').nth(1).click();
    await page.keyboard.press('1');
    await until('the state names what waits', async () =>
      /^Waiting for connection: \d answers kept on this device/.test(await words(page)),
    );
    await shoot(page, 'waiting');
    await page.reload();
    await pictureShown(page);
    equal(
      await page
        .locator('.pick[aria-pressed=true]')
        .allInnerTexts()
        .then((t) => t.some((x) => x.includes('Present'))),
      true,
      'the answer is on screen after the reload',
    );
    await page.unroute('**/api/reads/**');
    await isSaved(page);
    const answers = await answersOf(page);
    equal([answers.nodule.state, answers.texture.value], ['present', 'solid'], 'what the server holds');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('the server is killed while answers go out, and nothing is missing when it is back', async () => {
    const page = await openWindow(scene.browser, scene.server, team.reader2);
    await openNext(page, scene.study.project);
    await isSaved(page);
    await page.keyboard.press('2');
    await scene.server.kill();
    await page.locator('.field-title').first().click();
    await page.keyboard.press('1');
    await page.locator('.field-title').nth(1).click();
    await page.keyboard.press('2');
    await until('the state names what waits', async () => (await words(page)).startsWith('Waiting for connection'));
    await scene.server.up();
    await until('everything is saved', async () => (await words(page)).startsWith('Saved'), 60);
    const answers = await answersOf(page);
    equal([answers.nodule.state, answers.texture.value], ['present', 'part-solid'], 'what the server holds');
    await page.context().close();
  });

  test('an expired session asks to sign in over the work and then goes on', async () => {
    const page = await openWindow(scene.browser, scene.server, team.reader2);
    await openNext(page, scene.study.project);
    await isSaved(page);
    // What was shown is recorded shortly after the picture: it must not be the one to meet the closed door.
    await page.waitForTimeout(2500);
    await isSaved(page);
    await page.context().clearCookies();
    await page.locator('.field-title').first().click();
    await page.keyboard.press('1');
    await page
      .locator('.field-title')
      .nth(1)
      .click({ timeout: 1000 })
      .catch(() => undefined);
    await page.keyboard.press('1');
    await page.getByRole('dialog', { name: 'Sign in to go on' }).waitFor();
    await until('the state says so', async () => /^Sign in to send \d answer/.test(await words(page)));
    await shoot(page, 'signed-out');
    await signInHere(page);
    await page
      .getByRole('dialog')
      .waitFor({ state: 'detached' })
      .finally(() => shoot(page, 'signed-in-again'));
    await isSaved(page);
    const answers = await answersOf(page);
    equal(answers.nodule.state, 'present', 'what the server holds');
    await page.context().close();
  });

  test('a second window is told early, and a conflict is shown and chosen by a person', async () => {
    const first = await openWindow(scene.browser, scene.server, team.reader2);
    await openNext(first, scene.study.project);
    await isSaved(first);
    const second = await first.context().newPage();
    await second.goto(first.url());
    await pictureShown(second);
    await first.getByText('open in another window too').waitFor();
    await second.getByText('open in another window too').waitFor();
    await second.route('**/api/reads/**', (route) => route.abort());
    await second.locator('.field-title').first().click();
    await second.keyboard.press('3');
    await until('the second window waits', async () => (await words(second)).startsWith('Waiting'));
    await first.bringToFront();
    await first.locator('.field-title').first().click();
    await first.keyboard.press('2');
    // What is on screen may still be the word of the save before: the server must have it before the other window goes on.
    await until('the first window has saved', async () => (await answersOf(first)).nodule?.state === 'absent');
    await isSaved(first);
    await second.bringToFront();
    await second.unroute('**/api/reads/**');
    const dialog = second.getByRole('dialog', { name: 'Changed in another window' });
    await dialog.waitFor({ timeout: 60_000 }).finally(() => shoot(second, 'conflict'));
    equal((await answersOf(second)).nodule.state, 'absent', 'nothing was overwritten');
    await dialog.getByRole('radio').first().check();
    await dialog.getByRole('button', { name: 'Save what I chose' }).click();
    await isSaved(second);
    equal((await answersOf(second)).nodule.state, 'uncertain', 'the chosen version stands');
    equal([...first.faults], [], 'faults in the page');
    await first.context().close();
  });

  test('an item submitted without a connection is submitted when it is back', async () => {
    const page = await openWindow(scene.browser, scene.server, team.reader2);
    await openNext(page, scene.study.project);
    await isSaved(page);
    const item = readIn(page);
    await page.waitForTimeout(3000);
    await page.route('**/api/reads/**', (route) => route.abort());
    await page.locator('.field-title').first().click();
    await page.keyboard.press('2');
    await page.keyboard.press('Control+Enter');
    await until('the next item opens all the same', async () => readIn(page) !== item);
    await until('the state names what waits', async () => (await words(page)).startsWith('Waiting'));
    await page.unroute('**/api/reads/**');
    await isSaved(page);
    const me = await scene.study.person('reader2');
    equal((await me.call('GET', `${scene.study.base}/work/${item}`)).read.state, 'submitted', 'the read');
    await page.context().close();
  });
}
