// A steward says at the gate what becomes of values of the source that are still in the output, with the keyboard alone.
import { axe, equal, loadPictures, openWindow, Person, shoot, until } from './harness.mjs';
import { team, upload } from './study.mjs';

export function register(test, scene) {
  test('a steward takes out what the check still finds by keyboard alone', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Findings',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const base = `/api/projects/${project.id}`;
    await study.lead.call('PUT', `${base}/members/${study.ids[team.steward]}`, { roles: ['steward'] });
    const steward = await new Person(server, team.steward).signIn();
    const { dicomFile } = await loadPictures();
    const number = '44719035';
    const picture = dicomFile({
      modality: 'CT',
      bodyPart: 'CHEST',
      columns: 64,
      rows: 64,
      frames: 1,
      spacing: [1, 1],
      orientation: '1\\0\\0\\0\\1\\0',
      position: '0\\0\\0',
      instance: 1,
      series: '6.1',
      subject: '601',
      patient: number,
      distance: `${number}.5`,
      window: [40, 400],
      intercept: -1024,
      value: (x, y) => (x * 7 + y * 3) % 60,
    });
    const batch = await upload(steward, base, 'Distances', [['a.dcm', picture]]);
    const path = `${base}/batches/${batch}`;
    const page = await openWindow(browser, server, team.steward);
    await page.goto(`${server.address}/p/${project.id}/gate`);
    const panel = page.getByRole('region', { name: 'Values of the source in the output' });
    await panel.getByText('PatientID in DistanceSourceToDetector').waitFor();
    await page.waitForTimeout(300);
    await shoot(page, 'residuals-1280');
    equal(await axe(page), [], 'axe at a finding');
    const [row] = (await steward.call('GET', path)).gate;
    const state = async () => (await steward.call('GET', `${path}/entries/${row.id}`)).residuals[0].state;

    await page.keyboard.press('t');
    await page.getByRole('dialog').getByLabel('Reason').waitFor();
    await page.keyboard.type('A distance');
    await page.keyboard.press('Control+Enter');
    await until('it is kept', async () => (await state()) === 'kept');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await panel.getByText('Kept: A distance').waitFor();
    await page.keyboard.press('e');
    await until('it goes', async () => (await state()) === 'removed');
    await panel.getByText('The element goes').waitFor();
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.waitForTimeout(300);
    await shoot(page, 'residuals-1920');
    await page.keyboard.press('a');
    await page.getByRole('dialog').getByLabel('Reason').waitFor();
    equal(
      await page.getByRole('dialog').getByLabel('Reason').inputValue(),
      '1 element with values of the source taken out',
      'the reason that is proposed',
    );
    await page.keyboard.press('Control+Enter');
    await until('it is approved', async () => (await steward.call('GET', path)).gate[0].decision === 'approve');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
