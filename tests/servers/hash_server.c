/*
 * hash_server.c - a chat server for the numbered '#' protocol.
 *
 *     gcc -std=c11 -Wall -Wextra -Werror -O1 -o hash_server hash_server.c
 *     ./hash_server PORT          (0 = any free port)
 *
 * There is no framing: whatever one recv() returns (at most 1024 bytes) is one message.
 *
 *     001#ID               log in       002#FROM#TEXT        say to all
 *     003#FROM#TO#TEXT     whisper      004#ID               leave
 *     005#ID               list
 *
 * Faults can be compiled in with -DBUG_..., see README.md.
 */
#define _POSIX_C_SOURCE 200809L

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_CLIENTS 64
#define MAX_MESSAGE 1024
#define MAX_OUTPUT  (1024 * 1024)  /* who leaves more than this unread is dropped */
#define MAX_ID      20             /* characters, not bytes */
#define LINGER      5              /* seconds a closing connection may take */

enum state { FREE, OPEN, CLOSING, GHOST };

struct client {
    enum state state;
    int fd;
    bool joined;               /* logged in; then id is set and it is in members[] */
    char id[4 * MAX_ID + 1];
    bool peer_done;            /* the other side will send nothing more */
    bool shut;                 /* we will send nothing more */
    int lost;                  /* not 0: broken, the errno that says why */
    time_t deadline;           /* CLOSING: closed at this time at the latest */
    size_t out_len;            /* bytes waiting in out[] */
    char out[MAX_OUTPUT];
};

struct field { const char *data; size_t len; };
struct line { char data[8192]; size_t len; };  /* room for a list of 64 names */

static struct client clients[MAX_CLIENTS];
static struct client *members[MAX_CLIENTS];    /* logged in, in join order */
static int n_members;
static volatile sig_atomic_t stop;

/* ---------------------------------------------------------------- text */

/* Decode one UTF-8 character; returns its length in bytes, 0 if it is not valid. */
static size_t decode(const char *data, size_t len, unsigned long *code)
{
    static const unsigned long smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char *s = (const unsigned char *)data;
    size_t n;
    if (s[0] < 0x80)                { n = 1; *code = s[0]; }
    else if ((s[0] & 0xE0) == 0xC0) { n = 2; *code = s[0] & 0x1F; }
    else if ((s[0] & 0xF0) == 0xE0) { n = 3; *code = s[0] & 0x0F; }
    else if ((s[0] & 0xF8) == 0xF0) { n = 4; *code = s[0] & 0x07; }
    else return 0;
    if (n > len)
        return 0;
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        *code = *code << 6 | (s[i] & 0x3F);
    }
    if (*code < smallest[n] || *code > 0x10FFFF || (*code >= 0xD800 && *code <= 0xDFFF))
        return 0;
    return n;
}

/* The number of characters, or -1 if it is not valid UTF-8. Counts those no ID may have in *bad. */
static int count_characters(struct field f, int *bad)
{
    int count = 0;
    unsigned long c;
    *bad = 0;
    for (size_t i = 0, n; i < f.len; i += n, count++) {
        if ((n = decode(f.data + i, f.len - i, &c)) == 0)
            return -1;
        if (c == '#' || c <= 0x20 || (c >= 0x7F && c <= 0xA0)  /* control characters, white space */
            || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029
            || c == 0x202F || c == 0x205F || c == 0x3000)
            ++*bad;
    }
    return count;
}

static bool valid_id(struct field f)
{
    int bad, count = count_characters(f, &bad);
    return count >= 1 && count <= MAX_ID && bad == 0;
}

static bool same(struct field f, const char *id)
{
    return strlen(id) == f.len && memcmp(f.data, id, f.len) == 0;
}

/* Take the field up to the next '#' off the front of rest; false if there is no '#'. */
static bool take_field(struct field *rest, struct field *field)
{
    const char *hash = memchr(rest->data, '#', rest->len);
    if (hash == NULL)
        return false;
    field->data = rest->data;
    field->len = (size_t)(hash - rest->data);
    rest->data += field->len + 1;
    rest->len -= field->len + 1;
    return true;
}

static void add(struct line *line, const char *data, size_t len)
{
    if (len > sizeof line->data - line->len)
        len = sizeof line->data - line->len;
    memcpy(line->data + line->len, data, len);
    line->len += len;
}

static void add_text(struct line *line, const char *text)
{
    add(line, text, strlen(text));
}

/* ---------------------------------------------------------------- output */

/* Write what is waiting, as far as it goes without blocking. */
static void flush_output(struct client *c)
{
    size_t done = 0;
    while (done < c->out_len) {
        ssize_t n = send(c->fd, c->out + done, c->out_len - done, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            if (errno != EAGAIN && errno != EWOULDBLOCK)
                c->lost = errno;
            break;
        }
        done += (size_t)n;
    }
    memmove(c->out, c->out + done, c->out_len - done);
    c->out_len -= done;
}

/* Send one message. A client that breaks here is only marked; tidy() removes it later. */
static void send_data(struct client *c, const char *data, size_t len)
{
    if (c->state != OPEN || c->lost)
        return;
    if (len > MAX_OUTPUT - c->out_len) {
        c->lost = ENOBUFS;
        return;
    }
    memcpy(c->out + c->out_len, data, len);
    c->out_len += len;
    if (c->out_len == len)  /* nothing was waiting before it */
        flush_output(c);
}

static void send_text(struct client *c, const char *text)
{
    send_data(c, text, strlen(text));
}

static void notice_to_others(struct client *about, const char *what)
{
    struct line line = { .len = 0 };
    add_text(&line, "[공지]");
    add_text(&line, about->id);
    add_text(&line, what);
    for (int i = 0; i < n_members; i++)
        if (members[i] != about)
            send_data(members[i], line.data, line.len);
}

static void send_list(struct client *c)
{
    struct line line = { .len = 0 };
    add_text(&line, "=== 접속자 리스트 ===\n");
    for (int i = 0; i < n_members; i++) {
#ifdef BUG_LIST_ORDER
        add_text(&line, members[n_members - 1 - i]->id);
#else
        add_text(&line, members[i]->id);
#endif
        add_text(&line, "\n");
    }
    add_text(&line, "=====================");
    send_data(c, line.data, line.len);
}

/* ---------------------------------------------------------------- members */

static struct client *find_member(struct field id)
{
    for (int i = 0; i < n_members; i++)
        if (same(id, members[i]->id))
            return members[i];
    return NULL;
}

static struct client *find_receiver(struct field to)
{
#ifdef BUG_WHISPER_PREFIX
    for (int i = 0; i < n_members; i++)
        if (to.len <= strlen(members[i]->id) && memcmp(to.data, members[i]->id, to.len) == 0)
            return members[i];
    return NULL;
#else
    return find_member(to);
#endif
}

static void leave(struct client *c, bool announce)
{
    int i = 0;
    if (!c->joined)
        return;
    while (members[i] != c)
        i++;
    memmove(&members[i], &members[i + 1], (size_t)(n_members - i - 1) * sizeof members[0]);
    n_members--;
    c->joined = false;
    if (announce)
        notice_to_others(c, " 사용자가 퇴장하였습니다.");
}

/* No more messages from it; what is waiting for it is still written. */
static void start_closing(struct client *c)
{
    c->state = CLOSING;
    c->deadline = time(NULL) + LINGER;
}

/* ---------------------------------------------------------------- messages */

static bool is_own_id(struct client *c, struct field id)
{
    return c->joined && same(id, c->id);
}

static bool may_speak_as(struct client *c, struct field from)
{
#ifdef BUG_TRUST_SENDER
    return c->joined && valid_id(from);
#else
    return is_own_id(c, from);
#endif
}

static void set_id(struct client *c, struct field id)
{
    memcpy(c->id, id.data, id.len);
    c->id[id.len] = '\0';
}

static void on_login(struct client *c, struct field id)
{
    struct client *holder = find_member(id);
    if (!valid_id(id))
        return;
    if (c->joined && holder != c) {  /* it has a name already */
#ifdef BUG_SECOND_LOGIN_RENAMES
        if (holder == NULL)
            set_id(c, id);
#endif
        return;
    }
    if (holder != NULL) {
#ifndef BUG_NO_101
        send_text(c, "101");
#endif
#ifdef BUG_LOUD_101
        for (int i = 0; i < n_members; i++)
            if (members[i] != c)
                send_text(members[i], "101");
#endif
        return;
    }
    set_id(c, id);
    c->joined = true;
    members[n_members++] = c;
    notice_to_others(c, " 사용자가 접속하였습니다.");
    send_text(c, "채팅방에 입장하였습니다.");
    send_list(c);
}

static void on_say(struct client *c, struct field from, struct field text)
{
    struct line line = { .len = 0 };
    int count = n_members;
    if (!may_speak_as(c, from))
        return;
#ifdef BUG_FORGETS_LAST
    count--;
#endif
    add(&line, from.data, from.len);
    add_text(&line, " : ");
    add(&line, text.data, text.len);
    for (int i = 0; i < count; i++)
#ifndef BUG_ECHO_TO_SENDER
        if (members[i] != c)
#endif
            send_data(members[i], line.data, line.len);
}

static void on_whisper(struct client *c, struct field from, struct field to, struct field text)
{
    struct line line = { .len = 0 };
    struct client *receiver = find_receiver(to);
    if (!may_speak_as(c, from))
        return;
    if (receiver == NULL) {
        send_text(c, "해당 사용자가 존재하지 않습니다.");
        return;
    }
    add(&line, from.data, from.len);
    add_text(&line, "님의 귓속말 : ");
    add(&line, text.data, text.len);
    send_data(receiver, line.data, line.len);
#ifdef BUG_WHISPER_LEAK
    for (int i = 0; i < n_members; i++)
        if (members[i] != c && members[i] != receiver) {
            send_data(members[i], line.data, line.len);
            break;
        }
#endif
}

static void on_exit_request(struct client *c, struct field id)
{
    bool announce = true;
    if (!is_own_id(c, id))
        return;
#ifdef BUG_NO_EXIT_NOTICE
    announce = false;
#endif
    send_text(c, "102");
    leave(c, announce);
#ifndef BUG_NO_CLOSE_AFTER_102
    start_closing(c);
#endif
}

static void on_list_request(struct client *c, struct field id)
{
#ifdef BUG_LIST_WITHOUT_LOGIN
    if (!c->joined && valid_id(id)) {
        send_list(c);
        return;
    }
#endif
    if (is_own_id(c, id))
        send_list(c);
}

/* The last field of every message takes all that is left, further '#' included. */
static void on_message(struct client *c, const char *data, size_t len)
{
    struct field rest = { data, len }, code, from, to;
    int ignored;
    if (count_characters(rest, &ignored) < 0 || !take_field(&rest, &code))
        return;
#ifdef BUG_LOSES_LAST_BYTE
    if (len == MAX_MESSAGE && rest.len > 0)
        rest.len--;
#endif
    if (same(code, "001"))
        on_login(c, rest);
    else if (same(code, "002") && take_field(&rest, &from))
        on_say(c, from, rest);
    else if (same(code, "003") && take_field(&rest, &from) && take_field(&rest, &to))
        on_whisper(c, from, to, rest);
    else if (same(code, "004"))
        on_exit_request(c, rest);
    else if (same(code, "005"))
        on_list_request(c, rest);
}

/* ---------------------------------------------------------------- connections */

static void accept_client(int listener)
{
    int fd = accept(listener, NULL, NULL), one = 1;
    struct client *c = clients;
    if (fd < 0)
        return;
    while (c < clients + MAX_CLIENTS && c->state != FREE)
        c++;
    if (c == clients + MAX_CLIENTS || fd >= FD_SETSIZE || fcntl(fd, F_SETFL, O_NONBLOCK) < 0) {
        close(fd);
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    c->state = OPEN;
    c->fd = fd;
    c->joined = c->peer_done = c->shut = false;
    c->lost = 0;
    c->out_len = 0;
}

static void read_client(struct client *c)
{
    char message[MAX_MESSAGE];
    ssize_t n = recv(c->fd, message, sizeof message, 0);
    if (n < 0) {
        if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
            c->lost = errno;
    } else if (n == 0) {
        c->peer_done = true;
        if (c->state == OPEN) {
            leave(c, true);
            start_closing(c);
        }
    } else if (c->state == OPEN) {
        on_message(c, message, (size_t)n);
    }  /* else it is closing: read and forget, unread bytes would turn close() into a reset */
}

static void close_client(struct client *c)
{
    close(c->fd);
    c->fd = -1;
#ifdef BUG_GHOST_AFTER_RESET
    if (c->joined && c->lost == ECONNRESET) {
        c->state = GHOST;
        return;
    }
#endif
    c->state = FREE;
    leave(c, true);
}

/* Close what is broken or finished. Announcing one may break another, hence the second look. */
static void tidy(void)
{
    bool again;
    do {
        again = false;
        for (struct client *c = clients; c < clients + MAX_CLIENTS; c++) {
            if (c->state == OPEN && c->lost) {
                close_client(c);
                again = true;
            } else if (c->state == CLOSING) {
                bool done = c->out_len == 0 && c->peer_done;
                if (done || c->lost || time(NULL) >= c->deadline) {
                    close_client(c);
                } else if (c->out_len == 0 && !c->shut) {
                    shutdown(c->fd, SHUT_WR);
                    c->shut = true;
                }
            }
        }
    } while (again);
}

static void serve(int listener)
{
    while (!stop) {
        fd_set readable, writable;
        struct timeval second = { 1, 0 };
        int highest = listener;

        FD_ZERO(&readable);
        FD_ZERO(&writable);
        FD_SET(listener, &readable);
        for (struct client *c = clients; c < clients + MAX_CLIENTS; c++) {
            if (c->state != OPEN && c->state != CLOSING)
                continue;
            if (!c->peer_done)
                FD_SET(c->fd, &readable);
            if (c->out_len > 0)
                FD_SET(c->fd, &writable);
            if (c->fd > highest)
                highest = c->fd;
        }
        if (select(highest + 1, &readable, &writable, NULL, &second) < 0)
            continue;  /* a signal */
        for (struct client *c = clients; c < clients + MAX_CLIENTS; c++) {
            if (c->state != OPEN && c->state != CLOSING)
                continue;
            if (FD_ISSET(c->fd, &writable))
                flush_output(c);
            if (FD_ISSET(c->fd, &readable) && !c->lost)
                read_client(c);
        }
        tidy();
        if (FD_ISSET(listener, &readable))
            accept_client(listener);
    }
}

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

int main(int argc, char **argv)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    struct sigaction action = { .sa_handler = on_signal };
    socklen_t size = sizeof address;
    int listener, one = 1;
    char *end = NULL;
    long port = argc == 2 ? strtol(argv[1], &end, 10) : -1;
    if (port < 0 || port > 65535 || end == argv[1] || *end != '\0') {
        fprintf(stderr, "usage: %s PORT\n", argc > 0 ? argv[0] : "hash_server");
        return 2;
    }
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    address.sin_port = htons((unsigned short)port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener < 0
        || setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) < 0
        || bind(listener, (struct sockaddr *)&address, sizeof address) < 0
        || listen(listener, MAX_CLIENTS) < 0
        || fcntl(listener, F_SETFL, O_NONBLOCK) < 0
        || getsockname(listener, (struct sockaddr *)&address, &size) < 0) {
        perror("hash_server");
        return 1;
    }
    printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);

    serve(listener);
    for (struct client *c = clients; c < clients + MAX_CLIENTS; c++)
        if (c->state == OPEN || c->state == CLOSING)
            close(c->fd);
    close(listener);
    return 0;
}
