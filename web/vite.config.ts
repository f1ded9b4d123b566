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

export default defineConfig({
  plugins: [react(), ...(mocked ? [mockApi()] : [])],
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
  test: { include: ['**/*.test.ts', '**/*.test.tsx'], exclude: ['node_modules/**', 'dist/**'] },
} as Parameters<typeof defineConfig>[0]);
