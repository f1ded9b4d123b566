// Members write to each other: a question about a field becomes a note that all acknowledge, one about an item waits for the read.
import { axe, equal, openWindow, Person, shoot } from './harness.mjs';
import { saveDraft, team } from './study.mjs';

const sizes = [
  [1280, 720],
  [1920, 1080],
];

async function room(server, study) {
  const project = await study.lead.call('POST', '/api/projects', {
    name: 'Asked and answered',
    purpose: 'Browser tests',
    legalBasis: 'Made-up data',
  });
  const base = `/api/projects/${project.id}`;
  for (const reader of [team.reader1, team.reader2])
    await study.lead.call('PUT', `${base}/members/${study.ids[reader]}`, { roles: ['reader'] });
  await saveDraft(study.lead, base, {
    title: 'Nodules',
    fields: [
      { id: 'nodule', title: 'Nodule', kind: 'finding', required: true },
      { id: 'remark', title: 'Remark', kind: 'text' },
    ],
    guideline: 'A nodule is round.',
    policy: { readers: 2, agreement: 'majority', disputes: 'adjudicator', recheckShare: 0 },
  });
  await study.lead.call('POST', `${base}/protocols/draft/publish`, {});
  await study.lead.call(
    'POST',
    `${base}/references`,
    new TextEncoder().encode('item,subject\nchest a,A\n'),
    'text/csv',
  );
  return { id: project.id, base };
}

export function register(test, scene) {
  test('threads: a question about a field becomes a note, one about an item waits for the read', async () => {
    const { browser, server, study } = scene;
    const { id, base } = await room(server, study);
    const page = await openWindow(browser, server, team.reader1);
    await page.goto(`${server.address}/p/${id}/threads`);
    await page.getByText('Nobody has asked anything yet.').waitFor();
    await shoot(page, 'threads-empty-1280');

    // By keyboard alone, from the item in hand: first about how to label, then about this very item.
    await page.goto(`${server.address}/p/${id}/work`);
    await page.getByRole('complementary', { name: 'Answers' }).waitFor();
    await page.keyboard.press('Shift+Q');
    const ask = page.getByRole('dialog', { name: 'Ask the lead' });
    await ask.getByRole('textbox', { name: 'Question' }).waitFor();
    await page.keyboard.type('Does a calcified one count?');
    equal(await axe(page), [], 'axe in the question');
    await shoot(page, 'threads-ask-1280');
    await page.keyboard.press('Control+Enter');
    await ask.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await ask.getByRole('radio', { name: /^This item/ }).check();
    await ask.getByRole('textbox', { name: 'Question' }).fill('Is that a vessel?');
    await ask.getByRole('button', { name: 'Ask' }).click();
    await ask.waitFor({ state: 'hidden' });

    // The lead is told, answers both, and puts the one into the guideline.
    const lead = await openWindow(browser, server, team.lead);
    await lead.goto(`${server.address}/p/${id}`);
    await lead.getByRole('heading', { name: 'Readers' }).waitFor();
    await lead.getByRole('button', { name: /new for you/ }).click();
    const bell = lead.getByRole('region', { name: 'What waits for you' });
    await bell.getByText('2 questions to the lead').first().waitFor();
    equal(await axe(lead), [], 'axe in what waits');
    await shoot(lead, 'notices-1280');
    await bell.getByRole('link').filter({ hasText: '2 questions to the lead' }).first().click();
    await lead.getByRole('link', { name: /Open it to read/ }).click();
    await lead.locator('section.panel').getByText('Is that a vessel?').waitFor();
    const panel = lead.locator('section.panel');
    await panel.getByRole('textbox', { name: 'Reply' }).fill('It is one: follow it.');
    await lead.keyboard.press('Control+Enter');
    await panel.getByText('It is one: follow it.').waitFor();
    await lead.getByRole('link', { name: /Does a calcified one count/ }).click();
    await panel.getByText('Does a calcified one count?').waitFor();
    for (const [width, height] of sizes) {
      await lead.setViewportSize({ width, height });
      equal(await axe(lead), [], `axe on the threads, ${width}`);
      await shoot(lead, `threads-${width}`);
    }
    await panel.getByRole('button', { name: 'Put it into the guideline' }).click();
    const note = lead.getByRole('dialog', { name: 'Put it into the guideline' });
    await note.getByRole('textbox').fill('Calcified nodules count from 6 mm on.');
    equal(await axe(lead), [], 'axe in the note');
    await shoot(lead, 'threads-note-1920');
    await note.getByRole('button', { name: 'Put version 1 into force' }).click();
    await panel.getByText('In guideline version 1').waitFor();

    // Both readers acknowledge it; the other one sees the question about the field, and nothing about the item.
    for (const who of [team.reader1, team.reader2]) {
      const reader = await openWindow(browser, server, who);
      await reader.goto(`${server.address}/p/${id}/work`);
      await reader.getByRole('dialog').getByText('Calcified nodules count from 6 mm on.').first().waitFor();
      await reader.keyboard.press('Control+Enter');
      await reader.getByRole('complementary', { name: 'Answers' }).waitFor();
      await reader.goto(`${server.address}/p/${id}/threads?show=all`);
      await reader.getByText('Does a calcified one count?').waitFor();
      equal(
        await reader.getByText('Is that a vessel?').count(),
        who === team.reader1 ? 1 : 0,
        'threads about the item',
      );
      if (who === team.reader2) continue;
      await reader.getByRole('link', { name: /Is that a vessel/ }).click();
      await reader.getByText('One entry waits').waitFor();
      equal(await reader.getByText('It is one: follow it.').count(), 0, 'an answer before the read is done');
      equal(await axe(reader), [], 'axe where an answer waits');
      await shoot(reader, 'threads-waiting-1280');
      await reader.goto(`${server.address}/p/${id}/work`);
      await reader.getByRole('complementary', { name: 'Answers' }).waitFor();
      await reader
        .getByRole('radio', { name: 'Absent' })
        .or(reader.getByRole('button', { name: 'Absent' }))
        .first()
        .click();
      await reader.keyboard.press('Control+Enter');
      await reader.getByText('Submitted').first().waitFor();
      await reader.goto(`${server.address}/p/${id}/threads?show=all`);
      await reader.getByRole('link', { name: /Is that a vessel/ }).click();
      await reader.getByText('It is one: follow it.').waitFor();
      equal(reader.faults, [], 'faults of the reader');
    }

    // How often somebody is told by mail is theirs to say.
    await page.goto(`${server.address}/account`);
    await page.getByLabel('Tell me by mail that something waits for me').selectOption('hourly');
    const reader = await new Person(server, team.reader1).signIn();
    equal((await reader.call('GET', '/api/notices')).wish, 'hourly', 'the wish');
    equal(await axe(page), [], 'axe on the account');
    await shoot(page, 'account-mail-1280');
    equal((await study.lead.call('GET', `${base}/threads`)).length, 2, 'threads');
    equal([...lead.faults, ...page.faults], [], 'faults');
  });
}
