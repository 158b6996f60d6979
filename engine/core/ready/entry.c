/* entry.c: what an entry of a queue is part of, and for whose sake it runs. */
#include "core/sleep.h"

async_handle *entry_handle(const async_entry *entry)
{
    return entry->call == CALL_STEP || entry->call == CALL_WAKEUP || entry->call == CALL_RESOLVE ? NULL : (async_handle *)(uintptr_t)entry;
}

async_object *entry_owner(const async_entry *entry)
{
    async_entry *of = (async_entry *)(uintptr_t)entry;
    const async_handle *handle = entry_handle(entry);
    return handle ? handle->owner : entry->call == CALL_RESOLVE ? &sleep_of(of)->future.object : &task_of(of)->future.object;
}

/* For whose sake a callback of that owner runs. */
static const async_object *served_by(const async_object *owner)
{
    if (!owner || owner->type != OBJECT_CUSTOM) {
        return owner;
    }
    const custom_class *class = ((const custom_object *)owner)->class;
    return class->serves ? class->serves(owner) : NULL;
}

const async_object *entry_serves(const async_entry *entry) { return served_by(entry_owner(entry)); }
