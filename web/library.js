// library.js: what the program asks of the page: to keep things, to copy, to show in words; linked to it by emscripten.
'use strict';

mergeInto(LibraryManager.library, {
    // What is kept between visits: each file a value of localStorage, its groups and keys as JSON. A browser may forbid all of it by throwing.
    $stores: { next: 1, open: {} },
    // For free().
    $newText: function (text) {
        var size = lengthBytesUTF8(text) + 1;
        var at = _malloc(size);
        stringToUTF8(text, at, size);
        return at;
    },
    $newText__deps: ['malloc'],
    $keysOf: function (object) {
        if (Object.prototype.toString.call(object) !== '[object Object]') {
            throw new TypeError();
        }
        return Object.keys(object);
    },
    page_store_open__deps: ['$stores', '$keysOf'],
    page_store_open: function (name) {
        var store = { groups: {}, fault: 0, key: 'loopscope/' + UTF8ToString(name) };
        try {
            var text = localStorage.getItem(store.key);
            if (text !== null) {
                try {
                    var kept = JSON.parse(text);
                    keysOf(kept).forEach(function (group) {
                        keysOf(kept[group]).forEach(function (key) {
                            if (typeof kept[group][key] !== 'string') {
                                throw new TypeError();
                            }
                        });
                    });
                    store.groups = kept;
                } catch (damage) {
                    store.fault = 1;
                    localStorage.setItem(store.key + '.damaged', text);
                }
            }
        } catch (forbidden) {
            store.fault = 2;
        }
        stores.open[stores.next] = store;
        return stores.next++;
    },
    page_store_fault__deps: ['$stores'],
    page_store_fault: function (number) { return stores.open[number].fault; },
    page_store_close__deps: ['$stores'],
    page_store_close: function (number) { delete stores.open[number]; },
    // For free(); 0: there is none.
    page_store_text__deps: ['$stores', '$newText'],
    page_store_text: function (number, group, key) {
        var keys = stores.open[number].groups[UTF8ToString(group)];
        var text = keys && keys[UTF8ToString(key)];
        return text === undefined ? 0 : newText(text);
    },
    page_store_set__deps: ['$stores'],
    page_store_set: function (number, group, key, text) {
        var groups = stores.open[number].groups;
        var name = UTF8ToString(group);
        groups[name] = groups[name] || {};
        groups[name][UTF8ToString(key)] = UTF8ToString(text);
    },
    page_store_remove__deps: ['$stores'],
    page_store_remove: function (number, group, key) {
        var groups = stores.open[number].groups;
        var name = UTF8ToString(group);
        if (key === 0) {
            delete groups[name];
        } else if (groups[name]) {
            delete groups[name][UTF8ToString(key)];
        }
    },
    // For free(); 0: there are no more. group 0: the groups themselves.
    page_store_name__deps: ['$stores', '$newText'],
    page_store_name: function (number, group, index) {
        var groups = stores.open[number].groups;
        var names = Object.keys(group === 0 ? groups : groups[UTF8ToString(group)] || {});
        return index < names.length ? newText(names[index]) : 0;
    },
    page_store_save__deps: ['$stores'],
    page_store_save: function (number) {
        try {
            localStorage.setItem(stores.open[number].key, JSON.stringify(stores.open[number].groups));
            return 1;
        } catch (full) {
            return 0;
        }
    },

    $pen: null,
    page_present__deps: ['$pen'],
    page_present: function (pixels, width, height) {
        pen = pen || Module['canvas'].getContext('2d');
        pen.putImageData(new ImageData(new Uint8ClampedArray(HEAPU8.buffer, pixels, width * height * 4), width, height), 0, 0);
    },

    // Full screen is asked for in the frame after a key, and by then the key may be up again: a browser allows it some seconds longer than emscripten thinks.
    $whileActive__deps: ['$JSEvents'],
    $whileActive__postset: 'whileActive();',
    $whileActive: function () {
        var inHandler = JSEvents.canPerformEventHandlerRequests;
        JSEvents.canPerformEventHandlerRequests = function () {
            return inHandler() || Boolean(navigator.userActivation && navigator.userActivation.isActive);
        };
    },
    page_copy__deps: ['$whileActive'],
    page_copy: function (text) { Module['copy'](UTF8ToString(text)); },
    page_copy_link: function (moment) { Module['copy'](location.href.replace(/#.*/, '') + UTF8ToString(moment)); },
    page_copy_recording: function (bytes, length, moment) { return Module['copyRecording'](HEAPU8.slice(bytes, bytes + length), UTF8ToString(moment)) ? 1 : 0; },
    page_edit: function (name, file, text, link) { return Module['edit'](UTF8ToString(name), UTF8ToString(file), UTF8ToString(text), UTF8ToString(link)) ? 1 : 0; },
    page_turn: function (knob, value) { Module['turn'](UTF8ToString(knob), UTF8ToString(value)); },
    page_edit_closed: function () { Module['editClosed'](); },
    page_copied: function (buffer, size) { stringToUTF8(Module['copied'] || '', buffer, size); },
    page_wants_no_motion: function () { return matchMedia('(prefers-reduced-motion: reduce)').matches ? 1 : 0; },
    page_told: function (sentence, state, theme, language) { Module['told'](UTF8ToString(sentence), UTF8ToString(state), UTF8ToString(theme), UTF8ToString(language)); },
});
