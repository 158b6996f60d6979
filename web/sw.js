// sw.js: keeps the page in the browser, so that it works without a network after the first visit; a new version takes over at the next one.
'use strict';

const version = 'loopscope-@VERSION@';
const files = @FILES@;

self.addEventListener('install', (event) => {
    event.waitUntil(caches.open(version).then((cache) => cache.addAll(files)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
    event.waitUntil(caches.keys()
        .then((names) => Promise.all(names.filter((name) => name.startsWith('loopscope-') && name !== version).map((name) => caches.delete(name))))
        .then(() => self.clients.claim()));
});

// The editor is not part of the first visit: it is kept when it has been asked for.
async function fetched(request) {
    const answer = await fetch(request);
    if (answer.ok && /\/editor-[0-9a-f]{12}\//.test(request.url)) {
        const copy = answer.clone();
        caches.open(version).then((cache) => cache.put(request, copy)).catch(() => { });
    }
    return answer;
}

// The page itself is asked for anew when there is a network, so that a new version is seen at once; all else has a hash in its name and never changes.
self.addEventListener('fetch', (event) => {
    const request = event.request;
    if (request.method !== 'GET' || new URL(request.url).origin !== location.origin) {
        return;
    }
    const kept = () => caches.match(request, { ignoreSearch: request.mode === 'navigate' });
    if (request.mode === 'navigate') {
        event.respondWith(fetch(request).catch(() => caches.match('./')));
    } else {
        event.respondWith(kept().then((found) => found || fetched(request)));
    }
});
