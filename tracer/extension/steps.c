/* steps.c: a task's step begins and ends: recorder.step_begins() and step_ends(), where nothing uncommon happens. */
#include "extension.h"

#include "trace/stream.h"

enum { LEVEL_NAME = 1, LEVEL_PLACE = 4 };

bool task_of(PyObject *callback, PyObject **task, bool *wakeup)
{
    PyObject *kind = (PyObject *)Py_TYPE(callback);
    if (kind != known.step_kind && kind != known.wakeup_kind) {
        PyObject *name = attribute(kind, known.names.__name__);
        bool step = name != NULL && PyUnicode_CompareWithASCIIString(name, "TaskStepMethWrapper") == 0;
        bool wakes = name != NULL && PyUnicode_CompareWithASCIIString(name, "TaskWakeupMethWrapper") == 0;
        Py_XDECREF(name);
        if (step) {
            replace(&known.step_kind, kind);
        } else if (wakes) {
            replace(&known.wakeup_kind, kind);
        } else if (!PyCFunction_Check(callback)) {
            return false;
        }
    }
    *task = attribute(callback, known.names.__self__);
    if (*task == NULL || (PyObject *)Py_TYPE(*task) != known.task) {
        Py_XDECREF(*task);
        return false;
    }
    *wakeup = kind != known.step_kind;
    if (kind == known.step_kind || kind == known.wakeup_kind) {
        return true;
    }
    PyObject *name =
        attribute(callback, known.names.__name__); /* a method of the task's own: from some version on this is how it is woken */
    bool found = name != NULL && PyUnicode_CompareWithASCIIString(name, "task_wakeup") == 0;
    Py_XDECREF(name);
    if (!found) {
        Py_DECREF(*task);
    }
    return found;
}

/* The name of the future that wakes a task up without an error, for `c` of the event; else UNCOMMON. */
static Outcome waker_of(PyObject *handle, bool done, Ref *ref)
{
    PyObject *args = attribute(handle, known.names._args);
    PyObject *future = args != NULL && PyTuple_Check(args) && PyTuple_Size(args) == 1 ? PyTuple_GetItem(args, 0) : NULL;
    PyObject *kind = future == NULL ? NULL : (PyObject *)Py_TYPE(future);
    Outcome outcome = UNCOMMON;
    if (kind != NULL && (kind == known.future || kind == known.task)) {
        PyObject *name = attribute(future, known.names.loopscope_name);
        *ref = name == NULL ? 0 : ref_of(name);
        outcome = *ref != 0 ? DONE : UNCOMMON;
        Py_XDECREF(name);
    }
    if (outcome == DONE && kind == known.task && !attribute_is(future, known.names.loopscope_done, Py_True)) {
        outcome = UNCOMMON; /* its end is told first */
    }
    if (outcome == DONE && done) {
        PyObject *state = attribute(future, known.names._state);
        if (state == NULL || PyUnicode_CompareWithASCIIString(state, "FINISHED") != 0 ||
            !attribute_is(future, known.names._exception, Py_None)) {
            outcome = UNCOMMON;
        }
        Py_XDECREF(state);
    }
    Py_XDECREF(args);
    return outcome;
}

static bool without_arguments(PyObject *handle)
{
    PyObject *args = attribute(handle, known.names._args);
    bool none = args != NULL && (args == Py_None || (PyTuple_Check(args) && PyTuple_Size(args) == 0));
    Py_XDECREF(args);
    return none;
}

static bool nothing_is_read(void) { return PyDict_Size(known.under_way) == 0; }

/* Has the stream told this chain of that task? */
static bool is_told(Watch *watch, PyObject *name, PyObject *chain) { return PyDict_GetItem(watch->chains, name) == chain; }

Outcome step_begins(Watch *watch, PyObject *task, PyObject *name, PyObject *handle, bool wakeup, long long *ns)
{
    Event event = {.kind = EV_STEP, .detail = wakeup ? RESUME_WAKEUP : RESUME_NEXT, .a = ref_number(ref_of(name))};
    if (wakeup ? waker_of(handle, true, &event.c) != DONE
               : !without_arguments(handle) || !attribute_is(task, known.names.loopscope_fresh, Py_False)) {
        return UNCOMMON;
    }
    if (!nothing_is_read() || !attribute_is(task, known.names.loopscope_itself, Py_False) ||
        !attribute_is(task, known.names._must_cancel, Py_False)) {
        return UNCOMMON;
    }
    PyObject *chain = attribute(task, known.names.loopscope_chain), *entry = attribute(handle, known.names.loopscope_name);
    Outcome outcome = UNCOMMON;
    if (chain != NULL && entry != NULL && chain != Py_None && is_told(watch, name, chain)) {
        event.b = ref_of(entry);
        replace(&watch->entered, chain);
        replace(&watch->struck, Py_None);
        outcome = watch_time(watch, ns) ? DONE : FAILED;
        event.t = *ns;
        outcome = outcome == DONE && watch_put(watch, &event) ? DONE : FAILED;
    }
    Py_XDECREF(chain);
    Py_XDECREF(entry);
    return outcome;
}

/* What a task waits for: b and flags of the event. */
static bool waits_for(Watch *watch, PyObject *future, Event *event)
{
    PyObject *kind = (PyObject *)Py_TYPE(future);
    if (kind != known.task && kind != known.future) {
        return false;
    }
    PyObject *name = attribute(future, known.names.loopscope_name);
    event->b = name == NULL ? 0 : ref_of(name);
    Py_XDECREF(name);
    if (event->b == 0) {
        return false;
    }
    if (kind == known.task) {
        event->flags = VIA_TASK;
        return true;
    }
    PyObject *via = attribute(future, known.names.loopscope_via);
    PyObject *number = via == NULL ? NULL : PyDict_GetItem(known.vias, via);
    long found = number == NULL ? VIA_USER : PyLong_AsLong(number);
    Py_XDECREF(via);
    bool says_enough = found > VIA_USER && found != VIA_FUTURE;
    event->flags = says_enough ? (uint16_t)found : VIA_FUTURE;
    return says_enough || !watch_is_real(watch) || attribute_is(future, known.names.loopscope_named, Py_True);
}

/* Is it asyncio.sleep(0) in which the task has left off? */
static bool sleeps_zero(PyObject *chain)
{
    PyObject *level = PyList_GetItem(chain, PyList_Size(chain) - 1);
    PyObject *name = level == NULL ? NULL : PyTuple_GetItem(level, LEVEL_NAME);
    if (name == NULL) {
        PyErr_Clear();
    }
    return name != NULL && PyUnicode_CompareWithASCIIString(name, "__sleep0") == 0;
}

/* The number of the place where the program's own innermost coroutine stands. */
static bool place_of(Watch *watch, PyObject *chain, uint32_t *place)
{
    PyObject *level = attribute(chain, known.names.own);
    bool found = level == Py_None;
    if (level != NULL && level != Py_None) {
        PyObject *key = PyTuple_GetItem(level, LEVEL_PLACE), *number = key == NULL ? NULL : PyDict_GetItem(watch->places, key);
        found = number != NULL;
        *place = found ? (uint32_t)PyLong_AsUnsignedLong(number) : 0;
    }
    Py_XDECREF(level);
    PyErr_Clear();
    return found;
}

/* Where the task stands now: `a` to `d` of the event; UNCOMMON when it is not what the chain says. */
static bool describe(Watch *watch, PyObject *task, PyObject *name, PyObject *chain, Event *event)
{
    if (!is_told(watch, name, chain) || !attribute_is(chain, known.names.patterns, Py_False)) {
        return false;
    }
    PyObject *coroutine = attribute(task, known.names._coro);
    bool common = coroutine != NULL && chain_is_same(coroutine, chain);
    Py_XDECREF(coroutine);
    PyObject *waits_on = common ? attribute(task, known.names._fut_waiter) : NULL;
    if (waits_on == NULL) {
        return false;
    }
    event->a = ref_number(ref_of(name));
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

Outcome step_ends(Watch *watch, PyObject *task, PyObject *name, long long ns)
{
    if (watch->tells_variables || (watch->struck != NULL && watch->struck != Py_None) || !nothing_is_read() ||
        !attribute_is(task, known.names.loopscope_itself, Py_False)) {
        return UNCOMMON;
    }
    PyObject *state = attribute(task, known.names._state);
    bool pending = state != NULL && PyUnicode_CompareWithASCIIString(state, "PENDING") == 0;
    Py_XDECREF(state);
    PyObject *chain = pending ? attribute(task, known.names.loopscope_chain) : NULL;
    if (chain == NULL || chain == Py_None) {
        Py_XDECREF(chain);
        return UNCOMMON;
    }
    Event event = {.kind = EV_STEP_END, .t = ns};
    bool common = describe(watch, task, name, chain, &event);
    Py_DECREF(chain);
    if (!common) {
        return UNCOMMON;
    }
    replace(&watch->entered, NULL);
    return watch_put(watch, &event) ? DONE : FAILED;
}

Outcome step_ready(Watch *watch, PyObject *handle)
{
    PyObject *callback = attribute(handle, known.names._callback), *task = NULL;
    bool wakeup = false, found = callback != NULL && task_of(callback, &task, &wakeup);
    Py_XDECREF(callback);
    if (!found) {
        return UNCOMMON;
    }
    PyObject *name = attribute(task, known.names.loopscope_name);
    Py_DECREF(task);
    Event event = {.kind = EV_READY, .detail = wakeup ? CALL_WAKEUP : CALL_STEP, .b = name == NULL ? 0 : ref_of(name)};
    Py_XDECREF(name);
    if (event.b == 0 || (wakeup ? waker_of(handle, false, &event.c) != DONE : !without_arguments(handle))) {
        return UNCOMMON;
    }
    PyObject *entry = name_of_handle(++watch->handles);
    event.a = (uint32_t)watch->handles;
    long long ns;
    bool done = entry != NULL && PyObject_SetAttr(handle, known.names.loopscope_name, entry) == 0 &&
                PyObject_SetAttr(handle, known.names.loopscope_queued, Py_True) == 0 && watch_time(watch, &ns);
    Py_XDECREF(entry);
    if (!done) {
        return FAILED;
    }
    event.t = ns;
    return watch_put(watch, &event) ? DONE : FAILED;
}
