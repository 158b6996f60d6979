/* module.c: the extension as a module: what Python tells it, and what it finds out by itself. */
#include "extension.h"

#include <string.h>

Known known;

PyAPI_FUNC(const char *)
    PyUnicode_AsUTF8AndSize(PyObject *text, Py_ssize_t *length); /* in all versions, and from 3.10 on in the limited interface */

PyObject *attribute(PyObject *object, PyObject *name)
{
    PyObject *value = PyObject_GetAttr(object, name);
    if (value == NULL) {
        PyErr_Clear();
    }
    return value;
}

bool attribute_is(PyObject *object, PyObject *name, PyObject *wanted)
{
    PyObject *value = attribute(object, name);
    bool same = value == wanted;
    Py_XDECREF(value);
    return same;
}

static uint32_t number_in(const char *text, Py_ssize_t length)
{
    uint32_t number = 0;
    for (Py_ssize_t i = 1; i < length; i++) {
        number = number * 10 + (uint32_t)(text[i] - '0');
    }
    return number;
}

Ref ref_of(PyObject *name)
{
    if (name == NULL || !PyUnicode_Check(name)) {
        return TRACE_NOBODY;
    }
    Py_ssize_t length;
    const char *text = PyUnicode_AsUTF8AndSize(name, &length);
    if (text == NULL) {
        PyErr_Clear();
        return TRACE_NOBODY;
    }
    const char letters[] = "\0\0TFHM"; /* by RefKind */
    char first = length > 1 ? text[0] : 0;
    RefKind kind = REF_TASK;
    while (kind <= REF_TIMER && letters[kind] != first) {
        kind++;
    }
    if (kind > REF_TIMER) {
        return length == 4 && first == 'l' ? TRACE_LOOP : TRACE_NOBODY;
    }
    return ref_make(kind, number_in(text, length));
}

PyObject *name_of_handle(unsigned long long number)
{
    char text[24], *end = text + sizeof text, *at = end;
    do {
        *--at = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    *--at = 'H';
    return PyUnicode_FromStringAndSize(at, end - at);
}

/* -- what Python tells */

typedef struct Slot {
    const char *name;
    PyObject **object;
} Slot;
static const Slot slots[] = {{"task", &known.task},
                             {"future", &known.future},
                             {"append", &known.append},
                             {"popleft", &known.popleft},
                             {"run", &known.run},
                             {"run_once", &known.run_once},
                             {"plain_run_once", &known.plain_run_once},
                             {"deque", &known.deque},
                             {"deque_append", &known.deque_append},
                             {"deque_popleft", &known.deque_popleft},
                             {"coroutine", &known.coroutine},
                             {"frame", &known.frame},
                             {"chain", &known.chain},
                             {"generator", &known.generator},
                             {"under_way", &known.under_way},
                             {"vias", &known.vias},
                             {"now", &known.now},
                             {"resolves", &known.resolves},
                             {"sleep_code", &known.sleep_code},
                             {"usual_loop", &known.usual_loop},
                             {"seconds", &known.seconds},
                             {"origins", &known.origins},
                             {"eager", &known.eager},
                             {"beat_places", &known.beat_places},
                             {"beat_rounds", &known.beat_rounds}};
enum { SLOTS = sizeof slots / sizeof slots[0] };

static const char *unknown(void)
{
    for (size_t i = 0; i < SLOTS; i++) {
        if (*slots[i].object == NULL) {
            return slots[i].name;
        }
    }
    return NULL;
}

static bool find_fields(void)
{
#define GETTER(owner, name) getter_find(&known.get.owner##_##name, known.owner, known.names.name);
    GETTERS(GETTER)
#undef GETTER
    PyObject *const names[CHAIN_SLOTS] = {known.names.own, known.names.patterns, known.names.stood};
    known.append_to_deque = function_of(known.deque, "append", METH_O);
    known.popleft_of_deque = function_of(known.deque, "popleft", METH_NOARGS);
    return slots_find(known.chain, names, known.chain_slots, CHAIN_SLOTS);
}

/* Takes keyword arguments: each a name of `slots` and what it is. */
static PyObject *know(PyObject *self, PyObject *args, PyObject *named)
{
    (void)self;
    (void)args;
    for (size_t i = 0; i < SLOTS; i++) {
        PyObject *value = named == NULL ? NULL : PyDict_GetItemString(named, slots[i].name);
        if (value != NULL) {
            replace(slots[i].object, value);
        }
    }
    if (unknown() == NULL && !find_fields()) {
        return NULL;
    }
    return Py_BuildValue("");
}

static bool all_is_known(void)
{
    if (unknown() != NULL) {
        PyErr_Format(PyExc_TypeError, "the extension must know of %s", unknown());
        return false;
    }
    PyObject *dictionaries[] = {known.under_way, known.vias, known.origins, known.beat_places, known.beat_rounds};
    bool all = PyList_Check(known.eager);
    for (size_t i = 0; i < sizeof dictionaries / sizeof dictionaries[0]; i++) {
        all = all && PyDict_Check(dictionaries[i]);
    }
    if (!all) {
        PyErr_SetString(PyExc_TypeError, "the extension was told of something else than a dictionary or a list");
    }
    return all;
}

/* know_handle(class, how it runs) */
static PyObject *know_handle(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *type, *run;
    if (!PyArg_ParseTuple(args, "OO:know_handle", &type, &run)) {
        return NULL;
    }
    PyObject *const names[HANDLE_SLOTS] = {known.names._callback, known.names._args,          known.names._cancelled,
                                           known.names._loop,     known.names.loopscope_name, known.names.loopscope_queued};
    size_t found[HANDLE_SLOTS];
    if (!slots_find(type, names, found, HANDLE_SLOTS)) {
        return NULL;
    }
    for (int i = 0; i < HANDLE_KINDS; i++) {
        if (known.handles[i].type == NULL || known.handles[i].type == type) {
            replace(&known.handles[i].type, type);
            replace(&known.handles[i].run, run);
            memcpy(known.handles[i].slots, found, sizeof found);
            return Py_BuildValue("");
        }
    }
    return PyErr_Format(PyExc_ValueError, "there are more kinds of handles than the extension has room for");
}

/* Without a recorder, or with one that is not whole, the twins do all of it. */
static PyObject *watch(PyObject *self, PyObject *recorder)
{
    (void)self;
    replace((PyObject **)&known.watched, NULL);
    if (!all_is_known()) {
        return NULL;
    }
    if (!PyObject_TypeCheck(recorder, known.watch_type)) {
        return PyErr_Format(PyExc_TypeError, "a recorder is wanted");
    }
    Watch *given = (Watch *)recorder;
    bool whole = given->queue != NULL && given->tell_writer != NULL;
    if (whole && given->records != NULL && given->records != Py_None) {
        whole = Py_TYPE(given->records) == known.records_type && given->event != NULL && given->chains != NULL &&
                PyDict_Check(given->chains) && given->places != NULL && PyDict_Check(given->places) && given->strings != NULL &&
                PyDict_Check(given->strings);
    }
    if (!whole) {
        return PyErr_Format(PyExc_TypeError, "a recorder with all that the extension needs is wanted");
    }
    replace((PyObject **)&known.watched, recorder);
    return Py_BuildValue("");
}

static PyObject *same(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *coroutine, *chain;
    if (!PyArg_ParseTuple(args, "OO:same", &coroutine, &chain)) {
        return NULL;
    }
    return PyBool_FromLong(PyList_Check(chain) && unknown() == NULL && chain_is_same(coroutine, chain));
}

/* method(class, name): as a class that is written in C would have it: the twin that it stands for is given to know(). */
static PyObject *method(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *type;
    const char *name;
    if (!PyArg_ParseTuple(args, "Os:method", &type, &name)) {
        return NULL;
    }
    for (PyMethodDef *one = hot_methods; one->ml_name != NULL; one++) {
        if (PyType_Check(type) && strcmp(one->ml_name, name) == 0) {
            return PyDescr_NewMethod((PyTypeObject *)type, one);
        }
    }
    return PyErr_Format(PyExc_ValueError, "the extension has no %s", name);
}

/* A class that is written in C keeps what it has looked up, until it is told that its dictionary has changed. */
static PyObject *modified(PyObject *self, PyObject *type)
{
    (void)self;
    if (!PyType_Check(type)) {
        return PyErr_Format(PyExc_TypeError, "that is no class");
    }
    PyType_Modified((PyTypeObject *)type);
    Py_RETURN_NONE;
}

static PyObject *ref(PyObject *self, PyObject *name)
{
    (void)self;
    return PyLong_FromUnsignedLong(ref_of(name));
}

static PyObject *number(PyObject *self, PyObject *name)
{
    (void)self;
    Py_ssize_t length;
    const char *text = PyUnicode_AsUTF8AndSize(name, &length);
    return text == NULL ? NULL : PyLong_FromUnsignedLong(number_in(text, length));
}

static PyMethodDef functions[] = {
    {"know", (PyCFunction)(void (*)(void))know, METH_VARARGS | METH_KEYWORDS, "the things of Python's that are needed here"},
    {"know_handle", know_handle, METH_VARARGS, "a class of handles, and how it runs"},
    {"watch", watch, METH_O, "tells this recorder from now on"},
    {"method", method, METH_VARARGS, "a method for a class of Python's"},
    {"turn", turn, METH_VARARGS, "a turn of the loop begins, which waits for nothing"},
    {"ref", ref, METH_O, "stream.plain_ref()"},
    {"number", number, METH_O, "stream.plain_number()"},
    {"future_made", future_made, METH_VARARGS, "a loop has made a future: is that told?"},
    {"timer_made", timer_made, METH_VARARGS, "a timer is set, for when: is that told?"},
    {"resolved", resolved, METH_VARARGS, "a future is given its result: is that told?"},
    {"same", same, METH_VARARGS, "look.stands_there()"},
    {"hear", hear, METH_VARARGS, "what the interpreter says of calls and errors"},
    {"enough", enough, METH_VARARGS, "no more calls are told in this step"},
    {"forget", forget, METH_NOARGS, "what errors come to nothing"},
    {"modified", modified, METH_O, "PyType_Modified()"},
    {NULL, NULL, 0, NULL},
};

static bool name_all(void)
{
#define NAME(name) known.names.name = PyUnicode_InternFromString(#name);
    NAMES(NAME)
#undef NAME
#define NAME(name) &&known.names.name != NULL
    return true NAMES(NAME);
#undef NAME
}

static PyTypeObject *type_of(PyObject *module, const char *name, PyType_Spec *spec)
{
    PyObject *type = PyType_FromSpec(spec);
    if (type != NULL) {
        Py_INCREF(type);
        if (PyModule_AddObject(module, name, type) < 0) {
            Py_DECREF(type);
            Py_DECREF(type);
            type = NULL;
        }
    }
    return (PyTypeObject *)type;
}

#ifdef __GNUC__
__attribute__((visibility("default")))
#endif
PyMODINIT_FUNC
PyInit__loopscope_trace(void);

PyMODINIT_FUNC PyInit__loopscope_trace(void)
{
    static PyModuleDef definition = {PyModuleDef_HEAD_INIT,
                                     "_loopscope_trace",
                                     "What happens in each step of a watched program.",
                                     -1,
                                     functions,
                                     NULL,
                                     NULL,
                                     NULL,
                                     NULL};
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL) {
        return NULL;
    }
    known.zero = PyLong_FromLong(0);
    known.records_type = type_of(module, "Records", &records_spec);
    known.watch_type = known.records_type == NULL ? NULL : type_of(module, "Watch", &watch_spec);
    known.step_type = known.watch_type == NULL ? NULL : type_of(module, "Step", &step_spec);
    if (known.step_type == NULL || known.zero == NULL || !name_all() ||
        PyModule_AddIntConstant(module, "interface", EXTENSION_INTERFACE) < 0 ||
        PyModule_AddStringConstant(module, "version", LOOPSCOPE_VERSION) < 0) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
