/*
 * The helpers' API: one way out for requests, one for streams.
 * `events` tells what every request learns by the way: `reached`, `lost` (no server) and `signed-out`.
 */

const ROOT = '/console/api';
const PATIENCE = 12_000;
const AT_THE_DOOR = ['wrong_login', 'second_factor', 'wrong_second_factor', 'wrong_passkey'];
const LONGEST_PAUSE = 15_000;
const WRONG_CLOCK = 5000; // milliseconds; the Date header counts in seconds

export const events = new EventTarget();
const tell = (name) => events.dispatchEvent(new Event(name));

let skew = 0;

/** The server's time in milliseconds, also when this computer's clock is wrong. */
export const now = () => Date.now() + skew;

/** The server said no: an HTTP `status`, the `code` of the error and its Dutch `detail`. */
export class Refused extends Error {
  constructor(status, { error, detail }) {
    super(`refused: ${error}`);
    Object.assign(this, { status, code: error, detail });
  }
}

/** No answer, or a server in trouble: trying again makes sense. */
export class Unreachable extends Error {}

/** One request; resolves to the JSON of the answer. Throws Refused, Unreachable. */
export async function request(method, path, body) {
  const { status, answer } = await send(method, path, body);
  tell([502, 503, 504].includes(status) ? 'lost' : 'reached');
  if (status >= 500) throw new Unreachable('server in trouble');
  if (status < 400) return answer;
  if (status === 401 && !AT_THE_DOOR.includes(answer.error)) tell('signed-out');
  throw new Refused(status, answer);
}

async function send(method, path, body) {
  const options = { method, cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) };
  if (body) Object.assign(options, { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  try {
    const response = await fetch(ROOT + path, options);
    const drift = Date.parse(response.headers.get('date')) - Date.now();
    if (Math.abs(drift) > WRONG_CLOCK) skew = drift;
    return { status: response.status, answer: response.status === 204 ? null : await response.json() };
  } catch (error) {
    tell('lost');
    throw new Unreachable('no answer', { cause: error });
  }
}

/**
 * Keep a stream of server-sent events open until `close()`. `path` is asked anew for each try; `handlers` has a
 * function for each kind of event, called with its JSON; `failed` is called whenever the stream breaks.
 */
export function listen(path, handlers, failed) {
  let source = null;
  let timer = 0;
  let pause = 1000;
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const open = () => {
    close();
    const mine = source = new EventSource(ROOT + path());
    for (const [name, handle] of Object.entries(handlers)) {
      mine.addEventListener(name, ({ data }) => {
        pause = 1000;
        if (mine === source) handle(JSON.parse(data));
      });
    }
    mine.onerror = () => {
      mine.close();
      timer = setTimeout(open, pause * (0.75 + Math.random() / 2));
      pause = Math.min(pause * 2, LONGEST_PAUSE);
      failed();
    };
  };
  open();
  return { reopen: open, close };
}

/** A random id; `crypto.randomUUID` is missing on plain HTTP. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
