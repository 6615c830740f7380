/*
 * What must work first, and also where the rest does not: the night colours and the quick way out.
 * Loaded before the page is drawn, so that no bright flash hits tired eyes. Plain ES5 for very old phones.
 */
(function () {
  'use strict';

  var root = document.documentElement;
  var chosen = '';
  var daylight = window.matchMedia ? window.matchMedia('(prefers-color-scheme: light)') : { matches: false };
  var ground = { dark: '#0a0f1d', light: '#f6efe2' };

  function themeNow() {
    var hour = new Date().getHours();
    var night = hour >= 21 || hour < 7;
    return chosen || (daylight.matches && !night ? 'light' : 'dark');
  }

  function paint() {
    var theme = themeNow();
    var buttons = document.querySelectorAll('[data-paint]');
    root.setAttribute('data-theme', theme);
    document.querySelector('meta[name="theme-color"]').setAttribute('content', ground[theme]);
    for (var i = 0; i < buttons.length; i += 1) {
      buttons[i].setAttribute('aria-pressed', String(buttons[i].getAttribute('data-paint') === theme));
    }
  }

  function go(address) {
    try {
      window.top.location.replace(address);
    } catch (error) {
      window.location.replace(address);
    }
  }

  /* Blank first, then forget, then go: whoever looks over a shoulder sees nothing while the other site loads. */
  function leave() {
    if (root.hasAttribute('data-left')) {
      return;
    }
    var address = document.getElementById('leave').href;
    root.setAttribute('data-left', '');
    document.body.textContent = '';
    try {
      window.dispatchEvent(new Event('leave'));
      window.sessionStorage.clear();
    } catch (error) {
      /* A browser that refuses storage has nothing to clear. */
    }
    if (window.parent !== window) {
      window.parent.postMessage('nachtlicht:leave', '*');
    }
    go(address);
  }

  function onClick(event) {
    var target = event.target.nodeType === 1 ? event.target : event.target.parentNode;
    if (target.id === 'leave') {
      event.preventDefault();
      leave();
    } else if (target.hasAttribute('data-paint')) {
      chosen = target.getAttribute('data-paint');
      paint();
    }
  }

  /* Shift three times within 1.5 s; a capital letter in between starts the count again. */
  function watchShift() {
    var times = [];
    document.addEventListener('keydown', function (event) {
      if (event.key !== 'Shift') {
        times = [];
      } else if (!event.repeat) {
        times = times.concat(Date.now()).slice(-3);
        if (times.length === 3 && times[2] - times[0] < 1500) {
          leave();
        }
      }
    });
  }

  /* Only browsers that can run the chat hide the phone numbers that stand in its place. */
  function canChat() {
    return 'noModule' in document.createElement('script') && 'fetch' in window && 'AbortController' in window;
  }

  if (canChat()) {
    root.className = 'chat';
    window.addEventListener('load', function () {
      if (!root.hasAttribute('data-ready')) {
        root.className = '';
      }
    });
  }
  paint();
  document.addEventListener('DOMContentLoaded', paint);
  document.addEventListener('visibilitychange', paint);
  document.addEventListener('click', onClick);
  watchShift();
}());
