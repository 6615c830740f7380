/*
 * Passkeys in the browser: making one, and answering with one. The browser asks for a finger, a face or a pin; we only carry its answer.
 */

import { request } from './api.js';

/** The browser made or gave none: the helper thought better of it, or has none for us here. */
export class NoPasskey extends Error {}

/** Whether this browser knows passkeys. */
export const possible = () => typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function';

/** Make a passkey for whoever is in. Throws NoPasskey, and what a request throws. */
export async function makePasskey() {
  const options = PublicKeyCredential.parseCreationOptionsFromJSON(await request('POST', '/me/passkeys/question'));
  const credential = await asked(() => navigator.credentials.create({ publicKey: options }));
  return request('POST', '/me/passkeys', { credential });
}

/** Log in with a passkey; resolves to who is in. Throws NoPasskey, and what a request throws. */
export async function showPasskey() {
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(await request('POST', '/passkeys/question'));
  const credential = await asked(() => navigator.credentials.get({ publicKey: options }));
  return request('POST', '/passkeys/session', { credential });
}

async function asked(ask) {
  try {
    return (await ask()).toJSON();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    throw new NoPasskey(error.name);
  }
}
