// A guideline changes while a project is half read; then the project demands an agreement that a reader has not signed.
import { axe, equal, openWindow, Person, shoot, until } from './harness.mjs';
import { saveDraft, team } from './study.mjs';

const event = (type, more) => ({ id: crypto.randomUUID().replaceAll('-', ''), type, ...more });
const sizes = [
  [1280, 720],
  [1920, 1080],
];

async function halfRead(server, study) {
  const project = await study.lead.call('POST', '/api/projects', {
    name: 'Half read',
    purpose: 'Browser tests',
    legalBasis: 'Made-up data',
  });
  const base = `/api/projects/${project.id}`;
  await study.lead.call('PUT', `${base}/members/${study.ids[team.reader1]}`, { roles: ['reader'] });
  await saveDraft(study.lead, base, {
    title: 'Nodules',
    fields: [
      { id: 'nodule', title: 'Nodule', kind: 'finding', required: true },
      { id: 'remark', title: 'Remark', kind: 'text' },
    ],
    guideline: 'See the guideline.',
    policy: { readers: 2, agreement: 'majority', disputes: 'adjudicator', recheckShare: 0 },
  });
  await study.lead.call('POST', `${base}/protocols/draft/publish`, {});
  await study.lead.call(
    'POST',
    `${base}/references`,
    new TextEncoder().encode('item,subject\nchest a,A\nchest b,B\nchest c,C\nchest d,D\n'),
    'text/csv',
  );
  await study.lead.call('POST', `${base}/guidelines`, {
    based: 0,
    text: '# Nodules\n\nA nodule is round and at least 4 mm wide.\n\nUse the **lung window** first.',
  });
  const reader = await new Person(server, team.reader1).signIn();
  await reader.call('POST', `${base}/guidelines/1/acknowledge`, {});
  for (let n = 0; n < 2; n++) {
    const work = await reader.call('POST', `${base}/work/next`, {});
    await reader.call('POST', `/api/reads/${work.read.id}/events`, {
      baseRevision: work.read.revision,
      events: [
        event('AnswerGiven', { field: 'nodule', answer: { state: 'present' } }),
        event('ReadSubmitted', { seconds: 3 }),
      ],
    });
  }
  return { id: project.id, base, reader };
}

export function register(test, scene) {
  test('a guideline changes on a half-read project: acknowledged, affected reads, made again', async () => {
    const { browser, server, study } = scene;
    const { id, base, reader } = await halfRead(server, study);
    const lead = await openWindow(browser, server, team.lead);
    await lead.goto(`${server.address}/p/${id}/guideline`);
    await lead.getByRole('button', { name: 'Write a new version' }).click();
    const dialog = lead.getByRole('dialog', { name: 'Version 2 of the guideline' });
    await dialog
      .getByLabel('Text', { exact: false })
      .first()
      .fill('# Nodules\n\nA nodule is round and at least 6 mm wide.\n\nUse the **lung window** first.');
    equal(
      await dialog.getByRole('button', { name: 'Put it into force' }).isDisabled(),
      true,
      'a version that does not say what it changes',
    );
    await dialog.getByLabel('Words of change 1').fill('At least 6 mm, as follow-up starts there.');
    equal(await axe(lead), [], 'axe in the new version');
    await shoot(lead, 'guideline-write-1280');
    await dialog.getByRole('button', { name: 'Put it into force' }).click();
    await lead.getByText('2 reads touched by what changed').waitFor();
    await lead
      .getByRole('list', { name: 'Line by line' })
      .getByText('A nodule is round and at least 6 mm wide.')
      .waitFor();
    for (const [width, height] of sizes) {
      await lead.setViewportSize({ width, height });
      equal(await axe(lead), [], `axe on the guideline, ${width}`);
      await shoot(lead, `guideline-changed-${width}`);
    }

    // The reader is shown what changed before anything else, and goes on by one key.
    const page = await openWindow(browser, server, team.reader1);
    await page.goto(`${server.address}/p/${id}/work`);
    const asked = page.getByRole('dialog', { name: 'Guideline, version 2' });
    await asked.getByText('At least 6 mm, as follow-up starts there.').waitFor();
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      equal(await axe(page), [], `axe before the acknowledgement, ${width}`);
      await shoot(page, `guideline-acknowledge-${width}`);
    }
    await page.keyboard.press('Control+Enter');
    await page.getByRole('complementary', { name: 'Answers' }).waitFor();
    equal((await reader.call('GET', `${base}/fitness/mine`)).holds, [], 'what holds the reader back');

    // The lead has the touched reads made again; the reader gets the first with its answer and changes it.
    await lead.getByRole('button', { name: 'Have 2 reads made again' }).click();
    await lead.getByRole('dialog').getByLabel('Reason').fill('The least width has changed.');
    await lead.getByRole('dialog').getByRole('button', { name: 'Open them again' }).click();
    await lead.getByText('2 being made again').waitFor();
    await page.goto(`${server.address}/p/${id}/work`);
    await page.getByRole('complementary', { name: 'Answers' }).waitFor();
    await page
      .getByRole('radio', { name: 'Absent' })
      .or(page.getByRole('button', { name: 'Absent' }))
      .first()
      .click();
    await page.keyboard.press('Control+Enter');
    await until(
      'one read made under the new version',
      async () => (await study.lead.call('GET', `${base}/guidelines/2/affected`)).current === 1,
    );
    equal((await study.lead.call('GET', `${base}/guidelines/2/affected`)).rereading, 1, 'reads being made again');
    await lead.reload();
    await lead.getByText('1 made under this version · 1 being made again').waitFor();
    await shoot(lead, 'guideline-made-again-1920');
    equal([...lead.faults, ...page.faults], [], 'faults');
  });

  test('a lead sees who is held back by what, and the reader why nothing is served', async () => {
    const { browser, server, study } = scene;
    const { id } = await halfRead(server, study);
    const lead = await openWindow(browser, server, team.lead);
    await lead.goto(`${server.address}/p/${id}/members`);
    await lead.getByRole('button', { name: 'Change what is demanded' }).click();
    const rules = lead.getByRole('dialog', { name: 'What is demanded of readers' });
    await rules.getByLabel('Agreements').fill('confidentiality');
    await rules.getByLabel('Qualification').fill('nodules');
    await rules.getByLabel('Washout in days').fill('14');
    equal(await rules.getByRole('button', { name: 'Save' }).isDisabled(), true, 'rules without a reason');
    await rules.getByLabel('Reason').fill('The ethics board demands it.');
    equal(await axe(lead), [], 'axe in the rules');
    await shoot(lead, 'fitness-rules-1280');
    await rules.getByRole('button', { name: 'Save' }).click();
    const held = lead.getByRole('table', { name: 'What holds readers back' });
    await held.getByText('The agreement "confidentiality" is not signed').waitFor();
    for (const [width, height] of sizes) {
      await lead.setViewportSize({ width, height });
      await held.scrollIntoViewIfNeeded();
      equal(await axe(lead), [], `axe on the members, ${width}`);
      await shoot(lead, `fitness-members-${width}`);
    }
    const page = await openWindow(browser, server, team.reader1);
    await page.goto(`${server.address}/p/${id}/work`);
    await page.getByRole('heading', { name: 'What holds you back' }).waitFor();
    await page.getByText('The agreement "confidentiality" is not signed').waitFor();
    await page.getByText('The qualification "nodules" is needed for protocol version 1').waitFor();
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      equal(await axe(page), [], `axe on what holds back, ${width}`);
      await shoot(page, `fitness-held-${width}`);
    }

    // What lacks is entered in the register, and the reader goes on.
    await lead.setViewportSize({ width: 1280, height: 720 });
    await lead.getByRole('button', { name: 'State of Reader 2' }).click();
    const state = lead.getByRole('dialog', { name: 'What is stated of Reader 2' });
    await state.getByLabel('Qualified by').fill('nodules, 2026-01-01, -, 1');
    await state.getByLabel('Agreements signed').fill('confidentiality, 2026-01-01');
    equal(await axe(lead), [], 'axe in the register');
    await shoot(lead, 'fitness-register-1280');
    await state.getByRole('button', { name: 'Save' }).click();
    await held.getByText('Nothing').waitFor();
    await page.reload();
    await page.getByRole('complementary', { name: 'Answers' }).waitFor();
    equal([...lead.faults, ...page.faults], [], 'faults');
  });
}
