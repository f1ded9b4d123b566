// A steward decides at the gate about a report and a document that came with an image, with the keyboard alone.
import { axe, equal, loadPictures, openWindow, Person, shoot, until } from './harness.mjs';
import { team, upload } from './study.mjs';

const pdf = (line) =>
  Buffer.from(
    `%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>\nendobj\n4 0 obj\n<</Length ${line.length + 30}>>stream\nBT /F1 12 Tf 20 100 Td (${line}) Tj ET\nendstream\nendobj\n5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\ntrailer<</Size 6/Root 1 0 R>>\n%%EOF\n`,
  );

export function register(test, scene) {
  test('a steward decides about objects beside the images by keyboard alone', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Companions',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const base = `/api/projects/${project.id}`;
    await study.lead.call('PUT', `${base}/members/${study.ids[team.steward]}`, { roles: ['steward'] });
    const steward = await new Person(server, team.steward).signIn();
    const { dicomFile, companionFile, items } = await loadPictures();
    const subject = '77031';
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
      series: '7.1',
      subject,
      window: [40, 400],
      intercept: -1024,
      value: (x, y) => (x * 7 + y * 3) % 60,
    });
    const concept = (value, meaning) => [
      0x0040a043,
      'SQ',
      items([
        [0x00080100, 'SH', value],
        [0x00080102, 'SH', 'DCM'],
        [0x00080104, 'LO', meaning],
      ]),
    ];
    const report = companionFile({
      sop: '1.2.840.10008.5.1.4.1.1.88.11',
      modality: 'SR',
      subject,
      instance: 2,
      elements: [
        [0x0040a040, 'CS', 'CONTAINER'],
        concept('126000', 'Imaging Measurement Report'),
        [
          0x0040a730,
          'SQ',
          items([
            [0x0040a010, 'CS', 'CONTAINS'],
            [0x0040a040, 'CS', 'TEXT'],
            concept('121071', 'Finding'),
            [0x0040a160, 'UT', 'Nodule of 12 mm in the right lung'],
          ]),
        ],
      ],
    });
    const letter = companionFile({
      sop: '1.2.840.10008.5.1.4.1.1.104.1',
      modality: 'DOC',
      subject,
      instance: 3,
      elements: [
        [0x00420011, 'OB', pdf(`Patient number PID-${subject}`)],
        [0x00420012, 'LO', 'application/pdf'],
      ],
    });
    const batch = await upload(steward, base, 'Companions', [
      ['a.dcm', picture],
      ['b.dcm', report],
      ['c.dcm', letter],
    ]);
    const path = `${base}/batches/${batch}`;
    const page = await openWindow(browser, server, team.steward);
    await page.goto(`${server.address}/p/${project.id}/gate`);
    const panel = page.getByRole('region', { name: 'Objects beside the images' });
    await panel.getByText('found in its text: PatientID').waitFor();
    await page.keyboard.press('c');
    await panel.getByText(`Patient number PID-${subject}`).waitFor();
    await page.waitForTimeout(300);
    await shoot(page, 'companions-1280');
    equal(await axe(page), [], 'axe at a document');
    const [row] = (await steward.call('GET', path)).gate;
    const state = async (object) =>
      (await steward.call('GET', `${path}/entries/${row.id}`)).companions.find((c) => c.object === object).state;

    await page.keyboard.press('u');
    await until('it is left out', async () => (await state('document')) === 'dropped');
    await panel.getByText('Left out').waitFor();
    await page.keyboard.press('u');
    await until('that is taken back', async () => (await state('document')) === 'open');
    await page.keyboard.press('g');
    await page.getByRole('dialog').getByLabel('Reason').waitFor();
    await page.keyboard.type('A made-up letter');
    await page.keyboard.press('Control+Enter');
    await until('it is kept', async () => (await state('document')) === 'kept');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await panel.getByText('Passes as it is: A made-up letter').waitFor();
    await page.keyboard.press('m');
    await page.keyboard.press('c');
    await panel.getByText('Finding: Nodule of 12 mm in the right lung').waitFor();
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.waitForTimeout(300);
    await shoot(page, 'companions-1920');
    equal(await axe(page), [], 'axe at a report');
    await page.keyboard.press('a');
    await until('it is approved', async () => (await steward.call('GET', path)).gate[0].decision === 'approve');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
