/* timer_set.c: timers are found by their number and come in the order in which they are due, however they were set and cancelled. */
#include "model/timer_set.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/failing_memory.h"

enum { MOST = 3000 };

/* The same done the simple way: in order. */
typedef struct Plain {
    ModelTimer timers[MOST];
    size_t count;
    uint32_t number;
} Plain;

static uint64_t seed = 1;

static uint32_t random_below(uint32_t bound)
{
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(seed >> 33) % bound;
}

static void assert_same(TimerSet *set, const Plain *plain)
{
    assert_int_equal(set->count, plain->count);
    for (size_t i = 0; i < plain->count; i++) {
        const ModelTimer *timer = timer_set_at(set, i);
        assert_int_equal(timer->number, plain->timers[i].number);
        assert_true(timer->when == plain->timers[i].when && timer->cancelled == plain->timers[i].cancelled);
        assert_ptr_equal(timer_set_find(set, timer->number), timer);
    }
    for (size_t tries = 0; tries < 5 && plain->count > 0; tries++) {
        size_t i = random_below((uint32_t)plain->count);
        assert_int_equal(timer_set_at(set, i)->number, plain->timers[i].number);
    }
    assert_null(timer_set_find(set, plain->number + 1));
}

static void insert(TimerSet *set, Plain *plain, int64_t when)
{
    ModelTimer timer = {.number = ++plain->number, .when = when};
    size_t at = plain->count;
    while (at > 0 && plain->timers[at - 1].when > when) { /* of one moment the one that was made first comes first */
        at--;
    }
    memmove(&plain->timers[at + 1], &plain->timers[at], (plain->count - at) * sizeof timer);
    plain->timers[at] = timer;
    plain->count++;
    assert_true(timer_set_reserve(set));
    timer_set_insert(set, &timer);
}

static void remove_at(TimerSet *set, Plain *plain, size_t at)
{
    uint32_t number = plain->timers[at].number;
    timer_set_remove(set, number);
    assert_null(timer_set_find(set, number));
    plain->count--;
    memmove(&plain->timers[at], &plain->timers[at + 1], (plain->count - at) * sizeof plain->timers[0]);
}

static void cancel(TimerSet *set, Plain *plain, size_t at)
{
    plain->timers[at].cancelled = true;
    timer_set_find(set, plain->timers[at].number)->cancelled = true;
}

static void purge(TimerSet *set, Plain *plain)
{
    size_t kept = 0;
    for (size_t i = 0; i < plain->count; i++) {
        if (!plain->timers[i].cancelled) {
            plain->timers[kept++] = plain->timers[i];
        }
    }
    plain->count = kept;
    timer_set_purge(set);
}

/* Out of ten steps so many set a timer, within `spread` ns; the others take away the first, or any. */
static void walk(TimerSet *set, Plain *plain, uint32_t sets, uint32_t spread)
{
    for (int64_t step = 0; step < MOST - 1; step++) {
        uint32_t what = random_below(10);
        if (what < sets || plain->count == 0) {
            insert(set, plain, step * 1000 + random_below(spread));
        } else if (what % 3 == 0) {
            remove_at(set, plain, 0);
        } else if (what % 3 == 1) {
            remove_at(set, plain, random_below((uint32_t)plain->count));
        } else {
            cancel(set, plain, random_below((uint32_t)plain->count));
        }
        if (step % 500 == 499) {
            purge(set, plain);
            assert_same(set, plain);
        }
    }
    assert_same(set, plain);
}

static void timers_come_in_the_order_in_which_they_are_due(void **state)
{
    (void)state;
    static Plain plain;
    for (uint32_t sets = 4; sets <= 10; sets++) {
        for (uint32_t spread = 1; spread <= 10000000; spread *= 100) {
            TimerSet set = {0};
            plain = (Plain){.count = 0};
            walk(&set, &plain, sets, spread);
            while (plain.count > 0) {
                remove_at(&set, &plain, random_below(2) * (random_below((uint32_t)plain.count)));
            }
            assert_same(&set, &plain);
            timer_set_free(&set);
        }
    }
}

static void a_copy_is_equal_also_of_what_was_packed(void **state)
{
    (void)state;
    static Plain plain, more;
    TimerSet set = {0}, copy = {0}, packed, again = {0};
    plain = (Plain){.count = 0};
    walk(&set, &plain, 7, 100000);
    assert_true(timer_set_copy(&copy, &set));
    assert_same(&copy, &plain);
    assert_true(timer_set_pack(&packed, &set));
    assert_true(timer_set_bytes(&packed) < timer_set_bytes(&set));
    timer_set_free(&set);
    assert_true(timer_set_copy(&again, &packed));
    assert_same(&again, &plain);
    more = plain; /* and both go on, each by itself */
    for (uint32_t i = 0; i < 500; i++) {
        insert(&again, &plain, random_below(3000000));
        remove_at(&copy, &more, random_below((uint32_t)more.count));
    }
    assert_same(&again, &plain);
    assert_same(&copy, &more);
    timer_set_clear(&copy);
    assert_true(timer_set_copy(&copy, &packed));
    timer_set_free(&packed);
    timer_set_free(&again);
    timer_set_free(&copy);
}

/* It takes no time; a table in which numbers that were handed out in order stood in a row would take minutes. */
static void many_timers_that_were_made_in_a_row_end_quickly(void **state)
{
    enum { MANY = 300000 };
    (void)state;
    TimerSet set = {0};
    memory = (FailingMemory){.left = 10000000};
    for (uint32_t number = 1; number <= MANY; number++) {
        assert_true(timer_set_reserve(&set));
        timer_set_insert(&set, &(ModelTimer){.number = number, .when = number / 3});
    }
    for (uint32_t number = 1; number <= MANY; number++) {
        assert_int_equal(timer_set_at(&set, 0)->number, number);
        timer_set_remove(&set, number);
    }
    timer_set_free(&set);
    memory = enough_memory;
}

static void without_memory_there_is_no_room_and_what_was_set_stays(void **state)
{
    (void)state;
    static Plain plain;
    for (long left = 0; left < 12; left++) {
        TimerSet set = {0}, copy = {0}, packed;
        plain = (Plain){.count = 0};
        for (int64_t i = 0; i < 200; i++) {
            insert(&set, &plain, i % 17);
        }
        memory = (FailingMemory){.left = left};
        for (bool room = true; room && set.count < MOST - 1;) {
            room = timer_set_reserve(&set);
            if (room) {
                ModelTimer timer = {.number = ++plain.number, .when = 100};
                timer_set_insert(&set, &timer);
                plain.timers[plain.count++] = timer;
            }
        }
        memory = (FailingMemory){.left = left % 4};
        bool copied = timer_set_copy(&copy, &set);
        memory = (FailingMemory){.left = left % 3};
        bool kept = timer_set_pack(&packed, &set);
        memory = enough_memory;
        assert_same(&set, &plain);
        assert_int_equal(copy.count, copied ? set.count : 0);
        assert_true(kept || packed.packed_order == NULL);
        timer_set_free(&packed);
        timer_set_free(&copy);
        timer_set_free(&set);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(timers_come_in_the_order_in_which_they_are_due),
        cmocka_unit_test(a_copy_is_equal_also_of_what_was_packed),
        cmocka_unit_test(many_timers_that_were_made_in_a_row_end_quickly),
        cmocka_unit_test(without_memory_there_is_no_room_and_what_was_set_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
