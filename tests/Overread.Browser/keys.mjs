// An administrator divides, rotates, loses, restores and destroys a project's key.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { axe, equal, loadPictures, openWindow, Person, shoot, until } from './harness.mjs';
import { team, upload } from './study.mjs';

export function register(test, scene) {
  test('an administrator divides, rotates, restores and destroys keys', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Keys',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const base = `/api/projects/${project.id}`;
    await study.lead.call('PUT', `${base}/members/${study.ids[team.steward]}`, { roles: ['steward'] });
    const steward = await new Person(server, team.steward).signIn();
    const page = await openWindow(browser, server, team.lead);
    await page.goto(`${server.address}/p/${project.id}/keys`);
    await page.getByText('No key yet: the first batch that is read makes one.').waitFor();
    equal(await axe(page), [], 'axe on the empty page');

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
      series: '7.1',
      subject: '771',
      window: [128, 256],
      intercept: 0,
      value: (x, y) => x + y,
    });
    const batch = await upload(steward, base, 'One', [['a.dcm', picture]]);
    await page.reload();
    await page.getByText('In use', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^Divide/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Divide' }).click();
    await page.getByRole('button', { name: 'The parts are handed out' }).waitFor();
    const parts = [];
    for (const n of [1, 2, 3]) parts.push(await page.getByLabel(`Part ${n}`, { exact: true }).inputValue());
    equal(await axe(page), [], 'axe on the parts');
    await shoot(page, 'keys-parts-1280');
    await page.getByRole('button', { name: 'The parts are handed out' }).click();
    await page.getByText('2 of 3').waitFor();

    await page.getByRole('button', { name: 'Use a new key' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('A custodian has left.');
    await page.getByRole('dialog').getByRole('button', { name: 'Use a new key' }).click();
    await page.getByText('Retired', { exact: true }).waitFor();

    // The vault is lost.
    const vault = join(server.data, 'vault');
    const [lost] = (await study.lead.call('GET', `${base}/keys`)).filter((k) => k.state === 'retired');
    for (const file of readdirSync(vault)) if (file.includes(lost.fingerprint)) rmSync(join(vault, file));
    await page.reload();
    await page.getByRole('alert').filter({ hasText: lost.fingerprint }).waitFor();
    await shoot(page, 'keys-lost-1280');
    equal(await axe(page), [], 'axe with a key lost');
    await page.getByRole('button', { name: 'Restore from parts' }).click();
    await page.getByLabel('Parts, one on each line').fill(`${parts[2]}\n${parts[2]}`);
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    await page.getByText('part 2 is there twice').waitFor();
    await page.getByLabel('Parts, one on each line').fill(`${parts[2]}\n${parts[0]}`);
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await until('nothing is missing', async () => (await page.getByRole('alert').count()) === 0);

    await page.getByRole('button', { name: `Destroy ${lost.fingerprint}` }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('The first study has ended.');
    await page.getByLabel('Type the fingerprint to confirm').fill(lost.fingerprint);
    await page.getByRole('dialog').getByRole('button', { name: 'Destroy the key' }).click();
    await page.getByText('One batch is not decided').waitFor();
    await shoot(page, 'keys-refused-1280');
    await page.keyboard.press('Escape');
    await steward.call('POST', `${base}/batches/${batch}/decision`, { decision: 'reject', reason: 'Not needed' });
    await until(
      'the batch is rejected',
      async () => (await steward.call('GET', `${base}/batches/${batch}`)).state === 'rejected',
    );
    await page.getByRole('button', { name: `Destroy ${lost.fingerprint}` }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('The first study has ended.');
    await page.getByLabel('Type the fingerprint to confirm').fill(lost.fingerprint);
    await page.getByRole('dialog').getByRole('button', { name: 'Destroy the key' }).click();
    await page.getByText('Destroyed', { exact: true }).waitFor();
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.waitForTimeout(200);
    await shoot(page, 'keys-1920');
    equal(await axe(page), [], 'axe, 1920');
    equal(
      page.faults.filter((f) => !/40[09]|422/.test(f)),
      [],
      'faults in the page',
    );
    await page.context().close();
  });
}
