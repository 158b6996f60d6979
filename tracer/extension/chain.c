/* chain.c: where a task is suspended, compared with where it was: look.stands_there(). */
#include "extension.h"

/* Places in look.Level. */
enum { LEVEL_OWN = 0, LEVEL_LINE = 2, LEVEL_CODE = 6, LEVEL_COROUTINE = 7 };
enum { DEEPEST = 32 }; /* of deeper chains the lines are looked up each time */

/* Where the levels stood when the chain was last found to be the same, as the frames say: by instruction, which is found sooner than the line. */
typedef struct Stood {
    PyObject *before; /* a tuple, or NULL */
    long now[DEEPEST];
    bool moved; /* at least one stands at another instruction of that line */
} Stood;

/* What a coroutine awaits (a new reference), or NULL: it is none that is known here. */
static PyObject *awaited_by(PyObject *coroutine, bool *generator)
{
    *generator = (PyObject *)Py_TYPE(coroutine) == known.generator;
    if (*generator) {
        return got(&known.get.generator_gi_yieldfrom, coroutine);
    }
    return (PyObject *)Py_TYPE(coroutine) == known.coroutine ? got(&known.get.coroutine_cr_await, coroutine) : NULL;
}

/* While a coroutine lives there is one weak reference of this kind to it. */
static bool is_referred_to(PyObject *coroutine, PyObject *wanted)
{
    PyObject *reference = PyWeakref_NewRef(coroutine, NULL);
    if (reference == NULL) {
        PyErr_Clear();
        return false;
    }
    bool same = reference == wanted;
    Py_DECREF(reference);
    return same;
}

static long number_in(const Getter *getter, PyObject *frame)
{
    PyObject *number = got(getter, frame);
    long found = number != NULL && PyLong_Check(number) ? PyLong_AsLong(number) : -1;
    Py_XDECREF(number);
    return found;
}

static bool line_is(PyObject *coroutine, bool generator, PyObject *line, Py_ssize_t depth, Stood *stood)
{
    PyObject *frame = got(generator ? &known.get.generator_gi_frame : &known.get.coroutine_cr_frame, coroutine);
    if (frame == NULL || (PyObject *)Py_TYPE(frame) != known.frame) {
        Py_XDECREF(frame);
        return false;
    }
    long now = depth < DEEPEST ? number_in(&known.get.frame_f_lasti, frame) : -1;
    PyObject *before = stood->before != NULL && now >= 0 ? PyTuple_GetItem(stood->before, depth) : NULL;
    bool same = before != NULL && PyLong_AsLong(before) == now;
    if (!same) {
        same = PyLong_Check(line) && number_in(&known.get.frame_f_lineno, frame) == PyLong_AsLong(line);
        stood->moved = true;
    }
    if (depth < DEEPEST) {
        stood->now[depth] = now;
    }
    Py_DECREF(frame);
    return same;
}

static bool level_is_same(PyObject *coroutine, bool generator, PyObject *level, Py_ssize_t depth, Stood *stood)
{
    PyObject *own = PyTuple_GetItem(level, LEVEL_OWN), *line = PyTuple_GetItem(level, LEVEL_LINE);
    PyObject *code = PyTuple_GetItem(level, LEVEL_CODE), *wanted = PyTuple_GetItem(level, LEVEL_COROUTINE);
    if (own == NULL || line == NULL || code == NULL || wanted == NULL) {
        return false;
    }
    /* The same coroutine is still of the same code. */
    bool same = wanted != Py_None ? is_referred_to(coroutine, wanted)
                                  : got_is(generator ? &known.get.generator_gi_code : &known.get.coroutine_cr_code, coroutine, code);
    return same && (own == Py_False || line_is(coroutine, generator, line, depth, stood));
}

/* Is it what the innermost coroutine awaits: nothing, or a future? */
static bool is_end(PyObject *awaited)
{
    if (awaited == Py_None || (PyObject *)Py_TYPE(awaited) == known.future_iter) {
        return true;
    }
    PyObject *name = known.future_iter == NULL ? attribute((PyObject *)Py_TYPE(awaited), known.names.__name__) : NULL;
    bool found = name != NULL && PyUnicode_CompareWithASCIIString(name, "FutureIter") == 0;
    Py_XDECREF(name);
    if (found) {
        replace(&known.future_iter, (PyObject *)Py_TYPE(awaited));
    }
    return found;
}

static void keep(PyObject *chain, Py_ssize_t length, const Stood *stood)
{
    PyObject *all = length <= DEEPEST ? PyTuple_New(length) : NULL;
    for (Py_ssize_t i = 0; all != NULL && i < length; i++) {
        PyObject *number = PyLong_FromLong(stood->now[i]);
        if (number == NULL || PyTuple_SetItem(all, i, number) < 0) {
            Py_DECREF(all);
            all = NULL;
        }
    }
    if (all != NULL) {
        set_slot(chain, known.chain_slots[CHAIN_STOOD], all);
        Py_DECREF(all);
    }
}

bool chain_is_same(PyObject *coroutine, PyObject *chain)
{
    Py_ssize_t length = PyList_Size(chain);
    bool keeps = (PyObject *)Py_TYPE(chain) == known.chain;
    PyObject *before = keeps ? slot(chain, known.chain_slots[CHAIN_STOOD]) : NULL;
    Stood stood = {.before = before != NULL && PyTuple_Check(before) && PyTuple_Size(before) == length ? before : NULL, .moved = false};
    Py_INCREF(coroutine);
    Py_XINCREF(before);
    bool same = length > 0;
    for (Py_ssize_t i = 0; same && i < length; i++) {
        bool generator;
        PyObject *awaited = awaited_by(coroutine, &generator), *level = PyList_GetItem(chain, i);
        if (i < DEEPEST) {
            stood.now[i] = -1;
        }
        same = awaited != NULL && level != NULL && level_is_same(coroutine, generator, level, i, &stood);
        Py_DECREF(coroutine);
        coroutine = awaited;
    }
    same = same && is_end(coroutine);
    Py_XDECREF(coroutine);
    if (same && keeps && stood.moved) {
        keep(chain, length, &stood);
    }
    Py_XDECREF(before);
    PyErr_Clear();
    return same;
}
