package api

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"
)

// getDescription serves openapi.yaml as JSON.
func (s *server) getDescription(c *gin.Context) {
	c.Data(http.StatusOK, "application/json", s.spec.json)
}

// GetVersion names the version that runs.
func (s *server) GetVersion(context.Context, GetVersionRequestObject) (GetVersionResponseObject, error) {
	return GetVersion200JSONResponse{Version: s.Version}, nil
}
