/*
 * The service worker of the console: shows that there is something, and opens the console when that is tapped.
 * A push carries nothing, so there is nothing to read on a locked screen, and nothing for a push service to know.
 */

const WORD = 'Nachtlicht: er is iets voor je in de console.';
const HOME = '/console';
const API = '/console/api';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('push', (event) => event.waitUntil(show()));
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew()));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open());
});

/** One notification, which a later one replaces. */
function show() {
  return self.registration.showNotification(WORD, { lang: 'nl', tag: 'nachtlicht', renotify: true });
}

/** The console: the window that has it, or a new one. */
async function open() {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const console = windows.find(({ url }) => new URL(url).pathname === HOME);
  return console ? console.focus() : self.clients.openWindow(HOME);
}

/** The push service gave this browser another address. */
async function renew() {
  const { key } = await (await fetch(`${API}/push-key`)).json();
  const where = await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const body = JSON.stringify({ kind: 'push', where });
  await fetch(`${API}/addresses`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
}
