/* cycles.c: see cycles.h. Trial deletion: whose references are all accounted for by others that nobody outside holds can be reached by nobody. */
#include "cycles.h"

#include "loop.h"

#include <stdlib.h>

/* A future that may have gone since: its block then has another generation. */
struct cycle_holder {
    future_object *future;
    unsigned generation;
};

static bool is_there(const struct cycle_holder *holder) { return holder->future->object.generation == holder->generation; }

bool cycles_may_go_through(async_value value)
{
    if (value.type != ASYNC_LIST) {
        return value.type == ASYNC_FUTURE;
    }
    const list_object *list = (const list_object *)value.as.object;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].type == ASYNC_FUTURE || list->items[i].type == ASYNC_LIST) {
            return true;
        }
    }
    return false;
}

static void forget_gone(cycle_holders *all)
{
    size_t kept = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (is_there(&all->holders[i])) {
            all->holders[kept++] = all->holders[i];
        }
    }
    all->count = kept;
}

void cycles_note(async_loop *loop, future_object *future)
{
    cycle_holders *all = &loop->holders;
    if (all->count == all->capacity) {
        forget_gone(all); /* so that a program that runs for ever needs no more room than for those that are there */
    }
    if (all->count * 2 >= all->capacity) {
        size_t wanted = all->capacity ? all->capacity * 2 : 16;
        struct cycle_holder *grown = pool_grow_plain(all->holders, all->count * sizeof *grown, wanted * sizeof *grown, &all->size_class);
        if (grown) {
            all->holders = grown;
            all->capacity = wanted;
        } else if (all->count == all->capacity) {
            return; /* out of memory: a cycle through this one would stay */
        }
    }
    all->holders[all->count++] = (struct cycle_holder){future, future->object.generation};
}

/* ---- The graph of what the holders reach ---- */

typedef struct Node {
    async_object *object;
    uint32_t inside; /* references that others in the graph account for */
    bool held;       /* from outside, or by one that is */
} Node;

typedef struct Graph {
    Node *nodes;
    size_t count, capacity;
    size_t *slots; /* a hash table: index of the node and 1; a power of two, twice the capacity */
    bool failed;
} Graph;

static size_t *slot_of(const Graph *graph, const async_object *object)
{
    size_t mask = graph->capacity * 2 - 1, at = ((uintptr_t)object >> 3) * 0x9e3779b97f4a7c15u >> 20 & mask;
    while (graph->slots[at] && graph->nodes[graph->slots[at] - 1].object != object) {
        at = (at + 1) & mask;
    }
    return &graph->slots[at];
}

static bool grow(Graph *graph)
{
    size_t capacity = graph->capacity ? graph->capacity * 2 : 64;
    Node *nodes = realloc(graph->nodes, capacity * sizeof *nodes);
    graph->nodes = nodes ? nodes : graph->nodes;
    size_t *slots = nodes ? calloc(capacity * 2, sizeof *slots) : NULL;
    if (!slots) {
        graph->failed = true;
        return false;
    }
    free(graph->slots);
    graph->slots = slots;
    graph->capacity = capacity;
    for (size_t i = 0; i < graph->count; i++) {
        *slot_of(graph, graph->nodes[i].object) = i + 1;
    }
    return true;
}

/* The node of an object, added if it is new; NULL: out of memory. */
static Node *node_of(Graph *graph, async_object *object)
{
    if (graph->count == graph->capacity && !grow(graph)) {
        return NULL;
    }
    size_t *slot = slot_of(graph, object);
    if (!*slot) {
        graph->nodes[graph->count] = (Node){object, 0, false};
        *slot = ++graph->count;
    }
    return &graph->nodes[*slot - 1];
}

/* What the object holds at `index` that belongs into the graph, or NULL; false: it holds no more. */
static bool held_at(const async_object *object, size_t index, async_object **held)
{
    async_value value;
    if (object->type == OBJECT_LIST) {
        const list_object *list = (const list_object *)(const void *)object;
        if (index >= list->count) {
            return false;
        }
        value = list->items[index];
    } else {
        const future_object *future = (const future_object *)object;
        if (index > 0 || future->state != FUTURE_RESULT) {
            return false;
        }
        value = future_value(future);
    }
    bool belongs = value.type == ASYNC_LIST || (value.type == ASYNC_FUTURE && is_future(value.as.object));
    *held = belongs ? value.as.object : NULL;
    return true;
}

static void find_all(Graph *graph, const cycle_holders *all)
{
    for (size_t i = 0; i < all->count && !graph->failed; i++) {
        node_of(graph, &all->holders[i].future->object);
    }
    for (size_t i = 0; i < graph->count && !graph->failed; i++) {
        async_object *held;
        for (size_t k = 0; !graph->failed && held_at(graph->nodes[i].object, k, &held); k++) {
            Node *node = held ? node_of(graph, held) : NULL;
            if (node) {
                node->inside++;
            }
        }
    }
}

/* Whatever is held from outside holds what it reaches. */
static void spread(Graph *graph)
{
    size_t *left = malloc((graph->count + 1) * sizeof *left), count = 0;
    if (!left) {
        graph->failed = true;
        return;
    }
    for (size_t i = 0; i < graph->count; i++) {
        graph->nodes[i].held = graph->nodes[i].object->references > graph->nodes[i].inside;
        if (graph->nodes[i].held) {
            left[count++] = i;
        }
    }
    while (count) {
        const async_object *object = graph->nodes[left[--count]].object;
        async_object *held;
        for (size_t k = 0; held_at(object, k, &held); k++) {
            Node *node = held ? node_of(graph, held) : NULL;
            if (node && !node->held) {
                node->held = true;
                left[count++] = (size_t)(node - graph->nodes);
            }
        }
    }
    free(left);
}

static void let_go(const Graph *graph)
{
    for (size_t i = 0; i < graph->count; i++) {
        object_retain(graph->nodes[i].object);
    }
    for (size_t i = 0; i < graph->count; i++) {
        if (!graph->nodes[i].held && is_future(graph->nodes[i].object)) {
            future_object *future = (future_object *)graph->nodes[i].object;
            async_value value = future_value(future);
            future_set_value(future, async_none());
            value_release(value);
        }
    }
    for (size_t i = 0; i < graph->count; i++) {
        object_release(graph->nodes[i].object);
    }
}

void cycles_end(async_loop *loop)
{
    cycle_holders *all = &loop->holders;
    forget_gone(all);
    Graph graph = {0};
    find_all(&graph, all);
    if (!graph.failed) {
        spread(&graph);
    }
    if (!graph.failed) {
        let_go(&graph);
    }
    free(graph.nodes);
    free(graph.slots);
    if (all->holders) {
        pool_give_plain(all->holders, all->size_class);
    }
    *all = (cycle_holders){0};
}
