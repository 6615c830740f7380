/*
 * Trying something with the server: what went wrong is said in words, never swallowed.
 */

import { Refused, request, Unreachable } from './api.js';
import { toast } from './dom.js';
import { refusal } from './words.js';

const NOT_HERE = [403, 404, 405];

/** Do something, and say so when it did not go through. Returns what came of it (true for nothing), or null. */
export async function attempt(act) {
  try {
    return (await act()) ?? true;
  } catch (error) {
    return failed(error);
  }
}

/** Fetch something; null when it did not go through, which is said, and when this house or role does not have it. */
export async function fetchIfThere(path) {
  try {
    return await request('GET', path);
  } catch (error) {
    return NOT_HERE.includes(error.status) ? null : failed(error);
  }
}

function failed(error) {
  if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
  // Whoever was signed out sees the door, which says so.
  if (error.status !== 401) toast(refusal(error));
  return null;
}
