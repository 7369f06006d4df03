package web

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
)

// SameOrigin refuses unsafe requests that a browser sent from another origin,
// by Sec-Fetch-Site or else by Origin against Host: the defence of cookie
// sessions against forged requests, beside SameSite=Strict. Programs that send
// neither header pass; they hold no cookies of somebody else.
//
// trusted are further origins of our own ("https://gongzhi.example"), for
// proxies that change the Host header.
func SameOrigin(trusted ...string) (gin.HandlerFunc, error) {
	check := http.NewCrossOriginProtection()
	for _, origin := range trusted {
		if err := check.AddTrustedOrigin(origin); err != nil {
			return nil, fmt.Errorf("web: trusted origin: %w", err)
		}
	}
	return func(c *gin.Context) {
		if check.Check(c.Request) != nil {
			Fail(c, CrossSite())
		}
	}, nil
}
