import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { mockServer } from './mock/server.ts';

const server = process.env.OVERREAD_SERVER ?? 'http://127.0.0.1:5080';
const mocked = process.env.OVERREAD_MOCK === '1';

/** Development only: answers /api from memory, so that every page can be opened without the server. */
function mockApi(): Plugin {
  return {
    name: 'overread-mock',
    configureServer: (vite) => void vite.middlewares.use(mockServer()),
    configurePreviewServer: (vite) => void vite.middlewares.use(mockServer()),
  };
}

/** Writes the program that keeps the workbench on the device, with the names of all files of this build. */
function keepOffline(): Plugin {
  return {
    name: 'overread-offline',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const files = Object.keys(bundle)
        .filter((name) => name.startsWith('assets/'))
        .sort()
        .map((name) => `/${name}`);
      const build = createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 16);
      const source = readFileSync(new URL('./offline/worker.js', import.meta.url), 'utf8')
        .replace('__BUILD__', build)
        .replace('__FILES__', JSON.stringify(files));
      this.emitFile({ type: 'asset', fileName: 'offline.js', source });
    },
  };
}

export default defineConfig({
  plugins: [react(), keepOffline(), ...(mocked ? [mockApi()] : [])],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    outDir: 'dist',
    chunkSizeWarningLimit: 6000,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: { proxy: mocked ? {} : { '/api': server, '/openapi': server } },
  preview: { proxy: mocked ? {} : { '/api': server, '/openapi': server } },
  experimental: process.env.VITEST ? {} : { bundledDev: true },
  test: {
    include: ['**/*.test.ts', '**/*.test.tsx'],
    exclude: ['node_modules/**', 'dist/**'],
    // Three lanes of tests share two cores: what is slow there is not wrong.
    testTimeout: 60_000,
  },
} as Parameters<typeof defineConfig>[0]);
