/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Thread-specific data: POSIX.
 *
 * A key has a sequence number, odd while the key exists.  A thread's value
 * counts only if it was set under the present number, so that creating and
 * deleting keys need not touch other threads.
 */

#include <errno.h>
#include <stddef.h>

#include "pthread_private.h"

static struct {
	unsigned int	seq;
	void		(*dtor)(void *);
} keys[PTHREAD_KEYS_MAX];

int __key_lock;		/* writes to keys */

int
__pthread_key_create(pthread_key_t *key, void (*dtor)(void *))
{
	unsigned int i;

	__libc_lock(&__key_lock);
	for (i = 0; i < PTHREAD_KEYS_MAX; i++)
		if (keys[i].seq % 2 == 0) {
			__atomic_store_n(&keys[i].dtor, dtor,
			    __ATOMIC_RELAXED);
			__atomic_store_n(&keys[i].seq, keys[i].seq + 1,
			    __ATOMIC_RELEASE);
			break;
		}
	__libc_unlock(&__key_lock);
	if (i == PTHREAD_KEYS_MAX)
		return (EAGAIN);
	*key = i;
	return (0);
}
__weak_reference(__pthread_key_create, pthread_key_create);

int
__pthread_key_delete(pthread_key_t key)
{
	int r;

	if (key >= PTHREAD_KEYS_MAX)
		return (EINVAL);
	r = EINVAL;
	__libc_lock(&__key_lock);
	if (keys[key].seq % 2 == 1) {
		__atomic_store_n(&keys[key].seq, keys[key].seq + 1,
		    __ATOMIC_RELEASE);
		r = 0;
	}
	__libc_unlock(&__key_lock);
	return (r);
}
__weak_reference(__pthread_key_delete, pthread_key_delete);

void *
__pthread_getspecific(pthread_key_t key)
{
	const struct thread_key *k;

	if (key >= PTHREAD_KEYS_MAX)
		return (NULL);
	k = &__thread_self()->keys[key];
	if (k->value == NULL ||
	    k->seq != __atomic_load_n(&keys[key].seq, __ATOMIC_RELAXED))
		return (NULL);
	return (k->value);
}
__weak_reference(__pthread_getspecific, pthread_getspecific);

int
__pthread_setspecific(pthread_key_t key, const void *value)
{
	struct pthread *self;
	unsigned int seq;

	if (key >= PTHREAD_KEYS_MAX)
		return (EINVAL);
	seq = __atomic_load_n(&keys[key].seq, __ATOMIC_RELAXED);
	if (seq % 2 == 0)
		return (EINVAL);
	self = __thread_self();
	self->keys[key].seq = seq;
	self->keys[key].value = (void *)(uintptr_t)value;
	self->keys_used = 1;
	return (0);
}
__weak_reference(__pthread_setspecific, pthread_setspecific);

/*
 * A destructor may set values again: another round, as often as POSIX wants
 * at least; then they are left alone.
 */
void
__thread_run_key_dtors(void)
{
	struct pthread *self;
	struct thread_key *k;
	void (*dtor)(void *);
	unsigned int i, seq;
	void *value;
	int round;

	self = __thread_self();
	for (round = 0; round < PTHREAD_DESTRUCTOR_ITERATIONS &&
	    self->keys_used; round++) {
		self->keys_used = 0;
		for (i = 0; i < PTHREAD_KEYS_MAX; i++) {
			k = &self->keys[i];
			value = k->value;
			if (value == NULL)
				continue;
			k->value = NULL;
			seq = __atomic_load_n(&keys[i].seq, __ATOMIC_ACQUIRE);
			dtor = __atomic_load_n(&keys[i].dtor,
			    __ATOMIC_RELAXED);
			if (k->seq == seq && dtor != NULL)
				dtor(value);
		}
	}
}
