// A reader goes through positions and times of a series apart.
import { axe, equal, loadPictures, openWindow, Person, shoot, until } from './harness.mjs';
import { openNext } from './reading.mjs';
import { saveDraft, team, upload } from './study.mjs';

const positions = 5;
const times = [0, 50, 100, 150];

export function register(test, scene) {
  test('a reader goes through positions and times by keyboard and slider', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Times',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const base = `/api/projects/${project.id}`;
    await study.lead.call('PUT', `${base}/members/${study.ids[team.steward]}`, { roles: ['steward'] });
    await study.lead.call('PUT', `${base}/members/${study.ids[team.reader1]}`, { roles: ['reader'] });
    await saveDraft(study.lead, base);
    await study.lead.call('POST', `${base}/protocols/draft/publish`, {});
    const steward = await new Person(server, team.steward).signIn();
    const { dicomFile } = await loadPictures();
    const files = [];
    // In the order of a scanner: all times of a position, then the next.
    for (let p = 0; p < positions; p++)
      for (let t = 0; t < times.length; t++) {
        const picture = {
          modality: 'MR',
          bodyPart: 'HEART',
          columns: 96,
          rows: 96,
          frames: 1,
          spacing: [1, 1],
          orientation: '1\\0\\0\\0\\1\\0',
          position: `0\\0\\${p * 8}`,
          instance: p * times.length + t + 1,
          series: '8.1',
          subject: '88',
          trigger: times[t],
          window: [100, 200],
          intercept: 0,
          value: (x, y) => ((x - 48) ** 2 + (y - 48) ** 2 < (10 + p * 5 + t * 3) ** 2 ? 150 : 20),
        };
        files.push([`${p}-${t}.dcm`, dicomFile(picture)]);
      }
    const batch = await upload(steward, base, 'Times', files);
    const [entry] = (await steward.call('GET', `${base}/batches/${batch}`)).gate;
    await steward.call('POST', `${base}/batches/${batch}/entries/${entry.id}/decision`, {
      decision: 'approve',
      reason: 'Looked at.',
    });
    await steward.job((await steward.call('POST', `${base}/batches/${batch}/decision`, { decision: 'approve' })).id);

    const page = await openWindow(browser, server, team.reader1);
    await openNext(page, project.id);
    const corner = async () => (await page.locator('.corner.bottom-right').first().innerText()).replace(/.*· /, '');
    const time = page.getByRole('slider', { name: 'Trigger time' });
    const said = () => time.getAttribute('aria-valuetext');
    equal(await corner(), 'slice 3/5', 'the middle of the first time');
    equal(await said(), 'Trigger time 0 ms (1 of 4)', 'the first time');
    await page.keyboard.press('.');
    await page.keyboard.press('.');
    await until('two times on', async () => (await said()) === 'Trigger time 100 ms (3 of 4)');
    equal(await corner(), 'slice 3/5', 'the same position');
    await page.keyboard.press('ArrowDown');
    await until('one slice on', async () => (await corner()) === 'slice 4/5');
    equal(await said(), 'Trigger time 100 ms (3 of 4)', 'the same time');
    await page.keyboard.press('End');
    await until('the last slice', async () => (await corner()) === 'slice 5/5');
    await page.keyboard.press(',');
    await until('one time back', async () => (await said()) === 'Trigger time 50 ms (2 of 4)');
    await page.mouse.move(700, 300);
    await page.mouse.wheel(0, -100);
    await until('the wheel goes through positions', async () => (await corner()) === 'slice 4/5');
    await page.waitForTimeout(400);
    await shoot(page, 'dimensions-1280');
    equal(await axe(page), [], 'axe at a series of times');
    await time.fill('3');
    await until('the slider goes to the last time', async () => (await said()) === 'Trigger time 150 ms (4 of 4)');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.waitForTimeout(400);
    await shoot(page, 'dimensions-1920');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
