/**
 * A UUID v7 (RFC 9562 section 5.7) in lower case: ids made at about the same time stand together, so that the record's
 * index takes a busy minute's saves on a handful of pages. `crypto.randomUUID` makes none, and exists only on secure
 * origins; a hospital's plain-http host is none.
 */
export function newId(): string {
  return idAt(Date.now());
}

/** An id of a given time, in milliseconds since 1970. */
export function idAt(now: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) {
    bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) % 256;
  }
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
