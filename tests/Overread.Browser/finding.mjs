// The list of items: filtered by what the items have, with how many, and kept as views.
import { axe, equal, loadPictures, openWindow, Person, shoot, until } from './harness.mjs';
import { saveDraft, team, upload } from './study.mjs';

const protocol = {
  title: 'Found',
  fields: [{ id: 'nodule', title: 'Nodule', kind: 'finding', required: true }],
  guideline: 'Look.',
  policy: { readers: 1, agreement: 'all', disputes: 'none', recheckShare: 0 },
};

/** Radiographs of chest and hand, frontal and lateral, and one CT. */
async function files() {
  const { dicomFile } = await loadPictures();
  const base = { columns: 32, rows: 32, frames: 1, spacing: [0.5, 0.5], orientation: '1\\0\\0\\0\\1\\0', position: '0\\0\\0', instance: 1, window: [0, 2000], intercept: -1024 };
  const one = (n, more) => [`f-${n}.dcm`, dicomFile({ ...base, value: (x, y) => ((x + n) * y) % 300, subject: `50${n}`, series: `50${n}.1`, ...more })];
  return [
    one(1, { modality: 'CR', view: 'PA' }),
    one(2, { modality: 'CR', view: 'PA', bodyPart: 'HAND' }),
    one(3, { modality: 'CR', view: 'LL' }),
    one(4, { modality: 'CT' }),
  ];
}

export function register(test, scene) {
  test('items are found by what they have, with how many, and a view of them is kept and shared', async () => {
    const { browser, server, study } = scene;
    const made = await study.lead.call('POST', '/api/projects', { name: `Finding ${Date.now()}`, purpose: 'Browser tests', legalBasis: 'Made-up data' });
    const base = `/api/projects/${made.id}`;
    await study.lead.call('PUT', `${base}/members/${study.ids[team.steward]}`, { roles: ['steward'] });
    await saveDraft(study.lead, base, protocol);
    await study.lead.call('POST', `${base}/protocols/draft/publish`, {});
    const steward = await new Person(server, team.steward).signIn();
    const batch = await upload(steward, base, 'Finding', await files());
    for (const entry of (await steward.call('GET', `${base}/batches/${batch}`)).gate)
      await steward.call('POST', `${base}/batches/${batch}/entries/${entry.id}/decision`, { decision: 'approve', reason: 'Looked at.' });
    await steward.job((await steward.call('POST', `${base}/batches/${batch}/decision`, { decision: 'approve' })).id);

    const page = await openWindow(browser, server, team.lead, { width: 1280, height: 720 });
    await page.goto(`${server.address}/p/${made.id}/items`);
    const rows = (n) => until(`${n} rows`, async () => (await page.locator('tbody tr').count()) === n);
    await rows(4);
    await page.getByRole('button', { name: 'CR 3' }).click();
    await rows(3);
    // The number of the others says what one more of them would bring.
    await page.getByRole('button', { name: 'CT 1' }).waitFor();
    await page.getByRole('button', { name: 'Pictures with …' }).click();
    await page.getByRole('group', { name: 'Body part' }).waitFor();
    equal((await axe(page)).join('\n'), '', 'axe of the menu');
    await shoot(page, 'finding-menu');
    await page.getByRole('menuitemcheckbox', { name: /^PA/ }).click();
    await rows(2);
    await page.getByRole('menuitemcheckbox', { name: /^CHEST/ }).click();
    await rows(1);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Body part: CHEST 1' }).waitFor();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByText('None is kept yet.').waitFor();
    await page.getByRole('menuitem', { name: 'Keep this view …' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Frontal chests');
    await page.getByLabel('Shared with all members').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Keep', exact: true }).click();
    await page.getByRole('button', { name: 'View: Frontal chests' }).waitFor();
    equal((await axe(page)).join('\n'), '', 'axe of the list');
    await shoot(page, 'finding-view');
    // Away from it, chip by chip; the view brings it back.
    await page.getByRole('button', { name: 'Body part: CHEST 1' }).click();
    await rows(2);
    await page.getByRole('button', { name: 'Views' }).waitFor();
    await page.context().close();

    const theirs = await openWindow(browser, server, team.steward, { width: 1920, height: 1080 });
    await theirs.goto(`${server.address}/p/${made.id}/items`);
    await until('all rows', async () => (await theirs.locator('tbody tr').count()) === 4);
    await theirs.getByRole('button', { name: 'Views' }).click();
    await theirs.getByRole('menuitemradio', { name: /Frontal chests · shared by another/ }).click();
    await until('one row', async () => (await theirs.locator('tbody tr').count()) === 1);
    await theirs.getByRole('button', { name: 'View: Frontal chests' }).click();
    await theirs.getByRole('menuitem', { name: 'Drop “Frontal chests” …' }).and(theirs.locator('[data-disabled], :disabled')).waitFor();
    await shoot(theirs, 'finding-shared');
    await theirs.context().close();
    equal((await study.lead.call('GET', `${base}/views`)).map((v) => `${v.name} ${v.shared} ${v.own}`).join(), 'Frontal chests true true', 'what is kept');
  });
}
