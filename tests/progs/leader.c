/* SPDX-License-Identifier: BSD-2-Clause */
/* The first thread ends while another goes on: leader LOG. Exit status 9. */
#include <pthread.h>
#include "truth.h"

static void *work(void *leader)
{
	pthread_join(*(pthread_t *)leader, NULL);
	/* Joined when the kernel has cleared its tid, a moment before it is gone. */
	usleep(20000);
	mark_begin();
	for (int i = 0; i < 10; i++)
		sys_string(0, "/after the leader", SYS_access, U("/after the leader"), U(i));
	mark_end();
	exit(9);
	return NULL;
}

int main(int argc, char **argv)
{
	static pthread_t self;
	pthread_t t;

	if (argc < 2)
		return 2;
	truth_open(argv[1]);
	self = pthread_self();
	pthread_create(&t, NULL, work, &self);
	pthread_exit(NULL);
}
