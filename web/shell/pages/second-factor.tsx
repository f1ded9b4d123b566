import { TextInput } from '@mantine/core';
import qrcode from 'qrcode-generator';
import { useMemo, useState } from 'react';
import { api } from '../../core/api.ts';
import type { FactorOn, TotpEnrolment } from '../../core/contract.ts';
import { Button } from '../../ui/button.tsx';
import { Ask, Dialog } from '../../ui/dialog.tsx';
import { Note, ProblemNote } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { refresh } from '../data.ts';

const few = 3;

/** Switches the second factor on and off, and gives recovery codes. Off needs a code: the password alone is not enough. */
export function SecondFactor({ on, left, onCodes }: { on: boolean; left: number; onCodes?: (shown: boolean) => void }) {
  const [enrolment, setEnrolment] = useState<TotpEnrolment>();
  const [asking, setAsking] = useState<'off' | 'codes'>();
  const [codes, setCodes] = useState<string[]>();
  const [code, setCode] = useState('');
  const [error, setError] = useState<unknown>();
  const begin = () => {
    setError(undefined);
    setCode('');
    api.post<TotpEnrolment>('/api/session/totp').then(setEnrolment, setError);
  };
  // Whoever shows this page keeps it while the codes are on it: they are shown once.
  const show = (next: string[] | undefined) => {
    onCodes?.(next !== undefined);
    setCodes(next);
  };
  const ask = (what: 'off' | 'codes') => {
    setCode('');
    setAsking(what);
  };
  return (
    <section className="stack" aria-labelledby="factor-title">
      <h2 id="factor-title">Second factor</h2>
      <div className="row">
        <StateMark tone={on ? 'agree' : 'quiet'}>
          {on ? 'On: a code from your authenticator is asked at sign-in' : 'Off'}
        </StateMark>
        {on ? (
          <>
            <Button onClick={() => ask('codes')}>New recovery codes</Button>
            <Button onClick={() => ask('off')}>Switch it off</Button>
          </>
        ) : (
          <Button onClick={begin}>Switch it on</Button>
        )}
      </div>
      {on ? (
        <p className={left <= few ? undefined : 'dim'}>
          {left === 0
            ? 'No recovery code is left. Make new ones, or an administrator has to let you in if you lose the authenticator.'
            : `${left} recovery ${left === 1 ? 'code is' : 'codes are'} left, for when you lose the authenticator.`}
        </p>
      ) : null}
      {error ? <ProblemNote error={error} /> : null}
      <Ask
        title="Switch on the second factor"
        open={enrolment !== undefined}
        onClose={() => setEnrolment(undefined)}
        action="Switch it on"
        disabled={code.trim().length < 6}
        onDo={async () => {
          show((await api.put<FactorOn>('/api/session/totp', { code: code.trim() })).recoveryCodes);
          await refresh('/api/session');
        }}
      >
        <p>Scan the picture with an authenticator app, or type the secret into it. Then enter the code it shows.</p>
        {enrolment ? <QrCode text={enrolment.uri} /> : null}
        <p>
          Secret: <code>{enrolment?.secret}</code>
        </p>
        <CodeField value={code} onChange={setCode} description="Your other sessions end" />
      </Ask>
      <Ask
        title="Switch off the second factor"
        open={asking === 'off'}
        onClose={() => setAsking(undefined)}
        action="Switch it off"
        danger
        disabled={code.trim().length < 6}
        onDo={async () => {
          await api.post('/api/session/totp/off', { code: code.trim() });
          await refresh('/api/session');
        }}
      >
        <p>Your password alone will be enough to sign in. Your other sessions end.</p>
        <CodeField value={code} onChange={setCode} description="From your authenticator, or a recovery code" />
      </Ask>
      <Ask
        title="New recovery codes"
        open={asking === 'codes'}
        onClose={() => setAsking(undefined)}
        action="Make new codes"
        disabled={code.trim().length < 6}
        onDo={async () => {
          show((await api.post<FactorOn>('/api/session/recovery-codes', { code: code.trim() })).recoveryCodes);
          await refresh('/api/session');
        }}
      >
        <p>The codes you have are worth nothing afterwards.</p>
        <CodeField value={code} onChange={setCode} description="From your authenticator, or a recovery code" />
      </Ask>
      <Codes codes={codes} onClose={() => show(undefined)} />
    </section>
  );
}

function CodeField(props: { value: string; onChange: (code: string) => void; description: string }) {
  return (
    <TextInput
      label="Code"
      description={props.description}
      autoComplete="one-time-code"
      required
      data-autofocus
      value={props.value}
      onChange={(e) => props.onChange(e.currentTarget.value)}
    />
  );
}

function Codes({ codes, onClose }: { codes: string[] | undefined; onClose: () => void }) {
  return (
    <Dialog title="Your recovery codes" open={codes !== undefined} onClose={onClose} firm>
      <div className="stack">
        <Note tone="machine">
          They are shown only now. Print them, or keep them where your passwords are. Each opens your account once, with
          the password, when the authenticator is lost.
        </Note>
        <ol className="stack">
          {codes?.map((c) => (
            <li key={c}>
              <code>{c}</code>
            </li>
          ))}
        </ol>
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={() => void navigator.clipboard?.writeText(codes?.join('\n') ?? '')}>Copy</Button>
          <Button look="primary" onClick={onClose}>
            I have them
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function QrCode({ text }: { text: string }) {
  const { path, count } = useMemo(() => {
    const code = qrcode(0, 'M');
    code.addData(text);
    code.make();
    const n = code.getModuleCount();
    let d = '';
    for (let r = 0; r < n; r++) for (let c = 0; c < n; c++) if (code.isDark(r, c)) d += `M${c} ${r}h1v1h-1z`;
    return { path: d, count: n };
  }, [text]);
  return (
    <svg
      width="180"
      height="180"
      viewBox={`-3 -3 ${count + 6} ${count + 6}`}
      role="img"
      aria-label="Code to scan with an authenticator"
      style={{ background: '#fff' }}
    >
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
