package frontend

import (
	"container/list"
	"sync"

	"gongzhi/publication"
)

// feedKey names a document: its filters, its language and its format.
type feedKey struct{ filter, lang, format string }

// feedCache keeps rendered feeds, the least recently used given up first. A document is rendered once for each
// revision of what is public, however many ask at the same time.
type feedCache struct {
	most int

	mu      sync.Mutex
	entries map[feedKey]*list.Element
	recent  *list.List // of *feedEntry, the most recently used in front
}

// feedEntry is one document. Its lock is held while it is rendered, so that others wait for the same bytes.
type feedEntry struct {
	key feedKey

	mu       sync.Mutex
	revision int64
	doc      *publication.Rendered
}

func newFeedCache(most int) *feedCache {
	return &feedCache{most: most, entries: map[feedKey]*list.Element{}, recent: list.New()}
}

// get returns the document of a revision, rendered by make when there is none. A failure is not kept.
func (c *feedCache) get(key feedKey, revision int64, render func() (publication.Rendered, error)) (publication.Rendered, error) {
	e := c.entry(key)
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.doc != nil && e.revision >= revision {
		return *e.doc, nil
	}
	doc, err := render()
	if err != nil {
		return publication.Rendered{}, err
	}
	e.doc, e.revision = &doc, revision
	return doc, nil
}

func (c *feedCache) entry(key feedKey) *feedEntry {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, ok := c.entries[key]; ok {
		c.recent.MoveToFront(at)
		return entryAt(at)
	}
	if c.recent.Len() >= c.most {
		oldest := c.recent.Back()
		delete(c.entries, entryAt(oldest).key)
		c.recent.Remove(oldest)
	}
	e := &feedEntry{key: key}
	c.entries[key] = c.recent.PushFront(e)
	return e
}

// entryAt is the entry at a place in the list, which holds nothing else.
func entryAt(at *list.Element) *feedEntry {
	e, _ := at.Value.(*feedEntry)
	return e
}
