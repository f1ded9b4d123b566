import type { IncomingMessage, ServerResponse } from 'node:http';

export function mockServer() {
  return (_request: IncomingMessage, _response: ServerResponse, next: () => void): void => next();
}
