/*
 * slash_server.c - a chat server with slash commands, in records of 128 bytes.
 *
 *     gcc -std=c11 -Wall -Wextra -Werror -O1 -o slash_server slash_server.c
 *     ./slash_server PORT [STAGE]      (0 = any free port; stage 4, or 5 with 1:1 talks)
 *
 * A record is a text that a NUL ends. What stands behind the NUL is ignored when read,
 * and is all NUL when written.
 *
 *     /login NAME              log in             [NAME] /to WHO TEXT   whisper
 *     [NAME] TEXT              say to all         [NAME] /sleep         hear no texts
 *     [NAME] /list             who is here        [NAME] /wakeup        hear them again
 *     [NAME] /exit             leave              /exit                 leave before login
 *
 *     [NAME] /with WHO         ask for a talk     [NAME] /withyes WHO   begin it
 *     [NAME] /end              end it             [NAME] /withno WHO    refuse it
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

#define RECORD      128
#define MAX_CLIENTS 64
#define MAX_NAME    32              /* bytes */
#define MAX_OUTPUT  (1024 * RECORD) /* who leaves more than this unread is dropped */
#define LINGER      5               /* seconds a closing connection may take */

enum state { FREE, OPEN, CLOSING };
enum talk { ALONE, ASKING, ASKED, TALKING };

struct client {
    enum state state;
    int fd;
    bool joined;               /* logged in; then name is set and it is in members[] */
    bool asleep;
    char name[MAX_NAME + 1];
    enum talk talk;
    struct client *partner;    /* unless ALONE */
    bool peer_done;            /* the other side will send nothing more */
    bool shut;                 /* we will send nothing more */
    bool lost;                 /* broken */
    time_t deadline;           /* CLOSING: closed at this time at the latest */
    size_t in_len;             /* bytes of a record that has not come whole yet */
    size_t out_len;            /* bytes waiting in out[] */
    char in[RECORD];
    char out[MAX_OUTPUT];
};

static struct client clients[MAX_CLIENTS];
static struct client *members[MAX_CLIENTS];    /* logged in, in the order of login */
static int n_members;
static int stage = 4;
static volatile sig_atomic_t stop;

/* ---------------------------------------------------------------- text */

/* The length of the UTF-8 character at s, 0 if there is none; its code in *code. */
static size_t decode(const char *text, unsigned long *code)
{
    static const unsigned long smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char *s = (const unsigned char *)text;
    size_t n;
    if (s[0] < 0x80)                { n = 1; *code = s[0]; }
    else if ((s[0] & 0xE0) == 0xC0) { n = 2; *code = s[0] & 0x1F; }
    else if ((s[0] & 0xF0) == 0xE0) { n = 3; *code = s[0] & 0x0F; }
    else if ((s[0] & 0xF8) == 0xF0) { n = 4; *code = s[0] & 0x07; }
    else return 0;
    for (size_t i = 1; i < n; i++) {  /* the NUL at the end stops it too */
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        *code = *code << 6 | (s[i] & 0x3F);
    }
    if (*code < smallest[n] || *code > 0x10FFFF || (*code >= 0xD800 && *code <= 0xDFFF))
        return 0;
    return n;
}

static bool is_utf8(const char *text)
{
    unsigned long code;
    for (size_t n; *text != '\0'; text += n)
        if ((n = decode(text, &code)) == 0)
            return false;
    return true;
}

static bool is_space(unsigned long c)
{
    return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680
        || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F
        || c == 0x205F || c == 0x3000;
}

static bool is_control(unsigned long c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

static bool is_name(const char *name)
{
    unsigned long code;
    size_t len = strlen(name);
    if (len < 1 || len > MAX_NAME || !strcmp(name, "귓속말") || !strcmp(name, "1:1"))
        return false;
    for (size_t n; *name != '\0'; name += n)
        if ((n = decode(name, &code)) == 0 || is_space(code) || is_control(code)
            || code == '[' || code == ']')
            return false;
    return true;
}

/* The number of whole characters' bytes that fit into so many. */
static size_t fitting(const char *text, size_t room)
{
    size_t len = strlen(text);
    if (len <= room)
        return len;
    while (room > 0 && ((unsigned char)text[room] & 0xC0) == 0x80)
        room--;
    return room;
}

/* ---------------------------------------------------------------- output */

/* Write what is waiting, as far as it goes without blocking. */
static void flush_output(struct client *c)
{
    size_t done = 0;
    while (done < c->out_len) {
        ssize_t n = send(c->fd, c->out + done, c->out_len - done, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            if (errno != EAGAIN && errno != EWOULDBLOCK)
                c->lost = true;
            break;
        }
        done += (size_t)n;
    }
    memmove(c->out, c->out + done, c->out_len - done);
    c->out_len -= done;
}

/* Send one record. A client that breaks here is only marked; tidy() removes it later. */
static void send_record(struct client *c, const char *text)
{
    size_t len = strlen(text);
    if (c->state != OPEN || c->lost)
        return;
    if (MAX_OUTPUT - c->out_len < RECORD) {
        c->lost = true;
        return;
    }
#ifdef BUG_STALE_BYTES
    static char record[RECORD];  /* strcpy() leaves what the last text had behind the NUL */
    strcpy(record, text);
    memcpy(c->out + c->out_len, record, RECORD);
    (void)len;
#else
    memset(c->out + c->out_len, 0, RECORD);
    memcpy(c->out + c->out_len, text, len);
#endif
    c->out_len += RECORD;
    if (c->out_len == RECORD)  /* nothing was waiting before it */
        flush_output(c);
}

static void send_about(struct client *c, const char *name, const char *what)
{
    char text[RECORD];
    snprintf(text, sizeof text, "[%s]%s\n", name, what);
    send_record(c, text);
}

/* Head and text in one record, the text cut to whole characters and a newline if need be. */
static void send_text(struct client *c, const char *head, const char *name, const char *text)
{
    char record[RECORD];
    size_t start = (size_t)snprintf(record, sizeof record, "%s[%s] ", head, name);
    size_t room = sizeof record - 1 - start, len = strlen(text);
    if (len > room) {
        len = fitting(text, room - 1);
        record[start + len] = '\n';
        record[start + len + 1] = '\0';
    } else {
        record[start + len] = '\0';
    }
    memcpy(record + start, text, len);
    send_record(c, record);
}

static void tell_others(struct client *about, const char *what)
{
    for (int i = 0; i < n_members; i++)
        if (members[i] != about)
            send_about(members[i], about->name, what);
}

/* ---------------------------------------------------------------- members */

static struct client *find_member(const char *name)
{
    for (int i = 0; i < n_members; i++)
#ifdef BUG_PREFIX_MATCH
        if (*name != '\0' && strncmp(members[i]->name, name, strlen(name)) == 0)
#else
        if (strcmp(members[i]->name, name) == 0)
#endif
            return members[i];
    return NULL;
}

static void part(struct client *c)
{
    if (c->talk == ALONE)
        return;
    c->partner->talk = ALONE;
    c->partner->partner = NULL;
    c->talk = ALONE;
    c->partner = NULL;
}

static void leave(struct client *c)
{
    int i = 0;
    if (!c->joined)
        return;
    if (c->talk == TALKING)
        send_about(c->partner, c->name, "님과 1:1 대화 종료");
    part(c);
    while (members[i] != c)
        i++;
    memmove(&members[i], &members[i + 1], (size_t)(n_members - i - 1) * sizeof members[0]);
    n_members--;
    c->joined = false;
    tell_others(c, "님이 퇴장하였습니다.");
}

/* No more records from it; what is waiting for it is still written. */
static void start_closing(struct client *c)
{
    leave(c);
    c->state = CLOSING;
    c->deadline = time(NULL) + LINGER;
}

/* ---------------------------------------------------------------- commands */

static void on_login(struct client *c, const char *name)
{
    if (!is_name(name) || find_member(name) != NULL) {
        send_record(c, "* this name is taken or is no name\n");
        return;
    }
    strcpy(c->name, name);
    c->joined = true;
    c->asleep = false;
    members[n_members++] = c;
    tell_others(c, "님이 입장하였습니다.");
}

static void on_list(struct client *c)
{
    char row[RECORD];
    send_record(c, "User List\nNo\tname\tstatus\n----------------------\n");
    for (int i = 0; i < n_members; i++) {
        struct client *it = members[i];
        snprintf(row, sizeof row, "%02d\t%s\t%c\n", i, it->name, it->asleep ? 'S' : 'O');
        send_record(c, row);
    }
    send_record(c, "----------------------\n");
}

static void on_whisper(struct client *c, const char *to, const char *text)
{
    struct client *it = find_member(to);
    char line[RECORD];
    if (it == NULL) {
        send_record(c, "* there is no such user\n");
        return;
    }
#ifndef BUG_WHISPERS_TO_SLEEPERS
    if (it->asleep) {
        send_record(c, "* that user sleeps\n");
        return;
    }
#endif
    snprintf(line, sizeof line, "%s\n", text);
    send_text(it, "[귓속말] ", c->name, line);
}

static void on_say(struct client *c, const char *record, const char *text)
{
#ifndef BUG_SLEEPS_ON
    c->asleep = false;
#endif
    if (c->talk == TALKING) {
        if (!c->partner->asleep)
            send_text(c->partner, "[1:1] ", c->name, text);
        return;
    }
    for (int i = 0; i < n_members; i++)
        if (!members[i]->asleep)
            send_record(members[i], record);
}

static void set_asleep(struct client *c, bool asleep)
{
    if (c->asleep == asleep)
        send_record(c, "* not now\n");
    c->asleep = asleep;
}

static void on_with(struct client *c, const char *to)
{
    struct client *it = find_member(to);
    char text[RECORD];
    if (c->talk != ALONE) {
        send_record(c, "* not now\n");
    } else if (it == NULL) {
        send_record(c, "* there is no such user\n");
    } else if (it == c || it->talk != ALONE) {
        send_record(c, "* that user is busy\n");
    } else {
        c->talk = ASKING;
        it->talk = ASKED;
        c->partner = it;
        it->partner = c;
        snprintf(text, sizeof text, "/with %s\n", c->name);
        send_record(it, text);
    }
}

static void on_answer(struct client *c, const char *to, bool is_yes)
{
    struct client *it = c->partner;
    if (c->talk != ASKED || strcmp(it->name, to) != 0) {
        send_record(c, "* not now\n");
    } else if (is_yes) {
        c->talk = it->talk = TALKING;
        send_about(it, c->name, "님과 1:1 대화 시작");
        send_about(c, it->name, "님과 1:1 대화 시작");
    } else {
        send_about(it, c->name, "님이 1:1 대화를 거부했습니다.");
        part(c);
    }
}

static void on_end(struct client *c)
{
    if (c->talk != TALKING) {
        send_record(c, "* not now\n");
        return;
    }
    send_about(c->partner, c->name, "님과 1:1 대화 종료");
    send_about(c, c->partner->name, "님과 1:1 대화 종료");
    part(c);
}

/* ---------------------------------------------------------------- records */

/* What stands behind a word and a blank; NULL if the text does not begin so. */
static const char *behind(const char *text, const char *word)
{
    size_t len = strlen(word);
    return strncmp(text, word, len) == 0 ? text + len : NULL;
}

/* Whether the text is this command, with a newline or without. */
static bool is(const char *text, const char *command)
{
    const char *rest = behind(text, command);
    return rest != NULL && (*rest == '\0' || strcmp(rest, "\n") == 0);
}

/* Take the newline off the end of a text. A text of several lines keeps them all. */
static void chomp(char *text)
{
    char *newline = strchr(text, '\n');
    if (newline != NULL && newline[1] == '\0')
        *newline = '\0';
}

static bool is_word(const char *word)
{
    unsigned long code;
    for (size_t n; *word != '\0'; word += n)
        if ((n = decode(word, &code)) == 0 || is_space(code))
            return false;
    return true;
}

/* The word behind a command; false if it is no word, and then the record is a text. */
static bool take_person(const char *rest, char person[RECORD])
{
    if (rest == NULL)
        return false;
    strcpy(person, rest);
    chomp(person);
    return is_word(person);
}

/* The same, and what stands behind it. */
static bool take_whisper(const char *rest, char person[RECORD], char **text)
{
    if (rest == NULL)
        return false;
    strcpy(person, rest);
    chomp(person);
    *text = strchr(person, ' ');
    if (*text == NULL)
        return false;
    *(*text)++ = '\0';
    return is_word(person);
}

static void on_command(struct client *c, const char *record, const char *text)
{
    char person[RECORD], *words;
    if (is(text, "/exit"))
        start_closing(c);
    else if (is(text, "/list"))
        on_list(c);
    else if (is(text, "/sleep"))
        set_asleep(c, true);
    else if (is(text, "/wakeup"))
        set_asleep(c, false);
    else if (take_whisper(behind(text, "/to "), person, &words))
        on_whisper(c, person, words);
    else if (stage > 4 && take_person(behind(text, "/with "), person))
        on_with(c, person);
    else if (stage > 4 && take_person(behind(text, "/withyes "), person))
        on_answer(c, person, true);
    else if (stage > 4 && take_person(behind(text, "/withno "), person))
        on_answer(c, person, false);
    else if (stage > 4 && is(text, "/end"))
        on_end(c);
    else
        on_say(c, record, text);
}

/* Take "[NAME] " off the front; NULL if it is not there. */
static const char *take_name(const char *record, char name[RECORD])
{
    const char *end = record[0] == '[' ? strstr(record, "] ") : NULL;
    if (end == NULL)
        return NULL;
    memcpy(name, record + 1, (size_t)(end - record) - 1);
    name[end - record - 1] = '\0';
    return end + 2;
}

static void on_record(struct client *c, const char *record)
{
    char name[RECORD];
    const char *rest = take_name(record, name);
    if (!is_utf8(record)) {
        send_record(c, "* that cannot be read\n");
    } else if (c->joined) {
        if (rest != NULL && strcmp(name, c->name) == 0)
            on_command(c, record, rest);
        else
            send_record(c, "* not under this name\n");
    } else if (is(record, "/exit") || (rest != NULL && is_name(name) && is(rest, "/exit"))) {
        start_closing(c);
    } else if (behind(record, "/login ") != NULL) {
        strcpy(name, behind(record, "/login "));
        chomp(name);
        on_login(c, name);
    } else {
        send_record(c, "* log in first: /login NAME\n");
    }
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
    c->joined = c->peer_done = c->shut = c->lost = false;
    c->talk = ALONE;
    c->partner = NULL;
    c->in_len = c->out_len = 0;
}

static void read_client(struct client *c)
{
    char ignored[RECORD];
    bool is_open = c->state == OPEN;
    char *to = is_open ? c->in + c->in_len : ignored;
    ssize_t n = recv(c->fd, to, is_open ? RECORD - c->in_len : RECORD, 0);
    if (n < 0) {
        if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
            c->lost = true;
    } else if (n == 0) {
        c->peer_done = true;
        if (is_open)
            start_closing(c);
    } else if (is_open) {
        c->in_len += (size_t)n;
        if (c->in_len == RECORD) {
            c->in_len = 0;
            if (memchr(c->in, '\0', RECORD) != NULL)
                on_record(c, c->in);
            else
                send_record(c, "* that cannot be read\n");
        }
    }  /* else: read and forget, unread bytes would turn close() into a reset */
}

static void close_client(struct client *c)
{
    close(c->fd);
    c->fd = -1;
    c->state = FREE;
    leave(c);
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

#ifdef BUG_BLOCKS
/* Somebody is asked: nobody else is served before there is an answer. */
static struct client *undecided(void)
{
    for (int i = 0; i < n_members; i++)
        if (members[i]->talk == ASKED)
            return members[i];
    return NULL;
}
#endif

static bool is_served(const struct client *c)
{
#ifdef BUG_BLOCKS
    if (undecided() != NULL && undecided() != c)
        return false;
#endif
    return c->state != FREE;
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
            if (!is_served(c))
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
            if (!is_served(c))
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

static long number(const char *text)
{
    char *end;
    long value = strtol(text, &end, 10);
    return end == text || *end != '\0' ? -1 : value;
}

int main(int argc, char **argv)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    struct sigaction action = { .sa_handler = on_signal };
    socklen_t size = sizeof address;
    int listener, one = 1;
    long port = argc == 2 || argc == 3 ? number(argv[1]) : -1;
    if (argc == 3)
        stage = (int)number(argv[2]);
    if (port < 0 || port > 65535 || stage < 4 || stage > 5) {
        fprintf(stderr, "usage: %s PORT [4 | 5]\n", argc > 0 ? argv[0] : "slash_server");
        return 2;
    }
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    address.sin_port = htons((unsigned short)port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener < 0
        || setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) < 0
        || bind(listener, (struct sockaddr *)&address, sizeof address) < 0
        || listen(listener, MAX_CLIENTS) < 0
        || fcntl(listener, F_SETFL, O_NONBLOCK) < 0
        || getsockname(listener, (struct sockaddr *)&address, &size) < 0) {
        perror("slash_server");
        return 1;
    }
    printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);

    serve(listener);
    for (struct client *c = clients; c < clients + MAX_CLIENTS; c++)
        if (c->state != FREE)
            close(c->fd);
    close(listener);
    return 0;
}
