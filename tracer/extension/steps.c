/* steps.c: a task's step begins and ends: recorder.step_begins() and step_ends(), where nothing uncommon happens. */
#include "extension.h"

#include "trace/stream.h"

enum { LEVEL_NAME = 1, LEVEL_PLACE = 4 };

static bool is_named(PyObject *object, const char *wanted)
{
    PyObject *name = attribute(object, known.names.__name__);
    bool same = name != NULL && PyUnicode_CompareWithASCIIString(name, wanted) == 0;
    Py_XDECREF(name);
    return same;
}

/* From some version on a task is woken by a method of its own. */
static bool is_wakeup(PyObject *callback)
{
    if (!PyCFunction_Check(callback)) {
        return false;
    }
    PyObject *self = PyCFunction_GetSelf(callback);
    if (self == NULL || (PyObject *)Py_TYPE(self) != known.task) {
        return false;
    }
    if (known.wakeup == NULL && is_named(callback, "task_wakeup")) {
        known.wakeup = PyCFunction_GetFunction(callback);
    }
    return known.wakeup != NULL && PyCFunction_GetFunction(callback) == known.wakeup;
}

bool task_of(PyObject *callback, PyObject **task, bool *wakeup)
{
    PyObject *kind = (PyObject *)Py_TYPE(callback);
    if (kind != known.step_kind && kind != known.wakeup_kind) {
        if (is_wakeup(callback)) {
            *task = PyCFunction_GetSelf(callback);
            *wakeup = true;
            Py_INCREF(*task);
            return true;
        }
        if (is_named(kind, "TaskStepMethWrapper")) {
            replace(&known.step_kind, kind);
            getter_find(&known.step_self, kind, known.names.__self__);
        } else if (is_named(kind, "TaskWakeupMethWrapper")) {
            replace(&known.wakeup_kind, kind);
            getter_find(&known.wakeup_self, kind, known.names.__self__);
        } else {
            return false;
        }
    }
    *wakeup = kind == known.wakeup_kind;
    *task = got(*wakeup ? &known.wakeup_self : &known.step_self, callback);
    if (*task == NULL || (PyObject *)Py_TYPE(*task) != known.task) {
        Py_XDECREF(*task);
        return false;
    }
    return true;
}

/* Of a task: does its `_state` say that? */
static bool state_is(const Getter *getter, PyObject *future, PyObject *wanted)
{
    PyObject *state = got(getter, future);
    bool same = state == wanted || (state != NULL && PyUnicode_Compare(state, wanted) == 0);
    Py_XDECREF(state);
    return same;
}

static bool is_done_well(PyObject *future, bool is_task)
{
    return state_is(is_task ? &known.get.task__state : &known.get.future__state, future, known.names.FINISHED) &&
           got_is(is_task ? &known.get.task__exception : &known.get.future__exception, future, Py_None);
}

/* The name of the future that wakes a task up without an error, for `c` of the event; else UNCOMMON. */
static Outcome waker_of(PyObject *args, bool done, Ref *ref)
{
    PyObject *future = args != NULL && PyTuple_Check(args) && PyTuple_Size(args) == 1 ? PyTuple_GetItem(args, 0) : NULL;
    PyObject *kind = future == NULL ? NULL : (PyObject *)Py_TYPE(future);
    if (kind == NULL || (kind != known.future && kind != known.task)) {
        return UNCOMMON;
    }
    PyObject *kept = kept_by(future), *name = kept == NULL ? NULL : item(kept, known.names.loopscope_name);
    *ref = name == NULL ? 0 : ref_of(name);
    /* of a task its end is told first */
    bool common = *ref != 0 && (kind != known.task || item(kept, known.names.loopscope_done) == Py_True);
    Py_XDECREF(kept);
    return common && (!done || is_done_well(future, kind == known.task)) ? DONE : UNCOMMON;
}

static bool without_arguments(PyObject *args)
{
    return args != NULL && (args == Py_None || (PyTuple_Check(args) && PyTuple_Size(args) == 0));
}

static bool nothing_is_read(void) { return PyDict_Size(known.under_way) == 0; }

/* Has the stream told this chain of that task? */
static bool is_told(Watch *watch, PyObject *name, PyObject *chain) { return item(watch->chains, name) == chain; }

Outcome step_begins(Watch *watch, const Run *run, long long *ns)
{
    Event event = {.kind = EV_STEP, .detail = run->wakeup ? RESUME_WAKEUP : RESUME_NEXT, .a = ref_number(run->ref)};
    PyObject *args = slot(run->handle, run->kind->slots[HANDLE_ARGS]);
    if (run->wakeup ? waker_of(args, true, &event.c) != DONE
                    : !without_arguments(args) || item(run->kept, known.names.loopscope_fresh) != Py_False) {
        return UNCOMMON;
    }
    if (!nothing_is_read() || item(run->kept, known.names.loopscope_itself) != Py_False ||
        !got_is(&known.get.task__must_cancel, run->task, Py_False)) {
        return UNCOMMON;
    }
    PyObject *chain = item(run->kept, known.names.loopscope_chain);
    if (chain == NULL || chain == Py_None || !is_told(watch, run->name, chain)) {
        return UNCOMMON;
    }
    event.b = ref_of(run->entry);
    replace(&watch->entered, chain);
    if (watch->struck != Py_None) {
        replace(&watch->struck, Py_None);
    }
    if (!watch_time(watch, ns)) {
        return FAILED;
    }
    event.t = *ns;
    return watch_put(watch, &event) ? DONE : FAILED;
}

/* What a task waits for: b and flags of the event. */
static bool waits_for(Watch *watch, PyObject *future, Event *event)
{
    PyObject *kind = (PyObject *)Py_TYPE(future);
    if (kind != known.task && kind != known.future) {
        return false;
    }
    PyObject *kept = kept_by(future), *name = kept == NULL ? NULL : item(kept, known.names.loopscope_name);
    event->b = name == NULL ? 0 : ref_of(name);
    bool says_enough = event->b != 0;
    if (says_enough && kind == known.task) {
        event->flags = VIA_TASK;
    } else if (says_enough) {
        PyObject *via = item(kept, known.names.loopscope_via), *number = via == NULL ? NULL : item(known.vias, via);
        long found = number == NULL ? VIA_USER : PyLong_AsLong(number);
        bool is_known = found > VIA_USER && found != VIA_FUTURE;
        event->flags = is_known ? (uint16_t)found : VIA_FUTURE;
        says_enough = is_known || !watch_is_real(watch) || item(kept, known.names.loopscope_named) == Py_True;
    }
    Py_XDECREF(kept);
    return says_enough;
}

/* Is it asyncio.sleep(0) in which the task has left off? */
static bool sleeps_zero(PyObject *chain)
{
    PyObject *level = PyList_GetItem(chain, PyList_Size(chain) - 1);
    PyObject *name = level == NULL ? NULL : PyTuple_GetItem(level, LEVEL_NAME);
    if (name == NULL) {
        PyErr_Clear();
    }
    return name != NULL && (name == known.names.__sleep0 || PyUnicode_CompareWithASCIIString(name, "__sleep0") == 0);
}

/* The number of a place that has been told. */
static bool number_of(Watch *watch, PyObject *place, uint32_t *number)
{
    PlaceKnown *last = &watch->known_places[((uintptr_t)place >> 5) % PLACES_KNOWN];
    if (last->place != place) {
        PyObject *found = item(watch->places, place);
        if (found == NULL) {
            return false;
        }
        last->number = (uint32_t)PyLong_AsUnsignedLong(found);
        replace(&last->place, place);
    }
    *number = last->number;
    return true;
}

/* The number of the place where the program's own innermost coroutine stands. */
static bool place_of(Watch *watch, PyObject *chain, uint32_t *place)
{
    PyObject *level = slot(chain, known.chain_slots[CHAIN_OWN]);
    if (level == Py_None) {
        return true;
    }
    PyObject *key = level == NULL ? NULL : PyTuple_GetItem(level, LEVEL_PLACE);
    bool found = key != NULL && number_of(watch, key, place);
    PyErr_Clear();
    return found;
}

/* Where the task stands now: `a` to `d` of the event; UNCOMMON when it is not what the chain says. */
static bool describe(Watch *watch, const Run *run, PyObject *chain, Event *event)
{
    if ((PyObject *)Py_TYPE(chain) != known.chain || !is_told(watch, run->name, chain) ||
        slot(chain, known.chain_slots[CHAIN_PATTERNS]) != Py_False) {
        return false;
    }
    PyObject *coroutine = got(&known.get.task__coro, run->task);
    bool common = coroutine != NULL && chain_is_same(coroutine, chain);
    Py_XDECREF(coroutine);
    PyObject *waits_on = common ? got(&known.get.task__fut_waiter, run->task) : NULL;
    if (waits_on == NULL) {
        return false;
    }
    event->a = ref_number(run->ref);
    if (waits_on == Py_None) {
        event->detail = REASON_YIELD;
        event->flags = VIA_SLEEP_ZERO;
        common = sleeps_zero(chain);
    } else {
        event->detail = REASON_AWAIT;
        common = waits_for(watch, waits_on, event);
    }
    Py_DECREF(waits_on);
    return common && place_of(watch, chain, &event->d);
}

Outcome step_ends(Watch *watch, const Run *run, long long ns)
{
    if (watch->tells_variables || (watch->struck != NULL && watch->struck != Py_None) || !nothing_is_read() ||
        item(run->kept, known.names.loopscope_itself) != Py_False || !state_is(&known.get.task__state, run->task, known.names.PENDING)) {
        return UNCOMMON;
    }
    PyObject *chain = item(run->kept, known.names.loopscope_chain);
    if (chain == NULL || chain == Py_None) {
        return UNCOMMON;
    }
    Event event = {.kind = EV_STEP_END, .t = ns};
    Py_INCREF(chain);
    bool common = describe(watch, run, chain, &event);
    Py_DECREF(chain);
    if (!common) {
        return UNCOMMON;
    }
    replace(&watch->entered, NULL);
    return watch_put(watch, &event) ? DONE : FAILED;
}

Outcome step_ready(Watch *watch, PyObject *handle, const HandleKind *kind)
{
    PyObject *callback = slot(handle, kind->slots[HANDLE_CALLBACK]), *args = slot(handle, kind->slots[HANDLE_ARGS]), *task = NULL;
    bool wakeup = false;
    if (callback == NULL || !task_of(callback, &task, &wakeup)) {
        return UNCOMMON;
    }
    PyObject *kept = kept_by(task), *name = kept == NULL ? NULL : item(kept, known.names.loopscope_name);
    Event event = {.kind = EV_READY, .detail = wakeup ? CALL_WAKEUP : CALL_STEP};
    event.b = name == NULL ? 0 : name == watch->by ? watch_by(watch) : ref_of(name);
    Py_XDECREF(kept);
    Py_DECREF(task);
    if (event.b == 0 || (wakeup ? waker_of(args, false, &event.c) != DONE : !without_arguments(args))) {
        return UNCOMMON;
    }
    PyObject *entry = name_of_handle(++watch->handles);
    event.a = (uint32_t)watch->handles;
    long long ns;
    if (entry == NULL) {
        return FAILED;
    }
    set_slot(handle, kind->slots[HANDLE_NAME], entry);
    set_slot(handle, kind->slots[HANDLE_QUEUED], Py_True);
    Py_DECREF(entry);
    if (!watch_time(watch, &ns)) {
        return FAILED;
    }
    event.t = ns;
    return watch_put(watch, &event) ? DONE : FAILED;
}
