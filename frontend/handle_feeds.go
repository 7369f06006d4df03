package frontend

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"gongzhi/locale"
	"gongzhi/publication"
	"gongzhi/web"
)

// maxFeeds bounds the rendered feeds kept, each below 500 KB with its compressed form.
const maxFeeds = 128

// feedPaths are where the feeds lie, without the suffix of their format.
var feedPaths = []string{"/feeds/incidents.", "/incidents."}

// IsFeed reports whether a path is that of a feed.
func IsFeed(path string) bool {
	for _, format := range feedFormats {
		for _, start := range feedPaths {
			if len(path) == len(start)+len(format.suffix) && strings.HasPrefix(path, start) && strings.HasSuffix(path, format.suffix) {
				return true
			}
		}
	}
	return false
}

// registerFeeds adds the public feeds, for the whole list or by the filters of the list's own address.
func (s *server) registerFeeds(g *gin.RouterGroup) {
	for _, format := range feedFormats {
		serve := handle(func(c *gin.Context) error { return s.feed(c, format) })
		for _, path := range feedPaths {
			g.GET(path+format.suffix, serve)
			g.HEAD(path+format.suffix, serve)
		}
	}
}

func (s *server) feed(c *gin.Context, format feedFormat) error {
	in, cursor := filters(c.Request.URL.Query()), c.Query("cursor")
	if len(searchProblem(in.Get("q"))) > 0 {
		return web.Invalid()
	}
	revision, err := s.Door.Public().Revision(c)
	if err != nil {
		return err
	}
	place := without(in, "cursor")
	place.Set("cursor", cursor)
	key := feedKey{place.Encode(), string(langOf(c)), format.suffix}
	doc, err := s.feeds.get(key, revision, func() (publication.Rendered, error) {
		if in.Has("q") {
			if err := s.limits.allow(s.limits.search); err != nil {
				return publication.Rendered{}, err
			}
		}
		page, err := s.Door.Public().List(c, publicQuery(in, cursor, feedSize))
		if err != nil {
			return publication.Rendered{}, err
		}
		body, err := format.encode(feedOf(page, in, cursor, format.suffix, s.PublicURL, locale.For(langOf(c))))
		return publication.Render(format.mediaType, body), err
	})
	if err != nil {
		return err
	}
	sendRendered(c, doc)
	return nil
}

// sendRendered sends a rendered document, compressed where the client takes that, or 304 where it has it already.
func sendRendered(c *gin.Context, doc publication.Rendered) {
	body, tag := doc.Plain, doc.ETag
	web.Data(c)
	c.Writer.Header().Add("Vary", "Accept-Encoding")
	if acceptsGzip(c.GetHeader("Accept-Encoding")) {
		body, tag = doc.Gzip, doc.GzipETag
		c.Header("Content-Encoding", "gzip")
	}
	c.Header("Cache-Control", "public, max-age=60")
	c.Header("ETag", tag)
	if unchanged(c.Request, doc.ETag, doc.GzipETag) {
		c.Writer.Header().Del("Content-Encoding")
		c.Status(http.StatusNotModified)
		c.Writer.WriteHeaderNow()
		return
	}
	c.Data(http.StatusOK, doc.ContentType, body)
}
