/* formats.c: a name's end says the format, of two that fit the one that is told apart by more; and going on from format to format stays in its group. */
#include "view/files/formats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void the_end_of_a_name_says_the_format(void **state)
{
    (void)state;
    assert_int_equal(format_of_name("run.otlp.json"), EXPORT_OTLP);
    assert_int_equal(format_of_name("run.json"), EXPORT_CHROME);
    assert_int_equal(format_of_name("run.jsonl"), EXPORT_JSONL);
    assert_int_equal(format_of_name("gather.handout.pdf"), EXPORT_HANDOUT_PDF);
    assert_int_equal(format_of_name("GATHER.PNG"), EXPORT_PNG);
    assert_int_equal(format_of_name("handout.html"), EXPORT_HANDOUT_HTML);
    assert_int_equal(format_of_name("my-handout.html"), EXPORT_HANDOUT_HTML);
    assert_int_equal(format_of_name("run.html"), EXPORT_PAGE);
    assert_int_equal(format_of_name("run.pdf"), EXPORT_PDF);
    assert_int_equal(format_of_name(".png"), EXPORT_UNKNOWN);
    assert_int_equal(format_of_name("png"), EXPORT_UNKNOWN);
    assert_int_equal(format_of_name(""), EXPORT_UNKNOWN);
    for (int i = 0; i < EXPORT_UNKNOWN; i++) {
        char name[64] = "a.";
        strcat(name, format_ending((ExportFormat)i) + (format_ending((ExportFormat)i)[0] == '.'));
        assert_int_equal(format_of_name(name), i); /* none is hidden behind another */
    }
}

static void each_format_of_a_group_is_come_to(void **state)
{
    (void)state;
    size_t found = 0;
    for (int group = 0; group < FORMAT_GROUPS; group++) {
        ExportFormat format = format_next((FormatGroup)group, EXPORT_UNKNOWN, 1), before = EXPORT_UNKNOWN;
        for (; format != before; format = format_next((FormatGroup)group, format, 1)) {
            assert_int_equal(format_group(format), group);
            assert_true(before == EXPORT_UNKNOWN || format_next((FormatGroup)group, format, -1) == before);
            before = format;
            found++;
        }
        assert_int_equal(format_next((FormatGroup)group, format_next((FormatGroup)group, EXPORT_UNKNOWN, 1), -1),
                         format_next((FormatGroup)group, EXPORT_UNKNOWN, 1));
    }
    assert_int_equal(found, EXPORT_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_of_a_name_says_the_format),
        cmocka_unit_test(each_format_of_a_group_is_come_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
