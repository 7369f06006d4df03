package api

import (
	"context"
	"net/url"

	"github.com/gin-gonic/gin"

	"gongzhi/web"
	"gongzhi/workflow"
)

const (
	standardPage = 50
	largestPage  = 200
)

// where is the place in a list that a request asks for. The cursor of the
// domain is wrapped with the filter, so that it fits no other list.
type where struct {
	c      *gin.Context
	filter string
	cursor string // of the domain
	limit  int
}

func whereOf(ctx context.Context, cursor string, limit int) (where, error) {
	c, err := ginOf(ctx)
	if err != nil {
		return where{}, err
	}
	query := c.Request.URL.Query()
	w := where{c: c, filter: c.FullPath() + "?" + web.FilterHash(query), limit: standardPage}
	if limit > 0 {
		w.limit = min(limit, largestPage)
	}
	if cursor != "" {
		w.cursor, err = web.ParseCursor[string](cursor, w.filter)
	}
	return w, err
}

// page maps a page of the domain and announces the next one, in the Link
// header and as the cursor returned.
func page[T, U any](w where, p workflow.Page[T], convert func(T) U) (items []U, next string, err error) {
	items = each(p.Items, convert)
	if p.Next == "" {
		return items, "", nil
	}
	if next, err = web.NewCursor(w.filter, p.Next); err != nil {
		return nil, "", err
	}
	query := w.c.Request.URL.Query()
	query.Set("cursor", next)
	link := url.URL{Path: w.c.Request.URL.Path, RawQuery: query.Encode()}
	w.c.Header("Link", "<"+link.String()+`>; rel="next"`)
	return items, next, nil
}

// each maps a list; the result is never nil, so that it is [] in JSON.
func each[T, U any](list []T, convert func(T) U) []U {
	result := make([]U, 0, len(list))
	for _, item := range list {
		result = append(result, convert(item))
	}
	return result
}
