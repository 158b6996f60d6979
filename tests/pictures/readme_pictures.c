/* readme_pictures.c: draws the pictures of the README and the manual, and the frames of the film: readme_pictures FOLDER FRAMES-FOLDER. */
#include "sdl/picture.h"
#include "support/readme_pictures.h"

#include <stdio.h>
#include <string.h>

typedef struct Drawing {
    const char *folder, *frames;
    Picture *picture;
    DrawList list;
} Drawing;

static bool write_down(void *context, const char *name, App *app)
{
    Drawing *drawing = context;
    char path[1024];
    snprintf(path, sizeof path, "%s/%s.png", strstr(name, "film") != NULL ? drawing->frames : drawing->folder, name);
    drawlist_clear(&drawing->list);
    app_draw(app, &drawing->list, README_WIDTH, README_HEIGHT, 1000000000);
    picture_draw(drawing->picture, &drawing->list, app->ui.theme);
    FILE *out = fopen(path, "wb");
    bool written = out != NULL && picture_write_png(drawing->picture, out);
    return out != NULL && fclose(out) == 0 && written;
}

int main(int count, char **arguments)
{
    if (count != 3) {
        fprintf(stderr, "readme_pictures FOLDER FRAMES-FOLDER\n");
        return 2;
    }
    Drawing drawing = {.folder = arguments[1], .frames = arguments[2]};
    const char *fault = picture_open(&drawing.picture, README_WIDTH, README_HEIGHT, 1);
    if (fault != NULL) {
        fprintf(stderr, "readme_pictures: %s\n", fault);
        return 1;
    }
    drawlist_init(&drawing.list, picture_metrics(drawing.picture));
    bool done = readme_pictures_each(drawing.list.metrics, write_down, &drawing);
    drawlist_free(&drawing.list);
    picture_close(drawing.picture);
    return done ? 0 : 1;
}
