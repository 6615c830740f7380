/*
 * The wire: one call of the person's API, one stream of server-sent events, and the watch over both.
 * Two things can go wrong, and callers treat them differently: the house says no (`Refused`),
 * or the house is not reached (any other error), and then the same call may be made again.
 */

const ROOT = '/chat/api';
const TRY_AGAIN = [408, 425, 429];

/** The house answered no. `detail` is a Dutch sentence for the person, `receipt` the proof of an erasure or ''. */
export class Refused extends Error {
  constructor(status, body) {
    super(`refused with ${status}`);
    this.status = status;
    this.detail = body.detail || 'Dat lukte niet.';
    this.receipt = body.receipt || '';
  }

  /** True when the talk no longer exists: erased (410), or forgotten long ago (401). */
  get gone() {
    return this.status === 410 || this.status === 401;
  }
}

/** The house cannot answer now. `seconds` is how long it asks us to wait. */
export class Busy extends Error {
  constructor(status, seconds) {
    super(`busy with ${status}`);
    this.status = status;
    this.seconds = seconds;
  }
}

/** Watches one request: aborts it after `seconds` without `feed()`, or at once on `cut()`. */
export class Lifeline {
  constructor(seconds, onFirstSign = () => {}) {
    this.controller = new AbortController();
    this.seconds = seconds;
    this.onFirstSign = onFirstSign;
    this.heard = false;
    this.arm();
  }

  get signal() {
    return this.controller.signal;
  }

  arm() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.cut(), this.seconds * 1000);
  }

  feed() {
    if (!this.heard) this.onFirstSign();
    this.heard = true;
    this.arm();
  }

  end() {
    clearTimeout(this.timer);
  }

  cut() {
    this.end();
    this.controller.abort();
  }
}

async function refusal(response) {
  if (response.status >= 500 || TRY_AGAIN.includes(response.status)) {
    return new Busy(response.status, Number(response.headers.get('Retry-After')) || 0);
  }
  const body = await response.json().catch(() => ({}));
  return new Refused(response.status, body);
}

async function request(method, path, token, lifeline, body) {
  const headers = {};
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers['Content-Type'] = 'application/json';
  const response = await fetch(ROOT + path, {
    method,
    headers,
    body: body && JSON.stringify(body),
    signal: lifeline.signal,
    cache: 'no-store',
    credentials: 'omit',
  });
  if (!response.ok) throw await refusal(response);
  return response;
}

/** One call; resolves to the JSON of the answer, or null when it has none (204). */
export async function call(method, path, token, body, lifeline = new Lifeline(15)) {
  try {
    const response = await request(method, path, token, lifeline, body);
    return response.status === 204 ? null : await response.json();
  } finally {
    lifeline.end();
  }
}

/** The picture of a message as a Blob, by the address that came with the message. */
export async function image(url, token, lifeline = new Lifeline(30)) {
  try {
    return await (await request('GET', url.replace(ROOT, ''), token, lifeline)).blob();
  } finally {
    lifeline.end();
  }
}

/** `{event, data}` of one block of an event stream, or null for a heartbeat. */
function parseBlock(block) {
  let event = 'message';
  const data = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const cut = line.indexOf(':');
    const field = cut < 0 ? line : line.slice(0, cut);
    const value = cut < 0 ? '' : line.slice(cut + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  }
  return data.length ? { event, data: JSON.parse(data.join('\n')) } : null;
}

/**
 * Follows a stream until it ends, handing each event to `onEvent(name, data)` and feeding the lifeline
 * with every sign of life. Throws when the stream ends before a single byte came.
 */
export async function follow(path, token, lifeline, onEvent) {
  const response = await request('GET', path, token, lifeline);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    lifeline.feed();
    const blocks = (rest + decoder.decode(value, { stream: true })).split(/\r\n\r\n|\n\n|\r\r/);
    rest = blocks.pop();
    for (const found of blocks.map(parseBlock)) {
      if (found) onEvent(found.event, found.data);
    }
  }
  if (!lifeline.heard) throw new Error('empty stream');
}
