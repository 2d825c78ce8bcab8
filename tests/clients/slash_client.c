/*
 * slash_client.c - a client for the slash chat, all six stages of it.
 *
 *     gcc -std=c11 -Wall -Wextra -Werror -O1 -o slash_client slash_client.c
 *     ./slash_client HOST PORT [FAULT]
 *
 * Every message is a record of 128 bytes: a text, then NULs. FAULT is one of the words
 * below, each something that a client must not do; see README.md.
 */
#define _POSIX_C_SOURCE 200809L

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#define RECORD 128
#define TEXT   1024

static int server;
static const char *fault = "";
static char me[TEXT];
static bool just_named;            /* the next notice says that the name is refused */

static char asker[TEXT];           /* who waits for yes or no, "" for nobody */
static char offered[TEXT];         /* the file it is about, "" if it is about a talk */
static char offering[TEXT];        /* the path of the file that we have offered */

static char giver[TEXT];           /* who sends us a file */
static char incoming[TEXT];        /* what it is called */
static FILE *file;                 /* and where it goes */
static long left;                  /* so much of it is still to come */

static bool has(const char *word) { return strcmp(fault, word) == 0; }

static void send_bytes(const char *record)
{
    for (size_t sent = 0; sent < RECORD;) {
        ssize_t n = send(server, record + sent, RECORD - sent, MSG_NOSIGNAL);
        if (n <= 0) exit(1);
        sent += (size_t)n;
    }
}

static void send_text(const char *text)
{
    char record[RECORD] = {0};
    strncpy(record, text, RECORD - 1);
    send_bytes(record);
}

/* "[me] COMMAND PERSON DOCUMENT\n"; what is NULL is left out. */
static void send_command(const char *command, const char *person, const char *document)
{
    char text[4 * TEXT];
    snprintf(text, sizeof text, "[%s] %s%s%s%s%s\n", me, command, person ? " " : "",
             person ? person : "", document ? " " : "", document ? document : "");
    send_text(text);
}

static void show(const char *text)
{
    for (const char *c = text; *c; c++) {
        unsigned char byte = (unsigned char)*c;
        bool is_control = (byte < 0x20 && *c != '\n' && *c != '\t') || byte == 0x7f;
        if (is_control && !has("raw")) printf("\\x%02x", byte);
        else putchar(*c);
    }
    if (*text && text[strlen(text) - 1] != '\n') putchar('\n');
    fflush(stdout);
}

static void ask_name(void)
{
    me[0] = '\0';
    printf("Name: ");
    fflush(stdout);
}

/* ---- files ---- */

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void offer_file(char *arguments)
{
    char *path = strchr(arguments, ' ');
    if (path == NULL) return;
    *path++ = '\0';
    snprintf(offering, sizeof offering, "%s", path);
    send_command("/filesend", arguments, last_part(path));
}

static void send_file(void)
{
    FILE *source = fopen(offering, "rb");
    if (source == NULL) return;
    char text[3 * TEXT], record[RECORD];
    fseek(source, 0, SEEK_END);
    snprintf(text, sizeof text, "[%s] /filename %s %ld\n", me, last_part(offering),
             ftell(source));
    send_text(text);
    rewind(source);
    for (;;) {
        memset(record, 0, sizeof record);
        int header = snprintf(record, sizeof record, "[%s] /filedata ", me);
        if (fread(record + header, 1, (size_t)(RECORD - header), source) == 0) break;
        send_bytes(record);
    }
    fclose(source);
    send_command("/fileend", NULL, NULL);
}

static void begin_file(const char *size)
{
    const char *name = has("path") ? incoming : last_part(incoming);
    left = atol(size);
    file = fopen(name, "wb");
}

static void take_piece(const char *data)
{
    /* The sender's header was longer than ours: so much of the record is the file's. */
    long full = RECORD - (long)strlen(giver) - (long)strlen("[] /filedata ");
    if (full > left) full = left;
    if (file != NULL && full > 0) fwrite(data, 1, (size_t)full, file);
    left -= full;
}

static void end_file(void)
{
    if (file == NULL) return;
    fclose(file);
    file = NULL;
    printf("The file %s is here.\n", last_part(incoming));
    fflush(stdout);
}

/* ---- what the server says ---- */

static void ask(const char *name, const char *document, const char *what)
{
    snprintf(asker, sizeof asker, "%s", name);
    snprintf(offered, sizeof offered, "%s", document);
    char text[3 * TEXT];
    snprintf(text, sizeof text, "[%s]님이 %s (y/n)? ", name, what);
    show(text);
}

static void heard(const char *record)
{
    char text[RECORD + 1], one[RECORD + 1] = "", two[RECORD + 1] = "";
    memcpy(text, record, RECORD);
    text[RECORD] = '\0';
    if (sscanf(text, "/with %128[^\n]", one) == 1) {
        ask(one, "", "1:1 대화를 요청했습니다.");
    } else if (sscanf(text, "/filesend %128s %128[^\n]", one, two) == 2) {
        ask(one, two, "파일을 보내려고 합니다. 수신");
    } else if (strncmp(text, "/fileyes ", 9) == 0) {
        send_file();
    } else if (sscanf(text, "/filename %128s %128s", one, two) == 2) {
        begin_file(two);
    } else if (strncmp(text, "/filedata ", 10) == 0) {
        take_piece(record + 10);
    } else if (strncmp(text, "/fileend", 8) == 0) {
        end_file();
    } else {
        bool is_told = strchr("[U-", text[0]) != NULL || (text[0] >= '0' && text[0] <= '9');
        if (has("mute") && text[0] == '[' && strchr(text, ']')[1] == ' ') return;
        show(text);
        if (just_named && !is_told) ask_name();
    }
    just_named = false;
}

/* ---- what the user says ---- */

static void answer(bool yes)
{
    if (offered[0]) {
        snprintf(giver, sizeof giver, "%s", asker);
        snprintf(incoming, sizeof incoming, "%s", offered);
        if (yes) send_command("/fileyes", asker, offered);
        else send_command("/fileno", asker, NULL);
    } else {
        send_command(yes ? "/withyes" : "/withno", asker, NULL);
    }
    asker[0] = '\0';
}

static void typed(char *line)
{
    char text[2 * TEXT];
    if (!line[0]) return;
    just_named = false;
    if (!me[0]) {
        snprintf(me, sizeof me, "%.100s", line);
        snprintf(text, sizeof text, "/login %s", me);
        just_named = true;
        send_text(text);
    } else if (asker[0] && (strcmp(line, "y") == 0 || strcmp(line, "n") == 0)) {
        if (!has("deaf")) answer(line[0] == 'y');
    } else if (strncmp(line, "/filesend ", 10) == 0) {
        offer_file(line + 10);
    } else {
        if (has("code") && strcmp(line, "/wakeup") == 0) line = "/wake";
        if (has("hang") && strncmp(line, "/to ", 4) == 0) for (;;) pause();
        send_command(line, NULL, NULL);
        if (has("twice") && line[0] != '/') send_command(line, NULL, NULL);
    }
}

static bool read_keyboard(void)
{
    static char buffer[TEXT];
    static size_t length;
    ssize_t n = read(0, buffer + length, sizeof buffer - 1 - length);
    if (n <= 0) return false;
    length += (size_t)n;
    buffer[length] = '\0';
    char *line = buffer, *end;
    while ((end = strchr(line, '\n')) != NULL) {
        *end = '\0';
        typed(line);
        line = end + 1;
    }
    length = strlen(line);
    memmove(buffer, line, length + 1);
    if (length == sizeof buffer - 1) length = 0;
    return true;
}

static bool read_server(void)
{
    static char buffer[16 * RECORD];
    static size_t length;
    ssize_t n = recv(server, buffer + length, sizeof buffer - length, 0);
    if (n <= 0) return false;
    if (has("glue") && n > RECORD) abort();
    if (has("split") && n < RECORD) memset(buffer + n, 0, RECORD - (size_t)n), n = RECORD;
    length += (size_t)n;
    size_t at = 0;
    for (; length - at >= RECORD; at += RECORD) heard(buffer + at);
    length -= at;
    memmove(buffer, buffer + at, length);
    return true;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: %s HOST PORT [FAULT]\n", argv[0]);
        return 2;
    }
    if (argc > 3) fault = argv[3];
    signal(SIGPIPE, SIG_IGN);
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_port = htons((unsigned short)atoi(argv[2]));
    inet_pton(AF_INET, argv[1], &address.sin_addr);
    server = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(server, (struct sockaddr *)&address, sizeof address) != 0) {
        puts("There is no server there.");
        return 1;
    }
    ask_name();
    bool is_open = true;
    for (;;) {
        fd_set ready;
        FD_ZERO(&ready);
        FD_SET(0, &ready);
        if (is_open) FD_SET(server, &ready);
        if (select(server + 1, &ready, NULL, NULL, NULL) < 0) return 1;
        if (FD_ISSET(0, &ready) && !read_keyboard()) return 0;
        if (is_open && FD_ISSET(server, &ready) && !read_server()) {
            if (!has("stays")) break;
            is_open = false;
        }
    }
    show("The connection was lost.");
    return 1;
}
