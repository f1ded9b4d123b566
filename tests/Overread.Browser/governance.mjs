// What a lead lays down for a project: its charter, other uses, and the population that it aims at.
import { axe, equal, openWindow, shoot, until } from './harness.mjs';
import { team } from './study.mjs';

export function register(test, scene) {
  test('a charter is laid down by keyboard, a bad line is named, and another use is decided', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Charter',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const page = await openWindow(browser, server, team.lead);
    await page.goto(`${server.address}/p/${project.id}/governance`);
    await page.getByText('Nothing is laid down: any purpose is recorded, and none is refused.').waitFor();
    equal(await axe(page), [], 'axe on the empty page');
    await page.getByRole('button', { name: 'Lay down a charter' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Charter' });
    await dialog.waitFor();
    // The first entry has the keyboard.
    await until('the uses have the keyboard', () =>
      page.evaluate(() => document.activeElement?.tagName === 'TEXTAREA'),
    );
    await page.keyboard.type('development');
    await dialog.getByText('Each line has a use and its basis, with | between.').waitFor();
    const lay = dialog.getByRole('button', { name: 'Lay it down' });
    equal(await lay.isDisabled(), true, 'a line without a basis holds it back');
    await page.keyboard.type(' | consent | 9(2)(a)');
    await dialog.getByLabel('Countries').fill('DE | inside');
    await dialog.getByLabel('Impact assessment', { exact: true }).fill('DPIA 7 of 2026-05-04');
    await dialog.getByLabel('Releases are kept for').selectOption('implant');
    equal(await dialog.getByLabel('Years').inputValue(), '15', 'an implant is kept for 15 years');
    equal(await axe(page), [], 'axe on the dialog');
    await shoot(page, 'charter-dialog');
    await dialog.getByLabel('Reason').fill('Agreed with the officer');
    await lay.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const said = await page.getByRole('region', { name: 'Charter' }).innerText();
    for (const words of [
      'Use: development (consent; 9(2)(a))',
      'Country: DE, inside',
      'DPIA 7 of 2026-05-04',
      'Agreed with the officer',
    ])
      if (!said.includes(words)) throw new Error(`the charter does not say "${words}": ${said}`);
    await page.getByRole('button', { name: 'Decide about another use' }).press('Enter');
    const other = page.getByRole('dialog', { name: 'Another use' });
    await other.getByLabel('Use', { exact: false }).first().fill('teaching');
    await other.getByLabel(/Compatible/).selectOption('no');
    await other.getByLabel('Reason').fill('Nobody was told');
    await other.getByRole('button', { name: 'Record the decision' }).press('Enter');
    await page.getByText('teaching: not compatible').waitFor();
    const held = await study.lead.call('GET', `/api/projects/${project.id}/charter`);
    equal(
      [held.charter.uses[0].name, held.charter.keeping.years, held.decided[0].compatible],
      ['development', 15, false],
      'what the server holds',
    );
    await shoot(page, 'governance');
    equal(await axe(page), [], 'axe on the page');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('a population is declared, a line that is no share is named, and a change shows what was declared', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Population',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const page = await openWindow(browser, server, team.lead);
    await page.goto(`${server.address}/p/${project.id}/releases`);
    await page.getByText('None is declared: every release says').waitFor();
    await page.getByRole('button', { name: 'Declare a population' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Population aimed at' });
    await dialog.getByLabel('Who they are').fill('Adults with a chest radiograph');
    await dialog.getByLabel('Where the shares are from').fill('Register, 2025');
    const shares = dialog.getByLabel('Shares', { exact: false }).last();
    await shares.fill('sex, female, many');
    const declare = dialog.getByRole('button', { name: 'Declare it' });
    equal(await declare.isDisabled(), true, 'words are no share');
    await shares.fill('sex, female, 51\nsex, male, 49');
    equal(await axe(page), [], 'axe on the dialog');
    await declare.press('Enter');
    await page.getByRole('button', { name: 'Change it' }).waitFor();
    const section = await page.getByRole('region', { name: 'Population aimed at' }).innerText();
    for (const words of ['Adults with a chest radiograph', 'Register, 2025', '51 %', '49 %'])
      if (!section.includes(words)) throw new Error(`not said: ${words} in ${section}`);
    await page.getByRole('button', { name: 'Change it' }).press('Enter');
    await until('the shares stand in the dialog', async () =>
      (await dialog.getByLabel('Shares', { exact: false }).last().inputValue()).includes('male'),
    );
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
