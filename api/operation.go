package api

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"gongzhi/web"
)

// getDescription serves openapi.yaml as JSON.
func (s *server) getDescription(c *gin.Context) {
	spec, err := described()
	if err != nil {
		web.Fail(c, err)
		return
	}
	c.Data(http.StatusOK, "application/json", spec.json)
}

// GetVersion names the version that runs.
func (s *server) GetVersion(context.Context, GetVersionRequestObject) (GetVersionResponseObject, error) {
	return GetVersion200JSONResponse{Version: s.Version}, nil
}
