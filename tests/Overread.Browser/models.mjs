// A lead registers and approves a model and sends its predictions in; a reader answers first, sees what it says, takes it over.
import { axe, equal, openWindow, shoot, until } from './harness.mjs';
import { team } from './study.mjs';

const field = (id, title, kind, more = {}) => ({ id, title, kind, ...more });
const protocol = {
  title: 'Chest with a model',
  fields: [
    field('nodule', 'Nodule', 'finding', { required: true }),
    field('grade', 'Grade', 'ordinal', {
      options: [
        { id: 'low', title: 'Low' },
        { id: 'high', title: 'High' },
      ],
      suggestions: 'onRequest',
      suggestionScores: true,
    }),
    field('size', 'Size', 'number', { unit: 'mm', suggestions: 'atOnce' }),
  ],
  guideline: 'Look first.',
  policy: { readers: 1, agreement: 'majority', disputes: 'adjudicator', recheckShare: 0 },
};
const line = (item, answered, value, score) =>
  JSON.stringify({ item, field: answered, value, score, model: 'chest-net', version: '1.4.0' });

export function register(test, scene) {
  test('models are registered and approved, and readers see what they suggest after their own answer', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: `Models ${Date.now()}`,
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const base = `/api/projects/${project.id}`;
    await study.lead.call('PUT', `${base}/protocols/draft`, protocol, 'application/json', { 'If-None-Match': '*' });
    await study.lead.call('POST', `${base}/protocols/draft/publish`, {});
    await study.lead.call('POST', `${base}/references`, 'item\ncase-0\ncase-1\ncase-2\n', 'text/csv');
    await study.lead.call('PUT', `${base}/members/${study.ids[team.reader1]}`, { roles: ['reader'] });

    const page = await openWindow(browser, server, team.lead);
    await page.goto(`${server.address}/p/${project.id}/models`);
    await page.getByText('No model yet.').waitFor();
    equal(await axe(page), [], 'axe without a model');
    await page.getByRole('button', { name: 'Register a model' }).click();
    const dialog = page.getByRole('dialog');
    for (const [label, said] of [
      ['Name', 'chest-net'],
      ['Version', '1.4.0'],
      ['SHA-256 of its file', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
      ['Task', 'Finds nodules on chest radiographs.'],
      ['Training data', 'Public radiographs of adults.'],
      ['Licence', 'Apache-2.0'],
      ['Limits', 'Children were not among them.'],
      ['Intended use', 'Beside a reader who has answered first.'],
    ])
      await dialog.getByLabel(label, { exact: true }).fill(said);
    for (const title of ['Nodule', 'Grade', 'Size']) await dialog.getByLabel(title, { exact: true }).check();
    equal(await axe(page), [], 'axe on the form');
    await shoot(page, 'models-register-1280');
    await dialog.getByRole('button', { name: 'Register the model' }).click();
    await page.getByText('Waits for approval').waitFor();
    await page.getByRole('button', { name: 'Approve chest-net 1.4.0' }).click();
    await dialog.getByLabel('Why').fill('Tried on 50 items of the pilot.');
    await dialog.getByRole('button', { name: 'Approve for version 1' }).click();
    await page.getByText('Approved', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Send in predictions' }).click();
    await dialog
      .getByLabel('Predictions')
      .fill(`${line('case-0', 'nodule', 'absent', 0.9)}\n${line('case-9', 'size', 'large', 2)}\n`);
    await dialog.getByRole('button', { name: 'Send them in' }).click();
    await dialog.getByText('No item of this project is called case-9.').last().waitFor();
    await shoot(page, 'models-faults-1280');
    const all = ['case-0', 'case-1', 'case-2'].flatMap((item) => [
      line(item, 'nodule', 'absent', 0.91),
      line(item, 'grade', 'high', 0.77),
      line(item, 'size', 12.5, 0.6),
    ]);
    await dialog.getByLabel('Predictions').fill(all.join('\n'));
    await dialog.getByRole('button', { name: 'Send them in' }).click();
    await dialog.getByText('9 suggestions for 3 items taken in').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    equal(await axe(page), [], 'axe with a model');
    await shoot(page, 'models-1280');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await shoot(page, 'models-1920');

    await read(scene, project.id);

    await page.setViewportSize({ width: 1280, height: 720 });
    await page.getByRole('link', { name: 'What suggestions do to readers' }).click();
    await page.getByRole('heading', { name: 'chest-net 1.4.0' }).waitFor();
    equal(await axe(page), [], 'axe on the report');
    await shoot(page, 'models-report-1280');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await shoot(page, 'models-report-1920');
    await page.goto(`${server.address}/p/${project.id}/protocol`);
    equal(page.faults, [], 'faults of the pages');
    await page.context().close();
  });
}

async function read({ browser, server }, project) {
  const page = await openWindow(browser, server, team.reader1);
  await page.goto(`${server.address}/p/${project}/work`);
  await page.getByText('Suggested by a model: 12.5 mm').waitFor();
  equal(await page.getByText('Suggested by a model:').count(), 1, 'suggestions before any answer');
  await shoot(page, 'workbench-suggestion-at-once-1280');
  await page.getByRole('button', { name: 'Nodule', exact: false }).first().click();
  await page.keyboard.press('1');
  await page.getByText('Suggested by a model: Absent').waitFor();
  equal(await page.getByText('Suggested by a model: High').count(), 0, 'what waits to be asked for');
  await page.getByRole('button', { name: /^Ask the model/ }).click();
  await page.getByText('Suggested by a model: High').waitFor();
  await page.getByText('77 %').waitFor();
  equal(await axe(page), [], 'axe on the workbench');
  await shoot(page, 'workbench-suggestions-1280');
  await page.setViewportSize({ width: 1920, height: 1080 });
  await shoot(page, 'workbench-suggestions-1920');
  // By key for the field in hand, by button for another.
  await page.keyboard.press('Shift+M');
  await until('one is the reader’s own', async () => (await page.getByText('same as yours').count()) === 1);
  await page.getByRole('button', { name: 'Take over' }).first().click();
  await until('two are', async () => (await page.getByText('same as yours').count()) === 2);
  await page.getByRole('button', { name: /^Submit/ }).click();
  await until('the read is in', async () => {
    const events = await page.evaluate((id) => fetch(`/api/projects/${id}/work`).then((r) => r.json()), project);
    return events.some((r) => r.state === 'submitted');
  });
  equal(page.faults, [], 'faults of the workbench');
  await page.context().close();
}
