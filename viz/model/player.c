/* player.c: the cursor: where a step leads, and when a playing cursor makes one. */
#include "player.h"

const int64_t player_speeds[5] = {25, 50, 100, 200, 400};

enum { STEP_MS = 600, GLIDE_MS = 160 };
static const int64_t millisecond = 1000000;

void player_init(Player *player) { *player = (Player){.size = STEP_AWAIT, .speed_percent = 100}; }

/* Cursors stand at 0, just after each landmark, and at the end. */
size_t player_target(const Spans *spans, const Trace *trace, size_t n, StepSize size, int direction)
{
    static const Landmark landmark_of[STEP_SIZE_COUNT] = {
        [STEP_AWAIT] = LANDMARK_AWAIT, [STEP_TURN] = LANDMARK_TURN, [STEP_OUTPUT] = LANDMARK_OUTPUT};
    size_t end = trace_count(trace);
    n = n < end ? n : end;
    if (size == STEP_EVENT) {
        return direction < 0 ? (n > 0 ? n - 1 : 0) : (n < end ? n + 1 : end);
    }
    size_t count;
    const uint32_t *landmarks = spans_landmarks(spans, landmark_of[size], &count);
    if (direction > 0) {
        size_t next = spans_before(landmarks, count, n);
        return next < count && landmarks[next] < end ? (size_t)landmarks[next] + 1 : end;
    }
    size_t before = n == 0 ? 0 : spans_before(landmarks, count, n - 1);
    return before == 0 ? 0 : (size_t)landmarks[before - 1] + 1;
}

static int64_t play_interval(const Player *player)
{
    int64_t speed = player->speed_percent > 0 ? player->speed_percent : 100;
    return STEP_MS * millisecond * 100 / speed;
}

void player_step(Player *player, const Spans *spans, const Trace *trace, StepSize size, int direction, int64_t now)
{
    size_t target = player_target(spans, trace, player->n, size, direction);
    player->glide = target != player->n;
    player->previous = player->n;
    player->n = target;
    player->moved_at = now;
    player->next_at = now + play_interval(player);
    player->following = player->following && target == trace_count(trace);
}

void player_seek(Player *player, const Trace *trace, size_t n)
{
    size_t end = trace_count(trace);
    player->n = n < end ? n : end;
    player->previous = player->n;
    player->glide = false;
    player->following = player->following && player->n == end;
}

static bool follow(Player *player, size_t end)
{
    if (player->n == end) {
        return false;
    }
    player->n = end;
    player->previous = end;
    player->glide = false;
    return true;
}

bool player_tick(Player *player, const Spans *spans, const Trace *trace, int64_t now)
{
    size_t end = trace_count(trace);
    if (player->following) {
        return follow(player, end);
    }
    if (!player->playing || now < player->next_at) {
        return false;
    }
    size_t before = player->n;
    int64_t due = player->next_at;
    player_step(player, spans, trace, player->size, +1, now);
    if (due + play_interval(player) > now) {
        player->next_at = due + play_interval(player); /* a late frame does not slow the play down */
    }
    player->playing = player->n < end;
    return player->n != before;
}

int64_t player_due(const Player *player, int64_t now)
{
    if (!player->playing || player->following) {
        return INT64_MAX;
    }
    return player->next_at > now ? player->next_at : now;
}

float player_progress(const Player *player, int64_t now, bool reduced_motion)
{
    int64_t elapsed = now - player->moved_at;
    if (!player->glide || reduced_motion || elapsed >= GLIDE_MS * millisecond) {
        return 1.0F;
    }
    if (elapsed <= 0) {
        return 0.0F;
    }
    float left = 1.0F - (float)elapsed / (float)(GLIDE_MS * millisecond);
    return 1.0F - left * left * left;
}

void player_position(const Player *player, const Spans *spans, size_t *k, size_t *total)
{
    const uint32_t *points = spans_landmarks(spans, LANDMARK_AWAIT, total);
    *k = spans_before(points, *total, player->n);
}
