// A real server on a free port with a folder of its own, a real Chromium, and people who sign in.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = resolve(fileURLToPath(import.meta.url), '../../..');
const web = join(root, 'web');
const load = (path) => import(pathToFileURL(join(web, 'node_modules', path)).href);
const { chromium } = await load('playwright-core/index.mjs');
const vite = await load('vite/dist/node/index.js');
const axeSource = readFileSync(join(web, 'node_modules/axe-core/axe.min.js'), 'utf8');
export const password = 'a long enough password';
export const shots = join(root, 'tests/Overread.Browser/shots');

/** The picture makers of the workbench's own mock. */
export async function loadPictures() {
  const server = await vite.createServer({
    root: web,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  const pictures = await server.ssrLoadModule('/mock/dicom.ts');
  await server.close();
  return pictures;
}

function freePort() {
  return new Promise((done) => {
    const socket = createSocket().listen(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => done(port));
    });
  });
}

function tool() {
  const built = process.env.OVERREAD_DLL ?? join(root, 'src/Overread.Cli/bin/Release/net10.0/overread.dll');
  if (!existsSync(built)) spawnSync(join(root, 'overread'), ['--version'], { stdio: 'inherit' });
  return built;
}

export class Server {
  static async start(...more) {
    const server = new Server();
    server.more = more;
    server.port = await freePort();
    server.data = mkdtempSync(join(tmpdir(), 'overread-browser-'));
    server.address = `http://127.0.0.1:${server.port}`;
    await server.up();
    return server;
  }

  async up() {
    const dll = tool();
    this.output = '';
    this.process = spawn('dotnet', [dll, 'serve', '--data', this.data, '--url', this.address, ...this.more], {
      env: { ...process.env, OVERREAD_WEB: join(web, 'dist') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.process.stdout, this.process.stderr]) stream.on('data', (part) => (this.output += part));
    for (let i = 0; i < 240; i++) {
      const answer = await fetch(`${this.address}/api/health`).catch(() => undefined);
      if (answer?.ok) return;
      if (this.process.exitCode !== null) break;
      await sleep(250);
    }
    throw new Error(`The server did not come up:\n${this.output}`);
  }

  /** As a power cut would: no time to write anything. */
  async kill() {
    const gone = new Promise((done) => this.process.once('exit', done));
    this.process.kill('SIGKILL');
    await gone;
  }

  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }

  run(...words) {
    return spawnSync('dotnet', [tool(), ...words], {
      encoding: 'utf8',
      env: { ...process.env, OVERREAD_WEB: join(web, 'dist') },
    });
  }
}

export const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** A person at the API, with a session of their own. */
export class Person {
  constructor(server, email) {
    this.server = server;
    this.email = email;
  }

  async signIn() {
    await this.call('POST', '/api/session', { email: this.email, password });
    return this;
  }

  async call(method, path, body, type = 'application/json', more = {}, asked = false) {
    const raw = body instanceof Uint8Array || typeof body === 'string';
    const answer = await fetch(this.server.address + path, {
      method,
      headers: {
        'X-Overread': '1',
        ...more,
        ...(this.cookie ? { Cookie: this.cookie } : {}),
        ...(body === undefined ? {} : { 'Content-Type': type }),
      },
      body: body === undefined ? undefined : raw ? body : JSON.stringify(body),
    });
    const cookies = answer.headers.getSetCookie();
    if (cookies.length > 0) this.cookie = cookies.map((c) => c.split(';')[0]).join('; ');
    const text = await answer.text();
    // On a slow machine minutes pass between a sign-in and a dangerous act: whoever is asked once more gives the password, as a person would.
    if (!asked && answer.status === 403 && text.includes('"access.confirm"')) {
      await this.call('POST', '/api/session/confirm', { password });
      return this.call(method, path, body, type, more, true);
    }
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 400)}`);
    return text && answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  }

  async job(id) {
    for (let i = 0; i < 480; i++) {
      const job = await this.call('GET', `/api/jobs/${id}`);
      if (job.state === 'done') return job;
      if (job.state === 'failed' || job.state === 'cancelled')
        throw new Error(`Job ${job.title} ${job.state}: ${JSON.stringify(job.problem)}`);
      await sleep(250);
    }
    throw new Error('The job did not end');
  }
}

export async function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
    ],
  });
}

/** A window of a browser in which the person is signed in; what goes wrong in the page is kept. */
export async function openWindow(browser, server, email, { width = 1280, height = 720 } = {}) {
  const context = await browser.newContext({ viewport: { width, height } });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(String(error.stack ?? error)));
  // The workbench asks nobody else for anything: not even what the browser would go on to refuse.
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (!['data:', 'blob:', 'about:'].includes(protocol) && origin !== new URL(server.address).origin)
      page.faults.push(`asked ${request.url()}`);
  });
  await page.goto(server.address);
  await signInHere(page, email);
  await page
    .getByRole('heading', { name: /^Work of/ })
    .waitFor()
    .catch(async (error) => {
      await shoot(page, 'failed-to-sign-in');
      throw error;
    });
  return page;
}

export async function signInHere(page, email) {
  if (email) await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: false }).first().fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Violations of the page as axe sees it, as lines; none is the only good answer. */
export async function axe(page) {
  await page.evaluate(axeSource);
  const run = () => page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  let { violations } = await run();
  // Between a dark page and a light one a colour may be met half-way on a busy machine: what counts is what stays.
  for (let i = 0; i < 3 && violations.length > 0; i++) {
    await sleep(500);
    ({ violations } = await run());
  }
  return violations.flatMap((v) =>
    v.nodes.map((n) => `${v.id} at ${n.target.join(' ')}: ${n.failureSummary?.split('\n')[1]?.trim()}`),
  );
}

export async function shoot(page, name) {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

/** What stands on every page that is open, in few lines: enough to tell why a play did not go on. */
export async function onScreen(browser) {
  const pages = browser.contexts().flatMap((context) => context.pages());
  const told = await Promise.all(
    pages.map(async (page) => {
      const seen = page.evaluate(() => [
        `focus on ${document.activeElement?.outerHTML.slice(0, 120)}`,
        document.body.innerText.replaceAll(/\s*\n\s*/g, ' | ').slice(0, 1500),
      ]);
      const late = sleep(5000).then(() => ['the page does not answer']);
      return [
        page.url(),
        ...(page.faults ?? []),
        ...(await Promise.race([seen, late]).catch((error) => [error.message])),
      ];
    }),
  );
  return told.flat();
}

export function equal(actual, expected, what) {
  if (JSON.stringify(actual) !== JSON.stringify(expected))
    throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}

/** Waits until something becomes true; the last reason is told when it does not. */
export async function until(what, check, seconds = 20) {
  let last;
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    try {
      const value = await check();
      if (value) return value;
    } catch (error) {
      last = error;
    }
    await sleep(100);
  }
  throw new Error(`${what} did not come true in ${seconds} s${last ? `: ${last.message}` : ''}`);
}
