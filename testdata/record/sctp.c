// SCTP in user space. Usage: sctp serve PORT   or: sctp ask ADDRESS PORT
// The server answers each message with the same message; the client sends five on two streams and shuts down.
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <usrsctp.h>

static void fail(const char *what) {
	perror(what);
	exit(1);
}

static struct socket *sctp(int family) {
	struct socket *s = usrsctp_socket(family, SOCK_STREAM, IPPROTO_SCTP, NULL, NULL, 0, NULL);
	if (!s)
		fail("socket");
	return s;
}

static void serve(int port) {
	struct sockaddr_in6 at = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
	struct socket *s = sctp(AF_INET6), *c;
	int off = 0;
	usrsctp_setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
	if (usrsctp_bind(s, (struct sockaddr *)&at, sizeof at) || usrsctp_listen(s, 5))
		fail("listen");
	while ((c = usrsctp_accept(s, NULL, NULL))) {
		char buffer[4096];
		struct sctp_rcvinfo info;
		socklen_t from_size = 0, info_size = sizeof info;
		unsigned kind;
		int flags = 0;
		ssize_t n;
		while ((n = usrsctp_recvv(c, buffer, sizeof buffer, NULL, &from_size, &info, &info_size, &kind, &flags)) > 0) {
			struct sctp_sndinfo out = {.snd_ppid = info.rcv_ppid};
			usrsctp_sendv(c, buffer, n, NULL, 0, &out, sizeof out, SCTP_SENDV_SNDINFO, 0);
			info_size = sizeof info;
			flags = 0;
		}
		usrsctp_close(c);
	}
}

static void ask(const char *address, int port) {
	struct sockaddr_in to4 = {.sin_family = AF_INET, .sin_port = htons(port)};
	struct sockaddr_in6 to6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
	int is4 = inet_pton(AF_INET, address, &to4.sin_addr) == 1;
	struct socket *s = sctp(is4 ? AF_INET : AF_INET6);
	if (!is4)
		inet_pton(AF_INET6, address, &to6.sin6_addr);
	if (usrsctp_connect(s, is4 ? (struct sockaddr *)&to4 : (struct sockaddr *)&to6, is4 ? sizeof to4 : sizeof to6))
		fail("connect");
	for (int i = 0; i < 5; i++) {
		char buffer[4096];
		struct sctp_sndinfo out = {.snd_sid = i % 2};
		int size = 10 + 300 * i;
		memset(buffer, 'a' + i, size);
		if (usrsctp_sendv(s, buffer, size, NULL, 0, &out, sizeof out, SCTP_SENDV_SNDINFO, 0) < 0)
			fail("send");
		struct sctp_rcvinfo info;
		socklen_t from_size = 0, info_size = sizeof info;
		unsigned kind;
		int flags = 0;
		usrsctp_recvv(s, buffer, sizeof buffer, NULL, &from_size, &info, &info_size, &kind, &flags);
	}
	usrsctp_shutdown(s, SHUT_WR);
	usleep(500000);
	usrsctp_close(s);
	usleep(200000);
}

int main(int argc, char **argv) {
	usrsctp_init(0, NULL, NULL);
	usrsctp_sysctl_set_sctp_blackhole(2);
	if (argc == 3 && !strcmp(argv[1], "serve"))
		serve(atoi(argv[2]));
	else if (argc == 4 && !strcmp(argv[1], "ask"))
		ask(argv[2], atoi(argv[3]));
	else
		return 2;
	return 0;
}
