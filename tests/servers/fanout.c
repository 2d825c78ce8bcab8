/*
 * fanout.c - the simplest server that relays: what a benchmark is measured against.
 *
 *     gcc -std=c11 -Wall -Wextra -Werror -O2 -o fanout fanout.c
 *     ./fanout            (prints "listening on 127.0.0.1:PORT")
 *
 * One select() loop, blocking sockets. Each record of 128 bytes that a client sends is
 * sent to all the others, one send() for each. Nothing is looked at, queued or batched.
 * Ends on SIGTERM.
 */
#define _POSIX_C_SOURCE 200809L

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#define RECORD 128
#define MAX_CLIENTS 64

static int clients[MAX_CLIENTS];
static int n_clients;
static volatile sig_atomic_t stop;

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

static int listen_anywhere(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, length) < 0 ||
        listen(listener, MAX_CLIENTS) < 0 ||
        getsockname(listener, (struct sockaddr *)&address, &length) < 0)
        return -1;
    printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

static void accept_one(int listener)
{
    int on = 1;
    int fd = accept(listener, NULL, NULL);

    if (fd < 0)
        return;
    if (n_clients == MAX_CLIENTS || fd >= FD_SETSIZE) {
        close(fd);
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    clients[n_clients++] = fd;
}

/* Relay one record; 0 if its sender is gone. */
static int relay_one(int sender)
{
    char record[RECORD];
    ssize_t got = recv(sender, record, sizeof record, MSG_WAITALL);

    if (got != sizeof record)
        return 0;
    for (int i = 0; i < n_clients; i++)
        if (clients[i] != sender)
            (void)send(clients[i], record, sizeof record, MSG_NOSIGNAL);
    return 1;
}

int main(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    int listener = listen_anywhere();

    if (listener < 0)
        return 1;
    sigaction(SIGTERM, &action, NULL);
    while (!stop) {
        fd_set readable;
        int highest = listener;

        FD_ZERO(&readable);
        FD_SET(listener, &readable);
        for (int i = 0; i < n_clients; i++) {
            FD_SET(clients[i], &readable);
            if (clients[i] > highest)
                highest = clients[i];
        }
        if (select(highest + 1, &readable, NULL, NULL, NULL) < 0)
            continue;
        if (FD_ISSET(listener, &readable))
            accept_one(listener);
        for (int i = n_clients - 1; i >= 0; i--)
            if (FD_ISSET(clients[i], &readable) && !relay_one(clients[i])) {
                close(clients[i]);
                clients[i] = clients[--n_clients];
            }
    }
    return 0;
}
