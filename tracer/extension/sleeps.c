/* sleeps.c: asyncio.sleep() makes its future and its timer, and that timer falls due and resolves the future, where nothing uncommon happens. */
#include "extension.h"

static const long long FAR = 5LL * 365 * 24 * 3600 * 1000000000; /* ns, as in loopscope_trace/causes/callbacks.py */

/* Whose code a frame is, as origins.ORIGINS says: its number there, or -1 when nobody has asked yet. */
static long origin_of(PyObject *frame)
{
    PyObject *code = attribute(frame, known.names.f_code), *file = code == NULL ? NULL : attribute(code, known.names.co_filename);
    PyObject *origin = file == NULL ? NULL : PyDict_GetItem(known.origins, file);
    const long number = origin == NULL ? -1 : PyLong_AsLong(origin);
    Py_XDECREF(file);
    Py_XDECREF(code);
    return number;
}

/* Steps outwards; takes the reference that it is given, and gives one or NULL. */
static PyObject *outwards(PyObject *frame)
{
    PyObject *outer = frame == NULL ? NULL : attribute(frame, known.names.f_back);
    Py_XDECREF(frame);
    if (outer == Py_None) {
        Py_DECREF(outer);
        return NULL;
    }
    return outer;
}

/* The frame that calls us, which is the tracer's own. */
static PyObject *this_frame(void)
{
    PyObject *frame = (PyObject *)PyEval_GetFrame();
    Py_XINCREF(frame);
    return frame;
}

/* Has the program called asyncio.sleep(), and that what calls us? Then via is "sleep" for look.caller(). */
static bool is_in_sleep(void)
{
    PyObject *frame = outwards(this_frame());
    bool found = frame != NULL && PyList_Size(known.eager) == 0 && attribute_is(frame, known.names.f_code, known.sleep_code);
    frame = outwards(frame);
    found = found && frame != NULL && origin_of(frame) == ORIGIN_OTHERS;
    Py_XDECREF(frame);
    return found;
}

/* Is it known that no beat is meant where the program sleeps now? causes/slow/beats.py */
static bool keeps_no_beat(void)
{
    PyObject *frame = this_frame();
    long origin = ORIGIN_OURS;
    while (frame != NULL && (origin = origin_of(frame), origin == ORIGIN_OURS || origin == ORIGIN_ASYNCIOS)) {
        frame = outwards(frame);
    }
    PyObject *code = frame == NULL ? NULL : attribute(frame, known.names.f_code);
    PyObject *line = frame == NULL ? NULL : attribute(frame, known.names.f_lineno);
    PyObject *file = code == NULL ? NULL : attribute(code, known.names.co_filename);
    PyObject *function = code == NULL ? NULL : attribute(code, known.names.co_name);
    bool whole = file != NULL && function != NULL && line != NULL && origin == ORIGIN_OTHERS;
    PyObject *key = whole ? PyTuple_Pack(3, file, function, line) : NULL; /* look.place_of() */
    bool none = key != NULL && PyDict_GetItem(known.beat_places, key) == Py_False;
    Py_XDECREF(key);
    Py_XDECREF(function);
    Py_XDECREF(file);
    Py_XDECREF(line);
    Py_XDECREF(code);
    Py_XDECREF(frame);
    PyErr_Clear();
    return none;
}

static bool is_usual(const Watch *watch, PyObject *loop)
{
    return watch_here(watch) && (PyObject *)Py_TYPE(loop) == known.usual_loop && loop_is_here(watch, loop, false);
}

static bool put(PyObject *object, PyObject *name, PyObject *value) /* takes the value's reference */
{
    bool done = value != NULL && PyObject_SetAttr(object, name, value) == 0;
    Py_XDECREF(value);
    return done;
}

/* What came of an attempt, for Python: whether it is told. */
static PyObject *told(Watch *watch, Outcome outcome)
{
    if (outcome == FAILED && !watch_failed(watch)) {
        return NULL;
    }
    return PyBool_FromLong(outcome != UNCOMMON);
}

/* future_made(loop, future): that of a sleep. */
PyObject *future_made(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *loop, *future;
    if (!PyArg_ParseTuple(args, "OO:future_made", &loop, &future)) {
        return NULL;
    }
    Watch *watch = known.watched;
    if (!is_usual(watch, loop) || (PyObject *)Py_TYPE(future) != known.future || !is_in_sleep()) {
        Py_RETURN_FALSE;
    }
    Event event = {.kind = EV_FUT_NEW, .detail = VIA_SLEEP, .a = (uint32_t)++watch->futures};
    long long ns;
    Py_INCREF(known.names.sleep);
    bool done = put(future, known.names.loopscope_name, PyUnicode_FromFormat("F%llu", watch->futures)) &&
                put(future, known.names.loopscope_via, known.names.sleep) && watch_time(watch, &ns);
    event.t = done ? ns : 0;
    return told(watch, done && watch_put(watch, &event) ? DONE : FAILED);
}

/* The future that a timer of a sleep's will resolve, with a new reference; or NULL. */
static PyObject *future_of(PyObject *handle)
{
    PyObject *args = attribute(handle, known.names._args), *future = NULL;
    if (args != NULL && PyTuple_Check(args) && PyTuple_Size(args) == 2 && attribute_is(handle, known.names._callback, known.resolves)) {
        future = PyTuple_GetItem(args, 0);
        PyObject *result = PyTuple_GetItem(args, 1);
        future = (PyObject *)Py_TYPE(future) == known.future && result == Py_None ? future : NULL;
        Py_XINCREF(future);
    }
    Py_XDECREF(args);
    return future;
}

static Outcome tell_timer(Watch *watch, PyObject *handle, PyObject *future, PyObject *name, long long when)
{
    long long ns;
    Event event = {.kind = EV_TIMER_NEW, .detail = CALL_RESOLVE, .b = ref_of(name), .c = (uint32_t)when, .d = (uint32_t)(when >> 32)};
    if (ref_kind(event.b) != REF_FUTURE) {
        return UNCOMMON;
    }
    if (!watch_time(watch, &ns)) {
        return FAILED;
    }
    if (when - ns > FAR || !keeps_no_beat()) {
        return UNCOMMON;
    }
    event.t = ns;
    event.a = (uint32_t)++watch->timers;
    bool done = put(handle, known.names.loopscope_name, PyUnicode_FromFormat("M%llu", watch->timers)) &&
                put(handle, known.names.loopscope_when, PyObject_CallFunction(known.seconds, "L", when)) &&
                put(handle, known.names.loopscope_text, PyUnicode_FromFormat("sleep.resolve(%U)", name)) &&
                put(future, known.names.loopscope_delay, PyObject_CallFunction(known.seconds, "L", when - ns));
    return done && watch_put(watch, &event) ? DONE : FAILED;
}

/* timer_made(handle, when): that of a sleep; when: ns since the start. */
PyObject *timer_made(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *handle;
    long long when;
    if (!PyArg_ParseTuple(args, "OL:timer_made", &handle, &when)) {
        return NULL;
    }
    Watch *watch = known.watched;
    PyObject *future = watch_here(watch) ? future_of(handle) : NULL;
    if (future == NULL) {
        Py_RETURN_FALSE;
    }
    PyObject *name = attribute(future, known.names.loopscope_name);
    Outcome outcome = name == NULL ? UNCOMMON : tell_timer(watch, handle, future, name, when);
    Py_XDECREF(name);
    Py_DECREF(future);
    return told(watch, outcome);
}

/* A timer of any kind falls due: it goes into the ready queue. */
Outcome timer_due(Watch *watch, PyObject *handle)
{
    if (!attribute_is(handle, known.names.loopscope_timer, Py_True)) {
        return UNCOMMON;
    }
    PyObject *name = attribute(handle, known.names.loopscope_name);
    const Ref ref = name == NULL ? 0 : ref_of(name);
    Py_XDECREF(name);
    if (ref_kind(ref) != REF_TIMER) {
        return UNCOMMON;
    }
    Event event = {.kind = EV_TIMER_FIRE, .a = ref_number(ref)};
    long long ns;
    if (!watch_time(watch, &ns) || PyObject_SetAttr(handle, known.names.loopscope_queued, Py_True) < 0) {
        return FAILED;
    }
    event.t = ns;
    return watch_put(watch, &event) ? DONE : FAILED;
}

/* resolved(future, result): that of a sleep which is over. */
PyObject *resolved(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *future, *result;
    if (!PyArg_ParseTuple(args, "OO:resolved", &future, &result)) {
        return NULL;
    }
    Watch *watch = known.watched;
    if (result != Py_None || !watch_here(watch) || (PyObject *)Py_TYPE(future) != known.future || PyDict_Size(known.beat_rounds) != 0) {
        Py_RETURN_FALSE;
    }
    PyObject *state = attribute(future, known.names._state), *loop = attribute(future, known.names._loop);
    bool common = state != NULL && PyUnicode_CompareWithASCIIString(state, "PENDING") == 0 && loop != NULL && is_usual(watch, loop) &&
                  attribute_is(future, known.names.loopscope_via, known.names.sleep);
    Py_XDECREF(state);
    Py_XDECREF(loop);
    PyObject *text = common ? PyDict_GetItem(watch->strings, known.names.None) : NULL;
    PyObject *name = text == NULL ? NULL : attribute(future, known.names.loopscope_name);
    Event event = {.kind = EV_RESOLVE, .b = name == NULL ? 0 : ref_of(name)};
    Py_XDECREF(name);
    if (event.b == 0) {
        Py_RETURN_FALSE;
    }
    event.c = (uint32_t)PyLong_AsUnsignedLong(text);
    long long ns;
    bool done = watch_time(watch, &ns);
    event.t = done ? ns : 0;
    return told(watch, done && watch_put(watch, &event) ? DONE : FAILED);
}
