// A steward reviews a hundred images at the gate with the keyboard alone.
import { axe, equal, loadPictures, openWindow, Person, shoot, until } from './harness.mjs';
import { team, upload } from './study.mjs';

const width = 256;
const height = 192;
const images = 100;
const places = [
  [8, 24],
  [120, 180],
  [60, 100],
];

/** Grey pictures as a scanner's screen would show them, drawn by the browser; every third has words in it. */
async function drawAll(browser) {
  const page = await browser.newPage();
  const drawn = await page.evaluate(
    ({ images, width, height, places }) => {
      const canvas = document.createElement('canvas');
      Object.assign(canvas, { width, height });
      const ink = canvas.getContext('2d', { willReadFrequently: true });
      return Array.from({ length: images }, (_, n) => {
        ink.fillStyle = '#080808';
        ink.fillRect(0, 0, width, height);
        let seed = n + 1;
        const next = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
        for (let i = 0; i < 2200; i++) {
          const u = next() * 2 - 1;
          const v = next() * 2 - 1;
          if (u * u + v * v > 1) continue;
          const grey = 40 + Math.floor(next() * 70);
          ink.fillStyle = `rgb(${grey} ${grey} ${grey})`;
          ink.fillRect(width / 2 + u * 90, height / 2 + v * 55, 3, 3);
        }
        const words = n % 3 === 0 ? `MADE UP${n}  PID-${n}` : '';
        let box;
        if (words) {
          const [x, y] = places[(n / 3) % places.length];
          ink.font = 'bold 15px "DejaVu Sans", sans-serif';
          ink.fillStyle = n % 2 ? '#d0d0d0' : '#ffffff';
          ink.fillText(words, x, y);
          const size = ink.measureText(words);
          box = {
            left: Math.floor(x),
            top: Math.floor(y - size.actualBoundingBoxAscent),
            right: Math.ceil(x + size.width),
            bottom: Math.ceil(y + size.actualBoundingBoxDescent),
          };
        }
        const rgba = ink.getImageData(0, 0, width, height).data;
        return { box, grey: Array.from({ length: width * height }, (_, i) => rgba[i * 4]) };
      });
    },
    { images, width, height, places },
  );
  await page.close();
  return drawn;
}

async function filesOf(drawn) {
  const { dicomFile } = await loadPictures();
  return drawn.map(({ grey }, n) => [
    `us-${n}.dcm`,
    dicomFile({
      modality: 'US',
      bodyPart: 'ABDOMEN',
      columns: width,
      rows: height,
      frames: 1,
      spacing: [0.5, 0.5],
      orientation: '1\\0\\0\\0\\1\\0',
      position: `0\\0\\${n}`,
      instance: 1,
      series: `7.${n}`,
      subject: `77${n}`,
      window: [128, 256],
      intercept: 0,
      value: (x, y) => grey[y * width + x],
    }),
  ]);
}

/** Which picture an entry was made of: its accession number stands before, in the header's difference. */
function numberOf(detail) {
  return Number(detail.elements.find((e) => e.keyword === 'AccessionNumber').before.slice('ACC77'.length));
}

/** True where the boxes together hide every pixel of a place. */
function hidden(place, boxes) {
  for (let y = place.top; y < place.bottom; y++)
    for (let x = place.left; x < Math.min(width, place.right); x++)
      if (!boxes.some((b) => b.left <= x && x < b.left + b.width && b.top <= y && y < b.top + b.height)) return false;
  return true;
}

/** Moves and sizes the chosen box by keys until it hides a place. */
async function fit(page, box) {
  const want = { left: Math.max(0, box.left - 3), top: Math.max(0, box.top - 3) };
  const press = async (key, times) => {
    for (let i = 0; i < times; i++) await page.keyboard.press(key);
  };
  const from = {
    left: Math.round(width * 0.4),
    top: Math.round(height * 0.45),
    width: Math.round(width * 0.2),
    height: Math.round(height * 0.1),
  };
  const walk = async (delta, less, more) => {
    await press(`Shift+Arrow${delta < 0 ? less : more}`, Math.floor(Math.abs(delta) / 10));
    await press(`Arrow${delta < 0 ? less : more}`, Math.abs(delta) % 10);
  };
  await walk(want.left - from.left, 'Left', 'Right');
  await walk(want.top - from.top, 'Up', 'Down');
  await press('Control+ArrowRight', Math.max(0, Math.ceil((box.right + 3 - want.left - from.width) / 4)));
  await press('Control+ArrowDown', Math.max(0, Math.ceil((box.bottom + 3 - want.top - from.height) / 4)));
}

export function register(test, scene) {
  test('a steward reviews a hundred images at the gate by keyboard alone', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Gate',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const base = `/api/projects/${project.id}`;
    await study.lead.call('PUT', `${base}/members/${study.ids[team.steward]}`, { roles: ['steward'] });
    const steward = await new Person(server, team.steward).signIn();
    const drawn = await drawAll(browser);
    const began = Date.now();
    const batch = await upload(steward, base, 'Ultrasound', await filesOf(drawn));
    const prepared = (Date.now() - began) / 1000;
    const path = `${base}/batches/${batch}`;
    const page = await openWindow(browser, server, team.steward);
    await page.goto(`${server.address}/p/${project.id}/gate`);
    await page.locator('.gate-picture img').first().waitFor();
    await page.waitForTimeout(400);
    await shoot(page, 'gate-review-1280');
    equal(await axe(page), [], 'axe at the gate');

    const start = Date.now();
    const counts = { proposed: 0, drawn: 0, words: 0 };
    const files = new Map();
    for (let n = 0; n < images; n++) {
      const title = await page.locator('[aria-label="This entry"] h2').textContent();
      const row = (await steward.call('GET', path)).gate.find((e) => e.title === title);
      const detail = await steward.call('GET', `${path}/entries/${row.id}`);
      const number = numberOf(detail);
      files.set(number, detail.images[0].file);
      await until(
        'the frame is on screen',
        async () =>
          (await page
            .locator('.gate-picture img')
            .first()
            .evaluate((img) => img.complete && img.naturalWidth)) > 0,
      );
      const { box } = drawn[number];
      // Three pictures with words are done by hand from the start.
      const byHand = box !== undefined && counts.drawn < 3;
      if (byHand && row.undecided > 0) {
        await page.keyboard.press('Shift+Delete');
        // Words of the header are not dismissed with the others: each is left for a reason.
        for (const proposal of detail.boxes) {
          await page.keyboard.press('Tab');
          if (!proposal.ofHeader) continue;
          counts.words++;
          await page.keyboard.press('Delete');
          const dialog = page.getByRole('dialog', { name: 'Leave words of the header in the picture' });
          await dialog.getByRole('textbox').waitFor();
          if (counts.words === 1) {
            equal(await axe(page), [], 'axe where words of the header are left');
            await shoot(page, 'gate-words-1280');
          }
          await page.keyboard.type('Drawn by hand instead.');
          await page.keyboard.press('Control+Enter');
          await dialog.waitFor({ state: 'hidden' });
        }
        await page.keyboard.press('Escape');
      } else if (row.undecided > 0) {
        counts.proposed++;
        // One by one where there are few, all at once where there are many.
        if (row.undecided <= 3) {
          for (let i = 0; i < row.undecided; i++) {
            await page.keyboard.press('Tab');
            await page.keyboard.press('Enter');
          }
          await page.keyboard.press('Escape');
        } else {
          await page.keyboard.press('Shift+Enter');
        }
      }
      if (box && (byHand || !hidden(box, detail.boxes))) {
        counts.drawn++;
        await page.keyboard.press('b');
        await fit(page, box);
        await page.keyboard.press('Escape');
      }
      if (n === 0) {
        await shoot(page, 'gate-boxes-1280');
        await page.keyboard.press('b');
        await page.keyboard.press('Control+z');
        const shown = () =>
          page
            .locator('.gate-picture img')
            .first()
            .evaluate((img) => img.complete && img.naturalWidth > 0 && img.src.endsWith('?every=true'));
        await page.keyboard.press('v');
        await until('every value is shown', shown);
        await shoot(page, 'gate-every-value-1280');
        await page.keyboard.press('v');
        await until('the usual window is back', async () => !(await shown()));
      }
      if (n === 97 || n === 98) {
        await page.keyboard.press(n === 97 ? 'h' : 'x');
        await page.getByRole('dialog').getByLabel('Reason').waitFor();
        await page.keyboard.type(n === 97 ? 'To be asked about' : 'Not for this project');
        await page.keyboard.press('Control+Enter');
      } else {
        await page.keyboard.press('a');
      }
      await until(
        `entry ${n + 1} is decided`,
        async () => (await steward.call('GET', path)).gate.find((e) => e.id === row.id).decision !== undefined,
      );
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      if (n < images - 1)
        await until(
          'the next entry is there',
          async () =>
            (await page.locator('[aria-label="This entry"] h2').textContent()) !== title &&
            (await page.locator('.gate-picture').count()) > 0,
        );
    }
    const reviewed = (Date.now() - start) / 1000;
    await page.keyboard.press('i');
    await page.getByRole('heading', { name: 'Risk of being found again' }).waitFor();
    await page.waitForTimeout(300);
    await shoot(page, 'gate-report-1280');
    equal(await axe(page), [], 'axe on the report');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.waitForTimeout(300);
    await shoot(page, 'gate-review-1920');
    equal(await axe(page), [], 'axe at the gate, 1920');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Let 98 entries through' }).waitFor();
    await shoot(page, 'gate-let-through-1920');
    await page.getByRole('dialog').getByRole('button', { name: 'Let 98 entries through' }).focus();
    await page.keyboard.press('Enter');
    await until('the job has ended', async () => (await steward.call('GET', path)).state === 'held', 90);

    const report = await steward.call('GET', `${path}/report`);
    equal([report.outcome.approved, report.outcome.rejected, report.outcome.held], [98, 1, 1], 'what went which way');
    const shown = (await study.lead.call('GET', `${base}/items?take=200`)).rows;
    equal(shown.length, 98, 'items');
    let checked = 0;
    for (const [number, file] of files) {
      const answer = await fetch(`${server.address}${base}/files/${file}`, { headers: { Cookie: study.lead.cookie } });
      if (!answer.ok) continue;
      const bytes = Buffer.from(await answer.arrayBuffer());
      const pixels = bytes.subarray(bytes.length - width * height * 2);
      const { box, grey } = drawn[number];
      if (!box) continue;
      checked++;
      for (let y = box.top; y < box.bottom; y++)
        for (let x = box.left; x < Math.min(width, box.right); x++) {
          const value = pixels.readUInt16LE((y * width + x) * 2);
          if (value !== 0)
            throw new Error(`image ${number}: pixel ${x},${y} still holds ${value}, it was ${grey[y * width + x]}`);
        }
    }
    if (checked < 30) throw new Error(`only ${checked} images with words were looked at`);
    console.log(
      `        ${images} images: prepared in ${prepared.toFixed(0)} s, reviewed in ${reviewed.toFixed(0)} s; text proposed in ${counts.proposed}, boxes drawn by hand in ${counts.drawn}; ${checked} images with words, all blanked`,
    );
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
