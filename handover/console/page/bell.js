/*
 * The bell: a few soft notes made on the spot. A browser only lets it sound after the first touch or key.
 */

import { tastes } from './tastes.js';

const SOFTEST = 0.0001;
const CALLS = {
  message: [587.33],
  green: [523.25, 659.25],
  orange: [523.25, 659.25, 783.99],
  red: [659.25, 783.99, 659.25, 783.99],
};

let context = null;

function wake() {
  context ??= window.AudioContext ? new AudioContext() : null;
  if (context?.state === 'suspended') context.resume();
}

for (const gesture of ['pointerdown', 'keydown']) addEventListener(gesture, wake, { passive: true });

/** Call for a new `message`, or for someone who waits (by level). Silent when the sound is off. */
export function ring(call) {
  if (!tastes.sound || context?.state !== 'running') return;
  CALLS[call]?.forEach((pitch, place) => note(pitch, context.currentTime + 0.02 + place * 0.2));
}

function note(pitch, start) {
  const voice = context.createOscillator();
  const volume = context.createGain();
  voice.frequency.value = pitch;
  volume.gain.setValueAtTime(SOFTEST, start);
  volume.gain.exponentialRampToValueAtTime(0.09, start + 0.04);
  volume.gain.exponentialRampToValueAtTime(SOFTEST, start + 1.3);
  voice.connect(volume).connect(context.destination);
  voice.start(start);
  voice.stop(start + 1.4);
}
