/*
 * For the page of a municipality: <script src="https://…/embed.js" async></script>
 * A small button bottom right that opens the chat in a frame. Nothing is loaded before the person asks for it,
 * nothing is stored, and nobody else is called.
 */
(function () {
  'use strict';

  var home = new URL(document.currentScript.src).origin;
  var font = 'font:600 18px/1.3 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;';
  var paint = 'color:#f6eedd;background:#141c33;border:1px solid #ffc57d;cursor:pointer;box-sizing:border-box;';
  var corner = 'position:fixed;top:auto;left:auto;right:16px;bottom:16px;width:410px;height:700px;'
    + 'max-height:calc(100% - 32px);border-radius:20px;';
  var full = 'position:fixed;top:0;left:0;width:100%;height:100%;border-radius:0;';
  var panel = 'max-width:100%;max-height:100%;margin:0;padding:0;border:1px solid #39456b;overflow:hidden;'
    + 'background:#0a0f1d;z-index:2147483000;box-sizing:border-box;box-shadow:0 12px 48px rgba(0,0,0,.5);';
  var dialog;
  var frame;

  function make(tag, style, text) {
    var element = document.createElement(tag);
    element.style.cssText = style;
    element.textContent = text;
    return element;
  }

  function build() {
    var close = make('button', font + paint + 'float:right;height:44px;margin:6px;padding:0 18px;border-radius:22px;', 'Sluit');
    close.type = 'button';
    close.addEventListener('click', function () { dialog.close(); });
    frame = make('iframe', 'display:block;clear:both;width:100%;height:calc(100% - 56px);border:0;', '');
    frame.title = 'Chat';
    frame.src = home + '/';
    dialog = make('dialog', panel, '');
    dialog.setAttribute('aria-label', 'Chat');
    dialog.append(close, frame);
    dialog.addEventListener('close', settle);
    document.body.append(dialog);
  }

  function open() {
    if (typeof window.HTMLDialogElement !== 'function') {
      window.location.href = home + '/';
      return;
    }
    if (!dialog) {
      build();
    }
    dialog.style.cssText = panel + (window.innerWidth < 560 || window.innerHeight < 480 ? full : corner);
    dialog.showModal();
    button.setAttribute('aria-expanded', 'true');
    frame.focus();
  }

  /* Hides, and keeps the talk: opening again goes on where it was. */
  function settle() {
    button.setAttribute('aria-expanded', 'false');
    button.focus();
  }

  function leave() {
    document.documentElement.hidden = true;
    window.location.replace('https://www.buienradar.nl');
  }

  function onMessage(event) {
    if (event.origin !== home || !frame || event.source !== frame.contentWindow) {
      return;
    }
    if (event.data === 'nachtlicht:close') {
      dialog.close();
    } else if (event.data === 'nachtlicht:leave') {
      leave();
    }
  }

  function start() {
    document.body.append(button);
  }

  var button = make('button', font + paint + 'position:fixed;right:16px;bottom:16px;z-index:2147482999;'
    + 'min-height:52px;padding:12px 22px;border-radius:26px;box-shadow:0 4px 20px rgba(0,0,0,.35);', 'Praat met Nachtlicht');
  button.type = 'button';
  button.setAttribute('aria-haspopup', 'dialog');
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', open);
  window.addEventListener('message', onMessage);
  if (document.body) {
    start();
  } else {
    document.addEventListener('DOMContentLoaded', start);
  }
}());
