// Hanging protocols: the lead says how items are laid out, readers find them so, hang them otherwise where they like it better, and
// what a read began with is in the record.
import { axe, equal, loadPictures, openWindow, Person, shoot, until } from './harness.mjs';
import { isSaved, openNext, readIn } from './reading.mjs';
import { saveDraft, team, upload } from './study.mjs';

const flat = '1\\0\\0\\0\\1\\0';
const protocol = {
  title: 'Hung',
  fields: [{ id: 'nodule', title: 'Nodule', kind: 'finding', required: true }],
  guideline: 'Look.',
  policy: { readers: 1, agreement: 'all', disputes: 'none', recheckShare: 0 },
};

/** A chest in two views within one series (the lateral one first), three views of the breasts, and a stack of CT. */
async function files() {
  const { dicomFile } = await loadPictures();
  const base = { columns: 96, rows: 96, frames: 1, spacing: [0.5, 0.5], orientation: flat, window: [0, 2000], intercept: -1024 };
  const disc = (x, y) => ((x + 0.5 - 30) ** 2 + (y + 0.5 - 48) ** 2 < 20 ** 2 ? 300 : -900);
  const one = (name, more) => [name, dicomFile({ ...base, value: disc, instance: 1, position: '0\\0\\0', ...more })];
  return [
    one('chest-1.dcm', { modality: 'CR', view: 'LL', subject: '401', series: '401.1' }),
    one('chest-2.dcm', { modality: 'CR', view: 'PA', subject: '401', series: '401.1', instance: 2, position: '0\\0\\9' }),
    ...['R CC', 'R MLO', 'L MLO'].map((name, i) => {
      const [laterality, view] = name.split(' ');
      return one(`breast-${i}.dcm`, { modality: 'MG', bodyPart: 'BREAST', view, laterality, subject: '402', series: `402.${i + 1}` });
    }),
    ...[0, 1, 2, 3, 4].map((i) => one(`ct-${i}.dcm`, { modality: 'CT', subject: '403', series: '403.1', instance: i + 1, position: `0\\0\\${i * 5}` })),
  ];
}

const panes = (page) => page.locator('.viewport');
const titles = (page) => panes(page).locator('.corner.top-left').allInnerTexts();
const shown = (page, at, words) => until(`pane ${at + 1} shows ${words}`, async () => (await panes(page).nth(at).innerText()).includes(words));

async function project(scene) {
  const { server, study } = scene;
  const made = await study.lead.call('POST', '/api/projects', { name: 'Hanging', purpose: 'Browser tests', legalBasis: 'Made-up data' });
  const base = `/api/projects/${made.id}`;
  await study.lead.call('PUT', `${base}/members/${study.ids[team.steward]}`, { roles: ['steward'] });
  await study.lead.call('PUT', `${base}/members/${study.ids[team.reader1]}`, { roles: ['reader'] });
  await saveDraft(study.lead, base, protocol);
  const steward = await new Person(server, team.steward).signIn();
  const batch = await upload(steward, base, 'Hanging', await files());
  for (const entry of (await steward.call('GET', `${base}/batches/${batch}`)).gate)
    await steward.call('POST', `${base}/batches/${batch}/entries/${entry.id}/decision`, { decision: 'approve', reason: 'Looked at.' });
  await steward.job((await steward.call('POST', `${base}/batches/${batch}/decision`, { decision: 'approve' })).id);
  return { id: made.id, base };
}

export function register(test, scene) {
  test('hanging protocols: the lead makes them, readers find items hung by them and may hang them otherwise', async () => {
    const { browser, server, study } = scene;
    const made = await project(scene);
    const lead = await openWindow(browser, server, team.lead, { width: 1920, height: 1080 });
    await lead.goto(`${server.address}/p/${made.id}/protocol?version=draft`);
    await lead.getByRole('heading', { name: 'Hanging protocols' }).waitFor();
    await lead.getByText('an item opens with its first series alone').waitFor();
    const add = lead.getByLabel('Add a hanging protocol');
    for (const title of ['Chest radiograph, frontal and lateral', 'Mammography, four views', 'CT in three windows']) await add.selectOption(title);
    // The last one is open: another window for its third pane, mirrored.
    await lead.locator('details[open] .hanging-pane').nth(2).click();
    const form = lead.getByRole('group', { name: 'Pane 3' });
    await form.getByLabel('Window at opening').selectOption('Liver');
    await form.getByLabel('Mirrored, left and right exchanged').check();
    equal((await axe(lead)).join('\n'), '', 'axe of the form');
    await shoot(lead, 'hanging-form');
    // What cannot be meant is said at its place, and mended there.
    await form.getByRole('button', { name: 'Add a condition' }).click();
    await lead.getByText('1 fault to mend before it can be published.').waitFor();
    await form.getByRole('button', { name: 'Remove condition 2' }).click();
    await lead.getByText('1 fault to mend').waitFor({ state: 'detached' });
    await lead.getByText('Saved', { exact: true }).waitFor();
    await lead.getByRole('button', { name: 'Publish version 1' }).click();
    await lead.getByRole('dialog').getByRole('button', { name: 'Publish version 1' }).click();
    await until('the version is there', async () => (await study.lead.call('GET', `${made.base}/protocols/current`)).body.hangings?.length === 3);
    await lead.context().close();

    const page = await openWindow(browser, server, team.reader1, { width: 1280, height: 720 });
    const reader = await new Person(server, team.reader1).signIn();
    const began = {};
    const looks = {
      CR: async () => {
        equal((await titles(page)).join(' | '), 'PA · CR 2 images | LL · CR 2 images', 'frontal left, lateral right');
        await shoot(page, 'hanging-chest');
        // By hand otherwise; the protocol's way is one step away.
        await page.keyboard.press('l');
        await until('one picture', async () => (await panes(page).count()) === 1);
        await page.keyboard.press('Shift+L');
        await page.getByText('You chose otherwise for items like this one.').waitFor();
        await shoot(page, 'hanging-menu');
        equal((await axe(page)).join('\n'), '', 'axe of the menu');
        await page.getByRole('menuitemradio', { name: /Chest radiograph, frontal and lateral/ }).click();
        await until('two pictures', async () => (await panes(page).count()) === 2);
        await page.keyboard.press('Shift+I');
        await shown(page, 0, 'mirrored');
        await page.keyboard.press('Shift+I');
      },
      MG: async () => {
        equal((await titles(page)).join(' | '), 'R-CC |  | R-MLO | L-MLO', 'four places, one of them empty');
        await shown(page, 1, 'No L-CC in this item');
        equal((await axe(page)).join('\n'), '', 'axe with an empty pane');
        await shoot(page, 'hanging-breast');
      },
      CT: async () => {
        await shown(page, 0, 'W 1500 L -600');
        await shown(page, 1, 'W 400 L 40');
        await shown(page, 2, 'W 150 L 80');
        await shown(page, 2, 'mirrored');
        // The letters are those of the patient, not of the screen.
        const letters = (at) => panes(page).nth(at).locator('text.letter:not(.small)').allTextContents();
        equal((await letters(0)).slice(0, 2).join(), 'R,L', 'letters');
        equal((await letters(2)).slice(0, 2).join(), 'L,R', 'letters of the mirrored pane');
        // Away from it by hand, and back to how it was opened.
        await panes(page).nth(2).click({ position: { x: 60, y: 60 } });
        await page.keyboard.press('Shift+I');
        await page.keyboard.press('Control+ArrowRight');
        await until('it is upright', async () => !(await panes(page).nth(2).innerText()).includes('mirrored'));
        await page.keyboard.press('Shift+F');
        await shown(page, 2, 'W 150 L 80');
        await shown(page, 2, 'mirrored');
        await shoot(page, 'hanging-ct');
      },
    };
    for (let n = 0; n < 3; n++) {
      await openNext(page, made.id);
      const read = readIn(page);
      const { item } = await reader.call('GET', `${made.base}/work/${read}`);
      const { modality } = item.series[0];
      began[read] = modality;
      await until('all pictures are there', async () => (await page.getByText('Loading the picture').count()) === 0);
      await looks[modality]();
      await page.keyboard.press('2');
      await isSaved(page);
      await page.keyboard.press('Control+Enter');
      await until('it is submitted', async () => (await reader.call('GET', `${made.base}/work`)).every((w) => w.read !== read || w.state !== 'open'));
    }
    equal(Object.values(began).sort().join(' '), 'CR CT MG', 'each was read');
    const titled = { CR: 'Chest radiograph, frontal and lateral', MG: 'Mammography, four views', CT: 'CT in three windows' };
    for (const [read, modality] of Object.entries(began)) {
      const told = JSON.stringify(await study.lead.call('GET', `/api/record/events?stream=read/${read}&type=ReadOpened`));
      equal(told.includes(`"hanging":"${titled[modality]}"`), true, `the record names what the read of the ${modality} began with`);
    }
    await page.context().close();
  });
}
