// A steward decides at the gate who is one patient and who is two, with the keyboard alone.
import { axe, equal, loadPictures, openWindow, Person, shoot, until } from './harness.mjs';
import { team, upload } from './study.mjs';

/** One picture of a study of a patient. */
async function files(of) {
  const { dicomFile } = await loadPictures();
  return of.map(([study, patient], n) => [
    `picture-${n}.dcm`,
    dicomFile({
      modality: 'CT',
      bodyPart: 'CHEST',
      columns: 64,
      rows: 64,
      frames: 1,
      spacing: [1, 1],
      orientation: '1\\0\\0\\0\\1\\0',
      position: `0\\0\\${n}`,
      instance: n + 1,
      series: `8.${n + 1}`,
      subject: study,
      patient,
      window: [40, 400],
      intercept: -1024,
      value: (x, y) => (x * 7 + y * 3 + n) % 60,
    }),
  ]);
}

export function register(test, scene) {
  test('a steward decides who is who at the gate by keyboard alone', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Patients',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const base = `/api/projects/${project.id}`;
    await study.lead.call('PUT', `${base}/members/${study.ids[team.steward]}`, { roles: ['steward'] });
    const steward = await new Person(server, team.steward).signIn();
    // Zeros in front; two patients in one study; and somebody whom nobody doubts.
    const batch = await upload(
      steward,
      base,
      'Chests',
      await files([
        ['501', '0071'],
        ['502', '71'],
        ['503', 'K5'],
        ['503', 'M6'],
        ['504', 'Q9'],
      ]),
    );
    const path = `${base}/batches/${batch}`;
    const asked = async () => await steward.call('GET', `${path}/patients`);
    const gate = async () => (await steward.call('GET', path)).gate;

    const page = await openWindow(browser, server, team.steward);
    await page.goto(`${server.address}/p/${project.id}/gate`);
    await page.getByText('2 questions about who is who').waitFor();
    await page.waitForTimeout(300);
    await shoot(page, 'patients-gate-1280');
    equal(await axe(page), [], 'axe at a gate with questions');

    // Nothing of a doubted patient passes.
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Let 1 entry through' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.keyboard.press('p');
    const dialog = page.getByRole('dialog', { name: 'Who is who' });
    await dialog.getByRole('heading', { name: 'One study names two patients' }).waitFor();
    await page.waitForTimeout(300);
    await shoot(page, 'patients-study-1280');
    equal(await axe(page), [], 'axe on the questions');
    await page.keyboard.press('1');
    await dialog.getByRole('heading', { name: 'Two numbers differ by their spelling alone' }).waitFor();
    await dialog.getByText('leading zeros').waitFor();
    await shoot(page, 'patients-numbers-1280');
    // A slip is taken back.
    await page.keyboard.press('d');
    await dialog.getByRole('button', { name: 'Take back' }).and(dialog.locator(':enabled')).waitFor();
    equal((await asked()).open, 0, 'open questions once they are two');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('u');
    await until('it is taken back', async () => (await asked()).open === 1);
    await dialog.getByRole('option', { name: 'Open' }).waitFor();
    await dialog.getByRole('button', { name: 'One patient' }).and(dialog.locator(':enabled')).waitFor();
    await page.keyboard.press('s');
    await until('it is said that they are one', async () => (await asked()).open === 0);
    await dialog.getByRole('button', { name: 'Prepare 3 entries again' }).waitFor();
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.waitForTimeout(300);
    await shoot(page, 'patients-decided-1920');
    await page.keyboard.press('p');
    await dialog.waitFor({ state: 'detached' });
    await until(
      'they are made again',
      async () => (await gate()).length === 4 && (await gate()).every((e) => e.patient === 'settled'),
    );
    await until(
      'the page says so',
      async () =>
        (await page.getByText('about who is who').count()) === 0 && (await page.locator('.gate-row').count()) === 4,
    );
    await page.waitForTimeout(300);
    await shoot(page, 'patients-settled-1920');

    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Let 4 entries through' }).focus();
    await page.keyboard.press('Enter');
    await until('they have passed', async () => (await steward.call('GET', path)).state === 'approved', 60);
    const items = (await study.lead.call('GET', `${base}/items?take=20`)).rows;
    equal([items.length, new Set(items.map((i) => i.subject)).size], [4, 3], 'items and patients');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
