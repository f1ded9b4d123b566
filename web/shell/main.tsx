import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import '@mantine/core/styles.css';
import '../ui/tokens.css';
import '../ui/table.css';
import './shell.css';
import { createTheme, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { keyboard } from '../core/keys.ts';
import { usePath } from '../core/router.tsx';
import { queries } from './data.ts';
import { OutboxProvider } from './outbox-context.tsx';
import { isDark, Routes } from './routes.tsx';
import { SessionGate } from './session.tsx';

const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  primaryColor: 'teal',
  defaultRadius: 4,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    NativeSelect: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
  },
});

function App() {
  const dark = isDark(usePath());
  useEffect(() => keyboard.listenTo(window), []);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" {...(dark ? { forceColorScheme: 'dark' as const } : {})}>
      <QueryClientProvider client={queries}>
        <SessionGate>
          <OutboxProvider>
            <Routes />
          </OutboxProvider>
        </SessionGate>
      </QueryClientProvider>
    </MantineProvider>
  );
}

// Only what is built has files to keep. A browser that cannot keep them shows its own page when there is no connection.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  addEventListener('load', () => void navigator.serviceWorker.register('/offline.js').catch(() => undefined));
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
