import type { NoticeKind } from '../../core/contract.ts';

const words: Record<NoticeKind, { one: string; many: string; path: string }> = {
  called: { one: 'thread calls you in', many: 'threads call you in', path: '/threads?show=unread' },
  thread: { one: 'thread with something new', many: 'threads with something new', path: '/threads?show=unread' },
  question: { one: 'question to the lead', many: 'questions to the lead', path: '/threads?show=questions' },
  assigned: { one: 'read that you were given', many: 'reads that you were given', path: '/work' },
  reread: { one: 'read to be made again', many: 'reads to be made again', path: '/work' },
  guideline: { one: 'new version of the guideline', many: 'new versions of the guideline', path: '/guideline' },
  dispute: { one: 'item in dispute', many: 'items in dispute', path: '/disputes' },
  gate: { one: 'batch at the gate', many: 'batches at the gate', path: '/gate' },
  release: {
    one: 'release that waits for signatures',
    many: 'releases that wait for signatures',
    path: '/releases',
  },
  finding: { one: 'finding about a reader', many: 'findings about readers', path: '/members' },
  standing: {
    one: 'licence or qualification of yours that ends',
    many: 'licences or qualifications of yours that end',
    path: '',
  },
};

/** What waits, with its count: `2 items in dispute`. */
export function noticeWords(kind: NoticeKind, count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? words[kind].one : words[kind].many}`;
}

/** The page of a project where it waits. */
export const noticePath = (kind: NoticeKind, project: string) => `/p/${project}${words[kind].path}`;
