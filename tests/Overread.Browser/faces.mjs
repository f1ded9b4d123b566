// A steward removes a face at the gate with the keyboard alone.
import { axe, equal, loadPictures, openWindow, Person, shoot, until } from './harness.mjs';
import { team, upload } from './study.mjs';

const side = 96;
const pixel = 2.6;
const slices = 44;
const gap = 6;
const low = -155;

const ball = (x, y, z, a, b, c) => (x / a) ** 2 + (y / b) ** 2 + (z / c) ** 2;

/** Hounsfield units of a made-up head: skull and brain above, a face with nose, eyes and chin below, ears. */
function head(x, y, z) {
  const apart = Math.abs(x);
  const base = y < -40 ? -20 : y < 30 ? -45 : -60;
  const cranium = ball(x, y - 5, z - 10, 77, 97, 90) <= 1 && z > -75;
  const face =
    ball(x, y + 42, z + 58, 64, 56, 74) <= 1 ||
    ball(x, y + 100, z + 46, 12, 20, 14) <= 1 ||
    ball(x, y + 74, z + 118, 30, 27, 20) <= 1;
  const ear = ball(apart - 82, y - 14, z + 28, 8, 16, 28) <= 1;
  const neck = z < -40 && ball(x, y - 14, 0, 60, 62, 1) <= 1;
  if (!cranium && !face && !ear && !neck) return -1000;
  if (ball(x, y - 5, z - 10, 71, 91, 84) <= 1 && z > base - 6)
    return ball(x, y - 5, z - 10, 62, 82, 75) <= 1 && z > base ? 34 : 1000;
  if (ball(x, y + 62, z + 50, 10, 34, 17) <= 1) return -1000;
  return ball(x, y - 22, z + 130, 18, 17, 70) <= 1 ? 900 : 50;
}

async function files() {
  const { dicomFile } = await loadPictures();
  const edge = (-(side - 1) * pixel) / 2;
  return Array.from({ length: slices }, (_, n) => {
    const z = low + n * gap;
    const value = (column, row) => head(edge + column * pixel, edge - 10 + row * pixel, z);
    return [
      `head-${String(n).padStart(2, '0')}.dcm`,
      dicomFile({
        modality: 'CT',
        bodyPart: 'HEAD',
        columns: side,
        rows: side,
        frames: 1,
        spacing: [pixel, pixel],
        orientation: '1\\0\\0\\0\\1\\0',
        position: `${edge}\\${edge - 10}\\${z}`,
        instance: n + 1,
        series: '9.1',
        subject: '991',
        window: [40, 400],
        intercept: -1024,
        value,
      }),
    ];
  });
}

export function register(test, scene) {
  test('a steward removes a face at the gate by keyboard alone', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Faces',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const base = `/api/projects/${project.id}`;
    await study.lead.call('PUT', `${base}/members/${study.ids[team.steward]}`, { roles: ['steward'] });
    const steward = await new Person(server, team.steward).signIn();
    const sent = await files();
    const batch = await upload(steward, base, 'Heads', [...sent, ['scout.dcm', await scout()]]);
    const path = `${base}/batches/${batch}`;
    const page = await openWindow(browser, server, team.steward);
    await page.goto(`${server.address}/p/${project.id}/gate`);
    const panel = page.getByRole('region', { name: 'Faces' });
    await panel.waitFor();
    const shown = () =>
      panel
        .locator('img')
        .evaluateAll((all) => all.length === 2 && all.every((img) => img.complete && img.naturalWidth === 960));
    // Which series comes first is the key's doing.
    const scoutFirst = (await panel.getByRole('heading').textContent()).includes('1 image');
    if (scoutFirst) await page.keyboard.press('f');
    await until('the pictures are there', shown);
    await page.waitForTimeout(300);
    await shoot(page, 'faces-1280');
    equal(await axe(page), [], 'axe at a head');
    equal(await panel.locator('img').count(), 2, 'pictures');

    const [row] = (await steward.call('GET', path)).gate;
    const entry = `${path}/entries/${row.id}`;
    // The head first, the single picture second.
    const faces = async () => (await steward.call('GET', entry)).faces.sort((a, b) => b.files - a.files);
    const before = await faces();
    equal(
      before.map((f) => [f.hasCut, f.state]),
      [
        [true, 'proposed'],
        [false, 'proposed'],
      ],
      'what is proposed',
    );

    // Nothing passes while nobody has said what to do about the face.
    await page.keyboard.press('a');
    await page.getByRole('dialog').getByLabel('Reason').waitFor();
    await page.keyboard.type('It looks fine');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').getByText('nobody has said whether the face is removed').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.keyboard.press('d');
    await until('the cut is accepted', async () => (await faces())[0].state === 'accepted');
    await panel.getByText(`Head ${scoutFirst ? 1 : 2} of 2`).waitFor();
    await page.waitForTimeout(200);
    await shoot(page, 'faces-no-cut-1280');
    await page.keyboard.press('n');
    await page.getByRole('dialog').getByLabel('Reason').waitFor();
    await page.keyboard.type('One slice: nothing can be rendered from it');
    await page.keyboard.press('Control+Enter');
    await until('the other is kept', async () => (await faces())[1].state === 'kept');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('f');
    await panel.getByText(`Head ${scoutFirst ? 2 : 1} of 2`).waitFor();
    await until('the pictures are there again', shown);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.waitForTimeout(300);
    await shoot(page, 'faces-decided-1920');
    equal(await axe(page), [], 'axe at a decided head, 1920');

    await page.keyboard.press('a');
    const reason = page.getByRole('dialog').getByLabel('Reason');
    await reason.waitFor();
    const suggested = await reason.inputValue();
    if (!suggested.startsWith('Face removed from 1 series')) throw new Error(`the reason says: ${suggested}`);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await until('the entry is approved', async () => (await steward.call('GET', path)).gate[0].decision === 'approve');
    await page.keyboard.press('Control+Enter');
    const pass = page.getByRole('dialog').getByRole('button', { name: 'Let 1 entry through' });
    await pass.waitFor();
    await pass.focus();
    await page.keyboard.press('Enter');
    await until('the job has ended', async () => (await steward.call('GET', path)).state === 'approved', 90);

    const item = (await study.lead.call('GET', `${base}/items?take=5`)).rows[0];
    const facts = await study.lead.call('GET', `${base}/items/${item.id}`);
    const cut = facts.series.find((s) => s.files.length === slices);
    let gone = 0;
    let brain = 0;
    const edge = (-(side - 1) * pixel) / 2;
    for (const [n, file] of cut.files.entries()) {
      const answer = await fetch(`${server.address}${base}/files/${file.id}`, {
        headers: { Cookie: study.lead.cookie },
      });
      const bytes = Buffer.from(await answer.arrayBuffer());
      const pixels = bytes.subarray(bytes.length - side * side * 2);
      for (let y = 0; y < side; y++)
        for (let x = 0; x < side; x++) {
          const [px, py, pz] = [edge + x * pixel, edge - 10 + y * pixel, low + n * gap];
          const now = pixels.readUInt16LE((y * side + x) * 2) - 1024;
          const nose = ball(px, py + 106, pz + 46, 11, 13, 13) <= 1;
          if (nose && now !== -1000) throw new Error(`the nose is still there at ${px},${py},${pz}: ${now}`);
          gone += nose ? 1 : 0;
          const inside = ball(px, py - 5, pz - 10, 60, 80, 73) <= 1 && pz > -15;
          if (inside && now !== 34) throw new Error(`the brain is gone at ${px},${py},${pz}: ${now}`);
          brain += inside ? 1 : 0;
        }
    }
    if (gone < 20 || brain < 5000)
      throw new Error(`only ${gone} voxels of the nose and ${brain} of the brain were looked at`);
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}

/** A single picture of a head, of which no volume can be made. */
async function scout() {
  const { dicomFile } = await loadPictures();
  return dicomFile({
    modality: 'CT',
    bodyPart: 'HEAD',
    columns: side,
    rows: side,
    frames: 1,
    spacing: [pixel, pixel],
    orientation: '0\\1\\0\\0\\0\\-1',
    position: '0\\-130\\100',
    instance: 1,
    series: '9.2',
    subject: '991',
    window: [40, 400],
    intercept: -1024,
    value: (x, y) => head(0, -130 + x * pixel, 100 - y * pixel),
  });
}
