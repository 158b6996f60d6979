/* pack.c: what is packed comes back as it was, whatever it holds, and is the smaller the more of it is zero. */
#include "model/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/failing_memory.h"

enum { WORDS = 200 };

/* Every length, with one word in `each` other than zero. */
static void check(uint32_t each)
{
    uint32_t array[WORDS] = {0}, back[WORDS];
    for (size_t count = 0; count <= WORDS; count++) {
        size_t kept = 0;
        for (size_t i = 0; i < count; i++) {
            array[i] = each != 0 && (i * 2654435761U + count) % each == 0 ? (uint32_t)(i + 1) * 40503U : 0;
            kept += array[i] != 0;
        }
        Packed packed;
        assert_true(pack_array(&packed, array, count * sizeof array[0]));
        assert_int_equal(packed.count, kept + (count + 31) / 32);
        memset(back, 0xa5, sizeof back);
        pack_restore(&packed, back);
        assert_true(count == 0 || memcmp(back, array, count * sizeof array[0]) == 0);
        for (size_t i = count; i < WORDS; i++) {
            assert_int_equal(back[i], 0xa5a5a5a5);
        }
        pack_free(&packed);
        assert_null(packed.words);
    }
}

static void arrays_come_back_as_they_were(void **state)
{
    (void)state;
    for (uint32_t each = 0; each < 40; each++) {
        check(each);
    }
}

static void without_memory_nothing_is_packed(void **state)
{
    (void)state;
    uint32_t array[WORDS] = {1, 0, 2};
    Packed packed = {0};
    memory = (FailingMemory){.left = 0};
    assert_false(pack_array(&packed, array, sizeof array));
    memory = enough_memory;
    assert_null(packed.words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arrays_come_back_as_they_were),
        cmocka_unit_test(without_memory_nothing_is_packed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
