/* order.c: see order.h. */
#include "order.h"

#include "core/object.h"

#include <math.h>
#include <string.h>

static bool is_integer(async_value value) { return value.type == ASYNC_INT || value.type == ASYNC_BOOL; }

static bool is_number(async_value value) { return is_integer(value) || value.type == ASYNC_FLOAT; }

static int64_t integer_of(async_value value) { return value.type == ASYNC_BOOL ? value.as.boolean : value.as.integer; }

/* -1, 0, 1: less, equal, greater; 2: one of them is no number. */
static int compare_to_float(int64_t integer, double number)
{
    if (isnan(number)) {
        return 2;
    }
    if (number >= 0x1p63 || number < -0x1p63) { /* beyond all 64-bit integers */
        return number > 0 ? -1 : 1;
    }
    int64_t whole = (int64_t)number;
    double rest = number - (double)whole;
    if (integer != whole) {
        return integer < whole ? -1 : 1;
    }
    return rest > 0 ? -1 : rest < 0 ? 1 : 0;
}

static int compare_numbers(async_value one, async_value other)
{
    if (is_integer(one) && is_integer(other)) {
        int64_t left = integer_of(one), right = integer_of(other);
        return left < right ? -1 : left > right;
    }
    if (is_integer(one)) {
        return compare_to_float(integer_of(one), other.as.number);
    }
    if (is_integer(other)) {
        int turned = compare_to_float(integer_of(other), one.as.number);
        return turned == 2 ? 2 : -turned;
    }
    double left = one.as.number, right = other.as.number;
    return isnan(left) || isnan(right) ? 2 : left < right ? -1 : left > right;
}

/* As deep as Python compares lists in lists: beyond that it raises RecursionError. */
enum { DEEPEST = 1000 };

static order_answer answer(bool yes) { return yes ? ORDER_YES : ORDER_NO; }

static order_answer too_deep(async_value *error)
{
    *error = async_error(&ASYNC_RECURSION_ERROR, "maximum recursion depth exceeded in comparison");
    return ORDER_UNKNOWN;
}

/* one == other, both lists at this depth. */
static order_answer equal_at(async_value one, async_value other, int depth, async_value *error)
{
    if (is_number(one) && is_number(other)) {
        return answer(compare_numbers(one, other) == 0);
    }
    if (one.type != other.type) {
        return ORDER_NO;
    }
    if (one.type == ASYNC_STR) {
        return answer(strcmp(async_text(one), async_text(other)) == 0);
    }
    if (one.type == ASYNC_LIST) {
        size_t count = async_length(one);
        order_answer equal = depth > DEEPEST ? too_deep(error) : answer(count == async_length(other));
        for (size_t i = 0; equal == ORDER_YES && i < count; i++) {
            equal = equal_at(async_item(one, i), async_item(other, i), depth + 1, error);
        }
        return equal;
    }
    return answer(one.type == ASYNC_NONE || one.as.object == other.as.object);
}

static const char *type_name(async_value value)
{
    switch (value.type) {
    case ASYNC_NONE: return "NoneType";
    case ASYNC_BOOL: return "bool";
    case ASYNC_INT: return "int";
    case ASYNC_FLOAT: return "float";
    case ASYNC_STR: return "str";
    case ASYNC_BYTES: return "bytes";
    case ASYNC_LIST: return "list";
    case ASYNC_ERROR: return ((const error_object *)value.as.object)->class->name;
    case ASYNC_OBJECT: return ((const custom_object *)(const void *)value.as.object)->class->name;
    case ASYNC_FUTURE: return value.as.object->type == OBJECT_TASK ? "Task" : "Future";
    }
    return "?";
}

static order_answer less_at(async_value one, async_value other, int depth, async_value *error);

static order_answer less_lists(async_value one, async_value other, int depth, async_value *error)
{
    size_t left = async_length(one), right = async_length(other);
    if (depth > DEEPEST) {
        return too_deep(error);
    }
    for (size_t i = 0; i < left && i < right; i++) {
        order_answer equal = equal_at(async_item(one, i), async_item(other, i), depth + 1, error);
        if (equal != ORDER_YES) {
            return equal == ORDER_UNKNOWN ? equal : less_at(async_item(one, i), async_item(other, i), depth + 1, error);
        }
    }
    return answer(left < right);
}

static order_answer less_at(async_value one, async_value other, int depth, async_value *error)
{
    if (is_number(one) && is_number(other)) {
        return compare_numbers(one, other) == -1 ? ORDER_YES : ORDER_NO;
    }
    if (one.type == ASYNC_STR && other.type == ASYNC_STR) { /* the order of UTF-8's bytes is that of the characters */
        return strcmp(async_text(one), async_text(other)) < 0 ? ORDER_YES : ORDER_NO;
    }
    if (one.type == ASYNC_LIST && other.type == ASYNC_LIST) {
        return less_lists(one, other, depth, error);
    }
    *error = async_error(&ASYNC_TYPE_ERROR, "'<' not supported between instances of '%s' and '%s'", type_name(one), type_name(other));
    return ORDER_UNKNOWN;
}

order_answer order_less(async_value one, async_value other, async_value *error) { return less_at(one, other, 0, error); }

static void exchange(async_value *items, size_t one, size_t other)
{
    async_value value = items[one];
    items[one] = items[other];
    items[other] = value;
}

/* Moves items[at] towards the root until what stands above it is not greater. */
static order_answer rise(async_value *items, size_t at, async_value *error)
{
    while (at > 0) {
        size_t above = (at - 1) / 2;
        order_answer less = order_less(items[at], items[above], error);
        if (less != ORDER_YES) {
            return less;
        }
        exchange(items, at, above);
        at = above;
    }
    return ORDER_YES;
}

order_answer order_push(async_value *items, size_t count, async_value *error) { return rise(items, count - 1, error); }

/* Down to a leaf, always by way of the smaller child, and then up to where it belongs. */
static order_answer sink(async_value *items, size_t count, async_value *error)
{
    size_t at = 0;
    while (at < count / 2) {
        size_t child = 2 * at + 1;
        if (child + 1 < count) {
            order_answer less = order_less(items[child], items[child + 1], error);
            if (less == ORDER_UNKNOWN) {
                return less;
            }
            child += less == ORDER_NO;
        }
        exchange(items, child, at);
        at = child;
    }
    return rise(items, at, error);
}

order_answer order_pop(async_value *items, size_t count, async_value *error)
{
    exchange(items, 0, count - 1);
    return sink(items, count - 1, error);
}
