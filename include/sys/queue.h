/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Lists whose links are members of the elements, as macros; the interface is
 * that of the BSDs.
 *
 *		links	remove any	insert before	append	backwards
 * SLIST	1	walks		no		no	no
 * STAILQ	1	walks		no		yes	no
 * LIST		2	yes		yes		no	no
 * TAILQ	2	yes		yes		yes	yes
 *
 * In the two with two links, the second is the address of the pointer that
 * points to the element: in the element before or in the head.  An element
 * can so be unlinked without knowing which.  Arguments may be evaluated more
 * than once.  The _SAFE loops allow the element to be removed and freed.
 */
#ifndef _SYS_QUEUE_H_
#define	_SYS_QUEUE_H_

/* Singly-linked list. */

#define	SLIST_HEAD(name, type)						\
	struct name {							\
		struct type *slh_first;					\
	}

#define	SLIST_HEAD_INITIALIZER(head)					\
	{ (void *)0 }

#define	SLIST_ENTRY(type)						\
	struct {							\
		struct type *sle_next;					\
	}

#define	SLIST_EMPTY(head)						\
	((head)->slh_first == (void *)0)

#define	SLIST_FIRST(head)						\
	((head)->slh_first)

#define	SLIST_NEXT(elm, field)						\
	((elm)->field.sle_next)

#define	SLIST_INIT(head)						\
	((void)(SLIST_FIRST(head) = (void *)0))

#define	SLIST_FOREACH(var, head, field)					\
	for ((var) = SLIST_FIRST(head); (var) != (void *)0;		\
	    (var) = SLIST_NEXT(var, field))

#define	SLIST_FOREACH_SAFE(var, head, field, next)			\
	for ((var) = SLIST_FIRST(head); (var) != (void *)0 &&		\
	    ((next) = SLIST_NEXT(var, field), 1); (var) = (next))

#define	SLIST_INSERT_HEAD(head, elm, field)				\
	do {								\
		SLIST_NEXT(elm, field) = SLIST_FIRST(head);		\
		SLIST_FIRST(head) = (elm);				\
	} while (0)

#define	SLIST_INSERT_AFTER(where, elm, field)				\
	do {								\
		SLIST_NEXT(elm, field) = SLIST_NEXT(where, field);	\
		SLIST_NEXT(where, field) = (elm);			\
	} while (0)

#define	SLIST_REMOVE_HEAD(head, field)					\
	((void)(SLIST_FIRST(head) = SLIST_NEXT(SLIST_FIRST(head), field)))

#define	SLIST_REMOVE_AFTER(elm, field)					\
	((void)(SLIST_NEXT(elm, field) =				\
	    SLIST_NEXT(SLIST_NEXT(elm, field), field)))

#define	SLIST_REMOVE(head, elm, type, field)				\
	do {								\
		struct type **__link = &SLIST_FIRST(head);		\
									\
		while (*__link != (elm))				\
			__link = &SLIST_NEXT(*__link, field);		\
		*__link = SLIST_NEXT(*__link, field);			\
	} while (0)

/* Singly-linked queue: the head also knows the last link. */
#define	STAILQ_HEAD(name, type)						\
	struct name {							\
		struct type *stqh_first;				\
		struct type **stqh_last;				\
	}

#define	STAILQ_HEAD_INITIALIZER(head)					\
	{ (void *)0, &(head).stqh_first }

#define	STAILQ_ENTRY(type)						\
	struct {							\
		struct type *stqe_next;					\
	}

#define	STAILQ_EMPTY(head)						\
	((head)->stqh_first == (void *)0)

#define	STAILQ_FIRST(head)						\
	((head)->stqh_first)

#define	STAILQ_NEXT(elm, field)						\
	((elm)->field.stqe_next)

#define	STAILQ_INIT(head)						\
	do {								\
		STAILQ_FIRST(head) = (void *)0;				\
		(head)->stqh_last = &STAILQ_FIRST(head);		\
	} while (0)

#define	STAILQ_FOREACH(var, head, field)				\
	for ((var) = STAILQ_FIRST(head); (var) != (void *)0;		\
	    (var) = STAILQ_NEXT(var, field))

#define	STAILQ_FOREACH_SAFE(var, head, field, next)			\
	for ((var) = STAILQ_FIRST(head); (var) != (void *)0 &&		\
	    ((next) = STAILQ_NEXT(var, field), 1); (var) = (next))

#define	STAILQ_INSERT_HEAD(head, elm, field)				\
	do {								\
		if (STAILQ_EMPTY(head))					\
			(head)->stqh_last = &STAILQ_NEXT(elm, field);	\
		STAILQ_NEXT(elm, field) = STAILQ_FIRST(head);		\
		STAILQ_FIRST(head) = (elm);				\
	} while (0)

#define	STAILQ_INSERT_TAIL(head, elm, field)				\
	do {								\
		STAILQ_NEXT(elm, field) = (void *)0;			\
		*(head)->stqh_last = (elm);				\
		(head)->stqh_last = &STAILQ_NEXT(elm, field);		\
	} while (0)

#define	STAILQ_INSERT_AFTER(head, where, elm, field)			\
	do {								\
		STAILQ_NEXT(elm, field) = STAILQ_NEXT(where, field);	\
		STAILQ_NEXT(where, field) = (elm);			\
		if (STAILQ_NEXT(elm, field) == (void *)0)		\
			(head)->stqh_last = &STAILQ_NEXT(elm, field);	\
	} while (0)

#define	STAILQ_REMOVE_HEAD(head, field)					\
	do {								\
		STAILQ_FIRST(head) = STAILQ_NEXT(STAILQ_FIRST(head), field);\
		if (STAILQ_EMPTY(head))					\
			(head)->stqh_last = &STAILQ_FIRST(head);	\
	} while (0)

#define	STAILQ_REMOVE_AFTER(head, elm, field)				\
	do {								\
		STAILQ_NEXT(elm, field) =				\
		    STAILQ_NEXT(STAILQ_NEXT(elm, field), field);	\
		if (STAILQ_NEXT(elm, field) == (void *)0)		\
			(head)->stqh_last = &STAILQ_NEXT(elm, field);	\
	} while (0)

#define	STAILQ_REMOVE(head, elm, type, field)				\
	do {								\
		struct type **__link = &STAILQ_FIRST(head);		\
									\
		while (*__link != (elm))				\
			__link = &STAILQ_NEXT(*__link, field);		\
		*__link = STAILQ_NEXT(*__link, field);			\
		if (*__link == (void *)0)				\
			(head)->stqh_last = __link;			\
	} while (0)

#define	STAILQ_LAST(head, type, field)					\
	(STAILQ_EMPTY(head) ? (struct type *)(void *)0 :		\
	    (struct type *)(void *)((char *)(head)->stqh_last -		\
	    __builtin_offsetof(struct type, field.stqe_next)))

#define	STAILQ_CONCAT(head1, head2)					\
	do {								\
		if (!STAILQ_EMPTY(head2)) {				\
			*(head1)->stqh_last = STAILQ_FIRST(head2);	\
			(head1)->stqh_last = (head2)->stqh_last;	\
			STAILQ_INIT(head2);				\
		}							\
	} while (0)

/* Doubly-linked list with a head of one pointer. */
#define	LIST_HEAD(name, type)						\
	struct name {							\
		struct type *lh_first;					\
	}

#define	LIST_HEAD_INITIALIZER(head)					\
	{ (void *)0 }

#define	LIST_ENTRY(type)						\
	struct {							\
		struct type *le_next;					\
		struct type **le_prev;	/* what points here */		\
	}

#define	LIST_EMPTY(head)						\
	((head)->lh_first == (void *)0)

#define	LIST_FIRST(head)						\
	((head)->lh_first)

#define	LIST_NEXT(elm, field)						\
	((elm)->field.le_next)

#define	LIST_INIT(head)							\
	((void)(LIST_FIRST(head) = (void *)0))

#define	LIST_FOREACH(var, head, field)					\
	for ((var) = LIST_FIRST(head); (var) != (void *)0;		\
	    (var) = LIST_NEXT(var, field))

#define	LIST_FOREACH_SAFE(var, head, field, next)			\
	for ((var) = LIST_FIRST(head); (var) != (void *)0 &&		\
	    ((next) = LIST_NEXT(var, field), 1); (var) = (next))

#define	LIST_INSERT_HEAD(head, elm, field)				\
	do {								\
		LIST_NEXT(elm, field) = LIST_FIRST(head);		\
		(elm)->field.le_prev = &LIST_FIRST(head);		\
		if (LIST_NEXT(elm, field) != (void *)0)			\
			LIST_NEXT(elm, field)->field.le_prev =		\
			    &LIST_NEXT(elm, field);			\
		LIST_FIRST(head) = (elm);				\
	} while (0)

#define	LIST_INSERT_AFTER(where, elm, field)				\
	do {								\
		LIST_NEXT(elm, field) = LIST_NEXT(where, field);	\
		(elm)->field.le_prev = &LIST_NEXT(where, field);	\
		if (LIST_NEXT(elm, field) != (void *)0)			\
			LIST_NEXT(elm, field)->field.le_prev =		\
			    &LIST_NEXT(elm, field);			\
		LIST_NEXT(where, field) = (elm);			\
	} while (0)

#define	LIST_INSERT_BEFORE(where, elm, field)				\
	do {								\
		LIST_NEXT(elm, field) = (where);			\
		(elm)->field.le_prev = (where)->field.le_prev;		\
		*(where)->field.le_prev = (elm);			\
		(where)->field.le_prev = &LIST_NEXT(elm, field);	\
	} while (0)

#define	LIST_REMOVE(elm, field)						\
	do {								\
		if (LIST_NEXT(elm, field) != (void *)0)			\
			LIST_NEXT(elm, field)->field.le_prev =		\
			    (elm)->field.le_prev;			\
		*(elm)->field.le_prev = LIST_NEXT(elm, field);		\
	} while (0)

/*
 * Doubly-linked queue.  Head and link have the same two members in the same
 * order, so that the head can stand for an element that precedes the first:
 * following tqe_prev twice leads from an element to the one before it.
 */
#define	TAILQ_HEAD(name, type)						\
	struct name {							\
		struct type *tqh_first;					\
		struct type **tqh_last;					\
	}

#define	TAILQ_HEAD_INITIALIZER(head)					\
	{ (void *)0, &(head).tqh_first }

#define	TAILQ_ENTRY(type)						\
	struct {							\
		struct type *tqe_next;					\
		struct type **tqe_prev;	/* what points here */		\
	}

#define	TAILQ_EMPTY(head)						\
	((head)->tqh_first == (void *)0)

#define	TAILQ_FIRST(head)						\
	((head)->tqh_first)

#define	TAILQ_NEXT(elm, field)						\
	((elm)->field.tqe_next)

#define	TAILQ_LAST(head, headname)					\
	(*((struct headname *)(void *)(head)->tqh_last)->tqh_last)

#define	TAILQ_PREV(elm, headname, field)				\
	(*((struct headname *)(void *)(elm)->field.tqe_prev)->tqh_last)

#define	TAILQ_INIT(head)						\
	do {								\
		TAILQ_FIRST(head) = (void *)0;				\
		(head)->tqh_last = &TAILQ_FIRST(head);			\
	} while (0)

#define	TAILQ_FOREACH(var, head, field)					\
	for ((var) = TAILQ_FIRST(head); (var) != (void *)0;		\
	    (var) = TAILQ_NEXT(var, field))

#define	TAILQ_FOREACH_SAFE(var, head, field, next)			\
	for ((var) = TAILQ_FIRST(head); (var) != (void *)0 &&		\
	    ((next) = TAILQ_NEXT(var, field), 1); (var) = (next))

#define	TAILQ_FOREACH_REVERSE(var, head, headname, field)		\
	for ((var) = TAILQ_LAST(head, headname); (var) != (void *)0;	\
	    (var) = TAILQ_PREV(var, headname, field))

#define	TAILQ_FOREACH_REVERSE_SAFE(var, head, headname, field, prev)	\
	for ((var) = TAILQ_LAST(head, headname); (var) != (void *)0 &&	\
	    ((prev) = TAILQ_PREV(var, headname, field), 1); (var) = (prev))

#define	TAILQ_INSERT_HEAD(head, elm, field)				\
	do {								\
		TAILQ_NEXT(elm, field) = TAILQ_FIRST(head);		\
		(elm)->field.tqe_prev = &TAILQ_FIRST(head);		\
		if (TAILQ_NEXT(elm, field) != (void *)0)		\
			TAILQ_NEXT(elm, field)->field.tqe_prev =	\
			    &TAILQ_NEXT(elm, field);			\
		else							\
			(head)->tqh_last = &TAILQ_NEXT(elm, field);	\
		TAILQ_FIRST(head) = (elm);				\
	} while (0)

#define	TAILQ_INSERT_TAIL(head, elm, field)				\
	do {								\
		TAILQ_NEXT(elm, field) = (void *)0;			\
		(elm)->field.tqe_prev = (head)->tqh_last;		\
		*(head)->tqh_last = (elm);				\
		(head)->tqh_last = &TAILQ_NEXT(elm, field);		\
	} while (0)

#define	TAILQ_INSERT_AFTER(head, where, elm, field)			\
	do {								\
		TAILQ_NEXT(elm, field) = TAILQ_NEXT(where, field);	\
		(elm)->field.tqe_prev = &TAILQ_NEXT(where, field);	\
		if (TAILQ_NEXT(elm, field) != (void *)0)		\
			TAILQ_NEXT(elm, field)->field.tqe_prev =	\
			    &TAILQ_NEXT(elm, field);			\
		else							\
			(head)->tqh_last = &TAILQ_NEXT(elm, field);	\
		TAILQ_NEXT(where, field) = (elm);			\
	} while (0)

#define	TAILQ_INSERT_BEFORE(where, elm, field)				\
	do {								\
		TAILQ_NEXT(elm, field) = (where);			\
		(elm)->field.tqe_prev = (where)->field.tqe_prev;	\
		*(where)->field.tqe_prev = (elm);			\
		(where)->field.tqe_prev = &TAILQ_NEXT(elm, field);	\
	} while (0)

#define	TAILQ_REMOVE(head, elm, field)					\
	do {								\
		if (TAILQ_NEXT(elm, field) != (void *)0)		\
			TAILQ_NEXT(elm, field)->field.tqe_prev =	\
			    (elm)->field.tqe_prev;			\
		else							\
			(head)->tqh_last = (elm)->field.tqe_prev;	\
		*(elm)->field.tqe_prev = TAILQ_NEXT(elm, field);	\
	} while (0)

#define	TAILQ_CONCAT(head1, head2, field)				\
	do {								\
		if (!TAILQ_EMPTY(head2)) {				\
			*(head1)->tqh_last = TAILQ_FIRST(head2);	\
			TAILQ_FIRST(head2)->field.tqe_prev =		\
			    (head1)->tqh_last;				\
			(head1)->tqh_last = (head2)->tqh_last;		\
			TAILQ_INIT(head2);				\
		}							\
	} while (0)

#endif /* !_SYS_QUEUE_H_ */
