import { api } from './api.ts';
import type { Job } from './contract.ts';

export function isOver(job: Job): boolean {
  return job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';
}

/** Follows a job to its end: over server-sent events, and by asking where those do not come through. */
export function followJob(id: string, onJob: (job: Job) => void): () => void {
  let over = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const take = (job: Job) => {
    if (over) return;
    onJob(job);
    if (isOver(job)) stop();
  };
  const source = new EventSource(`/api/jobs/${encodeURIComponent(id)}/events`);
  const onMessage = (event: MessageEvent<string>) => {
    try {
      take(JSON.parse(event.data) as Job);
    } catch {
      // A comment or a heartbeat; the next message tells.
    }
  };
  for (const name of ['message', 'job', 'progress']) source.addEventListener(name, onMessage as EventListener);
  source.onerror = () => {
    source.close();
    void ask();
  };
  const ask = async () => {
    if (over) return;
    try {
      take(await api.get<Job>(`/api/jobs/${encodeURIComponent(id)}`, { quiet: true }));
    } catch {
      // The server may be restarting: a job survives that, so the question is put again.
    }
    if (!over) timer = setTimeout(() => void ask(), 1500);
  };
  function stop() {
    over = true;
    source.close();
    if (timer) clearTimeout(timer);
  }
  return stop;
}
