package frontend

import "github.com/gin-gonic/gin"

func (s *server) registerPublic(_ *gin.RouterGroup)  {}
func (s *server) registerSession(_ *gin.RouterGroup) {}
func (s *server) registerReport(_ *gin.RouterGroup)  {}
func (s *server) registerTrack(_ *gin.RouterGroup)   {}

func (s *server) asset(c *gin.Context) { s.assets.ServeHTTP(c.Writer, c.Request) }
